"""Changed updates of every kind: `make soak` reads a million (FUZZ_UPDATES), `make test` some thousands."""

import json
import logging
import os
import random
import socket
from collections.abc import AsyncIterator
from itertools import islice

import pytest
from aiohttp import ClientSession
from telegram import Message, Update

from bot.assistant import Assistant
from bot.settings import Secret
from bot.store.store import Store
from bot.telegram import buttons
from bot.telegram.addressing import heard
from bot.telegram.application import ALLOWED_UPDATES, LiveBot, build
from bot.telegram.connection import TelegramBot
from bot.telegram.conversation import COMMANDS, Conversation
from bot.telegram.pacing import Pacing
from bot.telegram.replying import Replying
from tests.botapi.rooms import JSON, Note, Room
from tests.botapi.server import TOKEN, BotApi
from tests.botapi.stage import Stage
from tests.botapi.webhooks import HEADER
from tests.desk import Desk
from tests.telegram.conftest import AFTER_THE_EVENT, UNLIMITED, Running
from tests.telegram.fuzzing import UPDATES, absurd, broken, sensible

READ = int(os.environ.get("FUZZ_UPDATES", "5000"))
SEED = int(os.environ.get("FUZZ_SEED", "25"))
# Each is answered over HTTP, which takes some hundred times as long as reading it.
ANSWERED = max(360, READ // 50)
AT_ONCE = 60
AWA = 42
# What Telegram says when a message or a tap is no longer there, which the bot cannot know before it has asked.
GONE = ("message to edit not found", "message can't be edited", "query is too old", "message is not modified")
CONTENT = ("can't parse", "empty", "too long", "TOO_LONG", "TOO_MUCH", "BUTTON", "RESULT", "ARTICLE", "must be")


@pytest.fixture
async def application(api: BotApi, assistant: Assistant) -> AsyncIterator[LiveBot]:
    """The Application with its handlers, which knows its own name, and fetches nothing."""
    bot = TelegramBot(TOKEN, api.root, Pacing(UNLIMITED))
    conversation = Conversation(lambda: assistant, lambda: AFTER_THE_EVENT)
    async with Store.opened("sqlite+aiosqlite://") as store:
        built = build(bot, conversation, store, Replying(bot, conversation), organizers=frozenset({AWA}))
        await built.initialize()
        yield built
        await built.shutdown()


def test_every_kind_is_there() -> None:
    """The updates that are changed are of every kind that the bot asks for, and as they are each can be read."""
    assert {next(iter(update)) for update in UPDATES} == set(ALLOWED_UPDATES)
    for number, update in enumerate(UPDATES):
        assert Update.de_json({"update_id": number, **update}, None)


async def test_reading(application: LiveBot, assistant: Assistant) -> None:
    """What can be read finds its handler, and what it says is heard, without an exception."""
    taken = read = 0
    for update in islice(sensible(random.Random(SEED)), READ):
        known = _read(json.loads(json.dumps(update)), application.bot)
        if known is None:
            continue
        read += 1
        taken += any(handler.check_update(known) for handler in application.handlers[0])
        if isinstance(known.effective_message, Message):
            heard(known.effective_message, application.bot.bot, COMMANDS)
        if known.callback_query:
            buttons.read(known.callback_query.data or "", assistant.guide.entries, assistant.languages)
    print(f"{READ} updates, {read} of them read, {taken} for a handler")
    assert taken > READ / 3


@pytest.mark.parametrize("kind", ["sensible", "absurd"])
async def test_answering(
    api: BotApi,
    running: Running,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    kind: str,
) -> None:
    """Through the whole Application each is dealt with, Telegram refuses nothing, and the bot answers afterwards."""
    monkeypatch.setattr("bot.telegram.groups.MOVE_SECONDS", 0.05)
    updates = (sensible if kind == "sensible" else absurd)(random.Random(SEED + 1))
    async with running(live=desk.live(), organizers=frozenset({AWA})):
        for _ in range(0, ANSWERED, AT_ONCE):
            given = list(islice(updates, AT_ONCE))
            for update in given:
                _make_true(api, update)
                await api.give(**update)
            await api.until_acknowledged(120)
            errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
            refusals = [what for _, what in api.refusals if not any(word in what for word in GONE)]
            if kind == "absurd":
                # There, an error may be logged, and a chat may not be found; but what is sent must be fit to be sent.
                refusals = [what for what in refusals if any(word in what for word in CONTENT)]
                errors = []
            unexpected = [error for error in errors if "cannot be read" not in error]
            assert not unexpected, given
            assert not refusals, given
            caplog.clear()
            api.calls.clear()
            api.refusals.clear()
        assert "Parc" in (await Stage.private(api, 77).asks("C'est où ?")).text


async def test_broken_bodies(api: BotApi, running: Running) -> None:
    """Whatever comes to the webhook with the right secret is taken or refused, and the next question is answered."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, secret = f"http://127.0.0.1:{port}/updates", "the-webhook-secret"
    async with running(webhook_url=url, webhook_secret=Secret(secret), http_port=port), ClientSession() as client:
        await api.until(lambda: api.webhooks.url)
        for body in islice(broken(random.Random(SEED)), ANSWERED):
            async with client.post(url, data=body, headers={HEADER: secret}) as response:
                assert response.status in (200, 400), body
        assert "Parc" in (await Stage.private(api, 77).asks("C'est où ?")).text


def _read(update: JSON, bot: TelegramBot | None = None) -> Update | None:
    """An update as the bot reads it; None for one that lacks what it cannot do without, which is passed over."""
    try:
        known = Update.de_json({"update_id": 1, **update}, bot)
        _ = known.effective_chat, known.effective_user
    except Exception:  # noqa: BLE001  # as the bot does
        return None
    return known


def _make_true(api: BotApi, update: JSON) -> None:
    """Let Telegram know of the chats, messages, taps and queries that an update is about."""
    known = _read(update)
    if known is None:
        return
    chat, message, query, connection = (
        known.effective_chat,
        known.effective_message,
        known.callback_query,
        known.business_connection,
    )
    room = _opened(api, chat.id, chat.type) if chat else None
    if connection:
        _opened(api, connection.user_chat_id, "private")
        api.methods.connections[str(connection.id)] = update["business_connection"]
    if query:
        api.methods.open_taps.add(str(query.id))
        if room and message and room.note(message.message_id) is None:
            text = message.text if isinstance(message, Message) else None
            note = Note(message.message_id, True, {**update["callback_query"]["message"]}, str(text or ""))
            room.notes.append(note)
    if known.inline_query:
        api.methods.open_queries.add(str(known.inline_query.id))
    if isinstance(message, Message):
        if room and message.is_topic_message and isinstance(message.message_thread_id, int):
            room.topics.add(message.message_thread_id)
        if message.guest_query_id:
            api.methods.open_guest_queries.add(str(message.guest_query_id))
        if message.business_connection_id:
            rights = {"is_enabled": True, "rights": {"can_reply": True}}
            body = {"id": str(message.business_connection_id), "user_chat_id": AWA, "date": 1, **rights}
            owner = {"id": AWA, "is_bot": False, "first_name": "Awa"}
            api.methods.connections.setdefault(str(message.business_connection_id), body | {"user": owner})


def _opened(api: BotApi, chat_id: int, kind: str) -> Room | None:
    if not isinstance(chat_id, int):
        return None
    room = api.rooms.setdefault(chat_id, Room(chat_id))
    room.kind, room.administrators = kind, {AWA: "creator"}
    return room
