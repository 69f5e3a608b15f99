"""Large tables: judge a question by the few variants nearest to it, found through an index.

A weight for every feature and label does not fit when there are thousands of labels. So postings (feature → variants)
hand over the nearest variants, and the same kind of kernel model is solved for those alone, at the time of asking.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.everywhere import Judged, standardised
from bot.understanding.features import WEIGHTS

Floats = NDArray[np.float32]
Integers = NDArray[np.int32]

# Postings read for a question, rarest features first, and variants kept. At 100,000 variants half the postings lose
# 0.6 points of top-1 (2 with texts of 12 to 20 words), 24 variants instead of 32 lose 1; twice of either wins none.
POSTINGS = 8_192
KEPT = 32
SAMPLED = 16
RIDGE = 0.5
# Products small enough for one thread: the BLAS threads' waiting for each other costs more than the product.
CHUNK = 200
# 1 + log of how often a feature stands in a variant, so that saying a word three times is not to say three words; not
# there at all is 0.
LOGS = np.concatenate([[0], 1 + np.log(np.arange(1, 256))]).astype(np.float32)


def gathered(starts: NDArray[Any], items: Integers, chosen: NDArray[Any]) -> tuple[NDArray[np.int64], Integers]:
    """The items of the chosen lists (list i is items[starts[i]:starts[i + 1]]), and which choice each comes from."""
    begins = starts[chosen]
    lengths = starts[chosen + 1] - begins
    slots = np.repeat(np.arange(len(chosen)), lengths)
    return slots, items[np.arange(len(slots)) + (begins - np.cumsum(lengths) + lengths)[slots]]


class Rows:
    """What each variant holds: words, pairs and terms, and which features each of these is made of."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._items: tuple[Integers, Integers] = arrays["row_starts"], arrays["row_items"]
        self._parts: tuple[Integers, Integers] = arrays["part_starts"], arrays["part_ids"]

    def __len__(self) -> int:
        return len(self._items[0]) - 1

    def held(self, rows: Integers) -> tuple[NDArray[np.int64], Integers]:
        """The features of these variants, repeats included, and whose each is (by its place among `rows`)."""
        slots, items = gathered(*self._items, rows)
        within, features = gathered(*self._parts, items)
        return slots[within], features


class Nearby:
    """The index of a large table: its variants as weighed features, and for each feature the variants that hold it."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._rows = Rows(arrays)
        self._scale: NDArray[np.float16] = arrays["row_scale"]
        # A variant's groups each have their share in its length, if it has any of the group's features.
        self._norms = ((self._scale > 0) @ np.array(list(WEIGHTS.values()), dtype=np.float32)).astype(np.float32)
        self._owner: Integers = arrays["owner"]
        self._row_order: Integers = arrays["row_order"]
        self._group: Integers = arrays["group"]
        self._starts: NDArray[np.int64] = arrays["posting_starts"]
        self._postings: Integers = arrays["postings"]
        self._weight: Floats = arrays["weight"]
        self._square: Floats = np.square(self._weight)

    def judge(self, ids: Integers, values: Floats, barred: NDArray[np.bool_] | None = None) -> Judged:
        """The labels of the variants nearest to the question, the evidence for each, and each one's nearest variant."""
        near = self._candidates(ids, barred)
        if not len(near):
            nothing = np.zeros(0, dtype=np.float32)
            return Judged(near, nothing, nothing)
        kernel = self._likeness(near, ids, values)
        asked, among = kernel[-1, :-1], kernel[:-1, :-1]
        likeness = asked / np.sqrt(np.diagonal(among) * kernel[-1, -1])
        labels, place = np.unique(self._owner[near], return_inverse=True)
        among.flat[:: len(near) + 1] += RIDGE
        evidence = np.bincount(place, weights=np.linalg.solve(among, asked)).astype(np.float32)
        nearest = np.full(len(labels), -1.0, dtype=np.float32)
        np.maximum.at(nearest, place, likeness)
        order = np.argsort(likeness)
        variant = np.zeros(len(labels), dtype=np.int32)
        variant[place[order]] = self._row_order[near[order]]
        total = standardised(evidence)
        return Judged(labels.astype(np.int32), evidence, total, variant, nearest)

    def nearest(self, judged: Judged, place: int, ids: Integers, values: Floats) -> tuple[int, float]:
        """The index of the variant nearest to the question among those of the judged label, and how near it is."""
        if judged.variant is None or judged.similarity is None:
            raise ValueError("judged by another model")
        return int(judged.variant[place]), float(judged.similarity[place])

    def contributions(self, label: int, ids: Integers, values: Floats) -> Floats:
        """What each feature of the question adds to its likeness to the label's nearest variant (0 if none is near)."""
        judged = self.judge(ids, values)
        place = np.flatnonzero(judged.labels == label)
        if not len(place):
            return np.zeros(len(ids), dtype=np.float32)
        row = int(np.flatnonzero(self._row_order == self.nearest(judged, int(place[0]), ids, values)[0])[0])
        held = dict(zip(*(part.tolist() for part in self.row(row)), strict=True))
        return values * np.array([held.get(feature, 0.0) for feature in ids.tolist()], dtype=np.float32)

    def row(self, row: int) -> tuple[Integers, Floats]:
        """The features of a variant (by its place in the index) and their weights, as a question's are."""
        ids, counts = np.unique(self._rows.held(np.array([row], dtype=np.int32))[1], return_counts=True)
        values = LOGS.take(counts, mode="clip") * self._weight[ids] * self._scale[row][self._group[ids]]
        return ids, values.astype(np.float32)

    def _candidates(self, ids: Integers, barred: NDArray[np.bool_] | None) -> Integers:
        begins, ends = self._starts[ids], self._starts[ids + 1]
        sizes = ends - begins
        order = np.argsort(sizes, kind="stable")
        taken = order[: max(1, int(np.searchsorted(np.cumsum(sizes[order]), POSTINGS, side="right")))]
        spans = zip(begins[taken].tolist(), ends[taken].tolist(), strict=True)
        rows = np.concatenate([self._postings[begin:end] for begin, end in spans]).astype(np.intp)
        weights = np.repeat(self._square[ids[taken]], sizes[taken])
        if barred is not None:
            keep = ~barred[rows]
            rows, weights = rows[keep], weights[keep]
        if not len(rows):
            return np.zeros(0, dtype=np.int32)
        sums = np.bincount(rows, weights=weights, minlength=len(self._owner))
        if len(rows) > 2 * SAMPLED * KEPT:
            # About a thousand of the best, each there once for every feature: a sample tells from where on, in a third
            # of the time that partitioning all would take.
            found = sums[rows]
            rows = rows[found >= np.partition(found[::SAMPLED], -2 * KEPT)[-2 * KEPT]]
        rows = np.unique(rows)
        if len(rows) > KEPT:
            rows = rows[np.argpartition(sums[rows], -KEPT)[-KEPT:]]
        return np.asarray(rows, dtype=np.int32)

    def _likeness(self, near: Integers, ids: Integers, values: Floats) -> Floats:
        """Likeness among the variants and, in the last row, to the question."""
        slots, held = self._rows.held(near)
        # As wide as an index is: numpy would widen them anew each time that they are used as one.
        features = np.concatenate([held, ids]).astype(np.intp)
        # The features present are numbered without sorting them: of equal ones, the last to be written stands.
        place = np.empty(len(self._weight), dtype=np.intp)
        turns = np.arange(len(features))
        place[features] = turns
        distinct = features[place[features] == turns]
        place[distinct] = turns[: len(distinct)]
        # What only one of them holds makes it like none but itself, and how like itself each is, is known.
        places = place[features]
        shared = np.bincount(places) > 1
        keep = np.flatnonzero(shared[places[: len(held)]])
        slots, parts = slots[keep], features[keep]
        place[distinct] = np.cumsum(shared) - 1
        width = -(-max(1, int(np.count_nonzero(shared))) // CHUNK) * CHUNK
        cells = slots * width + place[parts]
        counts = np.bincount(cells)
        scale = self._scale[near].ravel().take(slots * self._scale.shape[1] + self._group[parts])
        dense = np.zeros((len(near) + 1, width), dtype=np.float32)
        dense.ravel()[cells] = LOGS.take(counts[cells], mode="clip") * self._weight[parts] * scale
        asked = shared[places[-len(ids) :]]
        dense[-1, place[ids[asked]]] = values[asked]
        chunks = dense.reshape(len(near) + 1, -1, CHUNK).transpose(1, 0, 2)
        kernel = np.asarray((chunks @ chunks.transpose(0, 2, 1)).sum(axis=0))
        kernel.flat[:: len(kernel) + 1] = np.append(self._norms[near], values @ values)
        return kernel
