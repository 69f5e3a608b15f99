"""Entries that steal each other's questions: found by asking each variant of a matcher that was fitted without it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bot.guide.problems import Problem, Severity, Wording, shown
from bot.understanding.matcher import Example, Matcher
from bot.understanding.understanding import Understanding

FOLDS = 2
# One stray variant is no rivalry; a third of an entry's questions going to one other entry is.
LEAST_STOLEN = 4
LEAST_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Rivalry:
    """How many of an entry's variants another entry would answer, and one of them (a variant's text)."""

    victim: str
    thief: str
    stolen: int
    total: int
    example: str

    def problem(self, file: str) -> Problem:
        """What to tell the organisers: a warning at the top of a file, for no single line is to blame."""
        return Problem(
            file,
            1,
            1,
            Wording(
                f"{shown(self.thief)} prend {self.stolen} des {self.total} questions de {shown(self.victim)}, "
                f"comme {shown(self.example)}",
                f"{shown(self.thief)} takes {self.stolen} of the {self.total} questions of {shown(self.victim)}, "
                f"such as {shown(self.example)}",
            ),
            Wording(
                "Dites mieux ce qui les distingue dans leurs `variants`, ou réunissez les deux entrées",
                "Let their `variants` tell them apart, or make the two entries one",
            ),
            Severity.WARNING,
        )


def rivalries(understanding: Understanding, language: str) -> Iterator[Rivalry]:
    """The rivalries in one language (BCP 47), the worst first."""
    for pair in closest_pairs(understanding, language):
        if pair.stolen >= LEAST_STOLEN and pair.stolen >= LEAST_SHARE * pair.total:
            yield pair


def closest_pairs(understanding: Understanding, language: str) -> list[Rivalry]:
    """Every pair of entries of which one takes a question of the other, most of its share first."""
    examples = understanding.examples(language)
    totals = Counter(example.label for example in examples)
    stolen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for fold in range(FOLDS):
        matcher = Matcher.fit([example for place, example in enumerate(examples) if place % FOLDS != fold])
        for example in examples[fold::FOLDS]:
            thief = _answering(matcher, example)
            if thief not in ("", example.label):
                stolen[example.label, thief].append(example.text)
    return [
        Rivalry(victim, thief, len(texts), totals[victim], texts[0])
        for (victim, thief), texts in sorted(stolen.items(), key=lambda item: -len(item[1]) / totals[item[0][0]])
    ]


def _answering(matcher: Matcher, example: Example) -> str:
    matches = matcher.rank(example.text, example.terms, limit=1)
    return matches[0].label if matches else ""
