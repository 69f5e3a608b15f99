"""What a person fills in: the file of a new language, or what the file of a language lacks, each with its French."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from bot.guide.originals import Key, Original
from bot.translation.memory import empty

_HOW_TO = """\
# A line that begins with "# " waits for a translation, its French stands above it after "##". Take the "# " away, also
# from the lines above it that end in a colon, and write between the quotes. Facts in {braces} stay as they are.
# Une ligne qui commence par « # » attend une traduction ; le français est au-dessus, après « ## ». Ôtez le « # », aussi
# aux lignes au-dessus qui finissent par deux-points, et écrivez entre les guillemets. Les {accolades} restent.
"""
_MOST_EXAMPLES = 6


@dataclass(frozen=True, slots=True)
class _Marks:
    """How a line begins that is to be filled in, and one that shows the French."""

    text: str
    french: str


_WAITING, _READY = _Marks("# ", "## "), _Marks("", "# ")


def to_fill_in(language: str, originals: Mapping[Key, Original], countries: Iterable[str]) -> str:
    """The content of a file for a language (BCP 47) with every text still to be written.

    `countries` (ISO 3166-1) are those whose people the answers speak of, in a word that each language has of its own.
    """
    lines = list(_lines(originals, 0, _WAITING))
    lines += ["", "# countries:", "## Adjectives and peoples, so that `check` knows them. Peuples et adjectifs."]
    lines += [f'#   {code}: {{people: ["", ""]}}' for code in countries]
    return empty(language) + _HOW_TO + "\n".join(lines) + "\n"


def to_add(originals: Mapping[Key, Original]) -> str:
    """Texts as lines to put into a file that has its other texts already."""
    return "\n".join(line for line in _lines(originals, 0, _READY) if line) + "\n"


def _lines(originals: Mapping[Key, Original], depth: int, marks: _Marks) -> Iterator[str]:
    """The lines of all keys that share their first `depth` steps."""
    for name, group in groupby(originals.items(), key=lambda pair: pair[0][depth]):
        found, indent = dict(group), "  " * depth
        key, original = next(iter(found.items()))
        if depth == 0:
            yield ""
        if len(key) == depth + 1:
            shown = original.texts[:_MOST_EXAMPLES] if original.many else original.texts
            yield f"{marks.french}{indent}{' / '.join(shown)}"
            texts = 'texts: ["", ""]' if original.many else 'text: ""'
            yield f"{marks.text}{indent}{name}: {{state: drafted, source: {json.dumps(original.hash)}, {texts}}}"
        else:
            yield f"{marks.text}{indent}{name}:"
            yield from _lines(found, depth + 1, marks)
