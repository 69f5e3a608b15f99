"""What a message says to the bot, if it says anything to it: pure, and the one rule by which the bot stays silent."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from telegram import Message, MessageEntity, User
from telegram.constants import ChatType

from bot.telegram.rendering import clean

# The core reads no more of a text than this, and a longer one is no question.
LONGEST_QUESTION = 1_000
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]+))?(?![A-Za-z0-9_@/])")


@dataclass(frozen=True, slots=True)
class Words:
    """A question, its mention of the bot taken out; `cut` when only its beginning was kept."""

    text: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name in lower case, without slash and bot name, and what follows it."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Wordless:
    """A voice message, a photo, a sticker: something to which one can only ask for words."""


Heard = Words | Command | Wordless


def heard(message: Message, me: User, commands: Collection[str]) -> Heard | None:
    """What a message says to the bot `me`, which knows `commands`; None if it is not addressed, so not to be answered.

    In a private chat everything that a person writes is addressed. Elsewhere only a command (with this bot's name, or
    one of its own without a name), a mention, or a reply to one of the bot's messages. Never another bot's message, an
    automatic forward of a linked channel, or what was written through an inline bot.
    """
    if message.is_automatic_forward or message.via_bot or _is_of_a_bot(message):
        return None
    text = message.text or message.caption or ""
    private = message.chat.type == ChatType.PRIVATE
    command = _COMMAND.match(text)
    if command:
        name, target = command.group(1).lower(), command.group(2)
        addressed = target.lower() == (me.username or "").lower() if target else name in commands
        argument = clean(text[command.end() : command.end() + LONGEST_QUESTION]).strip()
        return Command(name, argument) if private or addressed else None
    if private:
        return _words(text) if text else _wordless(message)
    mentioned, rest = _without_mentions(message, text, me)
    if mentioned:
        return _words(rest) if rest.strip() else Command("help")
    if not _is_reply_to(message, me):
        return None
    if text:
        return _words(text)
    return Wordless() if message.voice or message.video_note else None


def summoned(message: Message, me: User) -> Words | None:
    """What a message asks that called the bot `me` as a guest, in any chat; None for a mere mention."""
    _, rest = _without_mentions(message, message.text or message.caption or "", me)
    return _words(rest) if rest.strip() else None


def _words(text: str) -> Words:
    return Words(clean(text[:LONGEST_QUESTION]), len(text) > LONGEST_QUESTION)


def _wordless(message: Message) -> Wordless | None:
    # Service messages (a pinned message, a changed timer) are no attachments; a live location keeps editing itself.
    if message.edit_date is not None or message.successful_payment:
        return None
    return Wordless() if message.effective_attachment or message.story else None


def _is_of_a_bot(message: Message) -> bool:
    # Anonymous administrators and channels write as bots of Telegram's own, in the name of a chat.
    return message.from_user is not None and message.from_user.is_bot and message.sender_chat is None


def _is_reply_to(message: Message, me: User) -> bool:
    original = message.reply_to_message
    if original is None or original.from_user is None or original.from_user.id != me.id:
        return False
    # Every message of a forum topic "replies" to the service message that opened the topic.
    return original.forum_topic_created is None


def _without_mentions(message: Message, text: str, me: User) -> tuple[bool, str]:
    # Entities count UTF-16 code units. Lone surrogates, which PTB's own parse_entities cannot encode, pass through.
    encoded = text.encode("utf-16-le", "surrogatepass")
    kept, position = b"", 0
    for entity in _mentions(message):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        name = encoded[start:end].decode("utf-16-le", "replace")
        ours = entity.user.id == me.id if entity.user else name.lower() == f"@{me.username}".lower()
        if ours and position <= start < end <= len(encoded):
            kept += encoded[position:start]
            position = end
    return position > 0, (kept + encoded[position:]).decode("utf-16-le", "surrogatepass")


def _mentions(message: Message) -> Iterator[MessageEntity]:
    kinds = (MessageEntity.MENTION, MessageEntity.TEXT_MENTION)
    entities = message.entities or message.caption_entities
    yield from sorted((entity for entity in entities if entity.type in kinds), key=lambda entity: entity.offset)
