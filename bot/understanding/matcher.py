"""The matcher: which entry's variants a question is nearest to, by kernel ridge regression over words and pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import GROUP_OF, GROUPS, features
from bot.understanding.text import words

Floats = NDArray[np.float32]
Integers = NDArray[np.int32]

WEIGHTS = (1.0, 0.5, 1.0, 3.0, 1.5)
RIDGE = 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """A variant: a text that the label answers; `terms` are features found by others (concepts, names)."""

    label: str
    text: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A label for a question.

    `score` is the share of times that such an answer is right (0 to 1); `lead` is how far its evidence is above the next
    label's; `variant` is the index, in the examples fitted, of the label's variant nearest to the question (`nearest` its
    text, `similarity` from 0 to 1); `unseen` is the share of the question's words that no variant holds.
    """

    label: str
    score: float
    evidence: float
    lead: float
    variant: int
    nearest: str
    similarity: float
    unseen: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """How much one feature of a question speaks for a label (negative: against)."""

    feature: str
    amount: float


class Matcher:
    """Ranks labels for a question; immutable once fitted, so that threads may share it."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._arrays = dict(arrays)
        self._labels = _unpack(arrays["labels"])
        self._texts = _unpack(arrays["texts"])
        self._ids = {name: place for place, name in enumerate(_unpack(arrays["vocabulary"]))}
        self._idf: Floats = arrays["idf"].astype(np.float32, copy=False)
        self._group: Integers = arrays["group"].astype(np.int32, copy=False)
        self._starts: Integers = arrays["starts"].astype(np.int32, copy=False)
        self._rows: Integers = arrays["rows"].astype(np.int32, copy=False)
        self._values: Floats = arrays["values"].astype(np.float32, copy=False)
        self._owner: Integers = arrays["owner"].astype(np.int32, copy=False)
        self._alpha: Floats = arrays["alpha"].astype(np.float32, copy=False)
        self._curve: Floats = arrays["curve"].astype(np.float32, copy=False)

    @classmethod
    def fit(cls, examples: Sequence[Example]) -> Matcher:
        """Fit to the variants (closed form, no randomness); the same examples always give the same matcher."""
        from scipy import linalg, sparse

        labels = sorted({example.label for example in examples})
        place = {label: number for number, label in enumerate(labels)}
        owner = np.array([place[example.label] for example in examples], dtype=np.int32)
        counts = [Counter(features(words(example.text), example.terms)) for example in examples]
        vocabulary = sorted({name for count in counts for name in count})
        ids = {name: number for number, name in enumerate(vocabulary)}
        group = np.array([GROUP_OF[name[0]] for name in vocabulary], dtype=np.int32)
        frequency = np.zeros(len(vocabulary), dtype=np.float64)
        for count in counts:
            for name in count:
                frequency[ids[name]] += 1
        total = len(examples)
        idf = (np.log((1 + total) / (1 + frequency)) + 1).astype(np.float32)
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        for row, count in enumerate(counts):
            found = np.array([ids[name] for name in count], dtype=np.int32)
            vector = _weigh(found, np.array(list(count.values()), dtype=np.float32), idf, group)
            rows.extend([row] * len(found))
            columns.extend(found.tolist())
            values.extend(vector.tolist())
        table = sparse.csr_matrix((values, (rows, columns)), shape=(total, len(vocabulary)), dtype=np.float32)
        alpha = np.zeros((total, len(labels)), dtype=np.float32)
        curve = np.array([-3.0, 6.0, 2.0, -2.0], dtype=np.float32)
        if total:
            kernel = (table @ table.T).toarray().astype(np.float64)
            kernel[np.diag_indices(total)] += RIDGE
            inverse = linalg.inv(kernel)
            targets = np.zeros((total, len(labels)))
            targets[np.arange(total), owner] = 1
            alpha = (inverse @ targets).astype(np.float32)
        columns_first = table.tocsc()
        return cls(
            {
                "labels": _pack(labels),
                "texts": _pack([example.text for example in examples]),
                "vocabulary": _pack(vocabulary),
                "idf": idf,
                "group": group,
                "starts": columns_first.indptr.astype(np.int32),
                "rows": columns_first.indices.astype(np.int32),
                "values": columns_first.data.astype(np.float32),
                "owner": owner,
                "alpha": alpha,
                "curve": curve,
            }
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Matcher:
        """A matcher that `to_arrays` took apart; nothing is fitted again."""
        return cls(arrays)

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Everything that was fitted, as plain arrays that `numpy.savez` keeps without pickle."""
        return dict(self._arrays)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels in the order of the alphabet."""
        return tuple(self._labels)

    def rank(self, text: str, terms: Sequence[str] = (), limit: int = 3) -> list[Match]:
        """The best labels, best first; empty when nothing of the text is known. Never raises on any text."""
        found_words = words(text)
        unseen = sum("w:" + word not in self._ids for word in found_words) / max(1, len(found_words))
        ids, vector = self._vector(found_words, terms)
        if not len(ids) or len(self._labels) == 0:
            return []
        near = np.zeros(len(self._texts), dtype=np.float64)
        for feature, value in zip(ids.tolist(), vector.tolist(), strict=True):
            here = slice(self._starts[feature], self._starts[feature + 1])
            near[self._rows[here]] += value * self._values[here]
        evidence = near @ self._alpha
        order = np.argsort(-evidence, kind="stable")[: limit + 1]
        matches = []
        for rank, label in enumerate(order[:limit].tolist()):
            lead = float(evidence[label] - evidence[order[rank + 1]]) if rank + 1 < len(order) else float(evidence[label])
            own = np.flatnonzero(self._owner == label)
            variant = int(own[np.argmax(near[own])])
            weights = self._curve
            logit = weights[0] + weights[1] * evidence[label] + weights[2] * lead + weights[3] * unseen
            score = float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))
            similarity = float(min(1.0, near[variant] / sum(w * w for w in WEIGHTS[:3])))
            matches.append(
                Match(
                    self._labels[label], score, float(evidence[label]), lead, variant, self._texts[variant], similarity,
                    unseen,
                )
            )  # fmt: skip
        return matches

    def explain(self, text: str, terms: Sequence[str] = (), label: str | None = None) -> list[Contribution]:
        """What each feature of the question adds to the label (the best one if none is named), strongest first."""
        if label is None:
            best = self.rank(text, terms, limit=1)
            if not best:
                return []
            label = best[0].label
        column = self._alpha[:, self._labels.index(label)]
        ids, vector = self._vector(words(text), terms)
        names = {place: name for name, place in self._ids.items()}
        found = []
        for feature, value in zip(ids.tolist(), vector.tolist(), strict=True):
            here = slice(self._starts[feature], self._starts[feature + 1])
            amount = float(value * (self._values[here] @ column[self._rows[here]]))
            found.append(Contribution(f"{GROUPS[self._group[feature]]} {names[feature][2:]}", amount))
        return sorted(found, key=lambda contribution: -abs(contribution.amount))

    def _vector(self, found_words: Sequence[str], terms: Sequence[str]) -> tuple[Integers, Floats]:
        count = Counter(self._ids[name] for name in features(found_words, terms) if name in self._ids)
        ids = np.fromiter(count.keys(), dtype=np.int32, count=len(count))
        counts = np.fromiter(count.values(), dtype=np.float32, count=len(count))
        return ids, _weigh(ids, counts, self._idf, self._group)


def _weigh(ids: Integers, counts: Floats, idf: Floats, group: Integers) -> Floats:
    """One vector whose part of each group has the group's weight as its length."""
    vector = (1 + np.log(np.maximum(counts, 1))) * idf[ids]
    groups = group[ids]
    lengths = np.sqrt(np.bincount(groups, weights=vector * vector, minlength=len(GROUPS)))
    scale = np.array(WEIGHTS) / np.where(lengths > 0, lengths, 1)
    weighed: Floats = (vector * scale[groups]).astype(np.float32)
    return weighed


def _pack(strings: Sequence[str]) -> NDArray[np.uint8]:
    """Strings as one array of bytes, each ended by a zero byte (no string holds one once normalised)."""
    joined = "".join(string.replace("\0", " ") + "\0" for string in strings)
    return np.frombuffer(joined.encode("utf-8", "surrogatepass"), dtype=np.uint8)


def _unpack(packed: NDArray[np.generic]) -> list[str]:
    return packed.tobytes().decode("utf-8", "surrogatepass").split("\0")[:-1]
