"""What happens when somebody writes to the bot or taps a button."""

import logging
import re
from typing import assert_never

from telegram import CallbackQuery, Chat, MaybeInaccessibleMessage, Update, User
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot.store.store import Store
from bot.telegram import buttons
from bot.telegram.addressing import Command, Wordless, Words, heard
from bot.telegram.buttons import ChooseLanguage, ShowAnswer, ShowSource
from bot.telegram.conversation import COMMANDS, HELP, HELP_IN_GROUPS, Conversation, Outgoing, Reader, alert
from bot.telegram.delivery import Delivery, answer_tap
from bot.telegram.logs import brief
from bot.telegram.readers import Readers, keeper
from bot.telegram.replying import Replying
from bot.telegram.tapping import Tapping

_LOGGER = logging.getLogger(__name__)

# The bot is a member, but restricted; or the chat or the forum topic was deleted meanwhile.
_NOWHERE_TO_ANSWER = re.compile(
    "not enough rights|no rights to send|CHAT_WRITE_FORBIDDEN|TOPIC_CLOSED"
    "|chat not found|PEER_ID_INVALID|message thread not found|TOPIC_DELETED",
    re.IGNORECASE,
)

Context = ContextTypes.DEFAULT_TYPE


class Visitors:
    """The handlers for messages and taps, in private chats, groups and channels."""

    def __init__(
        self, conversation: Conversation, store: Store, delivery: Delivery, replying: Replying | None = None
    ) -> None:
        self._conversation = conversation
        self._replying = replying or Replying(delivery.bot, conversation)
        self._tapping = Tapping(delivery.bot, conversation, store, delivery)
        self._store = store
        self._delivery = delivery
        self._readers = Readers(conversation, store)

    async def on_message(self, update: Update, context: Context) -> None:
        """Answer a message, new or edited, if it is addressed to the bot."""
        message = update.effective_message
        if message is None:
            return
        said = heard(message, context.bot.bot, COMMANDS)
        if said is None:
            return
        reader = await self._readers.reader(update.effective_user, message.chat, message.sender_chat)
        match said:
            case Words():
                outgoing = await self._replying.reply(said, reader, message.chat.id)
            case Wordless():
                outgoing = self._conversation.say("please_write", reader=reader)
            case Command():
                outgoing = await self._obey(said, update.effective_user, message.sender_chat or message.chat, reader)
            case _:
                assert_never(said)
        await self._delivery.answer(message, outgoing)

    async def on_tap(self, update: Update, context: Context) -> None:
        """Do what the tapped button says; the tap itself is always answered, or the phone would wait for it."""
        query = update.callback_query
        if query is None:
            return
        await answer_tap(query, await self._tapped(query))

    async def on_error(self, update: object, context: Context) -> None:
        """Log what went wrong, without the text, and tell who wrote that something did."""
        error = context.error
        if isinstance(error, Forbidden) or (isinstance(error, BadRequest) and _NOWHERE_TO_ANSWER.search(error.message)):
            _LOGGER.info("an answer was not wanted (%s)", brief(error))
            return
        _LOGGER.error("an update could not be answered", exc_info=error)
        if isinstance(update, Update):
            try:
                await self._apologise(update, context, sending_works=not isinstance(error, TelegramError))
            except TelegramError as failure:
                _LOGGER.warning("nor could that be said (%s)", brief(failure))

    async def _apologise(self, update: Update, context: Context, sending_works: bool) -> None:
        query, message, user = update.callback_query, update.effective_message, update.effective_user
        sorry = self._conversation.say("something_wrong", reader=Reader(client=user.language_code if user else None))
        if query:
            await query.answer(alert("\n".join(sorry.parts)), show_alert=True)
            return
        # Where the bot was not addressed, nobody is told about its troubles either.
        if update.business_message or update.guest_message:
            return
        if sending_works and message and (_is_private(message) or heard(message, context.bot.bot, COMMANDS)):
            await self._delivery.answer(message, sorry)

    async def _obey(self, command: Command, user: User | None, chat: Chat, reader: Reader) -> Outgoing:
        say = self._conversation.say
        match command.name:
            case "start":
                return self._conversation.linked(command.argument, reader, chat.id)
            case "help" if chat.type == ChatType.PRIVATE:
                keyboard = self._conversation.welcome(reader).keyboard
                return Outgoing(self._help(chat, reader).parts, keyboard)
            case "help":
                return self._help(chat, reader)
            case "privacy":
                return self._conversation.privacy(reader, among_others=chat.type != ChatType.PRIVATE)
            case "language" if command.argument and self._replying.can_speak(command.argument):
                await self._store.choose_language(keeper(user, chat), command.argument)
                chosen = Reader(command.argument, reader.client)
                return self._conversation.plain(self._conversation.language_chosen(chosen), chosen)
            case "language":
                return self._conversation.choose_language(reader)
            case "forget":
                deleted = await self._store.forget(keeper(user, chat))
                self._delivery.forget(chat.id)
                self._conversation.forget(chat.id)
                # Not in the language that was just forgotten.
                rest = Reader(client=reader.client)
                return say("forgotten", reader=rest, count=deleted) if deleted else say("nothing_stored", reader=rest)
            case "faq" if command.argument:
                return await self._replying.reply(Words(command.argument), reader, chat.id)
            case "faq":
                return say("faq_usage", reader=reader)
            case "settings":
                return say("settings_groups_only", reader=reader)
        return self._help(chat, reader, "unknown_command")

    def _help(self, chat: Chat, reader: Reader, *before: str) -> Outgoing:
        """What can be done in this kind of chat, after other interface texts (by key)."""
        keys = HELP if chat.type == ChatType.PRIVATE else HELP_IN_GROUPS
        return self._conversation.say(*before, *keys, reader=reader, bot=f"@{self._delivery.bot.username}")

    async def _tapped(self, query: CallbackQuery) -> str:
        """Do what a tap asks for; the text to show in answer to it, if any."""
        assistant = self._conversation.assistant
        tap = buttons.read(query.data or "", assistant.guide.entries, assistant.languages)
        match tap:
            case ShowAnswer():
                return await self._show_answer(query, tap)
            case ShowSource():
                return await self._show_source(query, tap)
            case ChooseLanguage():
                return await self._choose_language(query, tap)
            case None:
                reader = await self._readers.reader(query.from_user, query.message.chat if query.message else None)
                return assistant.say("unknown", self._conversation.language(reader))
            case _:
                return await self._tapping.tapped(query, tap)

    async def _show_answer(self, query: CallbackQuery, tap: ShowAnswer) -> str:
        outgoing = self._conversation.answer(tap.entry, tap.language)
        message = query.message
        if message is None:
            return "\n".join(outgoing.parts)
        self._conversation.remember(message.chat.id, tap.entry, tap.language)
        replaced = (
            tap.in_place
            and len(outgoing.parts) == 1
            and await self._delivery.edit(message.chat.id, message.message_id, outgoing.parts[0], outgoing.keyboard)
        )
        if not replaced:
            await self._delivery.follow(message, outgoing)
        return ""

    async def _show_source(self, query: CallbackQuery, tap: ShowSource) -> str:
        line = self._conversation.source(tap.entry, tap.language)
        # Where the message takes no line more, a notice says it too.
        return "" if await self._delivery.append(query.message, line, query.data or "") else line

    async def _choose_language(self, query: CallbackQuery, tap: ChooseLanguage) -> str:
        chosen = tap.language or None
        message = query.message
        chat = message.chat if message else None
        await self._store.choose_language(keeper(query.from_user, chat), chosen)
        reader = Reader(chosen, query.from_user.language_code)
        text = self._conversation.language_chosen(reader)
        # In a group the list stays for the others to choose from.
        if message is None or not _is_private(message):
            return text
        outgoing = self._conversation.plain(text, reader)
        edited = await self._delivery.edit(message.chat.id, message.message_id, outgoing.parts[0], None)
        return "" if edited else text


def _is_private(message: MaybeInaccessibleMessage) -> bool:
    return message.chat.type == ChatType.PRIVATE
