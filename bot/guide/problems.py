"""What is wrong in an organiser's file: where, what, and how to mend it, in French and English."""

import re
from dataclasses import dataclass
from enum import StrEnum

_QUOTED_LENGTH = 60
_NUMBER = re.compile(r"\d+(?:[\s.,]\d{3})*")


class Severity(StrEnum):
    """An error keeps the files from becoming a Guide; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Wording:
    """The same sentence in French and in English, without its final full stop."""

    fr: str
    en: str

    def in_language(self, code: str) -> str:
        """The French for French (any region), the English for every other language."""
        return self.fr if code.split("-")[0] == "fr" else self.en


def agreed(text: str, code: str) -> str:
    """The text with each "(s)" spelt as the number before it asks for, in French or in English (BCP 47)."""
    before, *rest = text.split("(s)")
    for part in rest:
        numbers = [int("".join(filter(str.isdecimal, number))) for number in _NUMBER.findall(before)]
        one = numbers and (numbers[-1] < 2 if code.split("-")[0] == "fr" else numbers[-1] == 1)
        before += ("" if one else "s" if numbers else "(s)") + part
    return before


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one file; line and column count from 1, in characters."""

    file: str
    line: int
    column: int
    message: Wording
    mend: Wording
    severity: Severity = Severity.ERROR


_WARNING = Wording("avertissement : ", "warning: ")


def render(problem: Problem, language: str) -> str:
    """The problem in one printable line: `file:line:column: message. mend.`"""
    label = _WARNING.in_language(language) if problem.severity is Severity.WARNING else ""
    message, mend = problem.message.in_language(language), problem.mend.in_language(language)
    line = f"{problem.file}:{problem.line}:{problem.column}: {label}{_sentence(message)} {_sentence(mend)}"
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line)


def shown(value: object) -> str:
    """A piece of the file, fit to stand in a message: one line, cut when long, never a control character."""
    text = " ".join(str(value).split())
    text = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
    return f"`{text[: _QUOTED_LENGTH - 1]}…`" if len(text) > _QUOTED_LENGTH else f"`{text}`"


def _sentence(text: str) -> str:
    return text if text.endswith(("?", "!", ".", "…")) else f"{text}."
