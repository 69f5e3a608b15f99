"""Tables of usual size: every feature has its say for every label, learnt beforehand (see fitting)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int32]

# The count's say beside the softmax: 0.25 to 0.5 give the same top-1 within a point on both sets.
COUNT_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Judged:
    """Parallel arrays over labels (by number): evidence for each, and the total that ranks them.

    Where the nearest variants are found along the way they come too: each label's, and how near it is (0 to 1).
    """

    labels: Integers
    evidence: Floats
    total: Floats
    variant: Integers | None = None
    similarity: Floats | None = None


class Everywhere:
    """Judges a question by all labels at once: by a softmax, and by counting the variants that hold each feature."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._softmax: Floats = arrays["softmax"]
        self._count: Floats = arrays["count"]
        self._all_labels = np.arange(self._softmax.shape[1], dtype=np.int32)
        self._row_order: Integers = arrays["row_order"]
        self._label_starts = arrays["label_starts"].tolist()
        self._row_starts: Integers = arrays["row_starts"]
        self._row_ids: Integers = arrays["row_ids"]
        self._row_values: Floats = arrays["row_values"]
        self._features = self._softmax.shape[0]

    def judge(self, ids: Integers, values: Floats) -> Judged:
        """Every label's evidence and total."""
        # Products this small are slower through BLAS, whose threads then wait for each other (99th percentile 5 ms).
        softmax = np.einsum("i,ij->j", values, self._softmax[ids])
        count = self._count[ids].sum(axis=0)
        return Judged(self._all_labels, softmax, standardised(softmax) + COUNT_SHARE * standardised(count))

    def nearest(self, judged: Judged, place: int, ids: Integers, values: Floats) -> tuple[int, float]:
        """The index of the variant nearest to the question among those of the judged label, and how near it is."""
        label = int(judged.labels[place])
        question = np.zeros(self._features, dtype=np.float32)
        question[ids] = values
        first, last = self._label_starts[label], self._label_starts[label + 1]
        start, stop = self._row_starts[first], self._row_starts[last]
        if start == stop:
            return int(self._row_order[first]), 0.0
        row_values = self._row_values[start:stop]
        products = row_values * question[self._row_ids[start:stop]]
        begins = np.minimum(self._row_starts[first:last] - start, len(products) - 1)
        sums = np.add.reduceat(products, begins)
        squares = np.add.reduceat(row_values * row_values, begins) * np.square(values).sum()
        likeness = sums / np.sqrt(np.maximum(squares, 1e-12))
        best = int(np.argmax(likeness))
        return int(self._row_order[first + best]), float(likeness[best])

    def contributions(self, label: int, ids: Integers, values: Floats) -> Floats:
        """What each feature of the question adds to the label's evidence."""
        return np.asarray(values * self._softmax[ids, label])


def standardised(scores: Floats) -> Floats:
    """The scores with mean 0 and deviation 1, so that two kinds of score can be added."""
    centred = scores - scores.mean()
    return np.asarray(centred / np.float32(math.sqrt(float(centred @ centred) / len(centred)) + 1e-9))
