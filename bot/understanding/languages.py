"""Which language a question is in: a naive Bayes over the bot's own variants and vocabulary, script by script.

A question is a handful of words, too few for a general detector; what visitors of this bot write is much alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.packing import pack, unpack

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

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._arrays = dict(arrays)
        self.languages = tuple(unpack(arrays["languages"]))
        self._words = {word: place for place, word in enumerate(unpack(arrays["words"]))}
        self._pieces = {piece: place for place, piece in enumerate(unpack(arrays["pieces"]))}
        self._of_words = arrays["of_words"].astype(np.float32)
        self._of_pieces = arrays["of_pieces"].astype(np.float32)

    @classmethod
    def fit(cls, words_by_language: Mapping[str, Counter[str]]) -> LanguageModel:
        """Fit to how often each language's texts use each word."""
        pieces: dict[str, Counter[str]] = {}
        for language, counts in words_by_language.items():
            pieces[language] = Counter()
            for word, count in counts.items():
                for piece in _pieces(word):
                    pieces[language][piece] += count
        words, of_words = _log_likelihoods(words_by_language)
        runs, of_pieces = _log_likelihoods(pieces)
        return cls(
            {
                "languages": pack(list(words_by_language)),
                "words": pack(words),
                "of_words": of_words,
                "pieces": pack(runs),
                "of_pieces": of_pieces,
            }
        )

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Everything that was fitted, as plain arrays."""
        return dict(self._arrays)

    def likelihoods(self, text: Sequence[str]) -> dict[str, float]:
        """How probable each language is for a normalised text, all languages alike beforehand; they sum to 1.

        With no words, or none that any language knows, all are equally probable.
        """
        telling = [word for word in text if not word.isdigit()]
        known = [self._words[word] for word in telling if word in self._words]
        runs = [self._pieces[piece] for word in telling for piece in _pieces(word) if piece in self._pieces]
        total = _WORD_WEIGHT * self._of_words[known].sum(axis=0) + _PIECE_WEIGHT * self._of_pieces[runs].sum(axis=0)
        odds = np.exp((total - total.max()).astype(np.float64))
        return dict(zip(self.languages, (odds / odds.sum()).tolist(), strict=True))


def _log_likelihoods(counts: Mapping[str, Counter[str]]) -> tuple[list[str], NDArray[np.float16]]:
    gathered: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(counts))
    for place, count in enumerate(counts.values()):
        for feature, number in count.items():
            gathered[feature][place] = number
    sizes = np.array([max(1, sum(count.values())) for count in counts.values()], dtype=np.float64)
    rates = np.array(list(gathered.values()), dtype=np.float64).reshape(len(gathered), len(counts)) / sizes
    logs = np.log(rates + _SMOOTHING / sizes.mean())
    # Only the differences between languages matter; the mean is taken off so that an unknown feature adds nothing.
    logs -= logs.mean(axis=1, keepdims=True)
    return list(gathered), logs.astype(np.float16)
