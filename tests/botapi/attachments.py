"""Sending what phones open beside a text: a venue on the map, a file."""

from typing import Any

from tests.botapi.errors import bad_request
from tests.botapi.markup import Parsed
from tests.botapi.rooms import JSON, Note, Room
from tests.botapi.uploads import Upload

LARGEST_UPLOAD = 50 * 10**6


class Attachments:
    """What the bot can send that is no text."""

    _api: Any

    def send_venue(self, wanted: JSON) -> JSON:
        latitude, longitude = wanted.get("latitude"), wanted.get("longitude")
        if not (_within(latitude, 90) and _within(longitude, 180)):
            raise bad_request("can't parse location: failed to parse latitude or longitude")
        for name in ("title", "address"):
            if not str(wanted.get(name) or "").strip():
                raise bad_request(f"venue {name} must be non-empty")
        place = {"latitude": latitude, "longitude": longitude}
        venue = {"location": place, "title": wanted["title"], "address": wanted["address"]}
        return self._sent(wanted, {"venue": venue, "location": place})

    def send_document(self, wanted: JSON) -> JSON:
        upload = wanted.get("document")
        if not isinstance(upload, Upload):
            raise bad_request("there is no document in the request")
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > LARGEST_UPLOAD:
            raise bad_request("file is too big")
        document = {
            "file_id": f"upload{self._api.next_message_id()}",
            "file_unique_id": "upload",
            "file_name": upload.name,
            "mime_type": upload.kind,
            "file_size": len(upload.content),
        }
        self._api.uploads[document["file_id"]] = upload
        return self._sent(wanted, {"document": document})

    def _sent(self, wanted: JSON, body: JSON) -> JSON:
        room: Room = self._room(wanted)
        original = self._original(room, wanted.get("reply_parameters"))
        placed = self._placed(room, wanted, original)
        self._admit(room)
        note: Note = self._api.write(room, Parsed("", ()), [], original, False)
        for name in ("text", "entities"):
            note.json.pop(name, None)
        note.json |= {**placed, **body}
        return note.json

    # What the Bot API's other methods share.
    _room: Any
    _original: Any
    _placed: Any
    _admit: Any


def _within(degrees: object, most: float) -> bool:
    return isinstance(degrees, int | float) and -most <= degrees <= most
