"""What organisers publish in channels: an entry or the day's programme, in the channel's language."""

from collections.abc import Sequence

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.guide.entries import Outcome
from bot.guide.guide import SOURCE_LANGUAGE
from bot.guide.problems import Wording
from bot.store.chats import Chats
from bot.store.store import Store
from bot.telegram.connection import TelegramBot
from bot.telegram.conversation import Conversation, Outgoing
from bot.telegram.delivery import Delivery, answer_tap
from bot.telegram.rendering import as_html
from bot.telegram.visitors import Context, Visitors

PREFIX = "post:"
PROGRAMME = "programme"
# The article knows no hours; what it says of a day is its place in the event, what is done there, and just that.
_OF_THE_DAY = ("dates", "activities", "not_in_document:programme")
_IN_A_ROW = 2

_CHANNELS = Wording("Dans quel canal publier ?", "Post in which channel?")
_NO_CHANNEL = Wording(
    "Aucun canal ne me laisse publier. Ajoutez-moi à un canal comme administrateur avec le droit de publier.",
    "No channel lets me post. Add me to a channel as an administrator who may post messages.",
)
_WHAT = Wording("Que publier dans « {} » ?", "Post what in “{}”?")
_TODAY = Wording("Programme du jour", "The day's programme")
_PUBLISH = Wording("Publier", "Publish")
_BACK = Wording("‹ Autre texte", "‹ Another text")
_DONE = Wording("Publié dans « {} ».", "Posted in “{}”.")
_FAILED = Wording("Telegram refuse : {}", "Telegram refuses: {}")


def publishable(conversation: Conversation) -> list[str]:
    """What can be posted: the day's programme, and the entries about the event that stand on their own."""
    entries = conversation.assistant.guide.entries.values()
    alone = [entry for entry in entries if entry.outcome is Outcome.ANSWER and entry.sources and not entry.for_each]
    return [PROGRAMME, *(entry.id for entry in alone)]


def post(conversation: Conversation, what: str, language: str) -> Outgoing:
    """An entry's answer, or the day's programme, with its source. Raises KeyError for an id that has no answer."""
    assistant, now = conversation.assistant, conversation.now()
    wanted: Sequence[str] = (what,)
    if what == PROGRAMME:
        wanted = [entry for entry in _OF_THE_DAY if entry in assistant.guide.entries] or [what]
    answers = tuple(assistant.answer(entry, language, now) for entry in wanted)
    return conversation.sourced(answers, language)


async def language_of(store: Store, conversation: Conversation, chat_id: int) -> str:
    """The language (BCP 47) that was chosen in a channel, or French."""
    return conversation.assistant.nearest_language(await store.language(chat_id) or SOURCE_LANGUAGE)


class Publishing:
    """The handlers for /post in an organiser's private chat; `organizers` (user ids) are asked for at each call."""

    def __init__(
        self,
        bot: TelegramBot,
        conversation: Conversation,
        store: Store,
        delivery: Delivery,
        visitors: Visitors,
        organizers: frozenset[int],
    ) -> None:
        self._bot, self._conversation, self._store = bot, conversation, store
        self._delivery, self._visitors = delivery, visitors
        self._chats, self._organizers = Chats(store), organizers

    async def on_command(self, update: Update, context: Context) -> None:
        """Offer an organiser the channels to post in; to everybody else the command does not exist."""
        message = update.effective_message
        user = message.from_user if message else None
        if message is None or user is None or user.id not in self._organizers:
            await self._visitors.on_message(update, context)
            return
        await self._delivery.answer(message, await self._channels(user.language_code or ""))

    async def on_tap(self, update: Update, _: Context) -> None:
        """Go on with a choice: the channel, the text, and at last to publish it."""
        query = update.callback_query
        if query is None:
            return
        notice = await self._tapped(query) if query.from_user.id in self._organizers else ""
        await answer_tap(query, notice)

    async def _tapped(self, query: CallbackQuery) -> str:
        message, code = query.message, query.from_user.language_code or ""
        open_channels = {str(chat_id): chat_id for chat_id in await self._chats.channels()}
        texts = publishable(self._conversation)
        match (query.data or "").removeprefix(PREFIX).split(":", 2):
            case ["at", channel] if channel in open_channels:
                outgoing = await self._texts(open_channels[channel], code)
            case ["see", channel, what] if channel in open_channels and what in texts:
                outgoing = await self._preview(open_channels[channel], what, code)
            case ["go", channel, what] if channel in open_channels and what in texts:
                try:
                    outgoing = await self._publish(open_channels[channel], what, code)
                except (BadRequest, Forbidden) as error:
                    return _FAILED.in_language(code).format(error.message)
            case _:
                outgoing = await self._channels(code)
        if message is not None:
            await self._delivery.edit(message.chat.id, message.message_id, outgoing.parts[0], outgoing.keyboard)
        return ""

    async def _channels(self, code: str) -> Outgoing:
        rows = []
        for chat_id in await self._chats.channels():
            try:
                rows.append([_button(await self._title(chat_id), f"at:{chat_id}")])
            except TelegramError:
                # Gone without a word, or not to be reached now.
                continue
        text = (_CHANNELS if rows else _NO_CHANNEL).in_language(code)
        return Outgoing((as_html(text),), InlineKeyboardMarkup(rows) if rows else None)

    async def _texts(self, chat_id: int, code: str) -> Outgoing:
        language = self._conversation.assistant.nearest_language(code)
        buttons = [
            _button(
                _TODAY.in_language(code) if what == PROGRAMME else self._conversation.assistant.title(what, language),
                f"see:{chat_id}:{what}",
            )
            for what in publishable(self._conversation)
        ]
        rows = [buttons[at : at + _IN_A_ROW] for at in range(0, len(buttons), _IN_A_ROW)]
        text = _WHAT.in_language(code).format(await self._title(chat_id))
        return Outgoing((as_html(text),), InlineKeyboardMarkup(rows))

    async def _preview(self, chat_id: int, what: str, code: str) -> Outgoing:
        language = await language_of(self._store, self._conversation, chat_id)
        publish = _button(f"{_PUBLISH.in_language(code)} · {await self._title(chat_id)}", f"go:{chat_id}:{what}")
        rows = [[publish], [_button(_BACK.in_language(code), f"at:{chat_id}")]]
        return Outgoing(post(self._conversation, what, language).parts[:1], InlineKeyboardMarkup(rows))

    async def _publish(self, chat_id: int, what: str, code: str) -> Outgoing:
        language = await language_of(self._store, self._conversation, chat_id)
        await self._delivery.post(chat_id, post(self._conversation, what, language))
        return Outgoing((as_html(_DONE.in_language(code).format(await self._title(chat_id))),))

    async def _title(self, chat_id: int) -> str:
        return (await self._bot.get_chat(chat_id)).title or str(chat_id)


def _button(text: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=f"{PREFIX}{data}")
