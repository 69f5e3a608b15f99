"""The words of one language: which concepts they stand for, and which known word a misspelt one was meant to be."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.text import without_arabic_prefix, words
from bot.understanding.names import Names
from bot.understanding.phrases import PhraseIndex

# Letters that may be wrong, by the length of the word. Shorter words have too many neighbours one letter away.
SHORTEST_MISSPELT = 4
LONG_WORD = 9
# A name changes the answer, so it takes more to read one into a word that is none.
SHORTEST_MISSPELT_NAME = 5
_NEIGHBOURS = 12
_SHORTEST_PART = 3
# Two words are read into one only if the language's texts use both often: nearly any word ends in some short one.
_OFTEN, _VERY_OFTEN = 3, 20


def typo_budget(word: str) -> int:
    """How many letters of a word may be wrong, missing, added or swapped with their neighbour."""
    if len(word) < SHORTEST_MISSPELT or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) < LONG_WORD else 2


class Lexicon:
    """A language's vocabulary of concepts and all the words that its variants use."""

    def __init__(
        self, vocabulary: Mapping[str, Sequence[str]], texts: Iterable[str], names: Names | None = None
    ) -> None:
        self._concepts = PhraseIndex[str](
            (phrase, concept) for concept, phrases in vocabulary.items() for phrase in phrases
        )
        self.counts = Counter(word for text in texts for word in words(text))
        ordinary = set(self.counts) | self._concepts.words
        self._names = names.words - ordinary if names else set()
        self._inflected = names
        self._known = ordinary | self._names
        self._targets: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            self._targets[len(word)].append(word)

    def knows(self, word: str) -> bool:
        """Whether the word stands in the language's texts, vocabulary or names, as it is or behind a star."""
        return (
            word in self._known
            or any(self._concepts.find([word], 0))
            or (self._inflected is not None and bool(self._inflected.find([word])))
        )

    def is_familiar(self, word: str, *, beside: int = 0) -> bool:
        """Whether the vocabulary has the word, or the language's variants use it more than `beside` times."""
        return self.counts.get(word, 0) > beside or any(self._concepts.find([word], 0)) or bool(self._stem(word))

    def corrected(self, text: Sequence[str]) -> list[str]:
        """The words of a normalised text, each unknown one replaced by the known word or words that were meant."""
        meant: list[str] = []
        for word in text:
            meant.extend([word] if self.knows(word) else self._meant(word))
        return meant

    def concepts(self, text: Sequence[str]) -> list[str]:
        """The concepts that a corrected text names, in its order; the longest phrase at a place hides shorter ones."""
        found: list[str] = []
        position = 0
        while position < len(text):
            here = list(self._concepts.find(text, position))
            if not here and (stem := self._stem(text[position])):
                here = list(self._concepts.find([stem, *text[position + 1 :]], 0))
                here = [match for match in here if match.end == 1]
                position += 1
                found.extend(dict.fromkeys(match.value for match in here))
                continue
            length = max((match.end - match.start for match in here), default=1)
            found.extend(dict.fromkeys(match.value for match in here if match.end - match.start == length))
            position += length
        return found

    def _stem(self, word: str) -> str:
        """An Arabic word without its prefix, if the rest is a word of this language; else nothing."""
        for rest in without_arabic_prefix(word):
            if rest in self._known or any(self._concepts.find([rest], 0)):
                return rest
        return ""

    def _meant(self, word: str) -> list[str]:
        if self._stem(word):
            return [word]
        parts = self._glued(word)
        if parts:
            return parts
        return [self._nearest(word) or word]

    def _nearest(self, word: str) -> str:
        """The likeliest word that was meant: fewest letters wrong, then the same first letter, then the commonest."""
        budget = typo_budget(word)
        if not budget:
            return ""
        sizes = range(max(SHORTEST_MISSPELT, len(word) - budget), len(word) + budget + 1)
        targets = list(chain.from_iterable(self._targets[size] for size in sizes if size in self._targets))
        near = process.extract(word, targets, scorer=OSA.distance, score_cutoff=budget, limit=_NEIGHBOURS)
        ranked = [
            (distance, target[0] != word[0], -self.counts.get(target, 0), target)
            for target, distance, _ in near
            if (distance == 1 and target not in self._names)
            or (target[0] == word[0] and (target not in self._names or len(word) >= SHORTEST_MISSPELT_NAME))
        ]
        return min(ranked, default=(0, False, 0, ""))[3]

    def _glued(self, word: str) -> list[str]:
        """Two known words written as one ("lentree", "varmi"), the pair that is commonest in the language's texts."""
        best: tuple[int, list[str]] = (0, [])
        for cut in range(1, len(word)):
            first, second = word[:cut], word[cut:]
            if max(len(first), len(second)) < _SHORTEST_PART:
                continue
            often = [self.counts.get(part, 0) for part in (first, second)]
            least = _OFTEN if min(len(first), len(second)) >= _SHORTEST_PART else _VERY_OFTEN
            commonness = min(often) if min(often) >= least or (len(first) == 1 and often[0] >= least) else 0
            if commonness > best[0]:
                best = (commonness, [first, second])
        return best[1]
