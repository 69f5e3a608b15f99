"""Guest mode: called by a mention in a chat that it has not joined, the bot answers once."""

import logging

from telegram import Message, Update
from telegram.error import BadRequest

from bot.store.store import Store
from bot.telegram.addressing import LONGEST_QUESTION, Words, summoned
from bot.telegram.connection import TelegramBot
from bot.telegram.conversation import Conversation
from bot.telegram.inline import article
from bot.telegram.logs import brief
from bot.telegram.readers import Readers
from bot.telegram.rendering import clean
from bot.telegram.replying import Replying
from bot.telegram.visitors import Context

_LOGGER = logging.getLogger(__name__)


class Guests:
    """The handler for guest messages. A message by itself is all that the bot knows of such a chat."""

    def __init__(self, bot: TelegramBot, conversation: Conversation, store: Store, replying: Replying) -> None:
        self._bot, self._conversation, self._replying = bot, conversation, replying
        self._readers = Readers(conversation, store)

    async def on_message(self, update: Update, _: Context) -> None:
        """Answer the question of who called, or the one that they replied to; a mere mention is told what to ask."""
        message = update.guest_message
        if message is None or message.guest_query_id is None:
            return
        reader = await self._readers.reader(message.from_user, None)
        words = summoned(message, self._bot.bot) or _replied_to(message)
        if words:
            outgoing = await self._replying.aside(lambda: self._conversation.alone(words, reader))
        else:
            # Not /help: its commands do nothing in a chat that the bot has not joined.
            outgoing = self._conversation.say("bot_description", reader=reader)
        event = self._conversation.assistant.guide.event.name
        try:
            await self._bot.answer_guest_query(message.guest_query_id, article("0", event, "", outgoing))
        except BadRequest as error:
            # Too late, or a repetition of an answer that had arrived after all.
            _LOGGER.info("a guest message could not be answered (%s)", brief(error))


def _replied_to(message: Message) -> Words | None:
    original = message.reply_to_message
    if original is None or not original.text or (original.from_user and original.from_user.is_bot):
        return None
    return Words(clean(original.text[:LONGEST_QUESTION]), len(original.text) > LONGEST_QUESTION)
