"""Updates as Telegram sends them, one of every kind that the bot takes, and seeded changes of them without end."""

import copy
import json
import random
from collections.abc import Callable, Collection, Iterator
from typing import Any

from tests.botapi.elsewhere import member
from tests.botapi.markup import automatic_entities
from tests.botapi.rooms import JSON
from tests.botapi.stage import MEDIA

ME: JSON = {"id": 7654321, "is_bot": True, "first_name": "BAMEX'25", "username": "bamex_test_bot"}
_AWA: JSON = {"id": 42, "is_bot": False, "first_name": "Awa", "username": "awa", "language_code": "fr"}
_ANONYMOUS: JSON = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_PRIVATE: JSON = {"id": 42, "type": "private", "first_name": "Awa"}
_GROUP: JSON = {"id": -4001, "type": "group", "title": "Salon", "all_members_are_administrators": True}
_SUPERGROUP: JSON = {"id": -1001, "type": "supergroup", "title": "Salon", "username": "salon"}
_FORUM: JSON = {"id": -1002, "type": "supergroup", "title": "Salon", "is_forum": True}
_CHANNEL: JSON = {"id": -1003, "type": "channel", "title": "Annonces"}
_DATE = 1_762_941_600

MESSAGE_KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "guest_message",
    "business_message",
)
TEXTS = (
    "C'est où ?",
    "متى المعرض؟",
    "when is it? and who opened it?",
    "le Ghana était là ?",
    "@bamex_test_bot c'est quand ?",
    "/start",
    "/start dates",
    "/start@bamex_test_bot delegation-niger",
    "/help",
    "/language tr",
    "/language",
    "/privacy",
    "/forget",
    "/faq prix du billet",
    "/settings",
    "/post dates",
    "/business",
    "/unanswered",
    "Merci",
    "acheter des armes",
    "xyz?",
)
_HOSTILE = (
    "",
    " ",
    "\x00",
    "\ud800",
    "\u202e\u2066C'est où ?",
    "<b>&lt;<i>",
    "&amp;&#60;b&#62;",
    "{event} {0} %s",
    "@bamex_test_bot",
    "/" + "a" * 70,
    "/start " + "é" * 80,
    "👨‍👩‍👧‍👦" * 40,
    "a\u0301" * 300,
    "où " * 1_400,
    "😀" * 4_096,
    "'\"\\\n\t\r",
    "-1",
    "null",
)
_NUMBERS = (0, 1, -1, 2, 42, 7654321, 4_096, 10**9, 2**31, -(2**31), 2**52 - 1, -(2**52), 2**63 - 1)
_CODES = ("fr", "en", "ar", "tr", "zh-hans", "pt-br", "xx", "", "sr-Latn-RS", "x" * 40, "en_US", "*", "../fr", "iw")
_DATA = (
    "a:fr:dates",
    "t:en:venue",
    "s:fr:dates",
    "s:ar:delegation:niger",
    "l:tr",
    "l:",
    "l:xx",
    "m:fr:",
    "m:en:dates",
    "e:fr:what_is",
    "f:tr:goals",
    "u:fr:dates",
    "d:en:venue",
    "p:fr",
    "c:ar",
    "g:",
    "account:on",
    "o:p:x",
    "x" * 64,
    "a::",
    ":",
)
_CHAT_KINDS = ("private", "group", "supergroup", "channel")
# Without these python-telegram-bot reads an update all the same, but Telegram sends none.
_NEVER_MISSING = frozenset(
    {"chat", "date", "from", "message_id", "id", "type", "user", "is_enabled", "user_chat_id", "query", "status"}
    | {"old_chat_member", "new_chat_member"}
)
_ANYTHING: tuple[Any, ...] = (None, True, 0, -1, 1.5, 2**70, "", "x", [], [1], {}, {"id": 1}, [[]], "1", 1e300)


def _message(chat: JSON, text: str = "", sender: JSON | None = None, **fields: Any) -> JSON:
    body: JSON = {"message_id": 101, "date": _DATE, "chat": chat}
    if chat is not _CHANNEL:
        body["from"] = sender or _AWA
    if text:
        body |= {"text": text}
        if entities := automatic_entities(text):
            body["entities"] = entities
    return body | fields


def _answer(chat: JSON) -> JSON:
    button = {"text": "Source", "callback_data": "s:fr:dates"}
    return _message(chat, "Du 11 au 14 novembre 2025.", ME, reply_markup={"inline_keyboard": [[button]]})


def _tap(data: str, message: JSON | None) -> JSON:
    query: JSON = {"id": "1", "from": _AWA, "chat_instance": "1", "data": data}
    return query | ({"message": message} if message else {"inline_message_id": "AQ"})


def _membership(chat: JSON, before: str, now: str) -> JSON:
    change = {"old_chat_member": member(ME, before), "new_chat_member": member(ME, now)}
    return {"my_chat_member": {"chat": chat, "from": _AWA, "date": _DATE, **change}}


_ORIGIN = {"type": "user", "date": _DATE, "sender_user": _AWA}
_POLL = {"id": "1", "question": "?", "options": [{"persistent_id": "0", "text": "A", "voter_count": 0}]}
_BUSINESS = {"id": "account1", "user": _AWA, "user_chat_id": 42, "date": _DATE, "is_enabled": True}

# Without update_id.
UPDATES: tuple[JSON, ...] = (
    *({"message": _message(_PRIVATE, text)} for text in TEXTS),
    *({"message": _message(_PRIVATE, **{kind: body})} for kind, body in MEDIA.items()),
    {"message": _message(_PRIVATE, photo=MEDIA["photo"], caption="C'est où ?", show_caption_above_media=True)},
    {"message": _message(_PRIVATE, "Et les délégations ?", reply_to_message=_answer(_PRIVATE))},
    {"message": _message(_PRIVATE, "C'est quand ?", forward_origin=_ORIGIN, is_from_offline=True)},
    {"message": _message(_PRIVATE, "C'est quand ?", quote={"text": "11", "position": 3, "is_manual": True})},
    {"message": _message(_PRIVATE, "C'est quand ?", via_bot=ME, effect_id="5104841245755180586")},
    {"message": _message(_PRIVATE, link_preview_options={"is_disabled": True}, text="https://example.org")},
    {"message": _message(_PRIVATE, venue={"location": MEDIA["location"], "title": "T", "address": "A"})},
    {"message": _message(_PRIVATE, users_shared={"request_id": 1, "users": [{"user_id": 7}]})},
    {"message": _message(_GROUP, "@bamex_test_bot c'est où ?")},
    {"message": _message(_GROUP, migrate_to_chat_id=-1001)},
    {"message": _message(_SUPERGROUP, migrate_from_chat_id=-4001)},
    {"message": _message(_SUPERGROUP, "C'est où ?")},
    {"message": _message(_SUPERGROUP, "/settings@bamex_test_bot", _ANONYMOUS, sender_chat=_SUPERGROUP)},
    {"message": _message(_SUPERGROUP, "Et les pays ?", reply_to_message=_answer(_SUPERGROUP))},
    {"message": _message(_SUPERGROUP, "C'est où ?", is_automatic_forward=True, sender_chat=_CHANNEL)},
    {"message": _message(_SUPERGROUP, new_chat_members=[_AWA])},
    {"message": _message(_SUPERGROUP, left_chat_member=_AWA)},
    {"message": _message(_SUPERGROUP, pinned_message=_message(_SUPERGROUP, "x"))},
    {"message": _message(_FORUM, "/faq où", is_topic_message=True, message_thread_id=7)},
    {"message": _message(_FORUM, forum_topic_created={"name": "T", "icon_color": 7322096}, message_thread_id=8)},
    {"edited_message": _message(_PRIVATE, "C'est quand ?", edit_date=_DATE + 5)},
    {"edited_message": _message(_SUPERGROUP, "@bamex_test_bot c'est quand ?", edit_date=_DATE + 5)},
    {"channel_post": _message(_CHANNEL, "@bamex_test_bot c'est où ?", sender_chat=_CHANNEL)},
    {"channel_post": _message(_CHANNEL, "Bonjour à tous", author_signature="Awa")},
    {"edited_channel_post": _message(_CHANNEL, "/faq où", edit_date=_DATE + 5)},
    *({"callback_query": _tap(data, _answer(_PRIVATE))} for data in _DATA),
    {"callback_query": _tap("s:fr:dates", _answer(_SUPERGROUP))},
    {"callback_query": _tap("a:fr:dates", {"chat": _PRIVATE, "message_id": 7, "date": 0})},
    {"callback_query": _tap("a:fr:dates", None)},
    *({"inline_query": {"id": "1", "from": _AWA, "query": text, "offset": ""}} for text in ("", *TEXTS[:5])),
    {"guest_message": _message(_SUPERGROUP, "@bamex_test_bot c'est où ?", guest_query_id="1")},
    {"business_connection": _BUSINESS | {"rights": {"can_reply": True}}},
    {"business_message": _message(_PRIVATE, "C'est où ?", business_connection_id="account1")},
    *(_membership(chat, "left", "member") for chat in (_PRIVATE, _GROUP, _SUPERGROUP, _FORUM)),
    *(_membership(_SUPERGROUP, "member", status) for status in ("administrator", "restricted", "kicked", "left")),
    _membership(_CHANNEL, "left", "administrator"),
)


def sensible(chance: random.Random) -> Iterator[JSON]:
    """Updates with fields dropped, swapped and changed, each still of the type that the Bot API gives it."""
    donors = _values_by_key()
    while True:
        update = copy.deepcopy(chance.choice(UPDATES))
        for _ in range(chance.choice((0, 1, 1, 2, 3, 5, 8))):
            _change(update, chance, lambda key, value: _alike(key, value, donors, chance), _NEVER_MISSING)
        kind = next(iter(update), "")
        if kind in MESSAGE_KINDS and chance.random() < 0.1:
            update = {chance.choice(MESSAGE_KINDS): update[kind]}
        yield update


def absurd(chance: random.Random) -> Iterator[JSON]:
    """Updates with anything in the place of anything, as no Telegram would send them."""
    for update in sensible(chance):
        for _ in range(chance.choice((1, 1, 2, 4))):
            _change(update, chance, lambda *_: copy.deepcopy(chance.choice(_ANYTHING)))
        yield update


def broken(chance: random.Random) -> Iterator[bytes]:
    """Bodies of requests: updates in JSON with bytes lost, doubled, changed, or cut off."""
    for update in absurd(chance):
        body = bytearray(json.dumps({"update_id": chance.randrange(2**31), **update}).encode())
        for _ in range(chance.randrange(4)):
            at = chance.randrange(len(body))
            match chance.randrange(4):
                case 0:
                    body[at] = chance.randrange(256)
                case 1:
                    del body[at : at + chance.randrange(1, 9)]
                case 2:
                    body[at:at] = body[max(0, at - chance.randrange(40)) : at]
                case _:
                    del body[max(at, 1) :]
        yield bytes(body)


def _change(
    node: Any, chance: random.Random, other: Callable[[str, Any], Any], never_missing: Collection[str] = ()
) -> None:
    """Change one value somewhere below, take it away, or (in a list) double it."""
    key = ""
    while True:
        places = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not places:
            return
        place = chance.choice(places)
        key = place if isinstance(place, str) else key
        inner = node[place]
        if isinstance(inner, dict | list) and inner and chance.random() < 0.85:
            node = inner
            continue
        if place not in never_missing and chance.random() < 0.2:
            del node[place]
        elif isinstance(node, list) and chance.random() < 0.3:
            node.insert(place, copy.deepcopy(inner))
        else:
            node[place] = copy.deepcopy(other(key, inner))
        return


def _alike(key: str, value: Any, donors: dict[str, list[Any]], chance: random.Random) -> Any:
    if chance.random() < 0.4:
        # A name may stand for two things: an entity's offset is a number, an inline query's a text.
        same = [donor for donor in donors.get(key, ()) if type(donor) is type(value)]
        return copy.deepcopy(chance.choice(same)) if same else value
    match value:
        case bool():
            return not value
        case int():
            return chance.choice((*_NUMBERS, value + 1, value - 1, -value))
        case str() if key == "type":
            return chance.choice(_CHAT_KINDS) if value in _CHAT_KINDS else value
        case str() if key == "language_code":
            return chance.choice(_CODES)
        case str() if key == "data":
            return chance.choice((*_DATA, *_HOSTILE))
        case str() if key in ("status", "source"):
            return value
        case str() if key.endswith("id"):
            return str(chance.choice(_NUMBERS))
        case str():
            return chance.choice((*_HOSTILE, *TEXTS, value[: len(value) // 2], value * 2))
        case []:
            return value
    return copy.deepcopy(value)


def _values_by_key() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}

    def note(node: Any, key: str) -> None:
        if key:
            found.setdefault(key, []).append(node)
        if isinstance(node, dict):
            for name, inner in node.items():
                note(inner, name)
        elif isinstance(node, list):
            for inner in node:
                note(inner, "")

    for update in UPDATES:
        note(update, "")
    return found
