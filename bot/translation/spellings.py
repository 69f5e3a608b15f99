"""Whether a name in another script can be the same name: both as consonants in Latin letters, compared loosely."""

# ruff: noqa: E501 - a table of letters

import re

from rapidfuzz.fuzz import ratio

from bot.translation.folding import fold

_LATIN = str.maketrans("cqjyxvw", "kkgikfu")
_CONSONANTS = {
    "بپ": "b", "تطث": "t", "ج": "g", "غگ": "g", "حه": "h", "خك": "k", "ق": "k", "د": "d", "ذ": "d", "ض": "d", "ر": "r",
    "زظ": "z", "سصش": "s", "ف": "f", "ل": "l", "م": "m", "ن": "n",
    "б": "b", "в": "f", "г": "g", "д": "d", "ж": "g", "з": "z", "к": "k", "х": "k", "л": "l", "м": "m", "н": "n", "п": "p",
    "р": "r", "с": "s", "ш": "s", "щ": "s", "ц": "s", "ч": "s", "т": "t", "ф": "f",
    "कखक़": "k", "गघग़": "g", "चछ": "k", "जझ": "g", "टठतथ": "t", "डढदध": "d", "नणङञ": "n", "प": "p", "फ": "f", "बभ": "b", "म": "m",
    "र": "r", "ल": "l", "व": "f", "शषस": "s", "ह": "h",
}  # fmt: skip
_TO_LATIN = str.maketrans({letter: latin for letters, latin in _CONSONANTS.items() for letter in letters})
_OTHER = re.compile(r"[^bcdfgklmnprstz]")
# Measured on the shipped languages: the same name scores 91 and more, another one of event.yaml 50 and less.
_ALIKE = 55
_SAME_SCRIPT_ALIKE = 80


def may_be_same(name: str, written: str, *, sure: bool = False) -> bool:
    """Whether `written` may be the name (in Latin letters) as another language spells it.

    Where nobody can tell (Chinese), the answer is yes, or no if it must be `sure`.
    """
    ours, theirs = fold(name), fold(written)
    # "布布斯（Boub's SiDiBÉ）": what is in Latin letters is the name itself.
    latin = "".join(re.findall("[a-z' -]", theirs)).strip()
    if re.search("[a-z]", latin):
        return ratio(ours, latin) >= _SAME_SCRIPT_ALIKE
    theirs = _OTHER.sub("", theirs.translate(_TO_LATIN))
    if not theirs:
        return not sure
    return ratio(_OTHER.sub("", ours.translate(_LATIN)), theirs) >= _ALIKE
