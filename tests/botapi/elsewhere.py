"""The Bot API's methods beside private chats: administrators, topics, inline mode, guest mode, business."""

from typing import Any

from tests.botapi.errors import ApiError, bad_request
from tests.botapi.markup import parse_html, units
from tests.botapi.rooms import JSON, Note, Room

MOST_RESULTS, MOST_RESULT_ID, LONGEST_BUTTON = 50, 64, 64
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_RIGHTS = ("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats")
_MORE_RIGHTS = ("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users")
_STORIES = ("can_post_stories", "can_edit_stories", "can_delete_stories")


def member(user: JSON, status: str, **rights: Any) -> JSON:
    """The `ChatMember` of the Bot API, with every field that Telegram sends for its status."""
    body: JSON = {"user": user, "status": status}
    if status == "creator":
        body["is_anonymous"] = False
    if status == "administrator":
        body |= dict.fromkeys((*_RIGHTS, *_MORE_RIGHTS, *_STORIES), False)
    if status == "kicked":
        body["until_date"] = 0
    if status == "restricted":
        names = ("messages", "audios", "documents", "photos", "videos", "video_notes", "voice_notes", "polls")
        body |= dict.fromkeys([f"can_send_{name}" for name in (*names, "other_messages")], True)
        body |= dict.fromkeys(("can_add_web_page_previews", "can_change_info", "can_invite_users"), True)
        body |= {"is_member": True, "can_pin_messages": False, "can_manage_topics": False, "until_date": 0}
        body |= {"can_edit_tag": False, "can_react_to_messages": True}
    return body | rights


class Elsewhere:
    """What the bot can call beside private chats. `inline` and `guests` hold what it answered, by query id."""

    def __init__(self) -> None:
        self.open_queries: set[str] = set()
        self.open_guest_queries: set[str] = set()
        self.inline: dict[str, JSON] = {}
        self.guests: dict[str, JSON] = {}
        self.connections: dict[str, JSON] = {}

    def get_chat(self, wanted: JSON) -> JSON:
        room = self._room(wanted)
        return room.as_json() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}

    def get_chat_administrators(self, wanted: JSON) -> list[JSON]:
        room = self._room(wanted)
        if room.kind == "private":
            raise bad_request("there are no administrators in the private chat")
        people = {"is_bot": False, "first_name": "Admin"}
        return [member({"id": user_id, **people}, status) for user_id, status in room.administrators.items()]

    def answer_inline_query(self, wanted: JSON) -> bool:
        query = str(wanted.get("inline_query_id"))
        if query not in self.open_queries:
            raise bad_request(_TOO_OLD)
        results = wanted.get("results") or []
        if len(results) > MOST_RESULTS:
            raise bad_request("RESULTS_TOO_MUCH")
        if len({result["id"] for result in results}) < len(results):
            raise bad_request("RESULT_ID_DUPLICATE")
        for result in results:
            _check(result)
        button = wanted.get("button")
        if button and not (1 <= len(button["start_parameter"]) <= 64 and len(button["text"]) <= LONGEST_BUTTON):
            raise bad_request("BUTTON_INVALID")
        self.open_queries.discard(query)
        self.inline[query] = wanted
        return True

    def answer_guest_query(self, wanted: JSON) -> JSON:
        query = str(wanted.get("guest_query_id"))
        if query not in self.open_guest_queries:
            raise bad_request(_TOO_OLD)
        _check(wanted["result"])
        self.open_guest_queries.discard(query)
        self.guests[query] = wanted
        return {"inline_message_id": f"inline-{query}"}

    def get_business_connection(self, wanted: JSON) -> JSON:
        connection = self.connections.get(str(wanted.get("business_connection_id")))
        if connection is None:
            raise bad_request("BUSINESS_CONNECTION_INVALID")
        return connection

    def _room(self, wanted: JSON) -> Room:
        raise NotImplementedError

    def _placed(self, room: Room, wanted: JSON, original: Note | None) -> JSON:
        """Where a message goes beside its chat: a topic, a business account. Raises ApiError."""
        placed: JSON = {}
        if room.muted:
            raise bad_request("not enough rights to send text messages to the chat")
        thread = wanted.get("message_thread_id")
        if thread is not None and thread not in room.topics:
            # General has the id 1, and is refused like any that does not exist.
            raise bad_request("message thread not found")
        if thread is None and original is not None and original.json.get("is_topic_message"):
            thread = original.json["message_thread_id"]
        if thread is not None:
            placed |= {"message_thread_id": thread, "is_topic_message": True}
        account = wanted.get("business_connection_id")
        if account is not None:
            connection = self.connections.get(str(account))
            if connection is None or not connection["is_enabled"]:
                raise bad_request("BUSINESS_CONNECTION_INVALID")
            if not connection["rights"].get("can_reply"):
                raise ApiError(403, "Forbidden: BOT_ACCESS_FORBIDDEN")
            placed["business_connection_id"] = account
        return placed


_NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


def _check(result: JSON) -> None:
    if not 1 <= len(str(result["id"]).encode()) <= MOST_RESULT_ID:
        raise bad_request("RESULT_ID_INVALID")
    if not result.get("title"):
        raise bad_request("RESULT_TITLE_INVALID" if "title" in result else "ARTICLE_TITLE_EMPTY")
    content = result["input_message_content"]
    parsed = parse_html(content["message_text"])
    if not parsed.text.strip():
        raise bad_request("MESSAGE_EMPTY")
    if units(parsed.text) > 4096:
        raise bad_request("MESSAGE_TOO_LONG")
