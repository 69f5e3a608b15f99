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


def _shown(api: BotApi, code: str) -> tuple[str, str, str]:
    """What somebody with a phone in a language sees."""
    methods, wanted = api.methods, {"language_code": code}
    short = methods.get_my_short_description(wanted)["short_description"]
    return methods.get_my_name(wanted)["name"], methods.get_my_description(wanted)["description"], short


def _wanted(assistant: Assistant, code: str) -> tuple[str, str, str]:
    name, description, short = (
        assistant.say(key, code or "en") for key in ("bot_name", "bot_description", "bot_short_description")
    )
    return name, description, short


async def _published(api: BotApi, assistant: Assistant) -> None:
    last = len(api.called(LAST)) + len(_codes(assistant))
    await api.until(lambda: len(api.called(LAST)) == last, 60)
    await api.until(lambda: all(_shown(api, code)[2] == _wanted(assistant, code)[2] for code in _codes(assistant)), 60)


async def test_everything_is_set_in_every_language(api: BotApi, running: Running, assistant: Assistant) -> None:
    """Name, description, short description and commands are there in each language, and for phones in any other."""
    async with running():
        await _published(api, assistant)
    for code in _codes(assistant):
        assert _shown(api, code) == _wanted(assistant, code)
        for scope, names in SCOPES:
            commands = api.methods.scoped_commands[scope.type, code]
            assert [command["command"] for command in commands] == list(names)
            assert commands[0]["description"] == assistant.say(f"command_{names[0]}", code or "en")


async def test_a_second_start_sets_nothing(api: BotApi, running: Running, assistant: Assistant) -> None:
    """What Telegram has already is only read."""
    async with running():
        await _published(api, assistant)
    before = _sets(api)
    async with running():
        await _published(api, assistant)
    assert _sets(api) == before


async def test_only_what_differs_is_set(api: BotApi, running: Running, assistant: Assistant) -> None:
    """A name that somebody changed in BotFather is set again, and nothing else."""
    async with running():
        await _published(api, assistant)
    api.methods.names["fr"] = "Mon robot"
    before = _sets(api)
    async with running():
        await _published(api, assistant)
    assert _sets(api) == before + 1
    assert api.methods.names["fr"] == assistant.say("bot_name", "fr")


@pytest.mark.parametrize("fault", [FloodWait(80_000), Answers(400, '{"ok":false,"error_code":400,"description":"x"}')])
async def test_what_cannot_be_set_holds_up_nothing(
    api: BotApi, running: Running, assistant: Assistant, fault: FloodWait | Answers
) -> None:
    """When Telegram refuses one of them (names only a few times a day), the rest is set and visitors are answered."""
    api.fails("setMyName", fault)
    async with running():
        visitor = Stage.private(api)
        await visitor.says("C'est où ?")
        await _published(api, assistant)
        await api.until_acknowledged()
    assert "Parc" in visitor.room.heard[0].text
    assert "" not in api.methods.names
    assert _shown(api, "fr") == _wanted(assistant, "fr")


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
