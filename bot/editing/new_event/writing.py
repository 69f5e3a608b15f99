"""Trees of texts as YAML that people edit, and whole folders written in one step or not at all."""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.guide.nodes import Plain
from bot.starting import Refused

_WIDTH = 118
_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*(?::[A-Za-z0-9_]+)?")
_MEANT_OTHERWISE = frozenset({"no", "yes", "on", "off", "y", "n", "null", "true", "false"})


def as_yaml(tree: Mapping[str, Plain], *head: str) -> str:
    """The tree as a YAML file that begins with the comment lines of `head`."""
    return "\n".join([*head, *_lines(tree, "")]) + "\n"


def scalar(text: str) -> str:
    """A text as YAML reads it back, quoted where it has to be."""
    if _BARE.fullmatch(text) and text.casefold() not in _MEANT_OTHERWISE:
        return text
    return json.dumps(text, ensure_ascii=False)


def refuse_if_taken(folder: Path) -> None:
    """Raise Refused if a folder cannot be made anew: something has its name, or its parent is no folder."""
    if os.path.lexists(folder):
        raise Refused(f"--to: {folder} exists already; give a folder that does not")
    parent = next((path for path in folder.absolute().parents if os.path.lexists(path)), folder)
    if not parent.is_dir():
        raise Refused(f"--to: {folder} cannot be written ({parent} is no folder); give another folder")


def write_whole(folder: Path, files: Mapping[str, str]) -> None:
    """Write files, by path within a folder that must not exist yet: all of them, or nothing. Raises Refused."""
    refuse_if_taken(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            for name, content in files.items():
                path = beside / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, encoding="utf-8")
            beside.chmod(0o755)
            beside.rename(folder)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except OSError as error:
        raise Refused(f"--to: {folder} cannot be written ({error.strerror}); give another folder") from error


def _lines(tree: Mapping[str, Plain], indent: str) -> Iterator[str]:
    for key, value in tree.items():
        name = f"{indent}{scalar(key)}:"
        flow = _flow(value)
        if isinstance(value, str) or not _needs_lines(value, len(name) + 1 + len(flow)):
            yield f"{name} {flow}"
            continue
        yield name
        if isinstance(value, dict):
            yield from _lines(value, f"{indent}  ")
        else:
            for item in value:
                yield from _item(item, f"{indent}  ")


def _needs_lines(value: "list[Plain] | dict[str, Plain]", width: int) -> bool:
    """Whether a value is spread over lines: what is wide or nested, but for one translated text, however long."""
    inside = [*value.values()] if isinstance(value, dict) else value
    if any(isinstance(part, dict) for part in inside):
        return True
    is_one_text = isinstance(value, dict) and "text" in value
    return bool(value) and width > _WIDTH and not is_one_text


def _item(item: Plain, indent: str) -> Iterator[str]:
    if not isinstance(item, dict):
        yield f"{indent}- {_flow(item)}"
        return
    first, *rest = _lines(item, f"{indent}  ")
    yield f"{indent}- {first.lstrip()}"
    yield from rest
    yield ""


def _flow(value: Plain) -> str:
    match value:
        case str():
            return scalar(value)
        case list():
            return f"[{', '.join(map(_flow_inside, value))}]"
        case dict():
            return f"{{{', '.join(f'{scalar(key)}: {_flow_inside(inner)}' for key, inner in value.items())}}}"


def _flow_inside(value: Plain) -> str:
    if isinstance(value, str):
        return (
            value
            if value.isascii() and value.isalpha() and scalar(value) == value
            else json.dumps(value, ensure_ascii=False)
        )
    return _flow(value)
