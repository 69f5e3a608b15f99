"""What the stored counts add up to, and how it is written and drawn."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guide.entries import Outcome
from bot.guide.guide import Guide
from bot.insights import wording
from bot.insights.figures import Tally, figures
from bot.insights.report.bars import MOST_COLUMNS, bar, columns, shown_below
from bot.store.asked import Kind
from tests.insights import sample

DAY = date(2025, 11, 12)


def test_every_question_is_counted_once_in_each_table(guide: Guide) -> None:
    """Days, languages and outcomes add up to the whole; topics to what some entry answered."""
    counts = sample.counts(guide)
    found = figures(counts, DAY)
    assert found.in_all.total == sum(counts.values())
    assert sum(tally.total for tally in found.by_day.values()) == found.in_all.total
    assert sum(tally.total for tally in found.by_language.values()) == found.in_all.total
    with_topic = found.in_all.of(Outcome.ANSWER) + found.in_all.of(Outcome.NOT_STATED)
    assert sum(tally.total for tally in found.by_topic.values()) == with_topic
    assert found.today == found.by_day[DAY]
    assert list(found.by_day) == sorted(found.by_day)
    assert next(iter(found.by_language)) == "fr"


def test_a_day_without_questions_has_none() -> None:
    """Today is 0 when only other days have questions."""
    found = figures({Kind("2025-11-11", "fr", "answer", "dates"): 3}, DAY)
    assert (found.today.total, found.in_all.total) == (0, 3)


@pytest.mark.parametrize(
    ("share", "fr", "en"),
    [
        (0.0, "0 %", "0%"),
        (0.001, "< 1 %", "< 1%"),
        (0.5, "50 %", "50%"),
        (0.999, "99 %", "99%"),
        (1.0, "100 %", "100%"),
    ],
)
def test_a_share_is_not_rounded_to_nothing_or_all(share: float, fr: str, en: str) -> None:
    """One unanswered question in a thousand is never "0 %", and all but one never "100 %"."""
    assert " ".join(wording.percent(share, "fr").split()) == fr
    assert " ".join(wording.percent(share, "tr").split()) == en


@given(st.lists(st.integers(0, 10**6), min_size=5, max_size=5), st.integers(1, 3))
def test_a_bar_stays_in_its_space(counts: list[int], emptier: int) -> None:
    """Parts follow each other without covering, within 0 to 100 per cent, one for each count that is not 0."""
    parts = bar({str(place): count for place, count in enumerate(counts)}, sum(counts) * emptier)
    assert len(parts) == sum(count > 0 for count in counts)
    ends = [part.x + part.width for part in parts]
    assert all(end <= part.x + 0.02 for end, part in zip(ends, parts[1:], strict=False))
    assert all(0 <= part.x <= end <= 100.02 for end, part in zip(ends, parts, strict=True))


@given(st.dictionaries(st.dates(date(2020, 1, 1), date(2024, 12, 31)), st.integers(1, 10**7), min_size=1, max_size=50))
def test_columns_are_few_whole_and_in_order(by_day: dict[date, int]) -> None:
    """However long the time, columns fit a phone, lose no question, and none rises above the highest mark."""
    found = columns({day: Tally({Outcome.ANSWER: count}) for day, count in by_day.items()})
    starts = [column.first for column in found.columns]
    assert len(starts) <= MOST_COLUMNS
    assert starts == sorted(set(starts))
    assert starts[0] <= min(by_day)
    assert sum(column.tally.total for column in found.columns) == sum(by_day.values())
    assert found.marks[-1].value >= max(column.tally.total for column in found.columns)
    assert all(part.y >= -0.1 and part.y + part.height <= 100.1 for column in found.columns for part in column.parts)
    assert len(shown_below(starts)) <= 5


@pytest.mark.parametrize(("days", "unit"), [(1, "day"), (62, "day"), (63, "week"), (420, "week"), (900, "month")])
def test_a_column_is_a_day_as_long_as_days_fit(days: int, unit: str) -> None:
    """Two months are shown by day, a year by week, what is longer by month; days without questions have a place."""
    tally = Tally({Outcome.ANSWER: 1})
    found = columns({DAY: tally, DAY + timedelta(days=days - 1): tally})
    assert found.unit == unit
    assert sum(column.tally.total > 0 for column in found.columns) == min(days, 2)
