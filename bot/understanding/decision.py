"""When to answer, when to offer a choice, when to say "I don't know": every threshold of the bot, in one place.

Set by `make calibrate` on the questions under tests/questions; the figures stand in docs/matching.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.guide.entries import Outcome

if TYPE_CHECKING:
    from bot.understanding.understanding import Finding

# Measured by `python -m tests.bench.thresholds` on the 833 questions of tests/questions that ask one thing: answering
# from 0.30 on, and practical questions from 0.40 on, answers 92 % of those in scope rightly, 3 % wrongly, and 6 % of
# those outside. What people ask of any bot (an alarm, a flat, a number) looks like a practical question.
ANSWER_SCORE = 0.30
PRACTICAL_SCORE = 0.40
SUGGEST_SCORE = 0.15
# Each of two questions in one message must be a little surer than a message that asks one thing: with 0.35 the whole of
# tests/questions has 694 of 746 right, with 0.50 it has 689, and no more of the others are answered.
PART_SCORE = 0.35
MOST_ANSWERS = 3
MOST_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a question: its language (BCP 47), the outcome, and the entries to answer with or to offer."""

    language: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    suggestions: tuple[str, ...] = ()


def is_outside(entry_id: str) -> bool:
    """Whether an id stands for questions that the bot has no answer of its own for (faq/outside.yaml)."""
    return entry_id.startswith(("outside:", "declined:"))


def is_practical(entry_id: str) -> bool:
    """Whether an id stands for a practical question that the article leaves open."""
    return entry_id.startswith("not_in_document:")


def least_score(finding: Finding) -> float:
    """The score from which on a finding is answered with."""
    return PRACTICAL_SCORE if is_practical(finding.entry) else ANSWER_SCORE


def is_sure(finding: Finding, least: float = 0.0) -> bool:
    """Whether a finding is good enough to answer with; `least` asks for more than the usual score."""
    return finding.match.score >= max(least_score(finding), least)


def decide(language: str, findings: Sequence[Finding], outcomes: Sequence[Outcome]) -> Decision:
    """One text's decision from its findings, best first, and the outcome of each finding's entry."""
    if not findings or findings[0].match.score < SUGGEST_SCORE:
        return Decision(language, Outcome.UNKNOWN)
    best, outcome = findings[0], outcomes[0]
    if is_outside(best.entry):
        return Decision(language, outcome)
    if is_sure(best):
        together = [finding for finding in findings if finding.match.label == best.match.label][:MOST_ANSWERS]
        return Decision(language, outcome, tuple(together))
    offered = dict.fromkeys(finding.entry for finding in findings if not is_outside(finding.entry))
    suggestions = tuple(offered)[:MOST_SUGGESTIONS]
    if len(suggestions) < 2:
        return Decision(language, Outcome.UNKNOWN)
    return Decision(language, Outcome.SUGGEST, suggestions=suggestions)
