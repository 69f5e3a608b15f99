"""How a large table is prepared for `nearby`: the same features and weights as a small one, fewer groups, an index."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.calibration import fit_curve, known_share
from bot.understanding.features import GROUPS, MAX_WORDS, WEIGHTS, pair_features, term_features, word_features
from bot.understanding.nearby import Nearby
from bot.understanding.text import words

# Of the groups of features, those that a large table needs: with all of them it would take three times the memory, and
# at 10,000 variants top-1 moves by less than a point.
LETTERS = ("3", "5", "p", "d", "t", "u")
# Pairs that one variant alone holds tell it from no other, and would be most of the vocabulary.
RARE = 1
ASKED_TO_CALIBRATE = 800
GROUP_WEIGHTS = np.array([WEIGHTS[group] if group in LETTERS else 0 for group in GROUPS], dtype=np.float32)


def index_arrays(examples: Sequence[tuple[str, str, Sequence[str]]]) -> dict[str, NDArray[Any]]:
    """Everything that a Matcher of a large table holds, learnt from (label, text, terms)."""
    labels = sorted({label for label, _, _ in examples})
    place = {label: number for number, label in enumerate(labels)}
    owner = np.array([place[label] for label, _, _ in examples], dtype=np.int32)
    vocabulary, frequency, starts, columns, repeats = _counted(examples)
    group = np.array([GROUPS.index(name[0]) for name in vocabulary], dtype=np.int32)
    held = np.bincount(columns, minlength=len(vocabulary))
    keep = (held > RARE) | (group != GROUPS.index("p"))
    kept_rows = np.repeat(np.arange(len(examples), dtype=np.int32), np.diff(starts))[keep[columns]]
    repeats = repeats[keep[columns]]
    columns = (np.cumsum(keep, dtype=np.int32) - 1)[columns[keep[columns]]]
    vocabulary = [name for name, kept in zip(vocabulary, keep.tolist(), strict=True) if kept]
    group, held = group[keep], held[keep]
    order = np.argsort(columns, kind="stable")
    postings = kept_rows[order]
    posting_starts = np.concatenate([[0], np.cumsum(held)])
    labels_with = _distinct(columns[order], owner[postings], len(vocabulary))
    weight = (np.log((1 + len(labels)) / (1 + labels_with)) + 1).astype(np.float32)
    values = _scaled(kept_rows, columns, repeats, weight, group)
    arrays: dict[str, NDArray[Any]] = {
        "weight": weight,
        "group": group,
        "owner": owner,
        "row_starts": np.searchsorted(kept_rows, np.arange(len(examples) + 1)).astype(np.int64),
        "row_ids": columns,
        "row_values": values,
        "posting_starts": posting_starts.astype(np.int64),
        "postings": postings,
    }
    unseen_weight = float(np.log((1 + len(labels)) / 2) + 1)
    curve = _calibrated(arrays, labels_with, held, unseen_weight)
    return {
        **arrays,
        "labels": packed(labels),
        "texts": packed([text for _, text, _ in examples]),
        "vocabulary": packed(vocabulary),
        "words": packed(list(frequency)),
        "word_counts": np.array(list(frequency.values()), dtype=np.int32),
        "letters": packed(LETTERS),
        "scalars": np.array([unseen_weight, *curve]),
    }


def _counted(
    examples: Iterable[tuple[str, str, Sequence[str]]],
) -> tuple[list[str], Counter[str], NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    ids: dict[str, int] = {}
    known: dict[str, list[int]] = {}
    frequency: Counter[str] = Counter()
    starts, columns, repeats = array("q", [0]), array("i"), array("f")
    for _, text, terms in examples:
        said = words(text)[:MAX_WORDS]
        frequency.update(said)
        found: list[int] = []
        for word in said:
            if word not in known:
                known[word] = [ids.setdefault(name, len(ids)) for name in word_features(word) if name[0] in LETTERS]
            found += known[word]
        found += [ids.setdefault(name, len(ids)) for name in [*pair_features(said), *term_features(terms)]]
        count = Counter(found)
        columns.extend(count)
        repeats.extend(count.values())
        starts.append(len(columns))
    counted = 1 + np.log(np.frombuffer(repeats, dtype=np.float32)) if repeats else np.zeros(0, dtype=np.float32)
    return list(ids), frequency, np.array(starts), np.array(columns, dtype=np.int32), counted.astype(np.float32)


def _distinct(columns: NDArray[np.int32], owners: NDArray[np.int32], size: int) -> NDArray[np.int64]:
    """How many labels hold each feature; `columns` is sorted."""
    pairs = np.sort(columns.astype(np.int64) << 32 | owners)
    first = np.ones(len(pairs), dtype=bool)
    first[1:] = pairs[1:] != pairs[:-1]
    return np.bincount(pairs[first] >> 32, minlength=size)


def _scaled(
    rows: NDArray[np.int32],
    columns: NDArray[np.int32],
    repeats: NDArray[np.float32],
    weight: NDArray[np.float32],
    group: NDArray[np.int32],
) -> NDArray[np.float16]:
    values = repeats * weight[columns]
    slots = rows * len(GROUPS) + group[columns]
    squares = np.bincount(slots, weights=values * values).astype(np.float32)
    scale = np.sqrt(GROUP_WEIGHTS)[group[columns]] / np.sqrt(squares[slots])
    return np.asarray(values * scale, dtype=np.float16)


def _calibrated(
    arrays: dict[str, NDArray[Any]], labels_with: NDArray[np.int64], held: NDArray[np.int64], unseen_weight: float
) -> tuple[float, float, float]:
    """The curve and threshold from asking some variants, with themselves or their whole label left out of the table."""
    index = Nearby(arrays)
    owner, starts = arrays["owner"], arrays["row_starts"]
    evidence, right, outside = [], [], []
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
        best = int(np.argmax(judged.evidence))
        share = known_share(known[None], lost[None], GROUP_WEIGHTS)[0]
        evidence.append(float(judged.evidence[best]) * float(np.sqrt(share)))
        right.append(bool(judged.labels[best] == owner[row]))
        outside.append(left_out)
    if not any(outside) or all(outside):
        return -2.0, 4.0, 0.5
    return fit_curve(np.array(evidence), np.array(right), np.array(outside))


def packed(strings: Sequence[str]) -> NDArray[np.uint8]:
    """Strings as one array of bytes, each ended by a zero byte (one inside a string becomes a space)."""
    joined = "".join(string.replace("\0", " ") + "\0" for string in strings)
    return np.frombuffer(joined.encode("utf-8", "surrogatepass"), dtype=np.uint8)
