"""What happens in Telegram beside messages: coming and going, inline queries, guest calls, business accounts."""

import time
from typing import Any

from tests.botapi.elsewhere import member
from tests.botapi.rooms import JSON, Note, Person
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage


async def membership(stage: Stage, before: str, now: str, **rights: Any) -> None:
    """Let somebody change what the bot is in a chat ("left", "member", "administrator", "restricted", "kicked")."""
    change = {
        "chat": stage.room.as_json(),
        "from": stage.person.as_json(),
        "date": int(time.time()),
        "old_chat_member": member(stage.api.me, before),
        "new_chat_member": member(stage.api.me, now, **rights),
    }
    await stage.api.give(my_chat_member=change)


def anonymous(stage: Stage) -> JSON:
    """The fields of a message that an administrator writes in the group's name."""
    bot = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    return {"from": bot, "sender_chat": stage.room.as_json()}


async def types(api: BotApi, text: str, person: Person) -> JSON:
    """Type `@bot text` in some chat, and wait for what the bot offers: the parameters of `answerInlineQuery`."""
    query = f"query{api.next_message_id()}"
    api.methods.open_queries.add(query)
    await api.give(inline_query={"id": query, "from": person.as_json(), "query": text, "offset": ""})
    await api.until_acknowledged()
    return api.methods.inline[query]


async def calls(api: BotApi, text: str, person: Person, **fields: Any) -> str:
    """Mention the bot in a chat that it has not joined; the id of the guest query."""
    query = f"guest{api.next_message_id()}"
    api.methods.open_guest_queries.add(query)
    message: JSON = {
        "message_id": api.next_message_id(),
        "date": int(time.time()),
        "chat": {"id": -1009999, "type": "supergroup", "title": "Ailleurs"},
        "from": person.as_json(),
        "text": text,
        "entities": [{"type": "mention", "offset": text.index("@"), "length": len("@bamex_test_bot")}],
        "guest_query_id": query,
    }
    await api.give(guest_message=message | fields)
    await api.until_acknowledged()
    return query


async def connects(owner: Stage, connection: str = "account1", is_enabled: bool = True, can_reply: bool = True) -> None:
    """Connect the bot to somebody's own account, or disconnect it."""
    body: JSON = {
        "id": connection,
        "user": owner.person.as_json(),
        "user_chat_id": owner.room.id,
        "date": int(time.time()),
        "is_enabled": is_enabled,
        "rights": {"can_reply": can_reply},
    }
    owner.api.methods.connections[connection] = body
    await owner.api.give(business_connection=body)
    await owner.api.until_acknowledged()


async def writes_to_account(
    customer: Stage, text: str, connection: str = "account1", fields: JSON | None = None
) -> Note:
    """Let a customer write to a connected account; the bot sees it."""
    message_id = customer.api.next_message_id()
    message: JSON = {
        "message_id": message_id,
        "date": int(time.time()),
        "chat": customer.room.as_json(),
        "from": customer.person.as_json(),
        "text": text,
        "business_connection_id": connection,
    }
    note = Note(message_id, False, message | (fields or {}), text)
    customer.room.notes.append(note)
    await customer.api.give(business_message=note.json)
    await customer.api.until_acknowledged()
    return note
