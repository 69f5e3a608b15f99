"""People who write to the bot, as a test tells them to, and what they get to read."""

import time
from typing import Any

from tests.botapi.markup import automatic_entities
from tests.botapi.rooms import JSON, Note, Person, Room
from tests.botapi.server import BotApi
from tests.botapi.uploads import Upload

MEDIA: dict[str, Any] = {
    "voice": {"file_id": "v", "file_unique_id": "v", "duration": 3, "mime_type": "audio/ogg"},
    "photo": [{"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}],
    "sticker": {
        "file_id": "s",
        "file_unique_id": "s",
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    },
    "location": {"latitude": 12.6, "longitude": -8.0},
    "contact": {"phone_number": "22370000000", "first_name": "Awa"},
    "document": {"file_id": "d", "file_unique_id": "d", "file_name": "cv.pdf"},
    "video_note": {"file_id": "n", "file_unique_id": "n", "length": 240, "duration": 3},
    "dice": {"emoji": "🎲", "value": 4},
}


class Stage:
    """A chat with the bot in it, and the people of the chat."""

    def __init__(self, api: BotApi, room: Room, person: Person) -> None:
        self.api, self.room, self.person = api, room, person
        api.rooms[room.id] = room

    @classmethod
    def private(cls, api: BotApi, user_id: int = 42, language_code: str | None = "fr") -> "Stage":
        """A private chat with somebody whose Telegram is set to a language."""
        person = Person(user_id, language_code=language_code)
        return cls(api, Room(user_id, "private", person.first_name), person)

    @classmethod
    def group(cls, api: BotApi, chat_id: int = -1001, kind: str = "supergroup") -> "Stage":
        """A group (or supergroup, or channel) in which the bot sees everything."""
        return cls(api, Room(chat_id, kind, "Salon"), Person(43, "Moussa"))

    async def says(self, text: str, **fields: Any) -> Note:
        """Write a message; `fields` are added to the Bot API's message, or replace what is there."""
        body: JSON = {"text": text}
        entities = automatic_entities(text[:5_000])
        if entities:
            body["entities"] = entities
        return await self._post(text, body | fields)

    async def sends(self, kind: str, caption: str | None = None, **fields: Any) -> Note:
        """Send a voice message, a photo, ...; with a caption if there is one."""
        body: JSON = {kind: MEDIA[kind]}
        if caption:
            body |= {"caption": caption, "caption_entities": automatic_entities(caption)}
        return await self._post(caption or "", body | fields)

    async def hands(self, name: str, content: bytes, told_size: int | None = None) -> Note:
        """Send a file; `told_size` is what Telegram says of it."""
        file_id = f"file{self.api.next_message_id()}"
        self.api.uploads[file_id] = Upload(name, "application/octet-stream", content)
        size = len(content) if told_size is None else told_size
        document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "file_size": size}
        return await self._post("", {"document": document})

    async def sees(self, **event: Any) -> Note:
        """Let a service message appear (somebody pinned, a timer changed, ...)."""
        return await self._post("", event)

    async def edits(self, note: Note, text: str) -> Note:
        """Change what was written; the bot is told."""
        note.history.append(note.text)
        note.text = text
        note.json |= {"text": text, "edit_date": int(time.time()), "entities": automatic_entities(text)}
        await self.api.give(**{"edited_channel_post" if self.room.kind == "channel" else "edited_message": note.json})
        return note

    async def taps(self, label: str, note: Note | None = None, inaccessible: bool = False) -> str:
        """Tap the button that says `label`, under the bot's last message or under `note`; the tap's id."""
        under = note or self.room.heard[-1]
        button = next(button for row in under.buttons for button in row if button["text"] == label)
        return await self.taps_data(button["callback_data"], under, inaccessible)

    async def taps_data(self, data: str, note: Note | None = None, inaccessible: bool = False) -> str:
        """Send a tap with any data, as a changed client could."""
        under = note or self.room.heard[-1]
        tap = f"tap{self.api.next_message_id()}"
        self.api.methods.open_taps.add(tap)
        message = under.json
        if inaccessible:
            message = {"chat": self.room.as_json(), "message_id": under.id, "date": 0}
        query = {"id": tap, "from": self.person.as_json(), "chat_instance": "1", "data": data, "message": message}
        await self.api.give(callback_query=query)
        return tap

    async def asks(self, text: str, **fields: Any) -> Note:
        """Write, wait until the bot has dealt with it, and read its one new message."""
        return await self.one_answer(self.says(text, **fields))

    async def one_answer(self, doing: Any) -> Note:
        """Do something, wait until the bot has dealt with it, and read its one new message."""
        before = len(self.room.heard)
        await doing
        await self.api.until_acknowledged()
        answers = self.room.heard[before:]
        assert len(answers) == 1, f"{len(answers)} answers instead of one"
        return answers[0]

    async def notice_of(self, tapping: Any) -> str:
        """Tap, wait until the bot has dealt with it, and read what Telegram shows in answer to the tap."""
        tap = await tapping
        await self.api.until_acknowledged()
        return str(self.api.methods.answered_taps[tap].get("text", ""))

    async def _post(self, text: str, body: JSON) -> Note:
        message_id = self.api.next_message_id()
        sender: JSON = (
            {"sender_chat": self.room.as_json()} if self.room.kind == "channel" else {"from": self.person.as_json()}
        )
        message: JSON = {
            "message_id": message_id,
            "date": int(self.api.clock()),
            "chat": self.room.as_json(),
            **sender,
            **body,
        }
        note = Note(message_id, False, {key: value for key, value in message.items() if value is not None}, text)
        self.room.notes.append(note)
        await self.api.give(**{"channel_post" if self.room.kind == "channel" else "message": note.json})
        return note
