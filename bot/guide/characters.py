"""The bytes of a file as text: UTF-8, of bounded size, without characters that nobody can see."""

import re

from bot.guide.files import MAX_BYTES
from bot.guide.problems import Problem, Wording

BREAKS = re.compile("\r\n|\r|\n")
# Control characters, line breaks that no editor shows as such, text-direction overrides, stray byte order marks.
_FORBIDDEN = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\u2028\u2029\u202a-\u202e\ufeff\ufffe\uffff"
INVISIBLE = re.compile(f"[\t{_FORBIDDEN}]")


def decode(source: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """The text of a file, without a byte order mark; None, with the reasons, if it cannot be used."""
    if len(source) > MAX_BYTES:
        problem = Problem(
            file,
            1,
            1,
            Wording(f"le fichier dépasse {MAX_BYTES // 1000} ko", f"the file is larger than {MAX_BYTES // 1000} kB"),
            Wording("Répartissez-le en plusieurs fichiers", "Split it into several files"),
        )
        return None, [problem]
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = source[: error.start].decode("utf-8", "replace")
        line, column = _position(good, len(good))
        problem = Problem(
            file,
            line,
            column,
            Wording("le fichier n'est pas en UTF-8", "the file is not UTF-8"),
            Wording("Enregistrez-le avec l'encodage UTF-8", "Save it with the UTF-8 encoding"),
        )
        return None, [problem]
    if not INVISIBLE.search(text):
        return text, []
    problems = []
    for line, words in enumerate(BREAKS.split(text), start=1):
        match = INVISIBLE.search(words)
        if match:
            problems.append(Problem(file, line, match.start() + 1, *invisible(match.group())))
    return None, problems


def _position(text: str, index: int) -> tuple[int, int]:
    line, start = 1, 0
    for match in BREAKS.finditer(text, 0, index):
        line, start = line + 1, match.end()
    return line, index - start + 1


def invisible(character: str) -> tuple[Wording, Wording]:
    """Message and mend for a character that INVISIBLE found."""
    if character == "\t":
        return (
            Wording("une tabulation n'est pas permise", "a tab is not allowed"),
            Wording("Remplacez-la par des espaces", "Replace it with spaces"),
        )
    return (
        Wording(
            f"un caractère invisible (U+{ord(character):04X}) n'est pas permis",
            f"an invisible character (U+{ord(character):04X}) is not allowed",
        ),
        Wording("Effacez-le ; au besoin, retapez la ligne", "Delete it; if need be, type the line again"),
    )
