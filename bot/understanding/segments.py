"""A message cut into the questions it may hold: at the end of sentences, and at a word that joins two questions."""

import re
from collections.abc import Collection

# A dot between letters or digits is part of a word or a number, not the end of a sentence.
_SENTENCE_END = re.compile(r"[?!؟？！。।;；\n…]+|\.(?=\s|$)")
_UNSPACED = re.compile("[\u3400-\u9fff]")
MOST_SENTENCES = 12


def sentences(text: str) -> list[str]:
    """The sentences of a text that hold a letter or a digit; at most MOST_SENTENCES, the last ones left out."""
    parts = (part.strip() for part in _SENTENCE_END.split(text))
    return [part for part in parts if any(map(str.isalnum, part))][:MOST_SENTENCES]


def joints(joining: Collection[str]) -> re.Pattern[str]:
    """What may part two questions in a sentence: a comma, or one of the joining words of a language ("and").

    A word with a star is written onto the word that follows (Arabic); one of an unspaced script needs no spaces.
    """
    found = [r"[,،，、]"]
    for word in joining:
        letters = re.escape(word.removesuffix("*"))
        if word.endswith("*"):
            found.append(rf"(?<=\s){letters}(?=\w)")
        elif _UNSPACED.search(word):
            found.append(letters)
        else:
            found.append(rf"(?<=\s){letters}(?=\s)")
    return re.compile("|".join(found), re.IGNORECASE)


def splits(sentence: str, joint: re.Pattern[str]) -> list[tuple[str, str]]:
    """Every way to cut a sentence in two at a joint, which is left out; at most MOST_SENTENCES ways."""
    found = [(sentence[: cut.start()].strip(), sentence[cut.end() :].strip()) for cut in joint.finditer(sentence)]
    return [(left, right) for left, right in found if left and right][:MOST_SENTENCES]
