"""`bamex-bot post CHANNEL ENTRY`: publish an entry or the day's programme in a channel, from the command line."""

import argparse
import asyncio
import re
import sys
from collections.abc import Callable
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING

from bot.starting import assistant_or_refused, chosen_clock, chosen_language, settings_or_refused

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.settings import Settings

OK, PROBLEMS, WRONG_USE = 0, 1, 2
_CHANNEL = re.compile(r"@[A-Za-z][A-Za-z0-9_]{3,31}|-[0-9]{1,19}")


class Refused(Exception):
    """Nothing was posted; the message is one line that says why and what to do, `status` what the command ends with."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def add_parsers(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", spoken: argparse.ArgumentParser
) -> None:
    """Add the command `post` to the command line."""
    post = commands.add_parser("post", help="publish an entry, or the day's programme, in a channel", parents=[spoken])
    post.add_argument("channel", metavar="CHANNEL", help="@name, or the id such as -1001234567890")
    post.add_argument("entry", metavar="ENTRY", help="an entry's id such as dates, or: programme")
    post.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    settings = settings_or_refused()
    assistant = assistant_or_refused(settings)
    try:
        asyncio.run(
            publish(
                settings,
                assistant,
                chosen_clock(options, settings),
                options.channel,
                options.entry,
                chosen_language(options, assistant),
            )
        )
    except Refused as refusal:
        print(f"bamex-bot: {refusal}", file=sys.stderr)
        return refusal.status
    return OK


async def publish(
    settings: "Settings",
    assistant: "Assistant",
    clock: Callable[[], datetime],
    channel: str,
    entry: str,
    language: str | None = None,
) -> None:
    """Post in a channel, by default in its language. Raises Refused."""
    from telegram.error import InvalidToken, TelegramError

    from bot.store.store import Store, StoreUnavailable
    from bot.telegram.channels import language_of, post, publishable
    from bot.telegram.connection import TelegramBot
    from bot.telegram.conversation import Conversation
    from bot.telegram.delivery import Delivery
    from bot.telegram.logs import brief
    from bot.telegram.pacing import FloodLimits, Pacing

    if settings.token is None:
        raise Refused("post needs TELEGRAM_BOT_TOKEN, in the environment or in .env", WRONG_USE)
    if not _CHANNEL.fullmatch(channel):
        raise Refused(f"{channel!r} is no channel: write @its_name or its id, such as -1001234567890", WRONG_USE)
    conversation = Conversation(lambda: assistant, clock)
    try:
        post(conversation, entry, "fr")
    except KeyError as error:
        near = get_close_matches(entry, publishable(conversation), 3) or publishable(conversation)[:3]
        raise Refused(f"there is no entry {entry!r}; try {', '.join(near)}", WRONG_USE) from error
    bot = TelegramBot(settings.token.reveal(), settings.api_url, Pacing(FloodLimits(patience=60.0)))
    try:
        async with Store.opened(settings.database_url.reveal()) as store, bot:
            chat = await bot.get_chat(int(channel) if channel.startswith("-") else channel)
            spoken = language or await language_of(store, conversation, chat.id)
            await Delivery(bot).post(chat.id, post(conversation, entry, spoken))
    except StoreUnavailable as error:
        raise Refused(str(error), PROBLEMS) from error
    except InvalidToken as error:
        # Its message holds the token.
        raise Refused("Telegram does not accept the token of TELEGRAM_BOT_TOKEN", PROBLEMS) from error
    except TelegramError as error:
        raise Refused(
            f"Telegram refuses ({brief(error)}); is the bot an administrator of {channel}?", PROBLEMS
        ) from error
