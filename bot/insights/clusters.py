"""Questions that ask the same, put together across spellings and languages."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.insights.masking import MARK
from bot.store.asked import Unanswered
from bot.text import words
from bot.understanding.understanding import Understanding

# Chosen by eye on the unanswered questions of tests/questions: at 0.5 visas and hotels meet, at 0.7 typos part.
LIKENESS = 0.6
_SHARE_OF_IDEAS = 0.9


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions alike, the newest first; `text` is the one that is most like the others, in its language (BCP 47)."""

    text: str
    language: str
    rows: tuple[Unanswered, ...]

    @property
    def key(self) -> str:
        """Names the cluster on a button: the same as long as its text is the same."""
        return hashlib.blake2b(f"{self.language} {self.text}".encode(), digest_size=6).hexdigest()

    @property
    def languages(self) -> list[tuple[str, int]]:
        """How often it was asked in each language, the most frequent first."""
        return Counter(row.language for row in self.rows).most_common()


@dataclass(frozen=True, slots=True)
class _Likeness:
    """A text as letters (three by three) and as ideas (concepts, kinds of names and numbers)."""

    letters: frozenset[str]
    ideas: frozenset[str]

    def to(self, other: "_Likeness") -> float:
        by_letters = _jaccard(self.letters, other.letters)
        if min(len(self.ideas), len(other.ideas)) < 2:
            return by_letters
        return max(by_letters, _SHARE_OF_IDEAS * _jaccard(self.ideas, other.ideas))


def clusters(rows: Sequence[Unanswered], understanding: Understanding) -> list[Cluster]:
    """All questions in clusters, the largest first; equal texts are compared once."""
    same: dict[tuple[str, str], list[Unanswered]] = {}
    for row in rows:
        same.setdefault((row.language, " ".join(words(row.text))), []).append(row)
    # The most asked lead, so that others gather around them.
    texts = sorted(same.values(), key=lambda group: -len(group))
    likeness = _remembered(understanding)
    groups: list[list[list[Unanswered]]] = []
    for text in texts:
        mine = likeness(text[0])
        found = ((mine.to(likeness(group[0][0])), group) for group in groups)
        best = max(found, key=lambda pair: pair[0], default=(0.0, []))
        if best[0] >= LIKENESS:
            best[1].append(text)
        else:
            groups.append([text])
    return sorted((_cluster(group) for group in groups), key=lambda cluster: -len(cluster.rows))


def _cluster(group: list[list[Unanswered]]) -> Cluster:
    rows = sorted((row for text in group for row in text), key=lambda row: -row.id)
    # A text from which something was taken out makes a poor example.
    told = min(group, key=lambda text: (MARK in text[0].text, -len(text)))[0]
    return Cluster(told.text, told.language, tuple(rows))


def _remembered(understanding: Understanding) -> Callable[[Unanswered], _Likeness]:
    known: dict[int, _Likeness] = {}

    def likeness(row: Unanswered) -> _Likeness:
        if id(row) not in known:
            found = words(row.text)
            plain = f" {' '.join(found)} "
            letters = frozenset(plain[at : at + 3] for at in range(max(len(plain) - 2, 1)))
            reading = understanding.read_message(row.text, row.language)
            known[id(row)] = _Likeness(letters, frozenset(reading.analysis.terms))
        return known[id(row)]

    return likeness


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0
