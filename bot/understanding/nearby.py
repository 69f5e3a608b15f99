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

Floats = NDArray[np.float32]
Integers = NDArray[np.int32]

# Postings read for a question, rarest features first, and variants kept: at 100,000 variants 8,192 and 32 cost 0.6 ms;
# twice of either moves no figure of the scale table by a point.
POSTINGS = 8_192
KEPT = 32
RIDGE = 0.5
# Products small enough for one thread: the BLAS threads' waiting for each other costs more than the product.
CHUNK = 200


class Nearby:
    """The index of a large table: its variants as weighed features, and for each feature the variants that hold it."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._owner: Integers = arrays["owner"]
        self._row_order: Integers = arrays["row_order"]
        self._row_starts: Integers = arrays["row_starts"]
        self._row_ids: Integers = arrays["row_ids"]
        self._row_values: NDArray[np.float16] = arrays["row_values"]
        self._starts: NDArray[np.int64] = arrays["posting_starts"]
        self._postings: Integers = arrays["postings"]
        self._weight: Floats = arrays["weight"]

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
        span = slice(self._row_starts[row], self._row_starts[row + 1])
        held = dict(zip(self._row_ids[span].tolist(), self._row_values[span].tolist(), strict=True))
        return values * np.array([held.get(feature, 0.0) for feature in ids.tolist()], dtype=np.float32)

    def _candidates(self, ids: Integers, barred: NDArray[np.bool_] | None) -> Integers:
        begins, sizes = self._starts[ids], self._starts[ids + 1] - self._starts[ids]
        order = np.argsort(sizes, kind="stable")
        taken = order[: max(1, int(np.searchsorted(np.cumsum(sizes[order]), POSTINGS, side="right")))]
        chunks = [self._postings[begins[place] : begins[place] + min(sizes[place], POSTINGS)] for place in taken]
        rows = np.concatenate(chunks)
        if barred is not None:
            keep = ~barred[rows]
            lengths = np.array([len(chunk) for chunk in chunks])
            weights = np.repeat(self._weight[ids[taken]] ** 2, lengths)[keep]
            rows = rows[keep]
        else:
            weights = np.repeat(self._weight[ids[taken]] ** 2, [len(chunk) for chunk in chunks])
        if not len(rows):
            return rows
        sums = np.bincount(rows, weights=weights, minlength=len(self._owner))
        found = sums[rows]
        if len(rows) > 16 * KEPT:
            rows = rows[np.argpartition(found, -16 * KEPT)[-16 * KEPT :]]
        rows = np.unique(rows)
        if len(rows) > KEPT:
            rows = rows[np.argpartition(sums[rows], -KEPT)[-KEPT:]]
        return np.asarray(rows, dtype=np.int32)

    def _likeness(self, near: Integers, ids: Integers, values: Floats) -> Floats:
        """Likeness among the variants and, in the last row, to the question."""
        spans = [slice(self._row_starts[row], self._row_starts[row + 1]) for row in near.tolist()]
        columns = np.concatenate([*(self._row_ids[span] for span in spans), ids])
        weights = np.concatenate([*(self._row_values[span] for span in spans), values]).astype(np.float32)
        lengths = [*(span.stop - span.start for span in spans), len(ids)]
        distinct, place = np.unique(columns, return_inverse=True)
        dense = np.zeros((len(distinct) // CHUNK + 1, len(near) + 1, CHUNK), dtype=np.float32)
        dense[place // CHUNK, np.repeat(np.arange(len(near) + 1), lengths), place % CHUNK] = weights
        return np.asarray((dense @ dense.transpose(0, 2, 1)).sum(axis=0))
