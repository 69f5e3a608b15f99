"""How often the bot is right: questions with the ids that count as right, asked one by one.

A line of the file is {"q", "lang", "style", "expect": [id, ...]}. One expected id is enough, but all are needed where
the style is "multi". `not_in_document` stands for any topic of that kind, `out_of_scope` for a question that must not
be answered.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.dialogue import Reply
from bot.guide.entries import Outcome

OUT_OF_SCOPE = "out_of_scope"
_TOPICAL = "not_in_document"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with the ids that count as right."""

    text: str
    language: str
    style: str
    expected: tuple[str, ...]

    @property
    def in_scope(self) -> bool:
        return OUT_OF_SCOPE not in self.expected


@dataclass(frozen=True, slots=True)
class Verdict:
    """A labelled question and what became of it."""

    question: Labelled
    reply: Reply
    right: bool

    @property
    def got(self) -> tuple[str, ...]:
        """The ids answered, or the suggestions in brackets, or the outcome."""
        if self.reply.answers:
            return tuple(answer.id for answer in self.reply.answers)
        if self.reply.suggestions:
            return tuple(f"({entry_id})" for entry_id in self.reply.suggestions)
        return (self.reply.outcome.value,)

    @property
    def wrongly_answered(self) -> bool:
        return not self.right and bool(self.reply.answers)


class BadLine(ValueError):
    """A line of the file that is no labelled question; the message says where and why."""


def labelled(path: Path) -> list[Labelled]:
    """The questions of a JSON Lines file. Raises OSError, and BadLine for a line that does not fit."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not row["expect"]:
                raise ValueError('"expect" is empty; write ["out_of_scope"] where nothing should answer')
            if not isinstance(row["expect"], list):
                raise ValueError('"expect" is no list; write ["dates"], not "dates"')
            found.append(Labelled(row["q"], row["lang"], row.get("style", ""), tuple(row["expect"])))
        except (ValueError, KeyError, TypeError) as error:
            raise BadLine(f'{path}:{number}:1: needs {{"q", "lang", "style", "expect": [...]}}: {error}') from error
    return found


def counts_as(ids: set[str]) -> set[str]:
    """The ids, and the family's name beside each topic that the article leaves open."""
    return ids | {_TOPICAL for entry_id in ids if entry_id.startswith(_TOPICAL + ":")}


def is_right(question: Labelled, reply: Reply) -> bool:
    """Whether the reply is one that the question's expected ids allow."""
    if OUT_OF_SCOPE in question.expected and reply.outcome in (Outcome.UNKNOWN, Outcome.DECLINED):
        return True
    got = counts_as({answer.id for answer in reply.answers})
    if question.style == "multi":
        return set(question.expected) <= got
    return bool(got & set(question.expected))


def evaluate(questions: Iterable[Labelled], ask: Callable[[Labelled], Reply]) -> list[Verdict]:
    """Each question's verdict, in order."""
    replies = ((question, ask(question)) for question in questions)
    return [Verdict(question, reply, is_right(question, reply)) for question, reply in replies]


def report(verdicts: Sequence[Verdict]) -> str:
    """Accuracy by language, what became of in-scope and out-of-scope questions, and every miss, as plain text."""
    by_language: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        by_language[verdict.question.language].append(verdict)
    lines = [f"{'lang':<6}{'in scope':>9}{'right':>8}{'':>8}{'outside':>9}{'answered':>10}"]
    for language, group in [*sorted(by_language.items(), key=lambda item: -len(item[1])), ("all", list(verdicts))]:
        inside = [verdict for verdict in group if verdict.question.in_scope]
        outside = [verdict for verdict in group if not verdict.question.in_scope]
        right = sum(verdict.right for verdict in inside)
        wrong = sum(verdict.wrongly_answered for verdict in outside)
        share = f"{right / len(inside):.0%}" if inside else "-"
        lines.append(f"{language:<6}{len(inside):>9}{right:>8}{share:>8}{len(outside):>9}{wrong:>10}")
    lines.append("")
    table = Counter(
        ("in scope" if verdict.question.in_scope else "outside", verdict.reply.outcome.value, verdict.right)
        for verdict in verdicts
    )
    for (scope, outcome, right), count in sorted(table.items()):
        lines.append(f"{scope:<10}{outcome:<12}{'right' if right else 'wrong':<7}{count:>5}")
    misses = [verdict for verdict in verdicts if not verdict.right]
    lines += ["", f"{len(misses)} misses:"] if misses else []
    for verdict in misses:
        question = verdict.question
        expected = " ".join(question.expected)
        lines.append(
            f"  [{question.language}] {question.text}\n       got {' '.join(verdict.got)}, expected {expected}"
        )
    return "\n".join(lines)
