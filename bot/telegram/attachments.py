"""What phones open beside a text: a pin on the map, a file for the calendar. Sent only when asked for."""

from telegram import InputFile, MaybeInaccessibleMessage, ReplyParameters
from telegram.constants import ChatType

from bot.telegram.calendar_file import calendar_file, file_name
from bot.telegram.connection import TelegramBot
from bot.telegram.conversation import Conversation


class Attachments:
    """Sends below one of the bot's own messages, whose button was tapped."""

    def __init__(self, bot: TelegramBot, conversation: Conversation) -> None:
        self._bot, self._conversation = bot, conversation

    async def send_map(self, below: MaybeInaccessibleMessage, language: str) -> bool:
        """Send the venue as a pin with its name in a language; False if nobody knows where it is."""
        assistant = self._conversation.assistant
        coordinates = assistant.guide.event.place.coordinates
        if coordinates is None:
            return False
        await self._bot.send_venue(
            below.chat.id,
            *coordinates,
            assistant.say("place_name", language),
            assistant.say("place_address", language),
            reply_parameters=_reply(below),
        )
        return True

    async def send_calendar(self, below: MaybeInaccessibleMessage, language: str) -> None:
        """Send the event's days as a file that a calendar opens, in a language."""
        assistant = self._conversation.assistant
        content = calendar_file(assistant, language, self._conversation.now())
        await self._bot.send_document(
            below.chat.id, InputFile(content, file_name(assistant)), reply_parameters=_reply(below)
        )


def _reply(message: MaybeInaccessibleMessage) -> ReplyParameters | None:
    # As for answers: elsewhere than in private a reply finds the forum topic too.
    if message.chat.type == ChatType.PRIVATE:
        return None
    return ReplyParameters(message.message_id, allow_sending_without_reply=True)
