"""Where the parts of bars and columns lie, in per cent of the space they have: SVG then fits any screen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.guide.entries import Outcome
from bot.insights.figures import Tally

_GAP = 0.5
# More columns than this are too thin on a phone.
MOST_COLUMNS = 62
_MARKS = 4
_COLUMN_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle of a kind (a CSS class), in per cent."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A line to read a chart by: where it lies in per cent, and what it says."""

    at: float
    value: int


@dataclass(frozen=True, slots=True)
class Column:
    """The questions from one day on, up to the next column's."""

    first: date
    tally: Tally
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Questions over time; `unit` is "day", "week" (from Monday) or "month"."""

    unit: str
    columns: tuple[Column, ...]
    marks: tuple[Mark, ...]


def bar(counts: Mapping[str, int], whole: int) -> tuple[Part, ...]:
    """A bar from left to right, a part for each kind that there is; `whole` is what would fill the space."""
    parts, x = [], 0.0
    for kind, count in counts.items():
        width = 100 * count / whole if whole else 0.0
        if width:
            parts.append(Part(kind, _rounded(x), 0, _rounded(width - min(_GAP, width / 4)), 100))
        x += width
    return tuple(parts)


def columns(by_day: Mapping[date, Tally]) -> Columns:
    """A column for each day between the first and the last, or for each week or month when days are too many."""
    first, last = min(by_day), max(by_day)
    for unit in ("day", "week", "month"):
        starts = list(_starts(first, last, unit))
        if len(starts) <= MOST_COLUMNS:
            break
    tallies = {start: dict.fromkeys(Outcome, 0) for start in starts}
    for day, tally in by_day.items():
        for outcome in Outcome:
            tallies[_start(day, unit)][outcome] += tally.of(outcome)
    added_up = {start: Tally(counts) for start, counts in tallies.items()}
    marks = _marks(max(tally.total for tally in added_up.values()))
    top = marks[-1].value
    step = 100 / len(starts)
    return Columns(
        unit,
        tuple(
            Column(start, tally, tuple(_standing(tally, top, place * step, step * _COLUMN_SHARE)))
            for place, (start, tally) in enumerate(added_up.items())
        ),
        marks,
    )


def shown_below(starts: Sequence[date], most: int = 5) -> list[tuple[float, date]]:
    """Which columns to name, and where their middle is in per cent; as far apart as `most` names need."""
    step = -(-len(starts) // most)
    return [
        (_rounded(100 * (place + _COLUMN_SHARE / 2) / len(starts)), starts[place])
        for place in range(0, len(starts), step)
    ]


def _standing(tally: Tally, top: int, x: float, width: float) -> Iterable[Part]:
    """A column's parts, the first of the outcomes at the bottom."""
    y = 100.0
    for outcome in Outcome:
        height = 100 * tally.of(outcome) / top
        if height:
            y -= height
            yield Part(outcome.value, _rounded(x), _rounded(y), _rounded(width), _rounded(height))


def _marks(largest: int) -> tuple[Mark, ...]:
    """Round numbers from 0 to no less than the largest."""
    step = next(
        digit * 10**power for power in range(12) for digit in (1, 2, 5) if _MARKS * digit * 10**power >= largest
    )
    most = -(-largest // step)
    return tuple(Mark(_rounded(100 - 100 * place / most), place * step) for place in range(most + 1))


def _starts(first: date, last: date, unit: str) -> Iterable[date]:
    at = _start(first, unit)
    while at <= last:
        yield at
        at = _start(at + timedelta(days={"day": 1, "week": 7, "month": 31}[unit]), unit)


def _start(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day


def _rounded(value: float) -> float:
    return round(value, 2)
