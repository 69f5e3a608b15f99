"""Replies, off the event loop while the assistant is not warm, and with "typing" where one takes long."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.assistant import Assistant
from bot.editing.threads import in_thread
from bot.telegram.addressing import Words
from bot.telegram.connection import TelegramBot
from bot.telegram.conversation import Conversation, Outgoing, Reader
from bot.telegram.logs import brief
from bot.translating import Interpreter

_LOGGER = logging.getLogger(__name__)

# Most replies are there in milliseconds: a "typing" that flashes up would only disquiet. Telegram shows it for five
# seconds or until the message comes.
LONG = 1.0
_SHOWN_SECONDS = 4.5
T = TypeVar("T")


class Replying:
    """Replies at once when everything is built, and otherwise in a thread, so that no other visitor waits."""

    def __init__(self, bot: TelegramBot, conversation: Conversation, interpreter: Interpreter | None = None) -> None:
        self._bot, self._conversation, self._interpreter = bot, conversation, interpreter
        self._warm: Assistant | None = None
        self._warming: tuple[Assistant, asyncio.Task[None]] | None = None
        self._one_at_a_time = asyncio.Lock()

    def warm_up(self) -> None:
        """Begin to build, in a thread, what the replies of the present assistant need, if that is not begun yet."""
        assistant = self._conversation.assistant
        if self._warming is None or self._warming[0] is not assistant:
            self._warming = assistant, asyncio.create_task(self._warm_up(assistant))

    def cool_down(self) -> None:
        """Wait for no thread any more."""
        if self._warming is not None:
            self._warming[1].cancel()

    def can_speak(self, language: str) -> bool:
        """Whether replies can be had in a language (BCP 47): from its file, or from language packages."""
        known = self._conversation.assistant.languages
        return language in known or (self._interpreter is not None and self._interpreter.can(language))

    async def reply(self, words: Words, reader: Reader, chat_id: int) -> Outgoing:
        """The reply to a question in a chat."""
        assistant = self._conversation.assistant
        if self._interpreter and reader.chosen and reader.chosen not in assistant.languages:
            async with self._typing(chat_id):
                question = self._conversation.question(words, reader)
                speaker = await self._interpreter.speaker(assistant, question)
            return self._conversation.reply(words, reader, chat_id, speaker)
        if self._warm is self._conversation.assistant:
            return self._conversation.reply(words, reader, chat_id)
        async with self._typing(chat_id):
            return await self.aside(lambda: self._conversation.reply(words, reader, chat_id))

    async def aside(self, work: Callable[[], T]) -> T:
        """What `work`, which asks the assistant, returns or raises; in a thread as long as the assistant is cold."""
        if self._warm is self._conversation.assistant:
            return work()
        # The FAQ may have a new edition, which begins cold.
        self.warm_up()
        async with self._one_at_a_time:
            # Two at once would build the same thing twice.
            return await in_thread(work)

    async def _warm_up(self, assistant: Assistant) -> None:
        try:
            await in_thread(assistant.warm_up)
        except Exception:
            # Replies build what they need themselves, each time in a thread.
            _LOGGER.exception("not everything could be built ahead")
            return
        self._warm = assistant

    @asynccontextmanager
    async def _typing(self, chat_id: int) -> AsyncIterator[None]:
        typing = asyncio.create_task(self._type(chat_id))
        try:
            yield
        finally:
            typing.cancel()

    async def _type(self, chat_id: int) -> None:
        await asyncio.sleep(LONG)
        while True:
            try:
                await self._bot.send_chat_action(chat_id, ChatAction.TYPING)
            except TelegramError as error:
                _LOGGER.debug("typing could not be shown (%s)", brief(error))
                return
            await asyncio.sleep(_SHOWN_SECONDS)
