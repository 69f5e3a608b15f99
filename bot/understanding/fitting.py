"""How the matcher learns from variants: a softmax over likeness to variants, a count of evidence, and a calibration.

Only fitting needs scipy; nothing here is imported when a fitted matcher is loaded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bot.understanding.calibration import fit_curve, known_share
from bot.understanding.everywhere import COUNT_SHARE
from bot.understanding.features import GROUPS, MAX_WORDS, UNCOUNTED_GROUP, WEIGHTS, features
from bot.understanding.indexing import packed
from bot.understanding.softmax import softmax_fit
from bot.understanding.text import words

Floats = NDArray[np.float32]
Integers = NDArray[np.int32]
Table = Any  # scipy's sparse arrays carry no types

STEPS = 15
CALIBRATION_STEPS = 10
# How many imaginary variants of average wording each label is given before its own are counted.
PRIOR_VARIANTS = 1.0
FOLDS = 5
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
    counts = (present.T @ membership).toarray()
    weight = feature_weights((counts > 0).sum(axis=1), labels)
    vectors = scaled(table, weight, group)
    kernel = (vectors @ vectors.T).toarray().astype(np.float32)
    alpha = softmax_fit(kernel, owner, labels, steps)
    sizes = np.bincount(owner, minlength=labels).astype(np.float32)
    background = (counts.sum(axis=1, keepdims=True) + 0.5) / (len(owner) + 1)
    count = np.log((counts + PRIOR_VARIANTS * background) / (sizes + PRIOR_VARIANTS) / background)
    known = (counts.sum(axis=1) > 0) & (group != UNCOUNTED_GROUP)
    return Learned(
        weight=weight,
        unseen_weight=float(np.log((1 + labels) / 2) + 1),
        softmax=np.ascontiguousarray((vectors.T @ alpha).astype(np.float32)),
        count=np.where(known[:, None], count, 0).astype(np.float32),
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


def calibrate(table: Table, owner: Integers, group: Integers, labels: int) -> tuple[float, float, float]:
    """The curve from evidence to score (offset, slope) and the score to answer from, by cross-validation.

    In each fold a fifth of the labels is left out whole, so that their variants play the questions that the FAQ does
    not answer, and a fifth of the other labels' variants is asked. Deterministic.
    """
    order = np.argsort(owner, kind="stable")
    turn = np.zeros(len(owner), dtype=np.int64)
    seen: Counter[int] = Counter()
    for row in order.tolist():
        turn[row] = seen[int(owner[row])]
        seen[int(owner[row])] += 1
    evidence: list[NDArray[np.float64]] = []
    right: list[NDArray[np.bool_]] = []
    outside: list[NDArray[np.bool_]] = []
    for fold in range(FOLDS):
        left_out = owner % FOLDS == fold
        asked = left_out | ((turn + owner) % FOLDS == fold)
        kept = np.flatnonzero(~asked)
        names, place = np.unique(owner[kept], return_inverse=True)
        if len(names) < 2 or not asked.any():
            continue
        learned = learn(table[kept], place.astype(np.int32), group, len(names), CALIBRATION_STEPS)
        best, found = judge(table[np.flatnonzero(asked)], learned, group)
        evidence.append(found)
        right.append(names[best] == owner[asked])
        outside.append(left_out[asked])
    if not evidence:
        return 0.0, 1.0, 0.5
    return fit_curve(np.concatenate(evidence), np.concatenate(right), np.concatenate(outside))


def judge(questions: Table, learned: Learned, group: Integers) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The best label of each row and the evidence for it, as `Matcher.rank` finds them."""
    vectors = scaled(questions, learned.weight, group)
    softmax = vectors @ learned.softmax
    present = questions.copy()
    present.data = np.ones_like(present.data)
    count = present @ learned.count
    best = np.argmax(standardised(softmax) + COUNT_SHARE * standardised(count), axis=1)
    known = np.sqrt(known_shares(questions, learned.weight, learned.unseen_weight, group))
    return best, softmax[np.arange(len(best)), best].astype(np.float64) * known


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


def counted(rows: Sequence[Sequence[str]]) -> tuple[list[str], Table]:
    """The vocabulary of all rows in the order of first sight, and 1 + log of how often each feature stands in each."""
    ids: dict[str, int] = {}
    starts = [0]
    columns: list[int] = []
    values: list[int] = []
    for row in rows:
        count = Counter(row)
        columns.extend([ids.setdefault(name, len(ids)) for name in count])
        values.extend(count.values())
        starts.append(len(columns))
    data = (1 + np.log(np.array(values, dtype=np.float32))).astype(np.float32)
    shape = (len(rows), len(ids))
    indices = np.array(columns, dtype=np.int32)
    return list(ids), sparse.csr_array((data, indices, np.array(starts, dtype=np.int32)), shape=shape)


def fit_arrays(examples: Sequence[tuple[str, str, Sequence[str]]]) -> dict[str, NDArray[Any]]:
    """Everything that a Matcher holds, learnt from (label, text, terms)."""
    labels = sorted({label for label, _, _ in examples})
    place = {label: number for number, label in enumerate(labels)}
    owner = np.array([place[label] for label, _, _ in examples], dtype=np.int32)
    spoken = [words(text)[:MAX_WORDS] for _, text, _ in examples]
    vocabulary, table = counted([features(said, terms) for said, (_, _, terms) in zip(spoken, examples, strict=True)])
    group = np.array([GROUPS.index(name[0]) for name in vocabulary], dtype=np.int32)
    learned = learn(table, owner, group, len(labels))
    offset, slope, threshold = calibrate(table, owner, group, len(labels))
    order = np.argsort(owner, kind="stable").astype(np.int32)
    vectors = scaled(table, learned.weight, group)[order]
    frequency = Counter(word for said in spoken for word in said)
    return {
        "labels": packed(labels),
        "texts": packed([text for _, text, _ in examples]),
        "vocabulary": packed(vocabulary),
        "words": packed(list(frequency)),
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
        "letters": packed(GROUPS),
        "scalars": np.array([learned.unseen_weight, offset, slope, threshold]),
    }
