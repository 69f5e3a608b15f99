"""What the buttons of the menu and under an answer do."""

from typing import assert_never

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.constants import ChatType

from bot.store.store import Store
from bot.store.votes import Ballot, Verdict, Vote, Votes
from bot.telegram import buttons
from bot.telegram.attachments import Attachments
from bot.telegram.buttons import CastVote, OpenMenu, SendCalendar, SendMap, ShowInMenu, ShowOriginal, written
from bot.telegram.connection import TelegramBot
from bot.telegram.conversation import Conversation, Outgoing
from bot.telegram.delivery import Delivery

Tap = OpenMenu | ShowInMenu | ShowOriginal | CastVote | SendMap | SendCalendar

_THANKS = {Verdict.COUNTED: "vote_thanks", Verdict.REPEATED: "vote_repeated", Verdict.LATE: "vote_late"}


class Tapping:
    """Does what a tap asks for; each method returns the text to show in answer to the tap, if any."""

    def __init__(self, bot: TelegramBot, conversation: Conversation, store: Store, delivery: Delivery) -> None:
        self._conversation, self._delivery = conversation, delivery
        self._attachments = Attachments(bot, conversation)
        self._votes = Votes(store, bot.token)

    async def tapped(self, query: CallbackQuery, tap: Tap) -> str:
        """Do what one of these buttons asks for."""
        match tap:
            case OpenMenu():
                return await self._turn(query, self._conversation.menu(tap.topic, tap.language))
            case ShowInMenu():
                self._remember(query, tap.entry, tap.language)
                return await self._turn(query, self._conversation.in_menu(tap.entry, tap.language))
            case ShowOriginal():
                return await self._show_original(query, tap)
            case CastVote():
                return await self._vote(query, tap)
            case SendMap() | SendCalendar():
                return await self._send(query, tap)
        assert_never(tap)

    def _remember(self, query: CallbackQuery, entry: str, language: str) -> None:
        if query.message is not None:
            self._conversation.remember(query.message.chat.id, entry, language)

    async def _turn(self, query: CallbackQuery, outgoing: Outgoing) -> str:
        """Turn the tapped message into another page of the menu."""
        message = query.message
        if message is None:
            return "\n".join(outgoing.parts)
        edited = len(outgoing.parts) == 1 and await self._delivery.edit(
            message.chat.id, message.message_id, outgoing.parts[0], outgoing.keyboard
        )
        if not edited:
            await self._delivery.follow(message, outgoing)
        return ""

    async def _show_original(self, query: CallbackQuery, tap: ShowOriginal) -> str:
        text = self._conversation.original(tap.entry)
        return "" if await self._delivery.append(query.message, text, query.data or "") else text

    async def _vote(self, query: CallbackQuery, tap: CastVote) -> str:
        message = query.message
        # A message that Telegram no longer shows is older than two days.
        sent = message.date.timestamp() if isinstance(message, Message) else 0.0
        ballot = Ballot(
            tap.entry,
            tap.language,
            tap.vote,
            message.chat.id if message else 0,
            message.message_id if message else 0,
            query.from_user.id,
            sent,
        )
        verdict = await self._votes.cast(ballot)
        question = self._delivery.question_of(ballot.chat_id, ballot.message_id)
        if verdict is Verdict.COUNTED and tap.vote is Vote.DOWN and question:
            self._conversation.rated_badly(question, tap.language)
        # In a group the others have not voted yet.
        if isinstance(message, Message) and message.chat.type == ChatType.PRIVATE:
            await self._delivery.edit_buttons(message.chat.id, message.message_id, _without_votes(message, tap))
        return self._conversation.assistant.say(_THANKS[verdict], tap.language)

    async def _send(self, query: CallbackQuery, tap: SendMap | SendCalendar) -> str:
        assistant, message = self._conversation.assistant, query.message
        if message is None:
            return assistant.say("unknown", tap.language)
        if isinstance(tap, SendCalendar):
            await self._attachments.send_calendar(message, tap.language)
            return ""
        known = await self._attachments.send_map(message, tap.language)
        return "" if known else assistant.say("unknown", tap.language)


def _without_votes(message: Message, tap: CastVote) -> InlineKeyboardMarkup | None:
    both = (written(CastVote(tap.entry, tap.language, vote)) for vote in Vote)
    return buttons.without(message.reply_markup, *both)
