"""How it goes, asked from the phone; through the real bot over HTTP."""

import io
import sys
from collections.abc import AsyncIterator

import pytest
from PIL import Image
from sqlalchemy import text

from bot.live import Live
from bot.settings import Settings
from bot.store.asked import Asked
from bot.store.store import Store
from tests.botapi.rooms import Note
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.desk import Desk
from tests.insights import sample
from tests.telegram.conftest import Running

ORGANISER = 77
PATIENT = 120.0


@pytest.fixture
def live_guide(desk: Desk) -> Live:
    return desk.live()


@pytest.fixture
async def fatou(api: BotApi, running: Running, live_guide: Live) -> AsyncIterator[Stage]:
    """The organiser, in her private chat with the live bot, on the last day of the sample."""
    clock = lambda: sample.NOW  # noqa: E731
    async with running(current=live_guide.current, live=live_guide, organizers=frozenset({ORGANISER}), clock=clock):
        yield Stage.private(api, ORGANISER)


@pytest.fixture
async def store(fatou: Stage, settings: Settings) -> AsyncIterator[Store]:
    """The bot's database, opened beside it."""
    async with Store.opened(settings.database_url.reveal()) as opened:
        yield opened


async def asks_how_it_goes(stage: Stage) -> Note:
    before = len(stage.room.heard)
    await stage.says("/stats")
    await stage.api.until_acknowledged(PATIENT)
    (note,) = stage.room.heard[before:]
    return note


async def test_the_figures_come_as_one_picture(fatou: Stage, store: Store, live_guide: Live) -> None:
    """A PNG photo with the main figures in its caption, in the organiser's language."""
    counts = sample.counts(live_guide.edition.guide)
    await Asked(store).add(counts, [], 0)
    note = await asks_how_it_goes(fatou)
    picture = Image.open(io.BytesIO(fatou.api.uploads[note.json["photo"][-1]["file_id"]].content))
    assert picture.format == "PNG"
    assert picture.height > picture.width
    digits = "".join(letter for letter in note.json["caption"] if letter.isascii() and letter != " ")
    assert f"{sum(counts.values())}entout" in digits
    assert "Français" in note.json["caption"]


async def test_a_question_of_this_moment_is_in(fatou: Stage) -> None:
    """What was asked just before /stats is counted, though it is written down a little later."""
    awa = Stage.private(fatou.api)
    await awa.asks("C'est quand le salon ?")
    note = await asks_how_it_goes(fatou)
    assert note.json["caption"].startswith("1 question aujourd'hui, 1 en tout.")


async def test_before_the_first_question_there_is_no_picture(fatou: Stage) -> None:
    """Nothing asked: a sentence says so."""
    note = await asks_how_it_goes(fatou)
    assert "encore rien demandé" in note.text
    assert not fatou.api.called("sendPhoto")


async def test_without_the_database_it_says_so(fatou: Stage, store: Store) -> None:
    """Counts that cannot be read are no figures of zero: the organiser is told to try again."""
    async with store.transaction() as connection:
        await connection.execute(text("DROP TABLE questions"))
    assert "base de données" in (await asks_how_it_goes(fatou)).text


async def test_figures_come_in_words_when_no_picture_can_be_drawn(
    fatou: Stage, store: Store, live_guide: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that cannot start the process that draws still tells the figures."""
    await Asked(store).add(sample.counts(live_guide.edition.guide), [], 0)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    note = await asks_how_it_goes(fatou)
    assert "en tout" in note.text
    assert "photo" not in note.json


async def test_nobody_else_learns_of_it(fatou: Stage) -> None:
    """To a visitor /stats is any unknown command, and /help does not name it; to an organiser it does."""
    moussa = Stage.private(fatou.api, 43)
    unknown = await moussa.asks("/nonsense")
    assert (await moussa.asks("/stats")).text == unknown.text
    assert "/stats" not in (await moussa.asks("/help")).text
    assert "/stats" in (await fatou.asks("/help")).text
    group = Stage.group(fatou.api)
    group.person = fatou.person
    await group.says("/stats")
    await fatou.api.until_acknowledged(PATIENT)
    assert group.room.heard == []
