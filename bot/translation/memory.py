"""translations/<language>.yaml, changed in place: machine texts are added or renewed, all else stays byte for byte."""

import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.guide.originals import Key, Original
from bot.translation.spans import Span, read_spans

STATES = ("reviewed", "drafted", "machine")
_SCHEMA = "# yaml-language-server: $schema=.schema/translation.schema.json\n"
_FIRST_SECTIONS = ("language", "facts", "interface", "entries", "vocabulary", "companies", "countries")
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Entered:
    """A machine translation to write: of a text, or of a list of questions or words."""

    source: str
    texts: tuple[str, ...]
    many: bool


def states(content: str, originals: Mapping[Key, Original]) -> dict[Key, str]:
    """The state of every text a translation should have: reviewed, drafted or machine, with "stale " before one whose
    French has changed since, or missing. Raises yaml.YAMLError or ValueError for a file that cannot be read."""
    root = read_spans(content)
    return {key: _state(_find(root, key), original) for key, original in originals.items()}


def empty(language: str) -> str:
    """The content of a new file."""
    return f"{_SCHEMA}language: {_quoted_if_needed(language)}\n"


def changed(content: str, entries: Mapping[Key, Entered], order: Iterable[Key]) -> str:
    """The file with machine texts put in; one that a person wrote or reviewed meanwhile is left alone.

    New keys stand where the order of the French has them. Raises as `states`.
    """
    root = read_spans(content)
    edits: list[tuple[int, int, str]] = []
    absent: dict[Key, Entered] = {}
    for key, entered in entries.items():
        found = _find(root, key)
        if found is None:
            absent[key] = entered
        elif _text(found, "state") == "machine":
            edits += _renewed(found, entered)
    edits += _added(content, root, absent, list(order))
    # From the end, so that positions stay true; of two at one place the later goes in first.
    for start, end, new in sorted(edits, key=lambda edit: edit[0])[::-1]:
        content = content[:start] + new + content[end:]
    return content


def write(path: Path, content: str) -> None:
    """Write a file in one step, with the permissions it had."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            stream.write(content)
        os.chmod(temporary, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _find(root: Span, key: Key) -> Span | None:
    node: Span | None = root
    for step in key:
        node = node.children.get(step) if node else None
    return node


def _text(span: Span, name: str) -> str:
    child = span.children.get(name)
    return child.text or "" if child else ""


def _state(span: Span | None, original: Original) -> str:
    if span is None:
        return "missing"
    state = _text(span, "state")
    # Questions and words that people wrote are their language's own: they render no French and cannot be behind it.
    fresh = _text(span, "source") == original.hash or (original.many and state != "machine")
    return state if fresh else f"stale {state}"


def _renewed(span: Span, entered: Entered) -> list[tuple[int, int, str]]:
    values = {"source": _quoted(entered.source), "texts" if entered.many else "text": _value(entered)}
    return [
        (span.children[name].start, span.children[name].end, new)
        for name, new in values.items()
        if name in span.children
    ]


def _added(content: str, root: Span, absent: Mapping[Key, Entered], order: Sequence[Key]) -> list[tuple[int, int, str]]:
    """One insertion for each key that lacks under something that is there, in the order of the French."""
    groups: dict[tuple[Key, str], dict[Key, Entered]] = {}
    for key in sorted(absent, key=order.index):
        depth = 0
        while depth < len(key) - 1 and _find(root, key[: depth + 1]) is not None:
            depth += 1
        groups.setdefault((key[:depth], key[depth]), {})[key] = absent[key]
    edits: list[tuple[int, int, str]] = []
    for (parent, name), entries in groups.items():
        span = _find(root, parent) or root
        depth = len(parent)
        before = _before(span, parent, name, order)
        if span.flow:
            # After the opening brace, or after the child that comes before.
            one_line = ", ".join(_flow(key[depth:], entered) for key, entered in entries.items())
            at, first = (span.children[before].end, False) if before else (span.start + 1, True)
            edits.append((at, at, f"{one_line}{', ' if span.children else ''}" if first else f", {one_line}"))
            continue
        indent = " " * span.column if parent else ""
        at = _line_end(content, span.children[before].end if before else _key_line(content, span))
        edits.append(
            (at, at, "\n" + "\n".join(_lines({key[depth:]: entered for key, entered in entries.items()}, indent)))
        )
    return edits


def _before(span: Span, parent: Key, name: str, order: Sequence[Key]) -> str | None:
    """The child that a new one comes after; the last if the French does not say."""
    if parent:
        depth = len(parent)
        names = list(dict.fromkeys(key[depth] for key in order if key[:depth] == parent and len(key) > depth))
    else:
        names = list(_FIRST_SECTIONS)
    earlier = names[: names.index(name)] if name in names else []
    for candidate in reversed(earlier):
        if candidate in span.children:
            return candidate
    return None


def _key_line(content: str, span: Span) -> int:
    """Where the line before a block mapping's first key ends: what is put in there comes first."""
    return max(content.rfind("\n", 0, span.start), 0)


def _line_end(content: str, position: int) -> int:
    # A block scalar ends on the next line already.
    if position and content[position - 1] == "\n":
        position -= 1
    if position < len(content) and content[position] == "\n":
        return position - (content[position - 1 : position] == "\r")
    end = content.find("\n", position)
    return len(content.rstrip("\n")) if end < 0 else end - (content[end - 1] == "\r")


def _lines(entries: Mapping[Key, Entered], indent: str) -> list[str]:
    lines: list[str] = []
    open_: Key = ()
    for key, entered in entries.items():
        shared = next(
            (i for i, (old, new) in enumerate(zip(open_, key[:-1], strict=False)) if old != new),
            min(len(open_), len(key) - 1),
        )
        lines += [f"{indent}{_INDENT * depth}{_quoted_if_needed(key[depth])}:" for depth in range(shared, len(key) - 1)]
        lines.append(f"{indent}{_INDENT * (len(key) - 1)}{_quoted_if_needed(key[-1])}: {_flow_value(entered)}")
        open_ = key[:-1]
    return lines


def _flow(key: Key, entered: Entered) -> str:
    written = _flow_value(entered)
    for step in reversed(key):
        written = f"{{{_quoted_if_needed(step)}: {written}}}"
    return written[1:-1]


def _flow_value(entered: Entered) -> str:
    name = "texts" if entered.many else "text"
    return f"{{state: machine, source: {_quoted(entered.source)}, {name}: {_value(entered)}}}"


def _value(entered: Entered) -> str:
    return f"[{', '.join(map(_quoted, entered.texts))}]" if entered.many else _quoted(entered.texts[0])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _quoted_if_needed(key: str) -> str:
    # "no" is a language and a truth value; Norway's country code too.
    plain = key.replace("_", "").replace(".", "").replace(":", "").replace("-", "")
    return (
        key
        if plain.isalnum()
        and plain[0].isalpha()
        and key.lower() not in ("no", "yes", "on", "off", "y", "n", "null", "true", "false")
        else _quoted(key)
    )
