"""The table behind the thresholds of bot/understanding/decision.py: `python -m tests.bench.thresholds [FILE ...]`.

Each labelled question (by default those under tests/questions) is read as one message; for each pair of thresholds the
shares of in-scope questions answered rightly and wrongly, and of questions from outside that are answered at all.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation import Labelled, counts_as, labelled
from bot.loading import load_understanding
from bot.understanding.decision import ANSWER_SCORE, PRACTICAL_SCORE, is_outside, is_practical
from bot.understanding.understanding import Understanding

ROOT = Path(__file__).parents[2]
SCORES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True, slots=True)
class Read:
    """A question's best finding: its score (0 when it says "outside"), whether it is practical, whether it is right."""

    in_scope: bool
    score: float
    practical: bool
    right: bool


def read(understanding: Understanding, question: Labelled) -> Read:
    """How a question is read as one message."""
    findings = understanding.read_message(question.text).findings
    if not findings or is_outside(findings[0].entry):
        return Read(question.in_scope, 0.0, practical=False, right=False)
    best = findings[0]
    answered = {finding.entry for finding in findings if finding.match.label == best.match.label}
    right = bool(counts_as(answered) & set(question.expected))
    return Read(question.in_scope, best.match.score, is_practical(best.entry), right)


def row(questions: Sequence[Read], core: float, practical: float) -> str:
    """One line of the table."""
    answered = [question.score >= (practical if question.practical else core) for question in questions]
    inside = [pair for pair in zip(questions, answered, strict=True) if pair[0].in_scope]
    outside = [yes for question, yes in zip(questions, answered, strict=True) if not question.in_scope]
    right = sum(yes and question.right for question, yes in inside) / len(inside)
    wrong = sum(yes and not question.right for question, yes in inside) / len(inside)
    chosen = " <- chosen" if (core, practical) == (ANSWER_SCORE, PRACTICAL_SCORE) else ""
    return f"| {core:.2f} | {practical:.2f} | {right:.3f} | {wrong:.3f} | {sum(outside) / len(outside):.3f} |{chosen}"


def main(files: Sequence[str]) -> None:
    """Print the table."""
    understanding = load_understanding(ROOT / "faq", ROOT / "translations", ROOT / "data" / "cache")
    paths = [Path(file) for file in files] or sorted((ROOT / "tests" / "questions").glob("*.jsonl"))
    questions = [question for path in paths for question in labelled(path) if question.style != "multi"]
    reads = [read(understanding, question) for question in questions]
    print("| core | practical | right | wrong | outside answered |\n| --- | --- | --- | --- | --- |")
    for core in SCORES:
        for practical in SCORES:
            if practical >= core:
                print(row(reads, core, practical))


if __name__ == "__main__":
    main(sys.argv[1:])
