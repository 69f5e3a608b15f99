"""What Telegram shows about the bot before anybody writes: name, descriptions, commands, in each language."""

import logging
from collections.abc import Awaitable, Callable, Iterator

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.assistant import Assistant
from bot.telegram.connection import TelegramBot
from bot.telegram.logs import brief

_LOGGER = logging.getLogger(__name__)

MOST_NAME, MOST_DESCRIPTION, MOST_SHORT_DESCRIPTION = 64, 512, 120

# The commands that make sense in each kind of chat, in the order in which they are listed.
SCOPES: tuple[tuple[BotCommandScope, tuple[str, ...]], ...] = (
    (BotCommandScopeDefault(), ("start", "help", "faq", "language", "privacy", "forget")),
    (BotCommandScopeAllPrivateChats(), ("start", "help", "language", "privacy", "forget")),
    (BotCommandScopeAllGroupChats(), ("faq", "help", "language", "privacy", "forget")),
    (BotCommandScopeAllChatAdministrators(), ("faq", "help", "settings", "language", "privacy", "forget")),
)

Step = Callable[[], Awaitable[None]]


async def publish_profile(bot: TelegramBot, assistant: Assistant) -> None:
    """Set what differs from what Telegram has. What cannot be set is left for the next start.

    Who has a language that the bot lacks sees the texts that a phone without a language sees.
    """
    # Telegram takes ISO 639-1 codes, of two letters.
    known = [code for code in assistant.languages if len(code) == 2]
    for code, language in [(None, assistant.nearest_language(None)), *((code, code) for code in known)]:
        for step in _steps(bot, assistant, code, language):
            try:
                await step()
            except TelegramError as error:
                # Names above all may be set a few times a day only.
                _LOGGER.warning("the bot's profile is not complete in %s (%s)", language, brief(error))


def _steps(bot: TelegramBot, assistant: Assistant, code: str | None, language: str) -> Iterator[Step]:
    for scope, names in SCOPES:
        commands = tuple(BotCommand(name, assistant.say(f"command_{name}", language)) for name in names)
        yield _commands(bot, scope, commands, code)

    async def name() -> None:
        wanted = _at_most(MOST_NAME, assistant.say("bot_name", language))
        if (await bot.get_my_name(code)).name != wanted:
            await bot.set_my_name(wanted, code)

    async def description() -> None:
        wanted = _at_most(MOST_DESCRIPTION, assistant.say("bot_description", language))
        if (await bot.get_my_description(code)).description != wanted:
            await bot.set_my_description(wanted, code)

    async def short_description() -> None:
        wanted = _at_most(MOST_SHORT_DESCRIPTION, assistant.say("bot_short_description", language))
        if (await bot.get_my_short_description(code)).short_description != wanted:
            await bot.set_my_short_description(wanted, code)

    yield from (name, description, short_description)


def _commands(bot: TelegramBot, scope: BotCommandScope, wanted: tuple[BotCommand, ...], code: str | None) -> Step:
    async def commands() -> None:
        if await bot.get_my_commands(scope, code) != wanted:
            await bot.set_my_commands(wanted, scope, code)

    return commands


def _at_most(most: int, text: str) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
