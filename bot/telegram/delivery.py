"""Messages to Telegram: sent, or put in the place of the answer that an edited question already had."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable

from telegram import (
    CallbackQuery,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, ChatMigrated

from bot.telegram.buttons import without
from bot.telegram.connection import TelegramBot
from bot.telegram.conversation import Outgoing, alert
from bot.telegram.logs import brief
from bot.telegram.rendering import MOST_CHARACTERS, as_html, units

_LOGGER = logging.getLogger(__name__)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_ANSWERS_REMEMBERED = 10_000
_QUESTIONS_REMEMBERED_FOR = 24 * 3600.0  # seconds; after a day nobody can vote on an answer


class Delivery:
    """Sends, edits, and remembers for a while (in memory) which messages answered which question."""

    def __init__(
        self, bot: TelegramBot, remembered: int = _ANSWERS_REMEMBERED, now: Callable[[], float] = time.monotonic
    ) -> None:
        """`now` gives seconds by a clock that never goes back."""
        self._bot = bot
        self._remembered = remembered
        self._now = now
        self._answers: OrderedDict[tuple[int, int], tuple[int, ...]] = OrderedDict()
        self._questions: OrderedDict[tuple[int, int], tuple[float, str]] = OrderedDict()

    @property
    def bot(self) -> TelegramBot:
        """The bot that sends."""
        return self._bot

    async def answer(self, question: Message, outgoing: Outgoing) -> None:
        """Answer a message. If it was answered before (it is an edit) that answer changes, or a new one is sent."""
        chat_id, key = question.chat.id, (question.chat.id, question.message_id)
        # In private the answer follows its question anyway. Elsewhere a reply shows whose question it is, and finds
        # the forum topic, General included, whose thread id Telegram refuses.
        reply = question.chat.type != ChatType.PRIVATE or question.edit_date is not None
        before = self._answers.pop(key, ()) if question.edit_date is not None else ()
        now: list[int] = []
        for place, part in enumerate(outgoing.parts):
            keyboard = outgoing.keyboard if place == len(outgoing.parts) - 1 else None
            if place < len(before) and await self.edit(chat_id, before[place], part, keyboard):
                now.append(before[place])
            else:
                reply_to = question.message_id if reply else None
                now.append(await self._send(chat_id, part, keyboard, reply_to, _topic(question)))
        for message_id in before[len(outgoing.parts) :]:
            await self._delete(chat_id, message_id)
        self._answers[key] = tuple(now)
        if len(self._answers) > self._remembered:
            self._answers.popitem(last=False)
        if now:
            self._remember_question((chat_id, now[-1]), question.text or question.caption or "")

    def question_of(self, chat_id: int, message_id: int) -> str:
        """The question that one of the bot's messages answered, as long as it is remembered; else empty."""
        self._forget_old_questions()
        return self._questions.get((chat_id, message_id), (0.0, ""))[1]

    def _remember_question(self, answer: tuple[int, int], text: str) -> None:
        self._questions[answer] = self._now(), text
        self._questions.move_to_end(answer)
        self._forget_old_questions()

    def _forget_old_questions(self) -> None:
        oldest = self._now() - _QUESTIONS_REMEMBERED_FOR
        while self._questions:
            answer, (asked, _) = next(iter(self._questions.items()))
            if asked > oldest and len(self._questions) <= self._remembered:
                return
            del self._questions[answer]

    async def follow(self, message: MaybeInaccessibleMessage, outgoing: Outgoing) -> None:
        """Send below one of the bot's own messages, whose button was tapped."""
        reply_to = None if message.chat.type == ChatType.PRIVATE else message.message_id
        for place, part in enumerate(outgoing.parts):
            keyboard = outgoing.keyboard if place == len(outgoing.parts) - 1 else None
            await self._send(message.chat.id, part, keyboard, reply_to, _topic(message))

    async def post(self, chat_id: int | str, outgoing: Outgoing) -> None:
        """Send without an occasion in the chat."""
        for place, part in enumerate(outgoing.parts):
            await self._send(chat_id, part, outgoing.keyboard if place == len(outgoing.parts) - 1 else None, None)

    async def edit(self, chat_id: int, message_id: int, text: str, keyboard: InlineKeyboardMarkup | None) -> bool:
        """Give one of the bot's messages another text (HTML) and buttons; False if Telegram no longer lets it."""
        try:
            await self._bot.edit_message_text(
                text, chat_id, message_id, None, ParseMode.HTML, keyboard, link_preview_options=_NO_PREVIEW
            )
        except BadRequest as error:
            return "not modified" in error.message.lower()
        return True

    async def append(self, message: MaybeInaccessibleMessage | None, line: str, tapped: str) -> bool:
        """Add a line to one of the bot's messages and take the tapped button (its data) away.

        False if Telegram does not show the message any more, lets nobody change it, or takes no longer text.
        """
        if not isinstance(message, Message) or message.text is None:
            return False
        if units(f"{message.text}\n\n{line}") > MOST_CHARACTERS:
            return False
        text = f"{message.text_html}\n\n<i>{as_html(line)}</i>"
        return await self.edit(message.chat.id, message.message_id, text, without(message.reply_markup, tapped))

    async def edit_buttons(self, chat_id: int, message_id: int, keyboard: InlineKeyboardMarkup | None) -> None:
        """Give one of the bot's messages other buttons, if Telegram still lets it."""
        try:
            await self._bot.edit_message_reply_markup(chat_id, message_id, reply_markup=keyboard)
        except BadRequest:
            # Deleted, too old, or tapped twice: there is nothing left to change.
            return

    def forget(self, chat_id: int) -> None:
        """Forget which messages were answered in a chat."""
        for key in [key for key in self._answers if key[0] == chat_id]:
            del self._answers[key]
        for key in [key for key in self._questions if key[0] == chat_id]:
            del self._questions[key]

    async def _send(
        self,
        chat_id: int | str,
        text: str,
        keyboard: InlineKeyboardMarkup | None,
        reply_to: int | None,
        topic: int | None = None,
    ) -> int:
        try:
            sent = await self._bot.send_message(
                chat_id,
                text,
                ParseMode.HTML,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
                reply_parameters=ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None,
                message_thread_id=topic,
            )
        except ChatMigrated as moved:
            # The group became a supergroup while the answer was written; its messages have other ids there.
            return await self._send(moved.new_chat_id, text, keyboard, None)
        return sent.message_id

    async def _delete(self, chat_id: int, message_id: int) -> None:
        try:
            await self._bot.delete_message(chat_id, message_id)
        except BadRequest:
            # Already gone, which is what was wanted.
            return


async def answer_tap(query: CallbackQuery, notice: str = "") -> None:
    """Tell a phone that its tap was heard, with a text to show if there is one."""
    try:
        await query.answer(alert(notice) if notice else None, show_alert=bool(notice))
    except BadRequest as error:
        # The tap is too old to be answered; what it asked for is done.
        _LOGGER.debug("a tap could not be answered (%s)", brief(error))


def _topic(message: MaybeInaccessibleMessage) -> int | None:
    """The forum topic to name, in case the message to reply to is gone; General's must not be named."""
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
