"""Business: on an organiser's own account the bot answers what it is sure of, once the owner has switched that on."""

from collections import OrderedDict

from telegram import (
    BusinessConnection,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode

from bot.dialogue import Question
from bot.guide.problems import Wording
from bot.store.chats import Chats
from bot.store.store import Store
from bot.telegram.addressing import LONGEST_QUESTION, Words
from bot.telegram.connection import TelegramBot
from bot.telegram.conversation import Conversation, Outgoing
from bot.telegram.delivery import Delivery, answer_tap
from bot.telegram.readers import Readers
from bot.telegram.rendering import as_html, clean
from bot.telegram.replying import Replying
from bot.telegram.visitors import Context, Visitors

PREFIX = "account:"
_CONNECTIONS_KEPT = 1_000

_ON = Wording(
    "Sur votre compte, je réponds aux questions dont je suis sûr, et je le signale. Le reste est pour vous.",
    "On your account I answer the questions I am sure of, and say that it was me. The rest is yours.",
)
_OFF = Wording(
    "Votre compte est relié, mais je n'y réponds à personne. Activé, je répondrais aux questions dont je suis sûr.",
    "Your account is connected, but I answer nobody there. Switched on, I would answer only what I am sure of.",
)
_UNCONNECTED = Wording(
    "Votre compte n'est pas relié : dans Telegram, Paramètres, Telegram Business, Chatbots, choisissez ce robot.",
    "Your account is not connected: in Telegram, Settings, Telegram Business, Chatbots, choose this bot.",
)
_STRANGER = Wording(
    "Désolé, sur des comptes personnels je ne réponds que pour les organisateurs.",
    "Sorry, on personal accounts I answer for the organisers only.",
)
_SWITCH_ON = Wording("Activer", "Switch on")
_SWITCH_OFF = Wording("Désactiver", "Switch off")


class Business:
    """The handlers for connected accounts; `organizers` (user ids) are asked for at each call."""

    def __init__(
        self,
        bot: TelegramBot,
        conversation: Conversation,
        store: Store,
        delivery: Delivery,
        visitors: Visitors,
        replying: Replying,
        organizers: frozenset[int],
    ) -> None:
        self._bot, self._conversation, self._delivery, self._visitors = bot, conversation, delivery, visitors
        self._replying = replying
        self._chats, self._readers, self._organizers = Chats(store), Readers(conversation, store), organizers
        self._connections: OrderedDict[str, BusinessConnection] = OrderedDict()

    async def on_connection(self, update: Update, _: Context) -> None:
        """Notice that an account was connected, changed or disconnected, and tell its owner what follows."""
        connection = update.business_connection
        if connection is None:
            return
        self._remember(connection)
        owner = connection.user.id
        if not connection.is_enabled:
            await self._chats.disconnect(owner)
        elif owner in self._organizers:
            is_new = await self._chats.answers_for(owner) is None
            await self._chats.connect(owner)
            if is_new:
                panel = await self._panel(owner, connection.user.language_code)
                await self._delivery.post(connection.user_chat_id, panel)
        else:
            text = _STRANGER.in_language(connection.user.language_code or "")
            await self._delivery.post(connection.user_chat_id, Outgoing((as_html(text),)))

    async def on_message(self, update: Update, _: Context) -> None:
        """Answer a new message of a customer, if the answer is sure and the owner wants that."""
        message = update.business_message
        if message is None or message.business_connection_id is None or not message.text:
            return
        connection = await self._connection(message.business_connection_id)
        if not _is_of_a_customer(message, connection) or not await self._is_wanted(connection):
            return
        reader = await self._readers.reader(message.from_user, None)
        assistant, text = self._conversation.assistant, clean(message.text[:LONGEST_QUESTION])
        question = Question(text, self._conversation.now(), reader.chosen, reader.client)
        if not await self._replying.aside(lambda: assistant.is_sure(assistant.reply(question))):
            return
        outgoing = await self._replying.aside(lambda: self._conversation.alone(Words(text), reader, "business_note"))
        for part in outgoing.parts:
            await self._bot.send_message(
                message.chat.id,
                part,
                ParseMode.HTML,
                business_connection_id=connection.id,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
            )

    async def on_command(self, update: Update, context: Context) -> None:
        """Show an organiser the switch; to everybody else the command does not exist."""
        message = update.effective_message
        user = message.from_user if message else None
        if message is None or user is None or user.id not in self._organizers:
            await self._visitors.on_message(update, context)
            return
        await self._delivery.answer(message, await self._panel(user.id, user.language_code))

    async def on_tap(self, update: Update, _: Context) -> None:
        """Switch the answers on an organiser's account on or off."""
        query = update.callback_query
        if query is None:
            return
        user, message = query.from_user, query.message
        if user.id in self._organizers and message is not None and query.data in (f"{PREFIX}on", f"{PREFIX}off"):
            await self._chats.answer_for(user.id, query.data == f"{PREFIX}on")
            panel = await self._panel(user.id, user.language_code)
            await self._delivery.edit(message.chat.id, message.message_id, panel.parts[0], panel.keyboard)
        await answer_tap(query)

    async def _panel(self, owner: int, language: str | None) -> Outgoing:
        answers = await self._chats.answers_for(owner)
        code = language or ""
        if answers is None:
            return Outgoing((as_html(_UNCONNECTED.in_language(code)),))
        text, label, data = (_ON, _SWITCH_OFF, "off") if answers else (_OFF, _SWITCH_ON, "on")
        button = InlineKeyboardButton(label.in_language(code), callback_data=f"{PREFIX}{data}")
        return Outgoing((as_html(text.in_language(code)),), InlineKeyboardMarkup([[button]]))

    async def _is_wanted(self, connection: BusinessConnection) -> bool:
        rights = connection.rights
        return (
            connection.is_enabled
            and bool(rights and rights.can_reply)
            and connection.user.id in self._organizers
            and await self._chats.answers_for(connection.user.id) is True
        )

    async def _connection(self, connection_id: str) -> BusinessConnection:
        known = self._connections.get(connection_id)
        if known is None:
            known = await self._bot.get_business_connection(connection_id)
            self._remember(known)
        return known

    def _remember(self, connection: BusinessConnection) -> None:
        self._connections[connection.id] = connection
        if len(self._connections) > _CONNECTIONS_KEPT:
            self._connections.popitem(last=False)


def _is_of_a_customer(message: Message, connection: BusinessConnection) -> bool:
    sender = message.from_user
    if sender is None or sender.is_bot or message.sender_business_bot is not None:
        return False
    return sender.id != connection.user.id
