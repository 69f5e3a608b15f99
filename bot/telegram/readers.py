"""In which language somebody is written to: their own, or else that of the group they write in."""

import logging

from telegram import Chat, User
from telegram.constants import ChatType

from bot.store.store import Store, StoreUnavailable
from bot.telegram.conversation import Conversation, Reader

_LOGGER = logging.getLogger(__name__)
GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


class Readers:
    """Finds out what is known of somebody's language. A database that is away is as good as an empty one."""

    def __init__(self, conversation: Conversation, store: Store) -> None:
        self._conversation = conversation
        self._store = store

    async def reader(self, user: User | None, chat: Chat | None, sender_chat: Chat | None = None) -> Reader:
        """Who writes in a chat, perhaps in the name of another chat."""
        person = user if user is not None and not user.is_bot else None
        client = person.language_code if person else None
        try:
            in_group = chat is not None and chat.type in GROUPS
            anonymous = in_group and person is None and (sender_chat is None or sender_chat == chat)
            # An anonymous administrator has a language of no one's; what is kept under the group's id is its default.
            chosen = None if anonymous else await self._store.language(keeper(user, chat, sender_chat))
            if in_group and chat is not None and not self._is_spoken(client):
                client = await self._store.language(chat.id) or client
            return Reader(chosen, client)
        except StoreUnavailable as error:
            # An answer in the language of the question is better than none.
            _LOGGER.warning("%s", error)
            return Reader(client=client)

    def _is_spoken(self, client: str | None) -> bool:
        languages = self._conversation.assistant.languages
        return client is not None and (client in languages or client.split("-")[0] in languages)


def keeper(user: User | None, chat: Chat | None, sender_chat: Chat | None = None) -> int:
    """Whose preference counts: the person's, wherever they write; that of the chat in whose name they write."""
    if user is not None and not user.is_bot:
        return user.id
    spoken_for = sender_chat or chat
    return spoken_for.id if spoken_for is not None else 0
