"""Made-up tables of any size: words as unevenly frequent as in real text, labels with words of their own."""

import random
from itertools import accumulate

_ONSETS = ["b", "c", "d", "f", "g", "j", "l", "m", "n", "p", "r", "s", "t", "v", "ch", "tr", "pl", "br", "gr", "st"]
_VOWELS = ["a", "e", "i", "o", "u", "ou", "ai", "on", "an"]
_CODAS = ["", "r", "l", "s", "n", "t"]

Row = tuple[str, str]


def made_up_words(count: int, seed: int) -> list[str]:
    """Different pronounceable words, the short ones first."""
    choose = random.Random(seed)
    syllables = [onset + vowel + coda for onset in _ONSETS for vowel in _VOWELS for coda in _CODAS]
    found: set[str] = set()
    while len(found) < count:
        found.add("".join(choose.choice(syllables) for _ in range(choose.choice((1, 2, 2, 3, 3, 4))))[:14])
    return sorted(found, key=lambda word: (len(word) > 4, choose.random()))


def made_up_table(
    labels: int, variants: int, questions: int = 500, lexicon: int = 50_000, seed: int = 1
) -> tuple[list[Row], list[Row]]:
    """(label, text) rows to fit, and questions to ask of them.

    A text is 2 to 4 of its label's 4 own words among 2 to 7 common ones (drawn by Zipf's law), in any order.
    """
    choose = random.Random(seed)
    spoken = made_up_words(lexicon, seed)
    frequency = list(accumulate(1 / (place + 2.7) for place in range(lexicon)))
    topics = [[spoken[int(lexicon * choose.random() ** 2)] for _ in range(4)] for _ in range(labels)]

    def say(label: int) -> Row:
        said = choose.sample(topics[label], choose.choice((2, 3, 3, 4)))
        said += choose.choices(spoken, cum_weights=frequency, k=choose.randint(2, 7))
        choose.shuffle(said)
        return f"label {label}", " ".join(said)

    table = [say(label) for label in range(labels) for _ in range(variants)]
    return table, [say(choose.randrange(labels)) for _ in range(questions)]
