"""The matcher: which label's variants a question is likest, how sure that is, and why.

`Matcher.fit` learns from variants, `Matcher.from_arrays` loads what was learnt; asking needs numpy and rapidfuzz only.
docs/matching.md says how it works and what each part brings.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.text import words
from bot.understanding.everywhere import Everywhere
from bot.understanding.features import (
    GROUP_NAMES,
    GROUPS,
    MAX_WORDS,
    TERM_GROUPS,
    WEIGHTS,
    pair_features,
    term_features,
    word_features,
)
from bot.understanding.nearby import Nearby
from bot.understanding.packing import unpack
from bot.understanding.spelling import Spelling, corrected

Arrays = Mapping[str, NDArray[Any]]
Floats = NDArray[np.float32]
Integers = NDArray[np.int32]

_PLACE = {letter: place for place, letter in enumerate(GROUPS)}
# Up to here (and up to fitting.MOST_CELLS) every feature has a weight for every label; beyond, labels are judged by the
# variants nearby, 4 points of top-1 behind but at any size. The whole process that fits 6,600 variants of 110 labels
# takes 250 MB and 8 s, 9,900 of 90 labels 309 MB: the bound is where 300 MB are.
LARGE_VARIANTS = 9_000


@dataclass(frozen=True, slots=True)
class Example:
    """A variant: a text that the label answers; `terms` are features found by others (concepts, names)."""

    label: str
    text: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A label for a question.

    `score` is the share of times that such an answer is right, `inside` the share of times that such a question is one
    that some variant's label answers (both 0 to 1, from cross-validation on the variants). They are read from the
    `evidence` and, the score, also from the `lead`: how far the label stands above the next one, in standard deviations
    of the question's labels (0 or more). `variant` is the index, among the examples fitted, of the label's variant
    nearest to the question, `nearest` its text, `similarity` how near (0 to 1). `unseen` is the share of the question's
    words that no variant holds, not even with a typo.
    """

    label: str
    score: float
    inside: float
    evidence: float
    lead: float
    variant: int
    nearest: str
    similarity: float
    unseen: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """How much one feature of a question speaks for a label (negative: against), in units of evidence."""

    feature: str
    amount: float


@dataclass(frozen=True, slots=True)
class _Query:
    """A question as the matcher sees it: its known features, their weights, and the share of it that is known."""

    ids: Integers
    values: Floats
    known: float
    unseen: float


class Matcher:
    """Ranks labels for a question; nothing in it changes an answer once it is built, so threads may share it."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = dict(arrays)
        self._labels = unpack(arrays["labels"])
        # Kept as they are packed: as strings, 100,000 texts would be half as much memory again as their index.
        self._text_bytes: NDArray[np.uint8] = arrays["texts"]
        self._text_ends = np.flatnonzero(self._text_bytes == 0).astype(np.int32)
        self._ids = {name: place for place, name in enumerate(unpack(arrays["vocabulary"]))}
        known_words = unpack(arrays["words"])
        self._spelling = Spelling(dict(zip(known_words, arrays["word_counts"].tolist(), strict=True)))
        self._weight: Floats = arrays["weight"]
        self._group: Integers = arrays["group"]
        self._model: Everywhere | Nearby = Nearby(arrays) if "postings" in arrays else Everywhere(arrays)
        letters = set(unpack(arrays["letters"]))
        self._letters = frozenset(letters)
        self._shares = np.array([WEIGHTS[letter] if letter in letters else 0 for letter in GROUPS])
        unseen_weight, *curves, self._threshold = arrays["scalars"].tolist()
        self._score_curve, self._inside_curve = curves[:3], curves[3:]
        self._unseen_square = unseen_weight**2
        # What a known word is made of, filled as questions come; bounded by the variants' own words.
        self._word_ids: dict[str, list[int]] = {}

    @classmethod
    def fit(cls, examples: Sequence[Example]) -> Matcher:
        """Learn from the variants: closed and deterministic, the same examples always give the same matcher."""
        rows = [(example.label, example.text, example.terms) for example in examples]
        arrays = None
        if len(rows) <= LARGE_VARIANTS:
            from bot.understanding.fitting import fit_arrays

            arrays = fit_arrays(rows)
        if arrays is None:
            from bot.understanding.indexing import index_arrays

            arrays = index_arrays(rows)
        return cls(arrays)

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Matcher:
        """A matcher that `to_arrays` took apart; nothing is fitted again."""
        return cls(arrays)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Everything that was learnt, as plain arrays that `numpy.savez` keeps without pickle."""
        return dict(self._arrays)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels in the order of the alphabet."""
        return tuple(self._labels)

    @property
    def threshold(self) -> float:
        """The `inside` from which an answer is better given than withheld, by cross-validation on the variants."""
        return float(self._threshold)

    def rank(self, text: str, terms: Sequence[str] = (), limit: int = 3) -> list[Match]:
        """The best labels, best first; empty when nothing of the question is known. Never raises on any text."""
        query = self._query(text, terms)
        if not len(query.ids) or limit < 1:
            return []
        judged = self._model.judge(query.ids, query.values)
        if not len(judged.labels):
            return []
        order = np.argsort(-judged.total, kind="stable")[: limit + 1].tolist()
        root = math.sqrt(query.known)
        matches: list[Match] = []
        left = 1.0
        for place, best in enumerate(order[:limit]):
            evidence = float(judged.evidence[best]) * root
            following = judged.total[order[place + 1]] if place + 1 < len(order) else 0.0
            lead = max(0.0, float(judged.total[best] - following))
            # The curve is that of the best label; one that comes after has no lead, and what is left of certainty.
            score = _chance(self._score_curve, evidence, 0.0 if matches else lead)
            if matches:
                score = min(score, matches[-1].score, left)
            left = max(0.0, left - score)
            variant, similarity = self._model.nearest(judged, best, query.ids, query.values)
            matches.append(
                Match(
                    label=self._labels[int(judged.labels[best])],
                    score=score,
                    inside=_chance(self._inside_curve, evidence),
                    evidence=evidence,
                    lead=lead,
                    variant=variant,
                    nearest=self._text(variant),
                    similarity=max(0.0, min(1.0, similarity * root)),
                    unseen=query.unseen,
                )
            )
        return matches

    def explain(self, text: str, terms: Sequence[str] = (), label: str | None = None) -> list[Contribution]:
        """What each feature of the question adds to the label's evidence (the best label if none is named).

        The strongest come first; a label that was not fitted raises KeyError.
        """
        query = self._query(text, terms)
        if not len(query.ids):
            return []
        if label is None:
            label = self.rank(text, terms, limit=1)[0].label
        if label not in self._labels:
            raise KeyError(label)
        says = self._model.contributions(self._labels.index(label), query.ids, query.values)
        amounts = (says * math.sqrt(query.known)).tolist()
        names = list(self._ids)
        found = [
            Contribution(f"{GROUP_NAMES[self._group[feature]]} {names[feature][1:]}", amount)
            for feature, amount in zip(query.ids.tolist(), amounts, strict=True)
        ]
        return sorted(found, key=lambda contribution: -abs(contribution.amount))

    def _text(self, variant: int) -> str:
        begin = int(self._text_ends[variant - 1]) + 1 if variant else 0
        return unpack(self._text_bytes[begin : int(self._text_ends[variant]) + 1])[0]

    def _query(self, text: str, terms: Sequence[str]) -> _Query:
        asked = corrected(words(text)[:MAX_WORDS], self._spelling)
        ids = self._ids
        found: list[int] = []
        strange: list[str] = []
        unseen = 0
        for word in asked:
            if word in self._spelling:
                if word not in self._word_ids:
                    self._word_ids[word] = [ids[name] for name in word_features(word) if name in ids]
                found += self._word_ids[word]
            else:
                unseen += 1
                strange += word_features(word)
        strange += pair_features(asked)
        if terms:
            strange += term_features(terms)
        missing: Counter[str] = Counter()
        for name in strange:
            place = ids.get(name)
            if place is None:
                if name[0] in self._letters:
                    missing[name] += 1
            else:
                found.append(place)
        count = Counter(found)
        places = np.fromiter(count, dtype=np.int32, count=len(count))
        repeats = 1 + np.log(np.fromiter(count.values(), dtype=np.float32, count=len(count)))
        values = repeats * self._weight[places]
        groups = self._group[places]
        known = np.bincount(groups, weights=values * values, minlength=len(GROUPS))
        scale = np.sqrt(self._shares / np.where(known > 0, known, 1))
        lost = [0.0] * len(GROUPS)
        for name, times in missing.items():
            lost[_PLACE[name[0]]] += (1 + math.log(times)) ** 2
        return _Query(
            ids=places,
            values=(values * scale[groups]).astype(np.float32),
            known=_known_share(
                known.tolist(), [self._unseen_square * square for square in lost], self._shares.tolist()
            ),
            unseen=unseen / len(asked) if asked else 0.0,
        )


def _known_share(known: Sequence[float], lost: Sequence[float], shares: Sequence[float]) -> float:
    """How much of a question is made of features that the variants have; terms count only where there are any."""
    found = 0.0
    all_shares = 0.0
    for place, share in enumerate(shares):
        whole = known[place] + lost[place]
        if whole > 0:
            found += share * known[place] / whole
        if whole > 0 or place not in TERM_GROUPS:
            all_shares += share
    return found / all_shares


def _chance(curve: Sequence[float], *figures: float) -> float:
    height = curve[0] + sum(slope * figure for slope, figure in zip(curve[1:], figures, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, height))))
