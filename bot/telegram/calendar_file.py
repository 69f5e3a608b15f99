"""The event as a file that a phone's calendar opens (iCalendar, RFC 5545)."""

import re
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from bot import __version__
from bot.assistant import Assistant


def file_name(assistant: Assistant) -> str:
    """A name by which phones know what to open the file with."""
    return f"{_plain(assistant.guide.event.name)}.ics"


def calendar_file(assistant: Assistant, language: str, now: datetime) -> bytes:
    """The event's days as one all-day entry, in a language; `now` (aware) is when the file was made."""
    event = assistant.guide.event
    entry = Event()
    # The same on every phone and in every language, so that opening the file twice makes no second entry.
    entry.add("uid", f"{_plain(event.name)}-{event.first_day.isoformat()}@bamex-bot")
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", event.first_day)
    # The end of an all-day entry is the day after its last.
    entry.add("dtend", event.last_day + timedelta(days=1))
    entry.add("summary", event.name)
    entry.add("location", f"{assistant.say('place_name', language)}, {assistant.say('place_address', language)}")
    entry.add("description", assistant.source_line("dates", language))
    # Nobody is busy all day because of an exhibition.
    entry.add("transp", "TRANSPARENT")
    if event.place.coordinates is not None:
        entry.add("geo", event.place.coordinates)
    calendar = Calendar()
    calendar.add("prodid", f"-//bamex-bot//{__version__}//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-timezone", event.time_zone.key)
    calendar.add_component(entry)
    content: bytes = calendar.to_ical()
    return content


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.lower()) or "event"
