"""The list of commands that Telegram shows beside the text field, in each language."""

import logging

from telegram import BotCommand
from telegram.error import TelegramError

from bot.assistant import Assistant
from bot.telegram.connection import TelegramBot
from bot.telegram.conversation import COMMANDS
from bot.telegram.logs import brief

_LOGGER = logging.getLogger(__name__)


async def publish_commands(bot: TelegramBot, assistant: Assistant) -> None:
    """Set the commands of each language that Telegram knows, where they differ; others see the default language's."""
    # Telegram takes ISO 639-1 codes, of two letters.
    known = [code for code in assistant.languages if len(code) == 2]
    try:
        for code, language in [(None, assistant.nearest_language(None)), *((code, code) for code in known)]:
            wanted = tuple(BotCommand(name, assistant.say(f"command_{name}", language)) for name in COMMANDS)
            if await bot.get_my_commands(language_code=code) != wanted:
                await bot.set_my_commands(wanted, language_code=code)
    except TelegramError as error:
        _LOGGER.warning("the list of commands could not be set (%s)", brief(error))
