"""Texts of two languages made comparable letter by letter, whatever their length: case, accents, digits, quotes."""

import re
import unicodedata

# Devanagari vowel signs and other marks that are letters stay; accents, Arabic vowels and the nukta go.
_MARKS = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u093c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f]+"
)
_DIGITS = {
    chr(start + value): str(value)
    for start in (
        0x660,
        0x6F0,
        0x7C0,
        0x966,
        0x9E6,
        0xA66,
        0xAE6,
        0xB66,
        0xBE6,
        0xC66,
        0xCE6,
        0xD66,
        0xE50,
        0xED0,
        0x1040,
    )
    for value in range(10)
}
_LETTERS = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i", "ə": "e",
        "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɛ": "e", "ɔ": "o", "ɲ": "ny", "ŋ": "ng",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ة": "ه", "ؤ": "و", "ک": "ك", "گ": "ك",
        "ڤ": "ف", "چ": "ج", "ء": None, "ـ": None,
        "’": "'", "ʼ": "'", "‘": "'", "`": "'", "ʻ": "'",
        "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "〜": "-", "～": "-",
        "٫": ".", "٬": ",", "،": ",", "、": ",", "，": ",", "：": ":", "／": "/",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ",
        **_DIGITS,
    }
)  # fmt: skip
# Hindi writes a nasal before a consonant in two ways; "नवम्बर" is "नवंबर".
_HINDI_NASAL = re.compile("[ङञणनम]्(?=[क-म])|ँ")
# A script without spaces is read letter by letter.
_TOKEN = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|(?:(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff_])[\w\u0900-\u0963\u0966-\u0dff])+"
)


def fold(text: str) -> str:
    """The text in lower case, without accents, with ASCII digits, apostrophes and hyphens; line breaks stay."""
    text = text.casefold()
    if text.isascii():
        return text
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    folded = unicodedata.normalize("NFC", bare).translate(_LETTERS)
    return _HINDI_NASAL.sub("ं", folded) if max(folded, default="") >= "ऀ" else folded


def tokens(folded: str) -> list[str]:
    """The words of a folded text, in order; letters of scripts without spaces are words of their own."""
    return _TOKEN.findall(folded)
