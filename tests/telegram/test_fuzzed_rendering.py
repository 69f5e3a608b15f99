"""Texts of every length and script as messages: Telegram takes each part, and nothing is lost."""

import os
import random
from collections.abc import Iterator

from bot.telegram.conversation import _message
from bot.telegram.rendering import MOST_CHARACTERS, clean
from tests.botapi.markup import Parsed, parse_html, units

TEXTS = int(os.environ.get("FUZZ_HTML", "400"))
MARKS = {ord(mark): None for mark in "\u2068\u2069\u200f"}
_PIECES = (
    *("Le salon a eu lieu à Bamako. ", "BAMEX'25", "متى المعرض؟ ", "एक प्रदर्शनी ", "展览会", "Ankara'nın "),
    *("\n", "\n\n", " ", "\u00a0", "\u202e", "\u2066", "\x00", "\x1b", "\ufffd", "\U0010ffff"),
    *("<b>", "</i>", "<a href='x'>", "<", ">", "&", "&lt;", "&#60;", "&amp;amp;", '"', "'", "<!--", "<tg-spoiler>"),
    *("👨‍👩‍👧‍👦", "👍🏽", "🇲🇱", "a\u0301\u0302", "\u200d", "\ufe0f"),
    *("a" * 300, "😀" * 150, "/language", "@bamex_test_bot", "https://example.org/?a=1&b=<2>", "{event}"),
)  # fmt: skip


def test_any_text_is_a_message() -> None:
    """Each part is well formed, not empty, at most 4,096 UTF-16 units; together they hold the text and the notes."""
    for text, language, notes in _texts(TEXTS):
        outgoing = _message(text, language, notes)
        parts = [parse_html(part) for part in outgoing.parts]
        assert all(part.text.strip() and units(part.text) <= MOST_CHARACTERS for part in parts)
        assert _bare("".join(part.text for part in parts)) == _bare(text + "".join(notes))
        assert {entity["type"] for part in parts for entity in part.entities} <= ({"italic"} if notes else set())
        if notes:
            assert _bare("".join(map(_italic, parts))) == _bare("".join(notes))


def _texts(count: int) -> Iterator[tuple[str, str, list[str]]]:
    chance = random.Random(25)
    for _ in range(count):
        pieces = chance.choices(_PIECES, k=chance.choice((1, 3, 10, 60, 400)))
        text = "".join(pieces) + "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(4)))
        notes = [chance.choice(("A note & <more>", "ترجمة آلية <b>", "x" * 900)) for _ in range(chance.randrange(3))]
        yield clean(text) + "fin", chance.choice(("fr", "ar", "zh", "he", "sw")), notes


def _italic(part: Parsed) -> str:
    encoded = part.text.encode("utf-16-le")
    spans = [(2 * int(str(entity["offset"])), 2 * int(str(entity["length"]))) for entity in part.entities]
    return "".join(encoded[start : start + length].decode("utf-16-le") for start, length in spans)


def _bare(text: str) -> str:
    """The text without spaces, which may go where a message is cut, and without marks of direction, which are added."""
    return "".join(text.translate(MARKS).split())
