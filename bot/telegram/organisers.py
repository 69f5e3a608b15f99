"""What organisers (BOT_ORGANIZERS) can do in their private chat with the bot; to anyone else none of it exists."""

import asyncio
import io
import logging
import zipfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from babel.dates import format_date
from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update, User
from telegram.constants import ChatAction, ChatType, ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.ext import BaseHandler

from bot.editing.edition import Refused
from bot.editing.sources import Part, Sources
from bot.editing.threads import in_thread
from bot.guide.guide import SOURCE_LANGUAGE
from bot.insights import wording
from bot.insights.logbook import Logbook
from bot.live import Live, News
from bot.settings import BadSettings, instant
from bot.store.asked import Asked
from bot.store.store import Store, StoreUnavailable
from bot.telegram import business, channels
from bot.telegram import organisers_words as words
from bot.telegram.addressing import Command, heard
from bot.telegram.connection import TelegramBot
from bot.telegram.conversation import HELP, Conversation, Outgoing, Reader
from bot.telegram.delivery import Delivery
from bot.telegram.logs import brief
from bot.telegram.organisers_drafts import Drafts
from bot.telegram.organisers_stats import StatsDesk
from bot.telegram.organisers_unanswered import UnansweredDesk
from bot.telegram.readers import Readers
from bot.telegram.visitors import Context, Visitors

_LOGGER = logging.getLogger(__name__)

COMMANDS = ("help", "undo", "export", "unanswered", "stats", "rehearse")
TAPS = "o:"
# What organisers do with the real bot while they rehearse, too; it has its own handlers.
_ELSEWHERE, _ELSEWHERE_TAPS = ("/post", "/business"), (channels.PREFIX, business.PREFIX)
_TYPING_SECONDS = 4.5  # Telegram shows it for five


class Organisers:
    """The handlers for organisers. Whether somebody is one is checked by their id at each message and tap."""

    def __init__(
        self,
        ids: frozenset[int],
        live: Live,
        conversation: Conversation,
        store: Store,
        bot: TelegramBot,
        logbook: Logbook,
        cache: Path,
    ) -> None:
        self._ids, self._live, self._conversation, self._store = ids, live, conversation, store
        self._bot, self._delivery = bot, Delivery(bot)
        self._readers = Readers(conversation, store)
        self._drafts = Drafts(live)
        self._unanswered = UnansweredDesk(live, Asked(store), logbook, conversation, bot)
        self._stats = StatsDesk(Asked(store), logbook, conversation, bot, cache)
        self._rehearsals: dict[int, Visitors] = {}
        self._spoken: dict[int, str] = {}

    def handler(self) -> "BaseHandler[Update, Context, None]":
        """To be added before the handlers of visitors: takes what an organiser alone may do, and nothing else."""
        return _ForOrganisers(self)

    def wants(self, update: Update) -> bool:
        """Whether this is an organiser's, in a private chat, and something that visitors cannot do."""
        user, chat = update.effective_user, update.effective_chat
        if user is None or user.id not in self._ids or chat is None or chat.type != ChatType.PRIVATE:
            return False
        data, message = (update.callback_query.data or "" if update.callback_query else ""), update.message
        if user.id in self._rehearsals:
            return not (data.startswith(_ELSEWHERE_TAPS) or (message and (message.text or "").startswith(_ELSEWHERE)))
        if update.callback_query is not None:
            return data.startswith(TAPS)
        return message is not None and (message.document is not None or self._command(message) is not None)

    async def on_update(self, update: Update, context: Context) -> None:
        """Do what the message or the tap asks for."""
        user, query, message = update.effective_user, update.callback_query, update.message
        if user is None:
            return
        language = self._spoken[user.id] = await self._language(user, update)
        if query is not None and (query.data or "").startswith(TAPS):
            await self._tapped(query, language)
        elif message is not None and message.document is not None:
            await self._on_document(message, language)
        elif message is not None and (command := self._command(message)) is not None:
            await self._obey(command, message, user, language)
        elif (rehearsal := self._rehearsals.get(user.id)) is not None:
            await (rehearsal.on_tap if query is not None else rehearsal.on_message)(update, context)

    async def tell(self, news: News) -> None:
        """Let every organiser know that the files on the disk are broken, or good again."""
        if not isinstance(news, Refused) and not news.mended:
            return
        for organiser in self._ids:
            language = await self._kept_language(organiser)
            if isinstance(news, Refused):
                text = words.refusal(news, words.BROKEN_ON_DISK, language)
            else:
                text = words.say(words.MENDED, language)
            for part in self._outgoing(text, language).parts:
                try:
                    await self._bot.send_message(organiser, part, ParseMode.HTML)
                except TelegramError as error:
                    _LOGGER.warning("an organiser could not be told about the files (%s)", brief(error))
                    break

    def _command(self, message: Message) -> Command | None:
        said = heard(message, self._bot.bot, COMMANDS)
        return said if isinstance(said, Command) and said.name in COMMANDS else None

    async def _obey(self, command: Command, message: Message, user: User, language: str) -> None:
        match command.name:
            case "help":
                reader = Reader(language, user.language_code)
                spoken, handle = self._conversation.language(reader), f"@{self._bot.username}"
                visitors = (self._conversation.assistant.say(key, spoken, bot=handle) for key in HELP)
                await self._say(message, "\n\n".join([*visitors, words.say(words.HELP, language)]), language)
            case "undo":
                await self._undo(message, language)
            case "export":
                await self._export(message)
            case "unanswered":
                await self._unanswered.show(message.chat.id, language)
            case "stats":
                async with self._typing(message.chat.id):
                    await self._stats.show(message.chat.id, language)
            case "rehearse":
                await self._rehearse(command.argument, message, user, language)

    async def _on_document(self, message: Message, language: str) -> None:
        document = message.document
        if document is None:
            return
        async with self._typing(message.chat.id):
            text, keyboard = await self._drafts.check(document, self._bot, language)
        await self._say(message, text, language, keyboard)

    async def _undo(self, message: Message, language: str) -> None:
        async with self._typing(message.chat.id):
            try:
                done = await in_thread(self._live.undo)
            except OSError as error:
                text = words.say(words.CANNOT_WRITE, language, why=error.strerror or type(error).__name__)
                await self._say(message, text, language)
                return
        if done is None:
            await self._say(message, words.say(words.NOTHING_TO_UNDO, language), language)
        elif isinstance(done, Refused):
            await self._say(message, words.refusal(done, words.REFUSED, language), language)
        else:
            await self._say(message, words.say(words.UNDONE, language), language)

    async def _export(self, message: Message) -> None:
        sources = self._live.edition.sources
        packed = await in_thread(lambda: _packed(sources))
        day = self._conversation.now().strftime("%Y-%m-%d")
        await self._bot.send_document(message.chat.id, packed, filename=f"faq-{day}.zip")

    async def _rehearse(self, wanted: str, message: Message, user: User, language: str) -> None:
        if not wanted:
            ended = self._rehearsals.pop(user.id, None)
            await self._say(message, words.say(words.REHEARSED if ended else words.NO_DATE, language), language)
            return
        try:
            when = instant(wanted, self._conversation.assistant.guide.event.time_zone)
        except BadSettings:
            await self._say(message, words.say(words.NO_DATE, language), language)
            return
        # Not counted and not kept: an organiser's questions are not those of visitors.
        days = self._conversation.unanswered_days
        conversation = Conversation(self._live.current, _standing_at(when), unanswered_days=days)
        self._rehearsals[user.id] = Visitors(conversation, self._store, self._delivery)
        day = format_date(when, "long", locale=wording.organisers_language(language))
        await self._say(message, words.say(words.REHEARSING, language, when=f"{day}, {when:%H:%M}"), language)

    async def _tapped(self, query: CallbackQuery, language: str) -> None:
        with suppress(BadRequest):  # too old to be answered; what it asks for is done all the same
            await query.answer()
        message = query.message
        if message is None:
            return
        kind, _, rest = (query.data or "").removeprefix(TAPS).partition(":")
        match kind:
            case "p" | "x":
                async with self._typing(message.chat.id):
                    text = await (
                        self._drafts.publish(rest, language) if kind == "p" else self._drafts.cancel(rest, language)
                    )
                await self._delivery.edit_buttons(message.chat.id, message.message_id, None)
                await self._delivery.follow(message, self._outgoing(text, language))
            case _:
                async with self._typing(message.chat.id):
                    await self._unanswered.tapped(kind, rest, message, language)

    @asynccontextmanager
    async def _typing(self, chat_id: int) -> AsyncIterator[None]:
        """Show that the bot is at work for as long as it is."""

        async def show() -> None:
            while True:
                with suppress(TelegramError):
                    await self._bot.send_chat_action(chat_id, ChatAction.TYPING)
                await asyncio.sleep(_TYPING_SECONDS)

        showing = asyncio.create_task(show())
        try:
            yield
        finally:
            showing.cancel()
            await asyncio.wait([showing])

    async def _say(
        self, message: Message, text: str, language: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> None:
        await self._delivery.answer(message, replace(self._outgoing(text, language), keyboard=keyboard))

    def _outgoing(self, text: str, language: str) -> Outgoing:
        return words.set_apart(self._conversation.plain(text, Reader(language)))

    async def _language(self, user: User, update: Update) -> str:
        reader = await self._readers.reader(user, update.effective_chat)
        return self._conversation.language(reader)

    async def _kept_language(self, organiser: int) -> str:
        """The chosen language, or the one they were last answered in, or else French."""
        with suppress(StoreUnavailable):
            if kept := await self._store.language(organiser):
                return kept
        return self._spoken.get(organiser, SOURCE_LANGUAGE)


class _ForOrganisers(BaseHandler[Update, Any, None]):
    __slots__ = ("_organisers",)

    def __init__(self, organisers: Organisers) -> None:
        super().__init__(organisers.on_update)
        self._organisers = organisers

    def check_update(self, update: object) -> bool:
        """Whether this handler takes the update."""
        return isinstance(update, Update) and self._organisers.wants(update)


def _packed(sources: Sources) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in Part:
            for file in sources.folder(part).files:
                archive.writestr(f"{part.value}/{file.stem}.yaml", file.content)
    return packed.getvalue()


def _standing_at(when: datetime) -> Callable[[], datetime]:
    return lambda: when
