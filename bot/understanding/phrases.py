"""Phrases found in a text word by word; a star in a phrase stands for any letters at that end of a word."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from bot.text import words

Value = TypeVar("Value")

# "char*" may stand for "chars" and "charette"; a stem of one letter would stand for half the language.
SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word to find: exactly, or as the beginning or the end of a longer one."""

    letters: str
    open_end: bool = False
    open_start: bool = False

    def matches(self, word: str) -> bool:
        if self.open_start:
            return self.letters in word if self.open_end else word.endswith(self.letters)
        return word.startswith(self.letters) if self.open_end else word == self.letters

    @property
    def exact(self) -> bool:
        return not (self.open_end or self.open_start)


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A phrase in a text: its value, the words it covers [start, end), whether no star was needed, letters it names."""

    value: Value
    start: int
    end: int
    exact: bool
    letters: int


@cache
def _exactly(word: str) -> Pattern:
    return Pattern(word)


def patterns(phrase: str) -> tuple[Pattern, ...]:
    """The words of a phrase as the index finds them. A phrase of punctuation alone gives none."""
    if "*" not in phrase:
        return tuple(map(_exactly, words(phrase)))
    found: list[Pattern] = []
    for part in phrase.split():
        inner = words(part)
        for position, word in enumerate(inner):
            open_end = part.endswith("*") and position == len(inner) - 1 and len(word) >= SHORTEST_STEM
            open_start = part.startswith("*") and position == 0 and len(word) >= SHORTEST_STEM
            found.append(Pattern(word, open_end, open_start))
    return tuple(found)


class PhraseIndex(Generic[Value]):
    """Values under phrases; looking a text up costs a few dictionary reads for each of its words."""

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        self._exact: dict[str, list[tuple[tuple[Pattern, ...], Value]]] = defaultdict(list)
        self._stems: dict[str, list[tuple[tuple[Pattern, ...], Value]]] = defaultdict(list)
        self._endings: dict[str, list[tuple[tuple[Pattern, ...], Value]]] = defaultdict(list)
        self._inside: list[tuple[tuple[Pattern, ...], Value]] = []
        self._longest_ending = 0
        self.words: set[str] = set()
        for phrase, value in phrases:
            self._add(patterns(phrase), value)

    def _add(self, sought: tuple[Pattern, ...], value: Value) -> None:
        if not sought:
            return
        first = sought[0]
        if first.open_start and first.open_end:
            self._inside.append((sought, value))
        elif first.open_start:
            self._endings[first.letters].append((sought, value))
            self._longest_ending = max(self._longest_ending, len(first.letters))
        elif first.open_end:
            self._stems[first.letters].append((sought, value))
        else:
            self._exact[first.letters].append((sought, value))
        self.words.update(pattern.letters for pattern in sought if pattern.exact)

    def find(self, text: Sequence[str], start: int) -> Iterator[Found[Value]]:
        """Every phrase of the index that begins with the word at `start` of a normalised text."""
        for sought, value in self._beginning_with(text[start]):
            end = start + len(sought)
            if end <= len(text) and all(
                pattern.matches(word) for pattern, word in zip(sought[1:], text[start + 1 : end], strict=True)
            ):
                exact = all(pattern.exact for pattern in sought)
                yield Found(value, start, end, exact, sum(len(pattern.letters) for pattern in sought))

    def _beginning_with(self, word: str) -> Iterator[tuple[tuple[Pattern, ...], Value]]:
        yield from self._exact.get(word, ())
        for length in range(len(word), SHORTEST_STEM - 1, -1):
            yield from self._stems.get(word[:length], ())
        for length in range(min(len(word), self._longest_ending), SHORTEST_STEM - 1, -1):
            yield from self._endings.get(word[-length:], ())
        for sought, value in self._inside:
            if sought[0].letters in word:
                yield sought, value
