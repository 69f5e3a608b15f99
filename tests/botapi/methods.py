"""The Bot API's methods, with Telegram's limits and its words when one is passed."""

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.botapi.attachments import Attachments
from tests.botapi.elsewhere import Elsewhere
from tests.botapi.errors import ApiError, bad_request, flood
from tests.botapi.markup import Parsed, parse_html, units
from tests.botapi.profile import Profile
from tests.botapi.rooms import JSON, Note, Room

if TYPE_CHECKING:
    from tests.botapi.server import BotApi

MOST_TEXT, MOST_CAPTION, MOST_DATA, MOST_ALERT = 4096, 1024, 64, 200
_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content"
    " and reply markup of the message"
)


class Methods(Profile, Elsewhere, Attachments):
    """What the bot can call; parameters come decoded from JSON."""

    def __init__(self, api: "BotApi") -> None:
        super().__init__()
        self._api = api
        self.answered_taps: dict[str, JSON] = {}
        self.open_taps: set[str] = set()

    def find(self, name: str) -> Callable[[JSON], Any] | None:
        """The method of a name; Telegram ignores its case."""
        return next(
            (getattr(self, method) for method in _NAMES if method.replace("_", "") == name.replace("_", "").lower()),
            None,
        )

    def get_me(self, _: JSON) -> JSON:
        return self._api.me

    def set_webhook(self, wanted: JSON) -> bool:
        return self._api.webhooks.set(wanted)

    def delete_webhook(self, _: JSON) -> bool:
        self._api.webhooks.url = ""
        return True

    def get_webhook_info(self, _: JSON) -> JSON:
        pending = len(self._api.pending)
        return {"url": self._api.webhooks.url, "has_custom_certificate": False, "pending_update_count": pending}

    def send_message(self, wanted: JSON) -> JSON:
        room = self._room(wanted)
        parsed = _parsed(wanted)
        buttons = _buttons(wanted.get("reply_markup"))
        original = self._original(room, wanted.get("reply_parameters"))
        placed = self._placed(room, wanted, original)
        self._admit(room)
        note = self._api.write(room, parsed, buttons, original, _previews(wanted))
        note.json |= placed
        return note.json

    def edit_message_text(self, wanted: JSON) -> JSON:
        note = self._own(wanted)
        parsed = _parsed(wanted)
        buttons = _buttons(wanted.get("reply_markup"))
        entities = note.json.get("entities", [])
        if (note.text, note.buttons, entities) == (parsed.text, buttons, list(parsed.entities)):
            raise bad_request(_UNCHANGED)
        self._admit(self._room(wanted))
        note.history.append(note.text)
        note.preview = _previews(wanted)
        self._api.fill(note, parsed, buttons)
        note.json["edit_date"] = int(time.time())
        return note.json

    def edit_message_reply_markup(self, wanted: JSON) -> JSON:
        note = self._own(wanted)
        buttons = _buttons(wanted.get("reply_markup"))
        if note.buttons == buttons:
            raise bad_request(_UNCHANGED)
        self._api.fill(note, Parsed(note.text, tuple(note.json.get("entities", ()))), buttons)
        return note.json

    def delete_message(self, wanted: JSON) -> bool:
        note = self._room(wanted).note(int(wanted.get("message_id", 0)))
        if note is None:
            raise bad_request("message to delete not found")
        note.deleted = True
        return True

    def send_chat_action(self, wanted: JSON) -> bool:
        self._room(wanted)
        return True

    def answer_callback_query(self, wanted: JSON) -> bool:
        tap = str(wanted.get("callback_query_id"))
        if tap not in self.open_taps:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if len(str(wanted.get("text", ""))) > MOST_ALERT:
            raise bad_request("MESSAGE_TOO_LONG")
        self.open_taps.discard(tap)
        self.answered_taps[tap] = wanted
        return True

    def _room(self, wanted: JSON) -> Room:
        room = self._found(wanted.get("chat_id") or 0)
        if room is None or room.gone:
            raise bad_request("chat not found")
        if room.moved_to is not None:
            moved = {"migrate_to_chat_id": room.moved_to}
            raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", moved)
        if room.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return room

    def _found(self, chat_id: object) -> Room | None:
        rooms = self._api.rooms
        if isinstance(chat_id, int):
            return rooms.get(chat_id)
        name = str(chat_id)
        return next((room for room in rooms.values() if name in (str(room.id), f"@{room.username}")), None)

    def _own(self, wanted: JSON) -> Note:
        note = self._room(wanted).note(int(wanted.get("message_id") or 0))
        if note is None:
            raise bad_request("message to edit not found")
        if not note.by_bot:
            raise bad_request("message can't be edited")
        return note

    def _original(self, room: Room, reply: JSON | None) -> Note | None:
        if not reply:
            return None
        note = room.note(int(reply["message_id"]))
        if note is None and not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        return note

    def _admit(self, room: Room) -> None:
        if room.flooded_until > time.monotonic():
            raise flood(math.ceil(room.flooded_until - time.monotonic()))
        if self._api.flood is not None:
            self._api.flood.admit(room.id, time.monotonic())


_NAMES = [
    name
    for kind in (Profile, Elsewhere, Attachments, Methods)
    for name, member in vars(kind).items()
    if callable(member) and not name.startswith("_") and name != "find"
]


def _parsed(wanted: JSON) -> Parsed:
    source = str(wanted.get("text") or "")
    parsed = parse_html(source) if str(wanted.get("parse_mode", "")).upper() == "HTML" else Parsed(source, ())
    if not parsed.text.strip():
        raise bad_request("message text is empty")
    if units(parsed.text) > MOST_TEXT:
        raise bad_request("message is too long")
    return parsed


def _buttons(markup: JSON | None) -> list[list[JSON]]:
    rows: list[list[JSON]] = (markup or {}).get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        if not button.get("text"):
            raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        if not 1 <= len(str(button.get("callback_data", "")).encode()) <= MOST_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
    if sum(map(len, rows)) > 100:
        raise bad_request("reply markup is too long")
    return rows


def _previews(wanted: JSON) -> bool:
    return not (wanted.get("link_preview_options") or {}).get("is_disabled", False)
