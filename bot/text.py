"""How a text is made comparable: one spelling for what people write in many ways.

Everything here is pure, bounded in time by MAX_CHARACTERS, and never raises on any string.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# A question on a phone rarely passes 600 characters; a longer text is cut, so that ten megabytes cost as little as one
# thousand characters do.
MAX_CHARACTERS = 1_000
MAX_WORD = 40

_LATIN_LETTERS = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i", "ə": "e", "ß": "ss",
        "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɛ": "e", "ɔ": "o", "ɲ": "ny", "ŋ": "ng",
    }
)  # fmt: skip
_ARABIC_LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ة": "ه", "ۀ": "ه", "ھ": "ه",
        "ؤ": "و", "ک": "ك", "گ": "ك", "ڭ": "ك", "پ": "ب", "ڤ": "ف", "چ": "ج", "ژ": "ج", "ء": None, "ـ": None,
    }
)  # fmt: skip
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u093c\u20d0-\u20ff\ufe00-\ufe0f]+")
_ASCII_CONTROLS = {code: " " if chr(code) in "\t\n\r\v\f" else None for code in (*range(32), 127)}
_RUNS = re.compile(r"([^\W\d])\1{2,}")
# Scripts written without spaces are read letter by letter; words come back as runs of letters (see vocabulary).
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORDS = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[\w\u0900-\u0dff])+")
_NAME_AND_YEAR = re.compile(r"([^\W\d]{4,})(\d{2,4})")

# Arabic writes these small words onto the next one.
_ARABIC_PREFIXES = ("وال", "بال", "فال", "كال", "ولل", "لل", "ال", "و", "ف", "ب", "ل", "ك")
_SHORTEST_ARABIC_STEM = 3


def normalise(text: str) -> str:
    """Fold case, accents, letter forms and digits of any script; drop invisible characters; keep word order.

    At most MAX_CHARACTERS of the text are read. Turkish dotless i, Arabic alef, yeh and teh marbuta forms and ligatures
    become one letter; a letter written three times or more counts once ("ouuuu" is "ou").
    """
    text = text[:MAX_CHARACTERS]
    if text.isascii():
        # The same result, three times as fast: most of what Latin-script languages know is plain ASCII.
        return _RUNS.sub(r"\1", text.lower().translate(_ASCII_CONTROLS))
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", text)))
    text = text.translate(_LATIN_LETTERS).translate(_ARABIC_LETTERS)
    text = "".join(map(_plain, text[: 2 * MAX_CHARACTERS]))
    return _RUNS.sub(r"\1", text)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category in ("Cf", "Cc", "Cs", "Co", "Cn"):
        return " " if character in "\t\n\r\v\f" else ""
    return character


def words(text: str) -> list[str]:
    """The words of a text, normalised, in order; apostrophes part words, punctuation and emoji are dropped.

    Letters of scripts without spaces are words of one letter each. A name with a year glued on is two words
    ("bamex25"), Arabizi keeps its digits ("sama7to").
    """
    found: list[str] = []
    for word in _WORDS.findall(normalise(text)):
        word = word.strip("_")[:MAX_WORD]
        glued = _NAME_AND_YEAR.fullmatch(word)
        if glued:
            found.extend(glued.groups())
        elif word:
            found.append(word)
    return found


def without_arabic_prefix(word: str) -> Iterator[str]:
    """The word as it may stand behind a conjunction, preposition or article; nothing for a word in another script."""
    for prefix in _ARABIC_PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= _SHORTEST_ARABIC_STEM:
            yield rest
