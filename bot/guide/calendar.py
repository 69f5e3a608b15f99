"""Where an instant lies relative to the event, in the event's own time zone."""

from datetime import datetime

from bot.guide.entries import Phase
from bot.guide.facts import Event


def phase(event: Event, now: datetime) -> Phase:
    """The phase of the event's calendar day that `now` (aware) falls on; each day runs from midnight to midnight."""
    today = now.astimezone(event.time_zone).date()
    if today < event.first_day:
        return Phase.BEFORE
    return Phase.AFTER if today > event.last_day else Phase.DURING


def days_until(event: Event, now: datetime) -> int:
    """Whole calendar days from today to the first day; never negative."""
    return max(0, (event.first_day - now.astimezone(event.time_zone).date()).days)


def day_count(event: Event) -> int:
    """How many days the event lasts, the first and the last included."""
    return (event.last_day - event.first_day).days + 1


def day_number(event: Event, now: datetime) -> int:
    """Which day of the event today is: 1 on the first day (and before it), the last day's number after the end."""
    today = now.astimezone(event.time_zone).date()
    return min(max(1, (today - event.first_day).days + 1), day_count(event))
