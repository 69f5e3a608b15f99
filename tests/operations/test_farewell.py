"""The end of the service: everybody is told, nobody is answered, and what is kept can still be deleted."""

import pytest

from bot.assistant import Assistant
from bot.settings import Secret
from bot.store.store import Store
from bot.telegram.rendering import directed
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import Running


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
async def test_every_message_gets_the_farewell(
    api: BotApi, running: Running, assistant: Assistant, language: str
) -> None:
    """With BOT_FAREWELL=1 a question, a command and a photo get the farewell, in the language of the phone."""
    visitor = Stage.private(api, language_code=language)
    async with running(farewell=True):
        expected = directed(assistant.say("farewell", language), language)
        for text in ("C'est où ?", "/start", "/language tr", "where?"):
            assert expected in (await visitor.asks(text)).text
        assert expected in (await visitor.one_answer(visitor.sends("photo"))).text


async def test_taps_get_it_too(api: BotApi, running: Running) -> None:
    """A button from before the end shows the farewell."""
    visitor = Stage.private(api)
    async with running():
        await visitor.asks("/start")
    async with running(farewell=True):
        assert await visitor.notice_of(visitor.taps_data("anything"))


async def test_a_group_is_left_in_peace(api: BotApi, running: Running) -> None:
    """In a group only who addresses the bot is told."""
    crowd = Stage.group(api)
    async with running(farewell=True):
        await crowd.says("C'est où ?")
        await api.until_acknowledged()
        assert not crowd.room.heard
        await crowd.asks("@bamex_test_bot c'est où ?")


async def test_what_is_kept_can_be_deleted(api: BotApi, running: Running, assistant: Assistant, database: str) -> None:
    """/forget still deletes, and /privacy still answers."""
    visitor = Stage.private(api)
    async with Store.opened(database) as store:
        await store.choose_language(visitor.person.id, "fr")
    async with running(farewell=True, database_url=Secret(database)):
        assert (await visitor.asks("/forget")).text == assistant.say("forgotten", "fr", count=1)
        assert assistant.say("privacy", "fr") in (await visitor.asks("/privacy")).text
    async with Store.opened(database) as store:
        assert await store.language(visitor.person.id) is None


@pytest.fixture
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('kept')}/bot.db"
