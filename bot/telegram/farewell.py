"""The end of the service (BOT_FAREWELL=1): whoever writes is told so, and can still have what is kept deleted."""

import re

from telegram import Update

from bot.telegram.addressing import heard
from bot.telegram.conversation import COMMANDS, Conversation, Reader
from bot.telegram.delivery import Delivery, answer_tap
from bot.telegram.visitors import Context

# Telegram's terms ask for these two as long as something is kept.
DELETING = re.compile(r"^/(forget|privacy)\b")


class Farewell:
    """Says goodbye wherever the bot is spoken to, in the language of the person's Telegram."""

    def __init__(self, conversation: Conversation, delivery: Delivery) -> None:
        self._conversation, self._delivery = conversation, delivery

    async def on_message(self, update: Update, context: Context) -> None:
        """Say goodbye to who addressed the bot."""
        message, user = update.effective_message, update.effective_user
        if message is None or heard(message, context.bot.bot, COMMANDS) is None:
            return
        reader = Reader(client=user.language_code if user else None)
        await self._delivery.answer(message, self._conversation.say("farewell", reader=reader))

    async def on_tap(self, update: Update, _: Context) -> None:
        """Say goodbye to who tapped a button of former times."""
        query = update.callback_query
        if query is None:
            return
        language = self._conversation.language(Reader(client=query.from_user.language_code))
        await answer_tap(query, self._conversation.assistant.say("farewell", language))
