"""The article that a new event's answers will come from: a plain text file, taken apart into paragraphs."""

import re
from dataclasses import dataclass
from pathlib import Path

from bot.guide.characters import INVISIBLE
from bot.starting import Refused

MAX_BYTES = 1_000_000
# A heading is short and does not end as a sentence does.
_LONGEST_HEADING = 160
_SENTENCE_END = (".", "!", "?", "…", "»", "”", '"', "。", "！", "？", "।", "؟", ":")
_BYLINE = re.compile(
    r"(?:rédaction|auteur|par|propos recueillis par|by|author|written by)\s*:?\s+(\S.*)", re.IGNORECASE
)
_LONGEST_BYLINE = 80


@dataclass(frozen=True, slots=True)
class Article:
    """Its title (empty if none stands first), its paragraphs without headings, and who signs it, as written."""

    title: str
    paragraphs: tuple[str, ...]
    byline: str


def read_article(path: Path) -> Article:
    """The article of a file. Raises Refused, with one line that says what to do, for what is no text of one."""
    try:
        if path.exists() and not path.is_file():
            raise Refused(f"--from: {path} is no file; give the article as a plain text file")
        with path.open("rb") as stream:
            source = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(f"--from: {path} cannot be read ({error.strerror}); give the article's file") from error
    if len(source) > MAX_BYTES:
        raise Refused(f"--from: {path} is larger than {MAX_BYTES // 1000} kB; give the article alone")
    try:
        text = source.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    except UnicodeDecodeError as error:
        raise Refused(f"--from: {path} is no UTF-8 text; save the article as plain text in UTF-8") from error
    if INVISIBLE.search(text):
        raise Refused(f"--from: {path} is no plain text; save the article as plain text in UTF-8")
    article = taken_apart(text)
    if not article.paragraphs:
        raise Refused(f"--from: {path} holds no paragraph; separate paragraphs by blank lines")
    return article


def taken_apart(text: str) -> Article:
    """The parts of a text whose paragraphs are separated by blank lines or, where there is none, by line ends."""
    blocks = [" ".join(block.split()) for block in re.split(r"\n[ ]*\n", text.strip())]
    if len(blocks) == 1:
        blocks = [" ".join(line.split()) for line in text.splitlines()]
    blocks = [block for block in blocks if block]
    title = blocks[0] if blocks and _is_heading(blocks[0]) else ""
    signed = [found.group(1) for block in blocks if len(block) <= _LONGEST_BYLINE and (found := _BYLINE.match(block))]
    paragraphs = tuple(
        block for block in blocks if not _is_heading(block) and not _BYLINE.fullmatch(block[: _LONGEST_BYLINE + 1])
    )
    return Article(title, paragraphs, signed[-1] if signed else "")


def _is_heading(block: str) -> bool:
    return len(block) <= _LONGEST_HEADING and not block.endswith(_SENTENCE_END)
