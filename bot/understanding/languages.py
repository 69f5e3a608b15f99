"""Which language a question is in: a naive Bayes over the bot's own variants and vocabulary, script by script.

A question is a handful of words, too few for a general detector; what visitors of this bot write is much alike.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# Words say more than runs of three letters, which overlap; the smoothing keeps one rare word from deciding alone.
_WORD_WEIGHT = 1.0
_PIECE_WEIGHT = 0.35
_SMOOTHING = 0.05


def _pieces(word: str) -> list[str]:
    marked = f"^{word}$"
    return [marked[start : start + 3] for start in range(max(1, len(marked) - 2))]


class LanguageModel:
    """Fitted once to the words of each language (BCP 47); immutable."""

    def __init__(self, words_by_language: Mapping[str, Counter[str]]) -> None:
        self.languages = tuple(words_by_language)
        self._words = _log_likelihoods(words_by_language)
        pieces: dict[str, Counter[str]] = {}
        for language, counts in words_by_language.items():
            pieces[language] = Counter()
            for word, count in counts.items():
                for piece in _pieces(word):
                    pieces[language][piece] += count
        self._pieces = _log_likelihoods(pieces)

    def likelihoods(self, text: Sequence[str]) -> dict[str, float]:
        """How probable each language is for a normalised text, all languages alike beforehand; they sum to 1.

        With no words, or none that any language knows, all are equally probable.
        """
        total = np.zeros(len(self.languages), dtype=np.float64)
        for word in text:
            if word.isdigit():
                continue
            known = self._words.get(word)
            if known is not None:
                total += _WORD_WEIGHT * known
            for piece in _pieces(word):
                here = self._pieces.get(piece)
                if here is not None:
                    total += _PIECE_WEIGHT * here
        odds = np.exp(total - total.max())
        return dict(zip(self.languages, (odds / odds.sum()).tolist(), strict=True))


def _log_likelihoods(counts: Mapping[str, Counter[str]]) -> dict[str, Floats]:
    totals = {language: sum(count.values()) for language, count in counts.items()}
    gathered: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(counts))
    for place, count in enumerate(counts.values()):
        for feature, number in count.items():
            gathered[feature][place] = number
    sizes = np.array([max(1, totals[language]) for language in counts], dtype=np.float64)
    rates = np.array(list(gathered.values()), dtype=np.float64).reshape(len(gathered), len(counts)) / sizes
    floor = _SMOOTHING / sizes.mean()
    logs = np.log(rates + floor).astype(np.float32)
    # Only the differences between languages matter; the mean is taken off so that an unknown feature adds nothing.
    logs -= logs.mean(axis=1, keepdims=True)
    return dict(zip(gathered, logs, strict=True))


def confidence(likelihoods: Mapping[str, float]) -> tuple[str, float]:
    """The likeliest language and by how much (natural logarithm of the odds) it leads the next one."""
    ranked = sorted(likelihoods.items(), key=lambda item: -item[1])
    if len(ranked) == 1:
        return ranked[0][0], math.inf
    (best, first), (_, second) = ranked[:2]
    return best, math.log(max(first, 1e-12) / max(second, 1e-12))
