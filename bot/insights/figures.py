"""What was asked, added up: today and in all, by day, language and topic."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.guide.entries import Outcome
from bot.store.asked import Kind

Name = TypeVar("Name", str, date)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions ended in each way."""

    counts: Mapping[Outcome, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    def of(self, outcome: Outcome) -> int:
        """Those that ended in one way."""
        return self.counts.get(outcome, 0)

    def share(self, outcome: Outcome) -> float:
        """The part of one way in the whole, 0 to 1; 0 of nothing."""
        return self.of(outcome) / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Tallies: days (the event's) in their order, languages (BCP 47, or "other") and topics the most asked first.

    A question that no entry answered has no topic.
    """

    today: Tally
    in_all: Tally
    by_day: Mapping[date, Tally]
    by_language: Mapping[str, Tally]
    by_topic: Mapping[str, Tally]


def figures(counts: Mapping[Kind, int], today: date) -> Figures:
    """The stored counts added up; `today` is the day in the event's time zone."""
    by_day = _tallies(counts, lambda kind: date.fromisoformat(kind.day))
    return Figures(
        today=by_day.get(today, Tally({})),
        in_all=_tallies(counts, lambda _: "").get("", Tally({})),
        by_day=dict(sorted(by_day.items())),
        by_language=_most_asked(_tallies(counts, lambda kind: kind.language)),
        by_topic=_most_asked(_tallies({kind: n for kind, n in counts.items() if kind.topic}, lambda kind: kind.topic)),
    )


def _tallies(counts: Mapping[Kind, int], name: Callable[[Kind], Name]) -> dict[Name, Tally]:
    found: dict[Name, Counter[Outcome]] = {}
    for kind, count in counts.items():
        found.setdefault(name(kind), Counter())[Outcome(kind.outcome)] += count
    return {key: Tally(tally) for key, tally in found.items()}


def _most_asked(tallies: Mapping[str, Tally]) -> dict[str, Tally]:
    return dict(sorted(tallies.items(), key=lambda item: (-item[1].total, item[0])))
