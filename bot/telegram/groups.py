"""Groups: when the bot speaks there, who may change that, and its coming, going and moving."""

import asyncio
import logging
from collections import OrderedDict
from datetime import datetime

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden

from bot.dialogue import Question
from bot.store.chats import Chats, GroupSettings, Kept, Mode, Who
from bot.store.store import Store, StoreUnavailable
from bot.telegram import group_settings
from bot.telegram.addressing import LONGEST_QUESTION, Command, Words, heard
from bot.telegram.connection import TelegramBot
from bot.telegram.conversation import COMMANDS, Conversation, Outgoing, Reader
from bot.telegram.delivery import Delivery, answer_tap
from bot.telegram.group_settings import Close, Panel, SetLanguage, Show, Wish
from bot.telegram.logs import brief
from bot.telegram.readers import GROUPS, Readers
from bot.telegram.replying import Replying
from bot.telegram.visitors import Context, Visitors

_LOGGER = logging.getLogger(__name__)

# Telegram tells of a group's move in two chats; the bot "joins" the supergroup before or after it hears of that.
MOVE_SECONDS = 2.0
_GLANCE = 0.1
_REMOVED_KEPT = 100
_QUESTION_MARKS = frozenset("?؟？")
_CHANGES_OF_ALL = ("language", "forget")


class Groups:
    """The handlers for what happens in groups and supergroups, forums and discussion groups included."""

    def __init__(
        self,
        bot: TelegramBot,
        conversation: Conversation,
        store: Store,
        delivery: Delivery,
        visitors: Visitors,
        replying: Replying,
    ) -> None:
        self._bot, self._conversation, self._store = bot, conversation, store
        self._delivery, self._visitors, self._replying = delivery, visitors, replying
        self._chats, self._readers = Chats(store), Readers(conversation, store)
        self._removed: OrderedDict[int, Kept] = OrderedDict()

    async def on_message(self, update: Update, context: Context) -> None:
        """Answer what is addressed to the bot, and what it is sure of where the group wants that."""
        message = update.effective_message
        if message is None:
            return
        said = heard(message, self._bot.bot, COMMANDS)
        settings = await self._settings(message.chat.id)
        silent = self._is_silent(settings)
        if isinstance(said, Command) and said.name == "settings":
            await self._show_settings(message, settings, silent)
        elif silent:
            return
        elif said is None:
            if settings.mode is Mode.SURE and update.message is not None:
                await self._volunteer(message, settings)
        elif isinstance(said, Command) and said.name in _CHANGES_OF_ALL and _is_anonymous(message):
            # In the group's name, these change what is the group's.
            if await self._may_change(message.chat, None, message.sender_chat, settings):
                await self._visitors.on_message(update, context)
            else:
                await self._delivery.answer(message, await self._refusal(message))
        else:
            await self._visitors.on_message(update, context)

    async def on_tap(self, update: Update, context: Context) -> None:
        """Do what a button says, but for a group in which the bot is to be silent."""
        query = update.callback_query
        chat = query.message.chat if query and query.message else None
        if query and chat and chat.type in GROUPS and self._is_silent(await self._settings(chat.id)):
            language = self._conversation.language(await self._readers.reader(query.from_user, chat))
            await answer_tap(query, self._conversation.assistant.say("quiet_now", language))
            return
        await self._visitors.on_tap(update, context)

    async def on_settings_tap(self, update: Update, _: Context) -> None:
        """Change a setting, if who tapped may do so; they are asked each time who they are."""
        query = update.callback_query
        if query is None:
            return
        await answer_tap(query, await self._change(query))

    async def on_membership(self, update: Update, _: Context) -> None:
        """Notice that the bot came, went, or may do more or less than before."""
        change = update.my_chat_member
        if change is None:
            return
        chat, was, is_in = change.chat, _is_in(change.old_chat_member), _is_in(change.new_chat_member)
        if chat.type == ChatType.CHANNEL:
            await self._notice_channel(chat, change.new_chat_member)
        elif chat.type in GROUPS and was and not is_in:
            await self._leave(chat)
        elif chat.type in GROUPS and is_in and not was and _may_speak(change.new_chat_member):
            await self._greet(change)

    async def on_move(self, update: Update, _: Context) -> None:
        """Take a group's settings along when it becomes a supergroup, which both of its ids are told."""
        message = update.effective_message
        if message is None:
            return
        old = message.migrate_from_chat_id or message.chat.id
        new = message.migrate_to_chat_id or message.chat.id
        await self._chats.move(old, new, self._removed.pop(old, None))
        self._delivery.forget(old)

    async def _notice_channel(self, chat: Chat, member: ChatMember) -> None:
        if not _is_in(member):
            await self._chats.leave(chat.id)
        elif getattr(member, "can_post_messages", False):
            await self._chats.open_channel(chat.id)
        else:
            await self._chats.close_channel(chat.id)

    async def _leave(self, chat: Chat) -> None:
        if chat.type == ChatType.GROUP:
            # It may turn out that the group has only become a supergroup.
            self._removed[chat.id] = await self._chats.kept(chat.id)
            if len(self._removed) > _REMOVED_KEPT:
                self._removed.popitem(last=False)
        await self._chats.leave(chat.id)
        self._delivery.forget(chat.id)
        self._conversation.forget(chat.id)

    async def _greet(self, change: ChatMemberUpdated) -> None:
        if change.chat.type == ChatType.SUPERGROUP and await self._has_moved_here(change.chat.id):
            return
        reader = await self._readers.reader(change.from_user, change.chat)
        try:
            await self._delivery.post(change.chat.id, self._conversation.say("joined", reader=reader))
        except (BadRequest, Forbidden) as error:
            _LOGGER.info("a group could not be greeted (%s)", brief(error))

    async def _has_moved_here(self, chat_id: int) -> bool:
        end = asyncio.get_running_loop().time() + MOVE_SECONDS
        while await self._chats.settings(chat_id) is None:
            if asyncio.get_running_loop().time() > end:
                return False
            await asyncio.sleep(_GLANCE)
        return True

    async def _volunteer(self, message: Message, settings: GroupSettings) -> None:
        """Answer a question that nobody put to the bot, if it is one, if the answer is sure, and not too often."""
        text = message.text or ""
        if not _is_open_question(message):
            return
        reader = await self._readers.reader(message.from_user, message.chat, message.sender_chat)
        assistant, now = self._conversation.assistant, self._conversation.now()
        question = Question(text, now, reader.chosen, reader.client)
        if not await self._replying.aside(lambda: assistant.is_sure(assistant.reply(question))):
            return
        if await self._chats.may_speak_unasked(message.chat.id, settings.hourly, now.timestamp()):
            outgoing = await self._replying.aside(lambda: self._conversation.reply(Words(text), reader))
            await self._delivery.answer(message, outgoing)

    async def _show_settings(self, message: Message, settings: GroupSettings, silent: bool) -> None:
        if await self._may_change(message.chat, message.from_user, message.sender_chat, settings):
            reader = await self._readers.reader(message.from_user, message.chat, message.sender_chat)
            panel = await self._panel(message.chat, settings, reader)
            await self._delivery.answer(message, panel.shown(Show(group_settings.Page.ALL)))
        elif not silent:
            await self._delivery.answer(message, await self._refusal(message))

    async def _refusal(self, message: Message) -> Outgoing:
        reader = await self._readers.reader(message.from_user, message.chat, message.sender_chat)
        return self._conversation.say("settings_refused", reader=reader)

    async def _change(self, query: CallbackQuery) -> str:
        """Do what a tap on the settings asks for; the text to show in answer to it, if any."""
        message, assistant = query.message, self._conversation.assistant
        wish = group_settings.read(query.data or "", assistant.languages)
        if message is None or message.chat.type not in GROUPS:
            return ""
        chat = message.chat
        reader = await self._readers.reader(query.from_user, chat)
        settings = await self._chats.settings(chat.id) or GroupSettings()
        if wish is None or not await self._may_change(chat, query.from_user, None, settings):
            key = "unknown" if wish is None else "settings_refused"
            return assistant.say(key, self._conversation.language(reader))
        settings = await self._obey(chat, settings, wish)
        panel = await self._panel(chat, settings, reader)
        page = wish if isinstance(wish, Show) else Show(group_settings.Page.ALL)
        outgoing = panel.closed() if isinstance(wish, Close) else panel.shown(page)
        await self._delivery.edit(chat.id, message.message_id, outgoing.parts[0], outgoing.keyboard)
        return ""

    async def _obey(self, chat: Chat, settings: GroupSettings, wish: Wish) -> GroupSettings:
        if isinstance(wish, Show | Close):
            return settings
        if isinstance(wish, SetLanguage):
            await self._store.choose_language(chat.id, wish.language)
            return settings
        changed = group_settings.changed(settings, wish)
        await self._chats.change(chat.id, changed)
        return changed

    async def _panel(self, chat: Chat, settings: GroupSettings, reader: Reader) -> Panel:
        default = await self._store.language(chat.id)
        return Panel(self._conversation.assistant, self._conversation.language(reader), settings, default)

    async def _may_change(self, chat: Chat, user: User | None, sender: Chat | None, settings: GroupSettings) -> bool:
        if sender is not None:
            # Telegram lets only administrators write in the group's name, and does not tell which of them it is.
            return sender.id == chat.id and settings.who is Who.ADMINISTRATORS
        statuses = [
            member.status
            for member in await self._bot.get_chat_administrators(chat.id)
            if user is not None and member.user.id == user.id
        ]
        return bool(statuses) and (settings.who is Who.ADMINISTRATORS or ChatMemberStatus.OWNER in statuses)

    async def _settings(self, chat_id: int) -> GroupSettings:
        try:
            return await self._chats.settings(chat_id) or GroupSettings()
        except StoreUnavailable as error:
            # Who asks the bot gets an answer all the same; unasked it says nothing.
            _LOGGER.warning("%s", error)
            return GroupSettings()

    def _is_silent(self, settings: GroupSettings) -> bool:
        now: datetime = self._conversation.now()
        return settings.is_silent(now.astimezone(self._conversation.assistant.guide.event.time_zone).hour)


def _is_anonymous(message: Message) -> bool:
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id


def _is_in(member: ChatMember) -> bool:
    if member.status in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED):
        return False
    return bool(getattr(member, "is_member", True))


def _may_speak(member: ChatMember) -> bool:
    return bool(getattr(member, "can_send_messages", True))


def _is_open_question(message: Message) -> bool:
    """Whether a message is a person's question to everybody: no reply, no forward, no mention, no command."""
    text = message.text or ""
    person = message.from_user is not None and not message.from_user.is_bot and message.sender_chat is None
    in_reply = message.reply_to_message is not None and message.reply_to_message.forum_topic_created is None
    aside = in_reply or message.forward_origin or message.via_bot or message.is_automatic_forward or message.entities
    return person and not aside and len(text) <= LONGEST_QUESTION and not _QUESTION_MARKS.isdisjoint(text)
