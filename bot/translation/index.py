"""The index of Argos packages: which pairs of languages there are, in which version, and where."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bot.translation.argos import PIVOT, SOURCE, argos_code
from bot.translation.downloads import Failed, fetch
from bot.translation.packages import Pair

DEFAULT_INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"
_CODE = re.compile(r"[a-z]{2,3}")
_MAX_ENTRIES = 10_000


@dataclass(frozen=True, slots=True)
class Available:
    """A package of the index: Argos codes of its languages, version, where it is, its SHA-256 if that is told."""

    source: str
    target: str
    version: str
    link: str
    sha256: str = ""


def read_index(where: str) -> tuple[Available, ...]:
    """The packages of an index, by URL or by the path of a file; of each pair the newest. Raises Failed."""
    try:
        content = Path(where).read_bytes() if "://" not in where else fetch(where)
        listed = json.loads(content)
        if not isinstance(listed, list):
            raise ValueError("it is no list")
    except (OSError, ValueError, RecursionError) as error:
        raise Failed(f"{where}: this is no index of Argos packages ({error})") from error
    newest: dict[tuple[str, str], Available] = {}
    for described in listed[:_MAX_ENTRIES]:
        found = _available(described, where)
        if found is None:
            continue
        known = newest.get((found.source, found.target))
        if known is None or newer(found.version, known.version):
            newest[found.source, found.target] = found
    return tuple(newest[pair] for pair in sorted(newest))


def needed(language: str, available: Iterable[Available], installed: Iterable[Pair]) -> tuple[Available, ...] | None:
    """The packages to install so that French can be said in a language (BCP 47); None if the index has no way there."""
    known = {(package.source, package.target): package for package in available}
    present = {(pair.source, pair.target) for pair in installed}
    wanted = argos_code(language)
    direct, pivot = ((SOURCE, wanted),), ((SOURCE, PIVOT), (PIVOT, wanted))
    for way in (direct, pivot):
        if all(step in known or step in present for step in way):
            return tuple(known[step] for step in way if step not in present)
    return None


def newer(version: str, than: str) -> bool:
    """Whether a version such as 1.9 is newer than another: number by number."""
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number[:9]) for number in re.findall(r"[0-9]+", version))


def _available(described: object, where: str) -> Available | None:
    if not isinstance(described, dict) or described.get("type", "translate") != "translate":
        return None
    source, target, version = (described.get(key) for key in ("from_code", "to_code", "package_version"))
    if not (
        isinstance(source, str) and isinstance(target, str) and _CODE.fullmatch(source) and _CODE.fullmatch(target)
    ):
        return None
    links = described.get("links")
    for link in links if isinstance(links, list) else ():
        absolute = urljoin(where, link) if isinstance(link, str) else ""
        if urlsplit(absolute).scheme in ("http", "https"):
            return Available(source, target, str(version), absolute, str(described.get("sha256", "")))
    return None
