"""How a large table is prepared for `nearby`: the same features and weights as a small one, fewer groups, an index."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.text import words
from bot.understanding.calibration import Trial, fit_curves, known_share
from bot.understanding.features import GROUPS, MAX_WORDS, WEIGHTS, pair_features, term_features, word_features
from bot.understanding.nearby import LOGS, POSTINGS, Nearby, Rows
from bot.understanding.packing import pack

# Of the groups of features, those that a large table needs: with all of them it would take three times the memory, and
# at 10,000 variants top-1 moves by less than a point.
LETTERS = ("3", "5", "p", "d", "t", "u")
# Pairs that one variant alone holds tell it from no other, and would be most of the vocabulary.
RARE = 1
ASKED_TO_CALIBRATE = 800
# Weighing all rows at once would double the memory that fitting takes.
ROWS_AT_ONCE = 1_000
GROUP_WEIGHTS = np.array([WEIGHTS[group] if group in LETTERS else 0 for group in GROUPS], dtype=np.float32)


def index_arrays(examples: Sequence[tuple[str, str, Sequence[str]]]) -> dict[str, NDArray[Any]]:
    """Everything that a Matcher of a large table holds, learnt from (label, text, terms)."""
    labels = sorted({label for label, _, _ in examples})
    place = {label: number for number, label in enumerate(labels)}
    owner = np.array([place[label] for label, _, _ in examples], dtype=np.int32)
    row_order = np.argsort(owner, kind="stable").astype(np.int32)
    owner = owner[row_order]
    numbers, extras, table = _said(examples[row] for row in row_order.tolist())
    ids: dict[str, int] = {}
    parts, part_starts = array("i"), array("i", [0])
    for word in numbers:
        parts.extend(ids.setdefault(name, len(ids)) for name in word_features(word) if name[0] in LETTERS)
        part_starts.append(len(parts))
    # A pair or a term is a feature by itself.
    own = np.arange(len(extras), dtype=np.int32)
    table["part_starts"] = np.concatenate([_numbers(part_starts), len(parts) + 1 + own])
    table["part_ids"] = np.concatenate([_numbers(parts), len(ids) + own])
    vocabulary = [*ids, *extras]
    del ids, extras
    table["group"] = np.array([GROUPS.index(name[0]) for name in vocabulary], dtype=np.int32)
    held, labels_with = _holders(Rows(table), owner, len(vocabulary))
    table["owner"], table["row_order"] = owner, row_order
    table["weight"] = (np.log((1 + len(labels)) / (1 + labels_with)) + 1).astype(np.float32)
    table |= _inverted(table, held)
    unseen_weight = float(np.log((1 + len(labels)) / 2) + 1)
    curves = _calibrated(table, labels_with, held, unseen_weight)
    return {
        **table,
        "labels": pack(labels),
        "texts": pack([text for _, text, _ in examples]),
        "vocabulary": pack(vocabulary),
        "words": pack(list(numbers)),
        "word_counts": np.bincount(table["row_items"], minlength=len(numbers))[: len(numbers)].astype(np.int32),
        "letters": pack(LETTERS),
        "scalars": np.array([unseen_weight, *curves]),
    }


def _said(
    examples: Iterable[tuple[str, str, Sequence[str]]],
) -> tuple[dict[str, int], list[str], dict[str, NDArray[Any]]]:
    """The words, what else the texts hold (pairs and terms), and which of both each text holds, by number.

    A text's words are a tenth of its features, and what they are made of is known by word: the features themselves
    would be most of the memory. Words are numbered first, pairs and terms after them.
    """
    numbers: dict[str, int] = {}
    others: dict[str, int] = {}
    said, starts = array("i"), array("i", [0])
    for _, text, terms in examples:
        spoken = words(text)[:MAX_WORDS]
        said.extend(numbers.setdefault(word, len(numbers)) for word in spoken)
        # How many words there will be is not known yet: until then the others are counted downwards from -1.
        said.extend(~others.setdefault(name, len(others)) for name in pair_features(spoken))
        if terms:
            said.extend(~others.setdefault(name, len(others)) for name in term_features(terms))
        starts.append(len(said))
    counted = _numbers(said)
    other = counted < 0
    keep = np.bincount(~counted[other], minlength=len(others)) > RARE
    keep |= np.fromiter((name[0] != "p" for name in others), dtype=bool, count=len(others))
    number = len(numbers) - 1 + np.cumsum(keep, dtype=np.int32)
    kept = ~other
    kept[other] = keep[~counted[other]]
    items = counted[kept]
    items[items < 0] = number[~items[items < 0]]
    table: dict[str, NDArray[Any]] = {
        "row_starts": np.concatenate([[0], np.cumsum(kept, dtype=np.int32)])[_numbers(starts)].astype(np.int32),
        "row_items": items,
    }
    return numbers, [name for name, stays in zip(others, keep.tolist(), strict=True) if stays], table


def _numbers(counted: array[int]) -> NDArray[np.int32]:
    """The numbers where they are, not copied: they stay as long as the array does."""
    return np.frombuffer(counted, dtype=np.int32) if counted else np.zeros(0, dtype=np.int32)


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


def _distinct(rows: Rows, size: int) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]]:
    """Some rows at a time: row, feature and how often it stands there, by row and then by feature."""
    for first in range(0, len(rows), ROWS_AT_ONCE):
        some = np.arange(first, min(first + ROWS_AT_ONCE, len(rows)), dtype=np.int32)
        slots, features = rows.held(some)
        keys, counts = np.unique(slots * size + features, return_counts=True)
        yield some[keys // size], keys % size, counts


def _holders(rows: Rows, owner: NDArray[np.int32], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many rows and how many labels hold each feature; a label's rows stand together."""
    held, labels_with = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    last_owner = np.full(size, -1, dtype=np.int32)
    for row, feature, _ in _distinct(rows, size):
        held += np.bincount(feature, minlength=size)
        # Every (label, feature) once, in the order of labels; one that the rows before ended with is counted already.
        keys = np.unique(owner[row].astype(np.int64) * size + feature)
        labels, features = keys // size, keys % size
        labels_with += np.bincount(features[labels != last_owner[features]], minlength=size)
        last_owner[features] = labels
    return held, labels_with


def _inverted(table: Mapping[str, NDArray[Any]], held: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """The postings of each feature, and each row's scale by group.

    Of more postings than a question reads, evenly spread ones are kept: most of a table is its commonest features.
    """
    rows, group, weight = Rows(table), table["group"], table["weight"]
    sizes = np.minimum(held, POSTINGS)
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    postings = np.zeros(int(starts[-1]), dtype=np.int32)
    scale = np.zeros((len(rows), len(GROUPS)), dtype=np.float16)
    seen = np.zeros(len(held), dtype=np.int64)
    for row, feature, count in _distinct(rows, len(held)):
        first, last = int(row[0]) if len(row) else 0, int(row[-1]) + 1 if len(row) else 0
        values = LOGS.take(count, mode="clip") * weight[feature]
        slots = (row - first) * len(GROUPS) + group[feature]
        squares = np.bincount(slots, weights=values * values, minlength=(last - first) * len(GROUPS))
        squares = squares.reshape(-1, len(GROUPS))
        scale[first:last] = np.sqrt(GROUP_WEIGHTS / np.where(squares > 0, squares, np.inf))
        order = np.argsort(feature, kind="stable")
        row, feature = row[order], feature[order]
        begins = np.flatnonzero(np.diff(feature, prepend=-1))
        runs = np.diff(begins, append=len(feature))
        rank = np.arange(len(feature)) - np.repeat(begins - seen[feature[begins]], runs)
        seen[feature[begins]] += runs
        slot = rank * sizes[feature] // held[feature]
        taken = slot < (rank + 1) * sizes[feature] // held[feature]
        postings[starts[feature[taken]] + slot[taken]] = row[taken]
    return {"posting_starts": starts, "postings": postings, "row_scale": scale}


def logs(repeats: NDArray[np.uint8]) -> NDArray[np.float32]:
    """1 + log of how often a feature stands in a text, so that saying a word three times is not to say three words."""
    return np.asarray(1 + np.log(repeats, dtype=np.float32), dtype=np.float32)


def _calibrated(
    arrays: dict[str, NDArray[Any]], labels_with: NDArray[np.int64], held: NDArray[np.int64], unseen_weight: float
) -> NDArray[np.float64]:
    """The curves (see calibration.fit_curves), from asking variants while they, or their whole label, are left out."""
    index = Nearby(arrays)
    owner = arrays["owner"]
    evidence, lead, right, outside = [], [], [], []
    for turn, row in enumerate(
        np.linspace(0, len(owner) - 1, min(ASKED_TO_CALIBRATE, len(owner))).astype(int).tolist()
    ):
        left_out = turn % 2 == 1
        ids, values = index.row(row)
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
