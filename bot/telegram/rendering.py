"""Plain text → what Telegram shows: escaped HTML, readable from right to left, in parts that fit into a message."""

import html
import re
import unicodedata

from bot.guide.locales import locale

MOST_CHARACTERS = 4096  # of a message, in UTF-16 code units, after entities are parsed

_RIGHT_TO_LEFT_MARK = "\N{RIGHT-TO-LEFT MARK}"
_ISOLATE, _POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
# A command, a mention or a run of Latin words; "BAMEX'25", "Boub's SiDiBÉ" and "Heckler & Koch" each are one.
_LETTER = "A-Za-z\u00c0-\u024f"
_WORD = rf"[{_LETTER}](?:[{_LETTER}0-9_'’.&-]*[{_LETTER}0-9_])?"
_LATIN = re.compile(rf"[/@#]?{_WORD}(?: (?:& )?{_WORD})*")
_LONGEST_CLUSTER = 16
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_STRONG = {"L": False, "R": True, "AL": True}


def as_html(text: str) -> str:
    """Text that Telegram's HTML parser gives back unchanged."""
    return html.escape(text, quote=False)


def is_right_to_left(language: str) -> bool:
    """Whether a language (BCP 47) is written from right to left."""
    return locale(language).character_order == "right-to-left"


def directed(text: str, language: str) -> str:
    """The text with marks that keep it readable in a right-to-left language; unchanged in any other.

    A line in that script begins with a mark, so that it runs from the right even if its first word is Latin, and each
    Latin name or command is isolated, so that its punctuation stays with it. Other lines (a French fallback) stay.
    """
    if not is_right_to_left(language):
        return text
    return "\n".join(map(_directed_line, text.split("\n")))


def _directed_line(line: str) -> str:
    strong = [_STRONG[kind] for kind in map(unicodedata.bidirectional, line) if kind in _STRONG]
    if True not in strong:
        return line
    isolated = _LATIN.sub(lambda match: f"{_ISOLATE}{match.group()}{_POP}", line)
    begins_well = _STRONG.get(unicodedata.bidirectional(line[0]), False)
    return isolated if begins_well else _RIGHT_TO_LEFT_MARK + isolated


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def in_parts(text: str, most: int = MOST_CHARACTERS) -> list[str]:
    """The text in parts of at most `most` UTF-16 code units, cut between paragraphs, lines or words where possible."""
    parts: list[str] = []
    rest = text.strip()
    while units(rest) > most:
        head = _longest_start(rest, most)
        cut = next((at for gap in ("\n\n", "\n", " ") if (at := head.rfind(gap)) > len(head) // 2), len(head))
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [part for part in (*parts, rest) if part]


def _longest_start(text: str, most: int) -> str:
    start = text[:most]
    while (excess := units(start) - most) > 0:
        start = start[: -((excess + 1) // 2)]
    for at in range(len(start), max(len(start) - _LONGEST_CLUSTER, 0), -1):
        if not _belongs_together(text[at - 1], text[at]):
            return text[:at]
    return start


def _belongs_together(before: str, after: str) -> bool:
    # Accents, variation selectors, skin tones and joined emoji.
    return bool(unicodedata.combining(after)) or after in "\u200d\ufe0f" or before == "\u200d" or after in _SKIN_TONES


def clean(text: str) -> str:
    """The text without lone surrogates, which no encoding can carry."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
