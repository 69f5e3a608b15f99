"""The pages of the documentation, taken apart: fenced blocks, inline code, headings, links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

_FENCE = re.compile(r"^(\s*)(`{3,}|~{3,})\s*(\S*)\s*$")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\]|!\[[^\]]*\]\([^)]*\))*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_HTML_LINK = re.compile(r"""<[a-z]+\b[^>]*?\s(?:src|srcset|href)=["']([^"']+)["']""")
_HTML_ANCHOR = re.compile(r"""<[a-z]+\b[^>]*?\s(?:id|name)=["']([^"']+)["']""")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language (empty without one), the line of its fence, and what stands in it."""

    language: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `prose` is its text with every fenced block taken out, line numbers kept."""

    path: Path
    blocks: tuple[Block, ...]
    prose: str

    @property
    def name(self) -> str:
        """The path from the root of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    def inline_code(self) -> Iterator[tuple[int, str]]:
        """Each piece of inline code with its line; a line break inside counts as a space."""
        for found in _INLINE_CODE.finditer(self.prose):
            yield self._line(found.start()), " ".join(found[2].split())

    def links(self) -> Iterator[tuple[int, str]]:
        """Each target of a link or a picture with its line."""
        prose = _INLINE_CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), self.prose)
        for pattern in (_LINK, _HTML_LINK):
            for found in pattern.finditer(prose):
                yield self._line(found.start()), found[1]
        # A picture inside a link is inside the first match.
        for found in re.finditer(r"!\[[^\]]*\]\(([^)\s]+)\)", prose):
            yield self._line(found.start()), found[1]

    def anchors(self) -> set[str]:
        """What a link to a part of the page may name, made as GitHub makes them."""
        found: list[str] = []
        for line in self.prose.splitlines():
            heading = _HEADING.match(line)
            if heading:
                slug = _slug(heading[1])
                again = sum(
                    former == slug or re.fullmatch(rf"{re.escape(slug)}-\d+", former) is not None for former in found
                )
                found.append(f"{slug}-{again}" if again else slug)
        return {*found, *_HTML_ANCHOR.findall(self.prose)}

    def _line(self, position: int) -> int:
        return self.prose.count("\n", 0, position) + 1


def _slug(heading: str) -> str:
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").casefold()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


@cache
def pages() -> tuple[Page, ...]:
    """Every page that people read: README, CONTRIBUTING, CHANGELOG and docs/, each in its languages."""
    return tuple(_read(path) for path in sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))))


def _read(path: Path) -> Page:
    blocks: list[Block] = []
    prose: list[str] = []
    opened: tuple[str, str, int] | None = None
    inside: list[str] = []
    indent = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fence = _FENCE.match(line)
        if opened is None and fence:
            opened, inside, indent = (fence[2], fence[3], number), [], fence[1]
        elif opened is not None and fence and not fence[3] and fence[2].startswith(opened[0]):
            blocks.append(Block(opened[1], opened[2], "".join(f"{text}\n" for text in inside)))
            opened = None
        elif opened is not None:
            inside.append(line.removeprefix(indent))
        prose.append(line if opened is None and not fence else "")
    if opened is not None:
        raise AssertionError(f"{path.name}:{opened[2]}: this block is never closed")
    return Page(path, tuple(blocks), "\n".join(prose))
