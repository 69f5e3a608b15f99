"""Typo forgiveness: the known word that an unknown one was most likely meant to be."""

from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Measured on hint3_sof and banking77_10: correcting any word within these budgets wins 4 points of top-1 on questions
# with a typo in 12 letters; without the first-letter rule ("paying" is not "saying") clean questions lose half a point.
SHORT = 4
ONE_TYPO_FROM, TWO_TYPOS_FROM = 5, 8
SUBSTITUTION_FROM = 7


class Spelling:
    """Finds known words near unknown ones: one slip from 5 letters on, two from 8, the first letter kept.

    Shorter words, and words with digits, are only forgiven two letters swapped, respectively nothing.
    """

    def __init__(self, frequency: Mapping[str, int]) -> None:
        self._frequency = frequency
        self._shelves: dict[tuple[str, int], list[str]] = {}
        for word in frequency:
            if len(word) >= SHORT and word.isalpha():
                self._shelves.setdefault((word[0], len(word)), []).append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._frequency

    def nearest(self, word: str) -> str | None:
        """The known word that `word` is a slip of (the most frequent of the nearest), or None."""
        size = len(word)
        if size < SHORT or not word.isalpha():
            return None
        budget = 2 if size >= TWO_TYPOS_FROM - 1 else 1
        best: tuple[int, int, str] | None = None
        for letter in dict.fromkeys((word[0], word[1])):
            for length in range(size - budget, size + budget + 1):
                shelf = self._shelves.get((letter, length))
                if not shelf:
                    continue
                for known, slips, _ in process.extract(word, shelf, scorer=OSA.distance, score_cutoff=budget, limit=8):
                    if self._forgivable(word, known, int(slips)):
                        found = (int(slips), -self._frequency[known], known)
                        best = found if best is None or found < best else best
        return None if best is None else best[2]

    @staticmethod
    def _forgivable(word: str, known: str, slips: int) -> bool:
        longest = max(len(word), len(known))
        swapped = len(word) == len(known) and sorted(word) == sorted(known)
        if longest < ONE_TYPO_FROM:
            return swapped
        if slips > (1 if longest < TWO_TYPOS_FROM else 2):
            return False
        if word[0] != known[0] and word[:2] != known[1::-1]:
            return False
        return swapped or longest >= SUBSTITUTION_FROM or len(word) != len(known)


def corrected(words: Sequence[str], spelling: Spelling) -> list[str]:
    """The words, each unknown one replaced by the known word that it is a slip of, where there is one."""
    return [word if word in spelling else spelling.nearest(word) or word for word in words]
