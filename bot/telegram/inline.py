"""Inline mode: `@bot venue` in any chat lists answers to choose from, in the language of who types."""

import logging
from datetime import datetime, time, timedelta

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.dialogue import Answer, Question
from bot.store.store import Store
from bot.telegram.connection import TelegramBot
from bot.telegram.conversation import Conversation, Outgoing
from bot.telegram.logs import brief
from bot.telegram.readers import Readers
from bot.telegram.replying import Replying
from bot.telegram.visitors import Context

_LOGGER = logging.getLogger(__name__)

MOST_ANSWERS = 10
LONGEST_CACHE = timedelta(minutes=5)
_LONGEST_DESCRIPTION = 120
# What is offered before anything is typed, as far as the FAQ has it.
FIRST = (
    "what_is",
    "dates",
    "venue",
    "guest_of_honour",
    "delegations",
    "exhibitors",
    "products",
    "opened_by",
    "activities",
    "source",
)


class Inline:
    """The handler for inline queries."""

    def __init__(self, bot: TelegramBot, conversation: Conversation, store: Store, replying: Replying) -> None:
        self._bot, self._conversation, self._replying = bot, conversation, replying
        self._readers = Readers(conversation, store)

    async def on_query(self, update: Update, _: Context) -> None:
        """List what the bot would answer to what was typed, or its main topics if nothing was."""
        query = update.inline_query
        if query is None:
            return
        reader = await self._readers.reader(query.from_user, None)
        language, now = self._conversation.language(reader), self._conversation.now()
        answers = await self._replying.aside(lambda: self._offered(query.query, language, now))
        assistant = self._conversation.assistant
        results = [
            article(
                str(place),
                assistant.title(answer.id, language),
                answer.text,
                self._conversation.sourced((answer,), language),
            )
            for place, answer in enumerate(answers)
        ]
        ask = InlineQueryResultsButton(assistant.say("inline_ask", language), start_parameter="inline")
        try:
            # Personal, because the language is: Telegram's cache knows the typed text only.
            await self._bot.answer_inline_query(
                query.id, results, self._cache(now), is_personal=True, button=None if results else ask
            )
        except BadRequest as error:
            # Who types on gets an answer to that.
            _LOGGER.debug("an inline query could not be answered (%s)", brief(error))

    def _offered(self, typed: str, language: str, now: datetime) -> tuple[Answer, ...]:
        assistant = self._conversation.assistant
        if typed.strip():
            return assistant.offers(Question(typed, now, chosen_language=language), MOST_ANSWERS)
        first = (entry for entry in FIRST if entry in assistant.guide.entries)
        return tuple(assistant.answer(entry, language, now) for entry in first)

    def _cache(self, now: datetime) -> timedelta:
        """Until the answers may change, which they do at midnight where the event is."""
        here = now.astimezone(self._conversation.assistant.guide.event.time_zone)
        midnight = datetime.combine(here.date() + timedelta(days=1), time(), here.tzinfo)
        return max(timedelta(seconds=1), min(LONGEST_CACHE, midnight - here))


def article(result_id: str, title: str, text: str, outgoing: Outgoing) -> InlineQueryResultArticle:
    """A message to send in the name of who chooses it; of a very long one only the first part."""
    content = InputTextMessageContent(
        outgoing.parts[0], ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    description = " ".join(text.split())
    if len(description) > _LONGEST_DESCRIPTION:
        description = description[: _LONGEST_DESCRIPTION - 1] + "…"
    return InlineQueryResultArticle(result_id, title, content, reply_markup=outgoing.keyboard, description=description)
