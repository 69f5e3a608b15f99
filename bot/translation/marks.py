"""What a translation repeats letter by letter: placeholders, addresses, handles, commands, phone numbers."""

import re
from collections import Counter

from bot.translation.folding import fold

# ASCII boundaries, because Chinese writes "联系@bamex" without a space. Right after a Latin word a slash is "or", but
# before the name of a command of this bot.
_EXACT = re.compile(
    r"""(?P<placeholder>\{[^{}]*\})
    |(?P<email>[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)
    |(?P<url>(?:https?://|www\.)[^\s<>"«»“”{}]+
        |(?<![A-Za-z0-9.@-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|org|net|info|ml|fr|tr|io|gov|int|tv|me)(?![A-Za-z0-9-])(?:/[^\s<>"«»“”{}]*)?)
    |(?P<handle>(?<![A-Za-z0-9_.])@[A-Za-z0-9_]{2,})
    |(?P<command>(?<![A-Za-z0-9_/])/[A-Za-z_]{2,}(?![A-Za-z0-9_/])
        |(?<=[A-Za-z0-9_])/(?:start|help|language|privacy|forget|faq|settings)(?![A-Za-z0-9_/]))
    |(?P<phone>(?<![\w.])(?:\+|00)\d[\d ().-]{5,}\d|(?<![\w.])\d{2}(?:[ .-]\d{2}){3,4}(?![\d.-]))""",
    re.VERBOSE,
)
_CLOSING = ".,;:!?)]}»”'’،؛؟。，；：！？…"
_NAMES = {
    "placeholder": ("le fait", "the fact"),
    "email": ("l'adresse e-mail", "the e-mail address"),
    "url": ("l'adresse", "the address"),
    "handle": ("le compte", "the handle"),
    "command": ("la commande", "the command"),
    "phone": ("le numéro de téléphone", "the phone number"),
}

# Kind and text, as in `_NAMES`.
Mark = tuple[str, str]


def marks(text: str) -> tuple[Counter[Mark], str]:
    """The marks of a text, and the text with a space in the place of each."""
    found: Counter[Mark] = Counter()
    if not any(sign in text for sign in "{@/.+0") and not any(map(str.isdigit, text)):
        return found, text

    def take(match: re.Match[str]) -> str:
        kind, written = str(match.lastgroup), match.group()
        if kind == "placeholder":
            found[kind, written] += 1
            return " \N{OBJECT REPLACEMENT CHARACTER} "
        rest = ""
        if kind == "url":
            bare = written.rstrip(_CLOSING)
            written, rest = bare, written[len(bare) :]
        elif kind == "phone":
            written = re.sub(r"\D", "", fold(written))
        found[kind, written] += 1
        return " " + rest

    return found, _EXACT.sub(take, text)


def spans(text: str) -> list[tuple[int, int]]:
    """Where the marks of a text stand, from left to right: [start, end)."""
    found: list[tuple[int, int]] = []
    for match in _EXACT.finditer(text):
        written = match.group()
        bare = written.rstrip(_CLOSING) if match.lastgroup == "url" else written
        found.append((match.start(), match.start() + len(bare)))
    return found


def kind_in(kind: str, french: bool) -> str:
    """What a kind of mark is called in French or English, with its article."""
    return _NAMES[kind][0 if french else 1]
