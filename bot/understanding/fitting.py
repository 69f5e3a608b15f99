"""How the matcher learns from variants: a softmax over likeness to variants, a count of evidence, and a calibration.

Only fitting needs scipy; nothing here is imported when a fitted matcher is loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bot.understanding.calibration import Trial, fit_curves, known_share
from bot.understanding.everywhere import COUNT_SHARE
from bot.understanding.features import GROUPS, UNCOUNTED_GROUP, WEIGHTS
from bot.understanding.indexing import count_features, logs
from bot.understanding.packing import pack
from bot.understanding.softmax import softmax_fit

Floats = NDArray[np.float32]
Integers = NDArray[np.int32]
Table = Any  # scipy's sparse arrays carry no types

# 12, 20 and 100 steps give the same top-1 within two questions on both sets.
STEPS = 15
CALIBRATION_STEPS = 10
# How many imaginary variants of average wording each label is given before its own are counted; 1 to 3 are within half
# a point on both sets.
PRIOR_VARIANTS = 2.0
FOLDS = 5
# Beyond WHOLE_KERNEL variants two of the folds are trial enough (thousands of questions), at less than half the time.
FOLDS_OF_LARGE = 2
# A question takes the same time at any number of labels that this allows; twice the cells are 130 MB.
MOST_CELLS = 8_000_000
# Up to here the likeness of all variants to all is kept; beyond, it is worked out anew in each step.
WHOLE_KERNEL = 3_000
GROUP_WEIGHTS = np.array([WEIGHTS[group] for group in GROUPS], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Learned:
    """What fitting finds: a weight for each feature, and for each feature and label its say in softmax and in count."""

    weight: Floats
    unseen_weight: float
    softmax: Floats
    count: Floats


def learn(table: Table, owner: Integers, group: Integers, labels: int, steps: int = STEPS) -> Learned:
    """Fit to the rows of `table` (1 + log of how often each feature stands in each variant), owned by `owner`."""
    present = table.copy()
    present.data = np.ones_like(present.data)
    membership = sparse.csr_array(
        (np.ones(len(owner), dtype=np.float32), owner, np.arange(len(owner) + 1)), shape=(len(owner), labels)
    )
    holders = (present.T @ membership).tocsr()
    del present
    weight = feature_weights(np.diff(holders.indptr), labels)
    vectors = scaled(table, weight, group)
    if len(owner) <= WHOLE_KERNEL:
        kernel = (vectors @ vectors.T).toarray().astype(np.float32)
        alpha = softmax_fit(lambda says: kernel @ says, owner, labels, steps)
    else:
        by_feature = vectors.T.tocsr()
        alpha = softmax_fit(lambda says: vectors @ (by_feature @ says), owner, labels, steps)
    softmax = np.ascontiguousarray((vectors.T @ alpha).astype(np.float32, copy=False))
    counts = holders.toarray()
    sizes = np.bincount(owner, minlength=labels).astype(np.float32)
    background = (counts.sum(axis=1, keepdims=True) + 0.5) / (len(owner) + 1)
    # Step by step in place: as one expression, half a dozen tables of all features by all labels would be held at once.
    known = (counts.sum(axis=1) > 0) & (group != UNCOUNTED_GROUP)
    counts += PRIOR_VARIANTS * background
    counts /= sizes + PRIOR_VARIANTS
    counts /= background
    np.log(counts, out=counts)
    counts[~known] = 0
    return Learned(
        weight=weight,
        unseen_weight=float(np.log((1 + labels) / 2) + 1),
        softmax=softmax,
        count=np.asarray(counts, dtype=np.float32),
    )


def feature_weights(labels_with: NDArray[np.int64], labels: int) -> Floats:
    """Features that few labels share weigh more; those that none has weigh nothing."""
    weights = np.where(labels_with > 0, np.log((1 + labels) / (1 + np.maximum(labels_with, 1))) + 1, 0)
    return weights.astype(np.float32)


def scaled(table: Table, weight: Floats, group: Integers) -> Table:
    """Each row as a vector in which each group of features has that group's share of the (squared) length."""
    vectors = table.copy()
    values = table.data * weight[table.indices]
    slots = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr)) * len(GROUPS) + group[table.indices]
    squares = np.bincount(slots, weights=values * values, minlength=table.shape[0] * len(GROUPS))
    scale = np.sqrt(GROUP_WEIGHTS)[slots % len(GROUPS)] / np.sqrt(np.where(squares > 0, squares, 1))[slots]
    vectors.data = (values * scale).astype(np.float32)
    return vectors


def calibrate(table: Table, owner: Integers, group: Integers, labels: int) -> NDArray[np.float64]:
    """The curves from evidence to score and to inside (see calibration.fit_curves), by cross-validation.

    In each fold a fifth of the labels is left out whole, so that their variants play the questions that the FAQ does
    not answer, and a fifth of the other labels' variants is asked. Deterministic.
    """
    order = np.argsort(owner, kind="stable")
    turn = np.zeros(len(owner), dtype=np.int64)
    turn[order] = np.arange(len(owner)) - np.searchsorted(owner[order], owner[order])
    trials = []
    for fold in range(FOLDS if len(owner) <= WHOLE_KERNEL else FOLDS_OF_LARGE):
        left_out = owner % FOLDS == fold
        asked = left_out | ((turn + owner) % FOLDS == fold)
        kept = np.flatnonzero(~asked)
        names, place = np.unique(owner[kept], return_inverse=True)
        if len(names) < 2 or not asked.any():
            continue
        learned = learn(table[kept], place.astype(np.int32), group, len(names), CALIBRATION_STEPS)
        best, evidence, lead = judge(table[np.flatnonzero(asked)], learned, group)
        trials.append((evidence, lead, names[best] == owner[asked], left_out[asked]))
        del learned  # or the next fold would be learnt beside it
    if not trials:
        none = np.zeros(0)
        return fit_curves(Trial(none, none, none > 0, none > 0))
    return fit_curves(Trial(*(np.concatenate(parts) for parts in zip(*trials, strict=True))))


def judge(
    questions: Table, learned: Learned, group: Integers
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """The best label of each row, the evidence for it and its lead, as `Matcher.rank` finds them."""
    softmax = scaled(questions, learned.weight, group) @ learned.softmax
    present = questions.copy()
    present.data = np.ones_like(present.data)
    total = standardised(softmax) + COUNT_SHARE * standardised(present @ learned.count)
    order = np.argsort(total, axis=1)
    rows = np.arange(len(total))
    best = order[:, -1]
    known = np.sqrt(known_shares(questions, learned.weight, learned.unseen_weight, group))
    lead = total[rows, best] - total[rows, order[:, -2]]
    return best, softmax[rows, best].astype(np.float64) * known, lead.astype(np.float64)


def known_shares(questions: Table, weight: Floats, unseen_weight: float, group: Integers) -> NDArray[np.float64]:
    """For each row, how much of it is made of features that the variants have, by weight (0 to 1)."""
    rows = np.repeat(np.arange(questions.shape[0]), np.diff(questions.indptr))
    slots = rows * len(GROUPS) + group[questions.indices]
    weights = weight[questions.indices]
    known = np.bincount(slots, weights=(questions.data * weights) ** 2, minlength=questions.shape[0] * len(GROUPS))
    unseen = np.bincount(
        slots,
        weights=np.where(weights == 0, (questions.data * unseen_weight) ** 2, 0),
        minlength=questions.shape[0] * len(GROUPS),
    )
    return known_share(known.reshape(-1, len(GROUPS)), unseen.reshape(-1, len(GROUPS)), GROUP_WEIGHTS)


def standardised(scores: NDArray[Any]) -> NDArray[Any]:
    """Each row with mean 0 and deviation 1, so that two kinds of score can be added."""
    centred = scores - scores.mean(axis=-1, keepdims=True)
    return np.asarray(centred / (centred.std(axis=-1, keepdims=True) + 1e-9))


def fit_arrays(examples: Sequence[tuple[str, str, Sequence[str]]]) -> dict[str, NDArray[Any]] | None:
    """Everything that a Matcher holds, learnt from (label, text, terms); None when there is too much to learn."""
    labels = sorted({label for label, _, _ in examples})
    place = {label: number for number, label in enumerate(labels)}
    owner = np.array([place[label] for label, _, _ in examples], dtype=np.int32)
    ids, frequency, starts, columns, repeats = count_features(examples, GROUPS)
    vocabulary = list(ids)
    if len(vocabulary) * len(labels) > MOST_CELLS:
        return None
    table = sparse.csr_array((logs(repeats), columns, starts), shape=(len(examples), len(vocabulary)))
    group = np.array([GROUPS.index(name[0]) for name in vocabulary], dtype=np.int32)
    # In this order the trial's tables are gone before those that stay are made.
    curves = calibrate(table, owner, group, len(labels))
    learned = learn(table, owner, group, len(labels))
    order = np.argsort(owner, kind="stable").astype(np.int32)
    vectors = scaled(table, learned.weight, group)[order]
    return {
        "labels": pack(labels),
        "texts": pack([text for _, text, _ in examples]),
        "vocabulary": pack(vocabulary),
        "words": pack(list(frequency)),
        "word_counts": np.array(list(frequency.values()), dtype=np.int32),
        "weight": learned.weight,
        "group": group,
        "softmax": learned.softmax,
        "count": learned.count,
        "row_order": order,
        "label_starts": np.searchsorted(owner[order], np.arange(len(labels) + 1)).astype(np.int32),
        "row_starts": vectors.indptr.astype(np.int32),
        "row_ids": vectors.indices.astype(np.int32),
        "row_values": vectors.data.astype(np.float32),
        "letters": pack(GROUPS),
        "scalars": np.array([learned.unseen_weight, *curves]),
    }
