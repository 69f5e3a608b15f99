"""One peer on one set: accuracy, agreement at a threshold from the training side, time, memory."""

from __future__ import annotations

import json
import os
import random
import resource
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.reading import read_guide
from bot.understanding.bench import OUTSIDE, matthews, read
from bot.understanding.calibration import NEAR_BEST, OUTSIDE_SHARE
from tests.bench.peers import Asked, Ranking, Row, peer
from tests.bench.tables import made_up_table

ROOT = Path(__file__).parents[2]
SETS = Path(os.environ.get("BENCH_SETS", ROOT.parent / "shared" / "bench"))
CACHE = ROOT / "data"
FOLDS = 5


def load(name: str) -> tuple[list[Row], list[Row]]:
    """The rows to fit and the questions of a set: a public one, `faq-LANGUAGE`, or `made-up-LABELS-VARIANTS`."""
    if name.startswith("faq-"):
        return own_questions(name.removeprefix("faq-"))
    if name.startswith("made-up-"):
        labels, variants = map(int, name.removeprefix("made-up-").split("-"))
        return made_up_table(labels, variants, questions=500)
    return read(SETS / name / "train.jsonl"), read(SETS / name / "test.jsonl")


def own_questions(language: str) -> tuple[list[Row], list[Row]]:
    """Our FAQ's variants as plain text, without concepts and names, and the questions under tests/questions.

    What is outside the FAQ is left out of the rows to fit; questions with two right answers are left out too.
    """
    guide = read_guide(ROOT / "faq", ROOT / "translations").guide
    if guide is None:
        raise ValueError("the FAQ cannot be read")
    train = [
        (label.partition(":")[0], text)
        for label, texts in guide.languages[language].variants.items()
        for text in texts
        if not label.startswith(("outside:", "declined:"))
    ]
    known = {label for label, _ in train}
    test = []
    for line in (ROOT / "tests" / "questions" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels = {wanted.partition(":")[0] for wanted in row.get("expect", [])}
        if not labels:
            test.append((OUTSIDE, str(row["q"])))
        elif len(labels) == 1 and labels <= known:
            test.append((labels.pop(), str(row["q"])))
    return train, test


def measure(name: str, set_name: str) -> dict[str, float]:
    """The figures of a peer on a set. Memory is this process's, or nlp.js's own."""
    train, test = load(set_name)
    ask = peer(name, CACHE)
    asked = ask(train, [text for _, text in test])
    memory = asked.rss_mb or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    scale = set_name.startswith("made-up-")
    threshold = asked.threshold if asked.threshold is not None or scale else chosen(name, train)
    inside = [(label, ranking) for (label, _), ranking in zip(test, asked.rankings, strict=True) if label != OUTSIDE]
    times = sorted(asked.times)
    return {
        "top1": np.mean([ranked(ranking)[:1] == [label] for label, ranking in inside]).item(),
        "top3": np.mean([label in ranked(ranking) for label, ranking in inside]).item(),
        "mcc": 0.0 if threshold is None else agreement(test, asked.rankings, threshold),
        "median_ms": 1000 * times[len(times) // 2],
        "p99_ms": 1000 * times[int(len(times) * 0.99)],
        "fit_s": asked.fit_s,
        "rss_mb": memory,
    }


def ranked(ranking: Ranking) -> list[str]:
    """The labels alone, best first."""
    return [label for label, _ in ranking]


def agreement(test: Sequence[Row], rankings: Sequence[Ranking], threshold: float) -> float:
    """Matthews correlation when a question whose best score is under the threshold is said to be outside."""
    said = [ranking[0][0] if ranking and ranking[0][1] >= threshold else OUTSIDE for ranking in rankings]
    return matthews([label for label, _ in test], said)


def chosen(name: str, train: Sequence[Row]) -> float:
    """A peer's threshold, by the rule that ours is chosen by: labels and variants held out in folds."""
    ask = peer(name, CACHE)
    places = sorted({label for label, _ in train})
    place = {label: number for number, label in enumerate(random.Random(0).sample(places, len(places)))}
    turn: dict[str, int] = {}
    wanted: list[str] = []
    asked_rankings: list[Ranking] = []
    turns = []
    for label, _ in train:
        turn[label] = turn.get(label, -1) + 1
        turns.append(turn[label])
    for fold in range(FOLDS):
        kept: list[Row] = []
        questions: list[Row] = []
        for (label, text), number in zip(train, turns, strict=True):
            if place[label] % FOLDS == fold:
                questions.append((OUTSIDE, text))
            elif (number + place[label]) % FOLDS == fold:
                questions.append((label, text))
            else:
                kept.append((label, text))
        found: Asked = ask(kept, [text for _, text in questions])
        wanted += [label for label, _ in questions]
        asked_rankings += found.rankings
    outside = np.array([label == OUTSIDE for label in wanted])
    scores = np.array([ranking[0][1] if ranking else -np.inf for ranking in asked_rankings])
    # As many copies of each question outside as bring them to their share.
    times = OUTSIDE_SHARE / (1 - OUTSIDE_SHARE) * (~outside).sum() / max(1, outside.sum())
    picked = [number for number in range(len(wanted)) if not outside[number]]
    picked += random.Random(0).choices(np.flatnonzero(outside).tolist(), k=round(times * outside.sum()))
    limits = np.quantile(scores[np.isfinite(scores)], np.linspace(0, 0.9, 46))
    values = np.array(
        [agreement([(wanted[n], "") for n in picked], [asked_rankings[n] for n in picked], limit) for limit in limits]
    )
    return float(limits[values > values.max() - NEAR_BEST].mean())
