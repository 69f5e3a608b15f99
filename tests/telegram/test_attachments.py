"""The venue on the map, and the event in the calendar."""

import shutil
from collections.abc import AsyncIterator
from datetime import date

import pytest
from icalendar import Calendar

from bot.assistant import Assistant
from bot.reading import read_guide
from tests.botapi.rooms import JSON
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.conftest import FAQ, TRANSLATIONS
from tests.telegram.conftest import Running

WHERE, WHEN = "C'est où ?", "C'est quand ?"


@pytest.fixture(scope="session")
def located(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over a copy of the FAQ in which somebody wrote down where the venue is."""
    faq = tmp_path_factory.mktemp("located") / "faq"
    shutil.copytree(FAQ, faq)
    event = faq / "event.yaml"
    text = event.read_text(encoding="utf-8")
    event.write_text(text.replace("  # coordinates:", "  coordinates: [12.6092, -7.9289]\n  #"), encoding="utf-8")
    guide = read_guide(faq, TRANSLATIONS).guide
    assert guide is not None
    return Assistant(guide, assistant._understanding)


@pytest.fixture
async def bintou(api: BotApi, running: Running, located: Assistant) -> AsyncIterator[Stage]:
    """A visitor of a bot that knows where the venue is."""
    async with running(current=lambda: located):
        yield Stage.private(api, 91)


async def test_without_coordinates_there_is_no_map(awa: Stage) -> None:
    """The article gives no coordinates, so no map is offered."""
    assert not [label for label in (await awa.asks(WHERE)).labels if "📍" in label]


async def test_a_forged_tap_for_an_unknown_place(awa: Stage, assistant: Assistant) -> None:
    """A tap on a map button of former times says so when nobody knows where it is any more, and sends nothing."""
    answer = await awa.asks(WHERE)
    assert await awa.notice_of(awa.taps_data("p:fr", answer)) == assistant.say("unknown", "fr")
    assert awa.room.heard == [answer]


async def test_the_venue_as_a_pin(bintou: Stage) -> None:
    """Under the answer about the venue, a button sends it as a pin with its name, which phones open in their map."""
    answer = await bintou.asks(WHERE)
    assert answer.labels == ["👍", "👎", "Source", "📍 Carte"]
    pin = await bintou.one_answer(bintou.taps("📍 Carte"))
    venue = pin.json["venue"]
    assert venue["location"] == {"latitude": 12.6092, "longitude": -7.9289}
    assert venue["title"] == "Parc des expositions de Bamako"
    assert venue["address"] == "Bamako, Mali"


async def test_a_pin_in_a_group_replies(bintou: Stage, api: BotApi) -> None:
    """In a group the pin replies to the answer it belongs to, which also finds the forum's topic."""
    group = Stage.group(api)
    answer = await group.asks(f"@bamex_test_bot {WHERE}")
    pin = await group.one_answer(group.taps("📍 Carte", answer))
    assert pin.reply_to == answer.id


async def test_the_menu_has_the_map_too(bintou: Stage) -> None:
    """The venue's page of the menu has the same button."""
    await bintou.asks("/start")
    await bintou.notice_of(bintou.taps("Lieu"))
    assert "venue" in (await bintou.one_answer(bintou.taps("📍 Carte", bintou.room.heard[0]))).json


def _event(api: BotApi, message: JSON) -> Calendar:
    upload = api.uploads[message["document"]["file_id"]]
    return Calendar.from_ical(upload.content)


async def test_the_event_as_a_calendar_file(awa: Stage, api: BotApi) -> None:
    """Under the dates, a button sends a file that phones open: all day, first to last day, in Bamako's time zone."""
    answer = await awa.asks(WHEN)
    assert answer.labels == ["👍", "👎", "Source", "📅 Agenda"]
    file = await awa.one_answer(awa.taps("📅 Agenda"))
    assert file.json["document"]["file_name"] == "bamex25.ics"
    calendar = _event(api, file.json)
    assert calendar["X-WR-TIMEZONE"] == "Africa/Bamako"
    (entry,) = calendar.events
    assert (entry.start, entry.end) == (date(2025, 11, 11), date(2025, 11, 15))
    assert entry["DTSTART"].params["VALUE"] == "DATE"
    assert entry["SUMMARY"] == "BAMEX'25"
    assert entry["LOCATION"] == "Parc des expositions de Bamako, Bamako, Mali"
    assert "GEO" not in entry


async def test_the_calendar_entry_is_the_same_in_every_language(awa: Stage, api: BotApi) -> None:
    """Opened in two languages the file makes one entry, not two; the place is in the reader's language."""
    answer = await awa.asks(WHEN)
    files = [await awa.one_answer(awa.taps_data(f"c:{code}", answer)) for code in ("fr", "en")]
    french, english = (_event(api, file.json).events[0] for file in files)
    assert french["UID"] == english["UID"]
    assert french["LOCATION"] != english["LOCATION"]


async def test_a_calendar_entry_knows_the_place(bintou: Stage, api: BotApi) -> None:
    """Where the coordinates are known, the calendar's entry has them."""
    await bintou.asks(WHEN)
    file = await bintou.one_answer(bintou.taps("📅 Agenda"))
    assert _event(api, file.json).events[0]["GEO"].to_ical() == "12.6092;-7.9289"


async def test_nothing_is_attached_unasked(awa: Stage, api: BotApi) -> None:
    """Answers are text alone; files and pins come on a tap."""
    for question in (WHEN, WHERE, "/start venue", "/start dates"):
        await awa.asks(question)
    assert not api.called("sendDocument")
    assert not api.called("sendVenue")
