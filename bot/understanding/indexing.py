"""How a large table is prepared for `nearby`: the same features and weights as a small one, fewer groups, an index."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.calibration import Trial, fit_curves, known_share
from bot.understanding.features import GROUPS, MAX_WORDS, WEIGHTS, pair_features, term_features, word_features
from bot.understanding.nearby import POSTINGS, Nearby
from bot.understanding.packing import pack
from bot.understanding.text import words

# Of the groups of features, those that a large table needs: with all of them it would take three times the memory, and
# at 10,000 variants top-1 moves by less than a point.
LETTERS = ("3", "5", "p", "d", "t", "u")
# Pairs that one variant alone holds tell it from no other, and would be most of the vocabulary.
RARE = 1
ASKED_TO_CALIBRATE = 800
# Weighing all rows at once would double the memory that fitting takes.
ROWS_AT_ONCE = 5_000
GROUP_WEIGHTS = np.array([WEIGHTS[group] if group in LETTERS else 0 for group in GROUPS], dtype=np.float32)


def index_arrays(examples: Sequence[tuple[str, str, Sequence[str]]]) -> dict[str, NDArray[Any]]:
    """Everything that a Matcher of a large table holds, learnt from (label, text, terms)."""
    labels = sorted({label for label, _, _ in examples})
    place = {label: number for number, label in enumerate(labels)}
    owner = np.array([place[label] for label, _, _ in examples], dtype=np.int32)
    row_order = np.argsort(owner, kind="stable").astype(np.int32)
    owner = owner[row_order]
    ids, frequency, starts, columns, repeats = count_features((examples[row] for row in row_order.tolist()), LETTERS)
    group = np.array([GROUPS.index(name[0]) for name in ids], dtype=np.int32)
    held = np.bincount(columns, minlength=len(ids))
    keep = (held > RARE) | (group != GROUPS.index("p"))
    vocabulary = [name for name, kept in zip(ids, keep.tolist(), strict=True) if kept]
    # Most of what was counted is pairs that one variant holds: let go of before the index is built, not after.
    del ids
    starts, columns, repeats = _without(starts, columns, repeats, keep)
    group, held = group[keep], held[keep]
    posting_starts, postings, labels_with = _inverted(starts, columns, owner, held)
    weight = (np.log((1 + len(labels)) / (1 + labels_with)) + 1).astype(np.float32)
    arrays: dict[str, NDArray[Any]] = {
        "weight": weight,
        "group": group,
        "owner": owner,
        "row_order": row_order,
        "row_starts": starts,
        "row_ids": columns,
        "row_values": _scaled(starts, columns, repeats, weight, group),
        "posting_starts": posting_starts,
        "postings": postings,
    }
    del repeats
    unseen_weight = float(np.log((1 + len(labels)) / 2) + 1)
    curves = _calibrated(arrays, labels_with, held, unseen_weight)
    return {
        **arrays,
        "labels": pack(labels),
        "texts": pack([text for _, text, _ in examples]),
        "vocabulary": pack(vocabulary),
        "words": pack(list(frequency)),
        "word_counts": np.array(list(frequency.values()), dtype=np.int32),
        "letters": pack(LETTERS),
        "scalars": np.array([unseen_weight, *curves]),
    }


def count_features(
    examples: Iterable[tuple[str, str, Sequence[str]]], letters: Sequence[str]
) -> tuple[dict[str, int], Counter[str], NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]:
    """The features of these groups in the order of first sight, the words' counts, and the table that they make.

    The table is compressed by rows: where each row starts, its features, and how often each stands in it (255 at most).
    """
    ids: dict[str, int] = {}
    known: dict[str, list[int]] = {}
    frequency: Counter[str] = Counter()
    starts, columns, repeats = array("i", [0]), array("i"), array("B")
    for _, text, terms in examples:
        said = words(text)[:MAX_WORDS]
        frequency.update(said)
        found: list[int] = []
        for word in said:
            if word not in known:
                known[word] = [ids.setdefault(name, len(ids)) for name in word_features(word) if name[0] in letters]
            found += known[word]
        found += [ids.setdefault(name, len(ids)) for name in [*pair_features(said), *term_features(terms)]]
        count = Counter(found)
        columns.extend(count)
        repeats.extend(min(times, 255) for times in count.values())
        starts.append(len(columns))
    # The numbers stay where they were counted: for a large table a copy would be what takes the most memory of all.
    as_numbers = (np.frombuffer(starts, dtype=np.int32), np.frombuffer(columns, dtype=np.int32))
    return ids, frequency, *as_numbers, np.frombuffer(repeats, dtype=np.uint8)


def _without(
    starts: NDArray[np.int32], columns: NDArray[np.int32], repeats: NDArray[np.uint8], keep: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]:
    """The table without the features that are not kept, those that are numbered anew."""
    number = (np.cumsum(keep, dtype=np.int32) - 1).astype(np.int32)
    sizes = np.zeros(len(starts), dtype=np.int32)
    end = 0
    for first in range(0, len(starts) - 1, ROWS_AT_ONCE):
        bounds = starts[first : first + ROWS_AT_ONCE + 1]
        span = slice(bounds[0], bounds[-1])
        kept = keep[columns[span]]
        slots = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
        sizes[first + 1 : first + len(bounds)] = np.bincount(slots[kept], minlength=len(bounds) - 1)
        begin, end = end, end + int(np.count_nonzero(kept))
        # In place: what is kept is never written beyond what has been read.
        columns[begin:end] = number[columns[span][kept]]
        repeats[begin:end] = repeats[span][kept]
    return np.cumsum(sizes, dtype=np.int32), columns[:end], repeats[:end]


def _inverted(
    starts: NDArray[np.int32], columns: NDArray[np.int32], owner: NDArray[np.int32], held: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """Where each feature's postings start, the postings, and how many labels hold each feature.

    Of more postings than a question reads, evenly spread ones are kept: most of a table is its commonest features.
    """
    sizes = np.minimum(held, POSTINGS)
    posting_starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    postings = np.zeros(int(posting_starts[-1]), dtype=np.int32)
    labels_with, seen = np.zeros(len(held), dtype=np.int64), np.zeros(len(held), dtype=np.int64)
    last_owner = np.full(len(held), -1, dtype=np.int32)
    for first in range(0, len(starts) - 1, ROWS_AT_ONCE):
        bounds = starts[first : first + ROWS_AT_ONCE + 1]
        features = columns[bounds[0] : bounds[-1]]
        rows = np.repeat(np.arange(first, first + len(bounds) - 1, dtype=np.int32), np.diff(bounds))
        order = np.argsort(features, kind="stable")
        features, rows = features[order], rows[order]
        owners = owner[rows]
        begins = np.flatnonzero(np.diff(features, prepend=-1))
        runs = np.diff(begins, append=len(features))
        before = np.concatenate([[-1], owners[:-1]])
        before[begins] = last_owner[features[begins]]
        labels_with += np.bincount(features[owners != before], minlength=len(held))
        rank = np.arange(len(features)) - np.repeat(begins - seen[features[begins]], runs)
        seen[features[begins]] += runs
        last_owner[features[begins]] = owners[begins + runs - 1]
        slot = rank * sizes[features] // held[features]
        taken = slot < (rank + 1) * sizes[features] // held[features]
        postings[posting_starts[features[taken]] + slot[taken]] = rows[taken]
    return posting_starts, postings, labels_with


def _scaled(
    starts: NDArray[np.int32],
    columns: NDArray[np.int32],
    repeats: NDArray[np.uint8],
    weight: NDArray[np.float32],
    group: NDArray[np.int32],
) -> NDArray[np.float16]:
    scaled = np.zeros(len(columns), dtype=np.float16)
    for first in range(0, len(starts) - 1, ROWS_AT_ONCE):
        bounds = starts[first : first + ROWS_AT_ONCE + 1]
        span = slice(bounds[0], bounds[-1])
        groups = group[columns[span]]
        values = logs(repeats[span]) * weight[columns[span]]
        slots = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds)) * len(GROUPS) + groups
        squares = np.bincount(slots, weights=values * values)
        scaled[span] = values * np.sqrt(GROUP_WEIGHTS[groups] / squares[slots])
    return scaled


def logs(repeats: NDArray[np.uint8]) -> NDArray[np.float32]:
    """1 + log of how often a feature stands in a text, so that saying a word three times is not to say three words."""
    return np.asarray(1 + np.log(repeats, dtype=np.float32), dtype=np.float32)


def _calibrated(
    arrays: dict[str, NDArray[Any]], labels_with: NDArray[np.int64], held: NDArray[np.int64], unseen_weight: float
) -> NDArray[np.float64]:
    """The curves (see calibration.fit_curves), from asking variants while they, or their whole label, are left out."""
    index = Nearby(arrays)
    owner, starts = arrays["owner"], arrays["row_starts"]
    evidence, lead, right, outside = [], [], [], []
    for turn, row in enumerate(
        np.linspace(0, len(owner) - 1, min(ASKED_TO_CALIBRATE, len(owner))).astype(int).tolist()
    ):
        left_out = turn % 2 == 1
        span = slice(starts[row], starts[row + 1])
        ids, values = arrays["row_ids"][span], arrays["row_values"][span].astype(np.float32)
        gone = (labels_with[ids] == 1) if left_out else (held[ids] == 1)
        barred = owner == owner[row] if left_out else np.zeros(len(owner), dtype=bool)
        barred[row] = True
        squares = (values / np.sqrt(GROUP_WEIGHTS[arrays["group"][ids]])) ** 2
        groups = arrays["group"][ids]
        known = np.bincount(groups[~gone], weights=squares[~gone], minlength=len(GROUPS))
        lost = np.bincount(groups[gone], weights=squares[gone], minlength=len(GROUPS))
        if gone.all():
            continue
        rescale = np.sqrt((known + lost) / np.where(known > 0, known, 1))[groups[~gone]]
        judged = index.judge(ids[~gone], (values[~gone] * rescale).astype(np.float32), barred)
        if not len(judged.labels):
            continue
        best = int(np.argmax(judged.total))
        following = np.partition(judged.total, -2)[-2] if len(judged.total) > 1 else 0.0
        lead.append(float(judged.total[best] - following))
        share = known_share(known[None], lost[None], GROUP_WEIGHTS)[0]
        evidence.append(float(judged.evidence[best]) * float(np.sqrt(share)))
        right.append(bool(judged.labels[best] == owner[row]))
        outside.append(left_out)
    return fit_curves(Trial(np.array(evidence), np.array(lead), np.array(right, bool), np.array(outside, bool)))
