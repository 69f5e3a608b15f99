"""What a text is made of, for the matcher: words, word pairs, pieces of words, and terms given from outside."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

WORD, PAIR, PIECE, TERM, TERM_PAIR = range(5)
GROUPS = ("word", "pair", "piece", "term", "term pair")

# A name is the group's letter, a colon and the feature itself, so that one vocabulary holds all groups.
_WORD, _PAIR, _PIECE, _TERM, _TERM_PAIR = "w:", "p:", "g:", "t:", "u:"
GROUP_OF = {"w": WORD, "p": PAIR, "g": PIECE, "t": TERM, "u": TERM_PAIR}

# Bounds that no real question reaches (600 characters are about 110 words); they keep the cost of a flood constant.
MAX_WORDS = 120
MAX_TERMS = 24


def pieces(word: str) -> list[str]:
    """The 2- to 4-letter runs of a word, its two ends marked; none for a word of a single letter."""
    if len(word) < 2:
        return []
    marked = f"^{word}$"
    return [marked[start : start + size] for size in (2, 3, 4) for start in range(len(marked) - size + 1)]


def features(words: Sequence[str], terms: Sequence[str] = ()) -> Iterator[str]:
    """Every feature of a question, repeats included; `terms` are joined in pairs whatever their order."""
    words = words[:MAX_WORDS]
    for word in words:
        yield _WORD + word
        for piece in pieces(word):
            yield _PIECE + piece
    for left, right in pairwise(words):
        yield f"{_PAIR}{left} {right}"
    distinct = sorted(set(terms))[:MAX_TERMS]
    for term in distinct:
        yield _TERM + term
    for left, right in combinations(distinct, 2):
        yield f"{_TERM_PAIR}{left} {right}"
