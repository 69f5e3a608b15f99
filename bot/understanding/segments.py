"""A message cut into the questions it may hold: at the end of sentences, and at a word that joins two questions."""

import re
from collections.abc import Collection

# A dot between letters or digits is part of a word or a number, not the end of a sentence.
_SENTENCE_END = re.compile(r"[?!؟？！。।;；\n…]+|\.(?=\s|$)")
_COMMA = re.compile(r"[,،，]")
_SPACES = re.compile(r"\s+")
MOST_SENTENCES = 12


def sentences(text: str) -> list[str]:
    """The sentences of a text that hold a letter or a digit; at most MOST_SENTENCES, the last ones left out."""
    parts = (part.strip() for part in _SENTENCE_END.split(text))
    return [part for part in parts if any(map(str.isalnum, part))][:MOST_SENTENCES]


def splits(sentence: str, joining: Collection[str]) -> list[tuple[str, str]]:
    """Every way to cut a sentence in two at a comma or at a joining word ("and"), which is left out."""
    found = [
        (sentence[: match.start()].strip(), sentence[match.end() :].strip()) for match in _COMMA.finditer(sentence)
    ]
    tokens = [token for token in _SPACES.split(sentence) if token]
    for place in range(1, len(tokens) - 1):
        if tokens[place].casefold().strip(",") in joining:
            found.append((" ".join(tokens[:place]), " ".join(tokens[place + 1 :])))
    return [(left, right) for left, right in found if left and right]
