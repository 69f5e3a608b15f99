"""A fact found in a text, and the comparison of two texts' facts as multisets."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The facts that the gate reads out of prose."""

    NUMBER = "number"
    MONTH = "month"
    WEEKDAY = "weekday"
    CLOCK = "clock"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: every value that it may have (1,500 is 1500 or 1.5), as written, and whether it surely is a fact.

    A fact that is not sure may answer for one of the other text; alone it is nothing.
    """

    kind: Kind
    values: frozenset[Hashable]
    written: str
    sure: bool = True


def unmatched(source: Sequence[Fact], target: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """The sure facts of the source that the target lacks, and those that it adds."""
    if not source and not any(fact.sure for fact in target):
        return [], []
    # The facts with the fewest readings choose first, so that an ambiguous one does not take another's place.
    free = sorted(target, key=lambda fact: (not fact.sure, len(fact.values)))
    lacking: list[Fact] = []
    for fact in sorted(source, key=lambda fact: (not fact.sure, len(fact.values))):
        partner = next((other for other in free if other.kind is fact.kind and other.values & fact.values), None)
        if partner is not None:
            free.remove(partner)
        elif fact.sure:
            lacking.append(fact)
    return lacking, [fact for fact in free if fact.sure]


def listed(facts: Iterable[Fact]) -> str:
    """The facts as they are written, for a message."""
    return ", ".join(dict.fromkeys(fact.written for fact in facts))
