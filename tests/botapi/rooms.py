"""Chats and people as Telegram's server sees them: what was written, by whom, and what is under it."""

from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a phone; `language_code` as their Telegram is set."""

    id: int
    first_name: str = "Awa"
    language_code: str | None = "fr"
    is_bot: bool = False

    def as_json(self) -> JSON:
        """The `User` of the Bot API."""
        person: JSON = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        return person | ({"language_code": self.language_code} if self.language_code else {})


@dataclass(slots=True)
class Note:
    """One message in a chat; `text` is what readers see, `history` what it was before edits."""

    id: int
    by_bot: bool
    json: JSON
    text: str = ""
    buttons: list[list[JSON]] = field(default_factory=list)
    preview: bool = True
    deleted: bool = False
    history: list[str] = field(default_factory=list)

    @property
    def labels(self) -> list[str]:
        """What the buttons under it say."""
        return [button["text"] for row in self.buttons for button in row]

    @property
    def reply_to(self) -> int | None:
        """The id of the message it replies to."""
        original = self.json.get("reply_to_message")
        return original["message_id"] if original else None


@dataclass(slots=True)
class Room:
    """A chat with all its messages, in order.

    `administrators` maps user ids to "creator" or "administrator"; `topics` are the thread ids of a forum, without
    General; a `muted` bot may not write; a group that `moved_to` a supergroup takes nothing any more; until
    `flooded_until` (monotonic seconds) Telegram refuses every message with 429.
    """

    id: int
    kind: str = "private"
    title: str = ""
    blocked: bool = False
    gone: bool = False
    notes: list[Note] = field(default_factory=list)
    username: str = ""
    administrators: dict[int, str] = field(default_factory=dict)
    topics: set[int] = field(default_factory=set)
    muted: bool = False
    moved_to: int | None = None
    flooded_until: float = 0.0

    def as_json(self) -> JSON:
        """The `Chat` of the Bot API."""
        name = {"first_name": self.title} if self.kind == "private" else {"title": self.title}
        forum = {"is_forum": True} if self.topics else {}
        return {"id": self.id, "type": self.kind, **name, **forum}

    def note(self, message_id: int) -> Note | None:
        """A message by its id, unless it was deleted."""
        return next((note for note in self.notes if note.id == message_id and not note.deleted), None)

    @property
    def heard(self) -> list[Note]:
        """What the bot has said here and not deleted."""
        return [note for note in self.notes if note.by_bot and not note.deleted]
