"""/help names everything that can be done in the kind of chat in which it is asked for, in every language."""

import re

import pytest
from telegram import BotCommandScopeAllChatAdministrators, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from bot.assistant import Assistant
from bot.telegram.conversation import COMMANDS, HELP, HELP_IN_GROUPS
from bot.telegram.profile import SCOPES
from bot.telegram.rendering import directed
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.conftest import TRANSLATIONS

HANDLE = "@bamex_test_bot"
LANGUAGES = ("fr", *sorted(path.stem for path in TRANSLATIONS.glob("[!.]*.yaml")))
_COMMAND = re.compile(r"/([a-z]+)")
_MENUS = {scope.type: set(names) for scope, names in SCOPES}


def _said(assistant: Assistant, keys: tuple[str, ...], language: str) -> str:
    return directed("\n\n".join(assistant.say(key, language, bot=HANDLE) for key in keys), language)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_in_private_every_command_and_inline_use(
    api: BotApi, live: None, assistant: Assistant, language: str
) -> None:
    """In a private chat /help names every command there is, and how to call the bot from any other chat."""
    said = (await Stage.private(api, language_code=language).asks("/help")).text
    assert said == _said(assistant, HELP, language)
    assert set(_COMMAND.findall(said)) == set(COMMANDS)
    assert HANDLE in said


@pytest.mark.parametrize("language", LANGUAGES)
async def test_in_a_group_what_its_menus_offer(api: BotApi, live: None, assistant: Assistant, language: str) -> None:
    """In a group /help names the commands of the menus there, administrators' included, and the mention."""
    crowd = Stage.group(api)
    crowd.person = Stage.private(api, language_code=language).person
    said = (await crowd.asks("/help")).text
    assert said == _said(assistant, HELP_IN_GROUPS, language)
    menus = _MENUS[BotCommandScopeAllGroupChats().type] | _MENUS[BotCommandScopeAllChatAdministrators().type]
    assert set(_COMMAND.findall(said)) == menus
    assert HANDLE in said


def test_the_menu_in_private_is_in_its_help(assistant: Assistant) -> None:
    """What the menu of private chats offers is among the commands that /help names there."""
    assert _MENUS[BotCommandScopeAllPrivateChats().type] <= set(COMMANDS)
    assert set(_COMMAND.findall(_said(assistant, HELP, "fr"))) == set(COMMANDS)


async def test_an_unknown_command_is_answered_with_the_help_of_the_place(
    api: BotApi, live: None, assistant: Assistant
) -> None:
    """Who mistypes a command sees what can be done where they are."""
    assert _said(assistant, HELP, "fr") in (await Stage.private(api).asks("/fly")).text
    assert _said(assistant, HELP_IN_GROUPS, "fr") in (await Stage.group(api).asks(f"/fly{HANDLE}")).text
