"""What each part of the matcher brings: both public sets with that part taken out.

python -m tests.bench.ablation prints the table of docs/matching.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np

from bot.understanding import everywhere, features, fitting, matcher
from bot.understanding.bench import measure
from tests.bench.measuring import load

Change = Callable[[ExitStack], None]


def without_groups(letters: str) -> Change:
    """The groups' share of likeness goes to the other groups, and they are not counted."""

    def change(stack: ExitStack) -> None:
        text = [letter for letter in features.WEIGHTS if letter not in "tu"]
        left = sum(features.WEIGHTS[letter] for letter in text if letter not in letters)
        weights = {
            letter: share if letter in "tu" else 0.0 if letter in letters else share / left
            for letter, share in features.WEIGHTS.items()
        }
        stack.enter_context(patch.dict(features.WEIGHTS, weights))
        array = np.array([weights[letter] for letter in features.GROUPS], dtype=np.float32)
        stack.enter_context(patch.object(fitting, "GROUP_WEIGHTS", array))
        gone = [place for place, letter in enumerate(features.GROUPS) if letter in letters]
        learn = fitting.learn

        def learn_less(table: Any, owner: Any, group: Any, *others: Any) -> fitting.Learned:
            learned = learn(table, owner, group, *others)
            learned.count[np.isin(group, gone)] = 0
            return learned

        stack.enter_context(patch.object(fitting, "learn", learn_less))

    return change


def same_weights(stack: ExitStack) -> None:
    """Every known feature weighs the same."""
    stack.enter_context(patch.object(fitting, "feature_weights", lambda held, labels: (held > 0).astype(np.float32)))


def no_count(stack: ExitStack) -> None:
    """The softmax alone."""
    for module in (everywhere, fitting):
        stack.enter_context(patch.object(module, "COUNT_SHARE", 0.0))


def count_alone(stack: ExitStack) -> None:
    """The count alone decides who is first."""
    for module in (everywhere, fitting):
        stack.enter_context(patch.object(module, "COUNT_SHARE", 1e6))


def no_forgiveness(stack: ExitStack) -> None:
    """Unknown words stay as they were written."""
    stack.enter_context(patch.object(matcher, "corrected", lambda words, spelling: words))


def no_share_of_the_known(stack: ExitStack) -> None:
    """Strange words do not count against a match."""
    stack.enter_context(patch.object(matcher, "_known_share", lambda *squares: 1.0))
    stack.enter_context(patch.object(fitting, "known_shares", lambda table, *others: np.ones(table.shape[0])))


PARTS: dict[str, Change] = {
    "everything": lambda stack: None,
    "without beginnings of words": without_groups("35"),
    "without pairs of words": without_groups("p"),
    "without pieces of words": without_groups("bcde"),
    "without weights (all features weigh the same)": same_weights,
    "without the count (softmax alone)": no_count,
    "without the softmax (count alone)": count_alone,
    "without typo forgiveness": no_forgiveness,
    "without the share of the known": no_share_of_the_known,
}


@contextmanager
def changed(change: Change) -> Iterator[None]:
    """The matcher with one part taken out."""
    with ExitStack() as stack:
        change(stack)
        yield


def main() -> int:
    """Print the table."""
    print("| | hint3_sof top-1 | MCC | banking77_10 top-1 | MCC |\n| --- | --- | --- | --- | --- |")
    for name, change in PARTS.items():
        cells = []
        for set_name in ("hint3_sof", "banking77_10"):
            with changed(change):
                figures = measure(*load(set_name))
            cells.append(f"{figures['top1']:.3f} | {figures['mcc']:.3f}")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
