"""What a text is made of, for the matcher: beginnings of words, pairs of words, pieces of words, terms from outside."""

from collections.abc import Sequence
from itertools import combinations, pairwise

# The groups of features, by the letter that starts each feature's name, with the share that a group has in the
# likeness of two texts (the text's groups add up to 1); measured in docs/matching.md. Terms weigh as much as the whole
# text: concepts and names come from vocabularies made by hand, letters do not.
WEIGHTS = {
    "3": 0.23, "5": 0.14,  # the first 3 and 5 letters of each word: stems, whatever the language
    "p": 0.21,  # neighbouring words, by their first 3 letters
    "b": 0.105, "c": 0.105, "d": 0.105, "e": 0.105,  # the runs of 2, 3, 4 and 5 letters within words, ends marked
    "t": 0.5,  # terms
    "u": 0.25,  # pairs of terms
}  # fmt: skip
GROUPS = tuple(WEIGHTS)
GROUP_NAMES = ("beginning", "beginning", "pair", "piece", "piece", "piece", "piece", "term", "term pair")
TERM_GROUPS = (GROUPS.index("t"), GROUPS.index("u"))

# Bounds that no real question reaches (600 characters are about 110 words); they keep the cost of a flood constant.
MAX_WORDS = 120
MAX_TERMS = 24
# Pieces of 2 letters are in half the labels: likeness can weigh them, a count of labels that hold them says nothing.
UNCOUNTED_GROUP = GROUPS.index("b")


def word_features(word: str) -> list[str]:
    """The features of one word by itself."""
    found = ["3" + word[:3], "5" + word[:5]]
    marked = f"^{word}$"
    size = len(marked)
    found += ["b" + marked[start : start + 2] for start in range(size - 1)]
    found += ["c" + marked[start : start + 3] for start in range(size - 2)]
    found += ["d" + marked[start : start + 4] for start in range(size - 3)]
    found += ["e" + marked[start : start + 5] for start in range(size - 4)]
    return found


def pair_features(words: Sequence[str]) -> list[str]:
    """The features of each two neighbouring words."""
    return [f"p{left[:3]} {right[:3]}" for left, right in pairwise(words)]


def term_features(terms: Sequence[str]) -> list[str]:
    """The features of terms, in no order; at most MAX_TERMS different ones count."""
    distinct = sorted(set(terms))[:MAX_TERMS]
    return ["t" + term for term in distinct] + [f"u{left} {right}" for left, right in combinations(distinct, 2)]


def features(words: Sequence[str], terms: Sequence[str] = ()) -> list[str]:
    """Every feature of a question, repeats included; the first letter of each names its group."""
    words = words[:MAX_WORDS]
    found: list[str] = []
    for word in words:
        found += word_features(word)
    found += pair_features(words)
    if terms:
        found += term_features(terms)
    return found
