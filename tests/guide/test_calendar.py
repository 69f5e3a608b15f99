"""The event's days in the event's time zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.guide import calendar
from bot.guide.entries import Phase
from bot.guide.guide import Guide

BAMAKO = ZoneInfo("Africa/Bamako")


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        ("2025-11-10T23:59:59", Phase.BEFORE),
        ("2025-11-11T00:00:00", Phase.DURING),
        ("2025-11-14T23:59:59", Phase.DURING),
        ("2025-11-15T00:00:00", Phase.AFTER),
    ],
)
def test_each_day_runs_from_midnight_to_midnight_in_bamako(guide: Guide, moment: str, phase: Phase) -> None:
    """The event begins with its first day's first second and ends with its last day's last one."""
    assert calendar.phase(guide.event, datetime.fromisoformat(moment).replace(tzinfo=BAMAKO)) is phase


def test_an_instant_counts_where_the_event_is_not_where_the_reader_is(guide: Guide) -> None:
    """One in the morning of the 15th in Istanbul is still the evening of the last day in Bamako."""
    moment = datetime(2025, 11, 15, 1, tzinfo=ZoneInfo("Europe/Istanbul"))
    assert calendar.phase(guide.event, moment) is Phase.DURING


@pytest.mark.parametrize(("day", "number"), [(11, 1), (12, 2), (13, 3), (14, 4)])
def test_days_are_numbered_from_one(guide: Guide, day: int, number: int) -> None:
    """The first day is day 1 and the last one's number is how many days there are."""
    assert calendar.day_number(guide.event, datetime(2025, 11, day, 9, tzinfo=BAMAKO)) == number
    assert calendar.day_count(guide.event) == 4


@pytest.mark.parametrize(
    ("moment", "days"),
    [("2025-11-08T09:00", 3), ("2025-11-10T23:59", 1), ("2025-11-10T00:00", 1), ("2025-11-20T00:00", 0)],
)
def test_days_until_the_opening_are_calendar_days(guide: Guide, moment: str, days: int) -> None:
    """The last minute of the eve is one day before, whatever the hour; never a negative number."""
    assert calendar.days_until(guide.event, datetime.fromisoformat(moment).replace(tzinfo=BAMAKO)) == days
