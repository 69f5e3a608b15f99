"""What a phone shows of a chat, as a value that is kept beside its picture."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from tests.botapi.rooms import Note, Room
from tests.botapi.server import BotApi


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message: who wrote it ("" for the phone's owner), when (HH:MM), the text with the Bot API's entities,
    the buttons' texts, a photo (PNG), a file's name, and what it replies to."""

    sender: str
    time: str
    text: str = ""
    entities: tuple[dict[str, Any], ...] = ()
    buttons: tuple[tuple[str, ...], ...] = ()
    photo: bytes = b""
    file: str = ""
    edited: bool = False
    answers: str = ""
    asked_by: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A chat on somebody's phone: its title, the line below it, and the messages."""

    title: str
    below: str
    bubbles: tuple[Bubble, ...]

    def as_json(self) -> str:
        """The text that is kept: stable, and read by people in a diff. Of a photo it only says that there is one."""
        return json.dumps(_kept(asdict(self)), ensure_ascii=False, indent=1) + "\n"

    def last(self, count: int) -> "Transcript":
        """The same phone, scrolled down to the last messages."""
        return replace(self, bubbles=self.bubbles[-count:])


def transcript(api: BotApi, room: Room, owner: int) -> Transcript:
    """What somebody (a user id) sees of a room now."""
    is_private = room.kind == "private"
    title = str(api.me["first_name"]) if is_private else room.title
    below = f"@{api.me['username']}" if is_private else ""
    return Transcript(title, below, tuple(_bubble(api, note, owner) for note in room.notes if not note.deleted))


def _bubble(api: BotApi, note: Note, owner: int) -> Bubble:
    original = note.json.get("reply_to_message") or {}
    photo = note.json.get("photo")
    return Bubble(
        sender=_name(note.json, owner),
        time=datetime.fromtimestamp(note.json["date"], UTC).strftime("%H:%M"),
        text=note.text or note.json.get("caption", ""),
        entities=tuple(note.json.get("entities", ())),
        buttons=tuple(tuple(button["text"] for button in row) for row in note.buttons),
        photo=api.uploads[photo[-1]["file_id"]].content if photo else b"",
        file=note.json.get("document", {}).get("file_name", ""),
        edited="edit_date" in note.json,
        answers=original.get("text", ""),
        asked_by=_name(original) if original else "",
    )


def _name(message: dict[str, Any], owner: int | None = None) -> str:
    if "sender_chat" in message:
        return str(message["sender_chat"]["title"])
    return "" if message["from"]["id"] == owner else str(message["from"]["first_name"])


def _kept(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _kept(inner) for key, inner in value.items() if inner not in ("", b"", False, (), [])}
    if isinstance(value, bytes):
        return "PNG"
    return [_kept(inner) for inner in value] if isinstance(value, list | tuple) else value
