"""How often the bot is right on the labelled questions: the floor may rise, never sink.

The questions under tests/questions were written apart from the FAQ, without reading its variants; the figures
beside each floor are those of the day it was set, with all questions of the language in one run.
"""

import json
from datetime import datetime

import pytest

from bot.assistant import Assistant
from bot.dialogue import Question, Reply
from bot.evaluation import Labelled, Verdict, evaluate, labelled
from tests.conftest import BAMAKO, ROOT

NOW = datetime(2026, 11, 24, 12, tzinfo=BAMAKO)
QUESTIONS = ROOT / "tests" / "questions"
# Language: the least share of right answers. Measured 2026-11-24: fr 91, en 91, ar 92, tr 95, es 92, pt 92, ru 97,
# hi 94, zh 91, de 93, ha and sw 100 %.
FLOORS = {
    "fr": 0.90, "en": 0.90, "ar": 0.88, "tr": 0.90, "es": 0.87, "pt": 0.87,
    "ru": 0.90, "hi": 0.88, "zh": 0.87, "de": 0.87, "ha": 0.85, "sw": 0.85,
}  # fmt: skip
# Measured on the same day: 8 % of the questions outside the FAQ were answered, 4 % of those in scope answered wrongly.
MOST_OUTSIDE_ANSWERED = 0.10
MOST_WRONGLY_ANSWERED = 0.06


@pytest.fixture(scope="module")
def verdicts(assistant: Assistant) -> dict[str, list[Verdict]]:
    def ask(question: Labelled) -> Reply:
        return assistant.reply(Question(question.text, NOW))

    return {path.stem: evaluate(labelled(path), ask) for path in sorted(QUESTIONS.glob("*.jsonl"))}


def test_there_are_questions_enough_and_none_twice() -> None:
    """At least 600 labelled questions, each with an id of the contract, none of them repeated."""
    rows = [json.loads(line) for path in QUESTIONS.glob("*.jsonl") for line in path.read_text().splitlines()]
    assert len(rows) >= 600
    assert len({row["q"] for row in rows}) == len(rows)
    assert all(row["expect"] for row in rows)


@pytest.mark.parametrize("language", FLOORS)
def test_answers_stay_as_right_as_they_were(verdicts: dict[str, list[Verdict]], language: str) -> None:
    """In each language, the share of in-scope questions answered rightly does not sink below its floor."""
    inside = [verdict for verdict in verdicts[language] if verdict.question.in_scope]
    right = sum(verdict.right for verdict in inside) / len(inside)
    misses = [(verdict.question.text, verdict.got) for verdict in inside if not verdict.right]
    assert right >= FLOORS[language], misses


def test_questions_about_other_things_are_not_answered(verdicts: dict[str, list[Verdict]]) -> None:
    """Few questions from outside the FAQ are answered as if they were about the event."""
    outside = [verdict for group in verdicts.values() for verdict in group if not verdict.question.in_scope]
    answered = [verdict for verdict in outside if verdict.wrongly_answered]
    told = [(verdict.question.text, verdict.got) for verdict in answered]
    assert len(answered) <= MOST_OUTSIDE_ANSWERED * len(outside), told


def test_wrong_answers_are_rarer_than_honest_doubt(verdicts: dict[str, list[Verdict]]) -> None:
    """Of the in-scope questions few are answered wrongly: in doubt the bot offers a choice or says so."""
    inside = [verdict for group in verdicts.values() for verdict in group if verdict.question.in_scope]
    wrong = [verdict for verdict in inside if verdict.wrongly_answered]
    assert len(wrong) <= MOST_WRONGLY_ANSWERED * len(inside)


def test_the_language_of_a_question_is_told(verdicts: dict[str, list[Verdict]]) -> None:
    """Nearly every question is answered in the language it was asked in, without any hint."""
    everything = [verdict for group in verdicts.values() for verdict in group]
    told = sum(verdict.reply.language == verdict.question.language for verdict in everything)
    assert told >= 0.97 * len(everything)
