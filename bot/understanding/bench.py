"""Measure the matcher on a pair of files: python -m bot.understanding.bench TRAIN.jsonl TEST.jsonl

Each line of a file is a JSON object with `text` and `label` (`oos`: outside the FAQ). Prints one JSON line: top-1 and
top-3 accuracy over the questions inside, Matthews correlation over all of them (`oos` answered below the matcher's own
threshold), median and 99th percentile of a question's time, seconds to fit, and the process's memory in megabytes.
"""

from __future__ import annotations

import json
import math
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.understanding.matcher import Example, Matcher

OUTSIDE = "oos"


def read(path: Path) -> list[tuple[str, str]]:
    """(label, text) of each line; blank lines are passed over."""
    rows = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                row = json.loads(line)
                rows.append((str(row["label"]), str(row["text"])))
    return rows


def matthews(asked: Sequence[str], answered: Sequence[str]) -> float:
    """Multi-class Matthews correlation of two sequences of labels; 0 where it is not defined."""
    total = len(asked)
    right = sum(left == given for left, given in zip(asked, answered, strict=True))
    wanted, given = Counter(asked), Counter(answered)
    chance = sum(count * given[label] for label, count in wanted.items())
    spread = (total**2 - sum(count**2 for count in wanted.values())) * (
        total**2 - sum(count**2 for count in given.values())
    )
    return (right * total - chance) / math.sqrt(spread) if spread else 0.0


def measure(train: Sequence[tuple[str, str]], test: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Fit on `train` (its own out-of-scope rows, if any, are a label like others) and ask every question of `test`."""
    begin = time.perf_counter()
    matcher = Matcher.fit([Example(label, text) for label, text in train])
    fit_s = time.perf_counter() - begin
    for _, text in test[:20]:
        matcher.rank(text)
    times, answers = [], []
    first = third = inside = 0
    for label, text in test:
        begin = time.perf_counter()
        matches = matcher.rank(text)
        times.append(time.perf_counter() - begin)
        answers.append(matches[0].label if matches and matches[0].inside >= matcher.threshold else OUTSIDE)
        if label != OUTSIDE:
            inside += 1
            first += bool(matches) and matches[0].label == label
            third += label in [match.label for match in matches]
    times.sort()
    return {
        "top1": round(first / max(1, inside), 4),
        "top3": round(third / max(1, inside), 4),
        "mcc": round(matthews([label for label, _ in test], answers), 4),
        "median_ms": round(1000 * times[len(times) // 2], 4),
        "p99_ms": round(1000 * times[min(len(times) - 1, int(len(times) * 0.99))], 4),
        "fit_s": round(fit_s, 3),
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def main(arguments: Sequence[str]) -> int:
    """Run the command; 2 when it was not given two files."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    train, test = (read(Path(argument)) for argument in arguments)
    print(json.dumps(measure(train, test)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
