"""Sending what phones open beside a text: a venue on the map, a file."""

from typing import TYPE_CHECKING

from tests.botapi.errors import bad_request
from tests.botapi.markup import Parsed, units
from tests.botapi.rooms import JSON, Note, Room
from tests.botapi.uploads import Upload

if TYPE_CHECKING:
    from tests.botapi.server import BotApi

LARGEST_UPLOAD = 50 * 10**6
LARGEST_DOWNLOAD = 20 * 10**6
LARGEST_PHOTO, MOST_SIDES, MOST_RATIO = 10 * 10**6, 10_000, 20
MOST_CAPTION = 1024


class Attachments:
    """What the bot can send that is no text."""

    _api: "BotApi"

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
        file_id = f"upload{self._api.next_message_id()}"
        document = {
            "file_id": file_id,
            "file_unique_id": "upload",
            "file_name": upload.name,
            "mime_type": upload.kind,
            "file_size": len(upload.content),
        }
        self._api.uploads[file_id] = upload
        return self._sent(wanted, {"document": document})

    def send_photo(self, wanted: JSON) -> JSON:
        upload = wanted.get("photo")
        if not isinstance(upload, Upload) or not upload.content.startswith(b"\x89PNG") or b"IDAT" not in upload.content:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if len(upload.content) > LARGEST_PHOTO:
            raise bad_request("file is too big")
        width, height = (int.from_bytes(upload.content[at : at + 4], "big") for at in (16, 20))
        if width + height > MOST_SIDES or max(width, height) > MOST_RATIO * min(width, height):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        caption = str(wanted.get("caption") or "")
        if units(caption) > MOST_CAPTION:
            raise bad_request("message caption is too long")
        file_id = f"upload{self._api.next_message_id()}"
        self._api.uploads[file_id] = upload
        photo = {"file_id": file_id, "file_unique_id": "upload", "width": width, "height": height}
        return self._sent(wanted, {"photo": [photo]} | ({"caption": caption} if caption else {}))

    def get_file(self, wanted: JSON) -> JSON:
        file_id = str(wanted.get("file_id"))
        upload = self._api.uploads.get(file_id)
        if upload is None:
            raise bad_request("invalid file_id")
        if len(upload.content) > LARGEST_DOWNLOAD:
            raise bad_request("file is too big")
        size = len(upload.content)
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": size, "file_path": f"documents/{file_id}"}

    def _sent(self, wanted: JSON, body: JSON) -> JSON:
        room = self._room(wanted)
        original = self._original(room, wanted.get("reply_parameters"))
        placed = self._placed(room, wanted, original)
        self._admit(room)
        note = self._api.write(room, Parsed("", ()), [], original, False)
        for name in ("text", "entities"):
            note.json.pop(name, None)
        note.json |= {**placed, **body}
        return note.json

    def _room(self, wanted: JSON) -> Room:
        raise NotImplementedError

    def _original(self, room: Room, reply: JSON | None) -> Note | None:
        raise NotImplementedError

    def _placed(self, room: Room, wanted: JSON, original: Note | None) -> JSON:
        raise NotImplementedError

    def _admit(self, room: Room) -> None:
        raise NotImplementedError


def _within(degrees: object, most: float) -> bool:
    return isinstance(degrees, int | float) and -most <= degrees <= most
