"""What Telegram shows about the bot: set for every language and scope, and only when it differs."""

import pytest

from bot.assistant import Assistant
from bot.telegram.conversation import COMMANDS
from bot.telegram.profile import MOST_DESCRIPTION, MOST_NAME, MOST_SHORT_DESCRIPTION, SCOPES
from tests.botapi.faults import Answers, FloodWait
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import Running

SETTING = ("setMyName", "setMyDescription", "setMyShortDescription", "setMyCommands")
LAST = "getMyShortDescription"


def _sets(api: BotApi) -> int:
    return sum(len(api.called(method)) for method in SETTING)


def _codes(assistant: Assistant) -> list[str]:
    return ["", *(code for code in assistant.languages if len(code) == 2)]


async def _published(api: BotApi, count: int) -> None:
    await api.until(lambda: len(api.methods.short_descriptions) == count, 30)


async def test_everything_is_set_in_every_language(api: BotApi, running: Running, assistant: Assistant) -> None:
    """Name, description, short description and commands are there in each language, and for phones in any other."""
    codes = _codes(assistant)
    async with running():
        await _published(api, len(codes))
    methods = api.methods
    for code in codes:
        language = code or "en"
        assert methods.names[code] == assistant.say("bot_name", language)
        assert methods.descriptions[code] == assistant.say("bot_description", language)
        assert methods.short_descriptions[code] == assistant.say("bot_short_description", language)
        for scope, names in SCOPES:
            commands = methods.scoped_commands[scope.type, code]
            assert [command["command"] for command in commands] == list(names)
            assert commands[0]["description"] == assistant.say(f"command_{names[0]}", language)


async def test_a_second_start_sets_nothing(api: BotApi, running: Running, assistant: Assistant) -> None:
    """What Telegram has already is only read."""
    codes = _codes(assistant)
    async with running():
        await _published(api, len(codes))
    before, read = _sets(api), len(api.called(LAST))
    async with running():
        await api.until(lambda: len(api.called(LAST)) == read + len(codes), 30)
    assert _sets(api) == before


async def test_only_what_differs_is_set(api: BotApi, running: Running, assistant: Assistant) -> None:
    """A name that somebody changed in BotFather is set again, and nothing else."""
    codes = _codes(assistant)
    async with running():
        await _published(api, len(codes))
    api.methods.names["fr"] = "Mon robot"
    before, read = _sets(api), len(api.called(LAST))
    async with running():
        await api.until(lambda: len(api.called(LAST)) == read + len(codes), 30)
    assert _sets(api) == before + 1
    assert api.methods.names["fr"] == assistant.say("bot_name", "fr")


@pytest.mark.parametrize("fault", [FloodWait(80_000), Answers(400, '{"ok":false,"error_code":400,"description":"x"}')])
async def test_what_cannot_be_set_holds_up_nothing(
    api: BotApi, running: Running, assistant: Assistant, fault: FloodWait | Answers
) -> None:
    """When Telegram refuses one of them (names only a few times a day), the rest is set and visitors are answered."""
    api.fails("setMyName", fault)
    async with running():
        assert "Parc" in (await Stage.private(api).asks("C'est où ?")).text
        await _published(api, len(_codes(assistant)))
    assert len(api.methods.names) == len(_codes(assistant)) - 1


def test_every_command_is_listed_somewhere() -> None:
    """Each command is listed where it makes sense, and no command is listed that the bot does not know."""
    listed = {name for _, names in SCOPES for name in names}
    assert listed == set(COMMANDS)


def test_the_texts_fit_in_every_language(assistant: Assistant) -> None:
    """Within Telegram's limits nothing is cut, and the bot does not pose as the organisers' own."""
    for language in assistant.languages:
        assert len(assistant.say("bot_name", language)) <= MOST_NAME
        assert len(assistant.say("bot_description", language)) <= MOST_DESCRIPTION
        assert len(assistant.say("bot_short_description", language)) <= MOST_SHORT_DESCRIPTION
