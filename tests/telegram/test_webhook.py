"""By webhook, too, no question is lost and none is answered twice; nobody but Telegram is let in."""

import asyncio
import io
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bot.settings import Secret, Settings
from bot.telegram.intake import Patience
from tests.botapi.faults import BAD_GATEWAY, Resets, Slow
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.botapi.webhooks import HEADER
from tests.telegram.conftest import Running

WHERE = "C'est où ?"
SECRET = "the-webhook-secret_123"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings for webhooks on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/telegram/updates"
    return replace(settings, webhook_url=url, webhook_secret=Secret(SECRET), http_port=port)


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody who finds the webhook's address."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        yield session


async def live(api: BotApi) -> None:
    """Wait until the bot has asked for webhooks."""
    await api.until(lambda: api.webhooks.url)


async def test_an_update_is_acknowledged_only_after_its_answer(api: BotApi, running: Running) -> None:
    """While an answer is on its way the request is open; another chat is answered meanwhile."""
    slow, quick = Stage.private(api, 1), Stage.private(api, 2)
    async with running():
        await live(api)
        api.fails("sendMessage", Slow(1.0))
        await slow.says(WHERE)
        await asyncio.sleep(0.3)
        await quick.says(WHERE)
        await api.until(lambda: bool(quick.room.heard))
        assert not slow.room.heard
        assert len(api.pending) >= 1
        await api.until_acknowledged()
        assert len(slow.room.heard) == len(quick.room.heard) == 1
    assert set(api.webhooks.statuses) == {200}


async def test_repeated_updates_are_answered_once(
    api: BotApi, running: Running, settings: Settings, client: aiohttp.ClientSession
) -> None:
    """The same update many times, at once and later, and after a restart, is answered once, and 200 each time."""
    awa = Stage.private(api)
    async with running():
        await live(api)
        api.fails("sendMessage", Slow(0.5))
        update = {"update_id": 870_500_000, "message": (await awa.says(WHERE)).json}
        api.pending.clear()
        statuses = await asyncio.gather(*(_post(client, settings, update) for _ in range(10)))
        assert statuses == [200] * 10
        assert await _post(client, settings, update) == 200
    async with running():
        await asyncio.sleep(0.5)
        assert await _post(client, settings, update) == 200
    answers = len(awa.room.heard)
    assert answers <= 2  # the update that `says` itself queued may have been on its way already
    assert len(api.called("sendMessage")) == answers


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "é"], ids=str)
async def test_without_the_secret_nobody_gets_in(
    api: BotApi, running: Running, settings: Settings, client: aiohttp.ClientSession, secret: str | None
) -> None:
    """A request without the right secret gets 403, whatever it holds, and has no effect."""
    awa = Stage.private(api)
    async with running():
        await live(api)
        update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": awa.room.as_json(), "text": WHERE}}
        assert await _post(client, settings, update, secret) == 403
        assert await _post(client, settings, "not JSON", secret) == 403
    assert not awa.room.heard


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("{", 400),
        ("[]", 400),
        ("null", 400),
        ('{"message": {}}', 400),
        ('{"update_id": true}', 400),
        ('{"update_id": 9223372036854775808}', 400),
        ('{"update_id": "1"}', 400),
        ("[" * 100_000, 400),
        ('{"update_id": 1, "message": {"message_id": "?", "chat": 7}}', 200),
        ('{"update_id": 2, "message": [1, 2]}', 200),
        ('{"update_id": 3, "invented": {}}', 200),
        ("x" * 1_048_577, 413),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_strange_bodies(
    api: BotApi, running: Running, settings: Settings, client: aiohttp.ClientSession, body: str, status: int
) -> None:
    """What is no update is refused, what cannot be read is passed over, and the next question is answered."""
    async with running():
        await live(api)
        assert await _post(client, settings, body) == status
        assert "Parc" in (await Stage.private(api).asks(WHERE)).text


async def test_a_body_that_hides_its_size_is_cut_off(
    api: BotApi, running: Running, settings: Settings, client: aiohttp.ClientSession
) -> None:
    """A body sent in chunks, without a length, is not read past the limit."""

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b" " * 65_536

    async with running():
        await live(api)
        try:
            async with client.post(str(settings.webhook_url), data=endless(), headers={HEADER: SECRET}) as response:
                assert response.status == 413
        except aiohttp.ClientError:
            pass  # cut off before it had sent everything
        assert "Parc" in (await Stage.private(api).asks(WHERE)).text


async def test_stopping_finishes_answers_in_flight(api: BotApi, running: Running) -> None:
    """Asked to stop, the bot sends the answers in flight, acknowledges them, and ends with status 0."""
    awa = Stage.private(api)
    async with running() as task:
        await live(api)
        api.fails("sendMessage", Slow(0.7))
        await awa.says(WHERE)
        await api.until(lambda: bool(api.called("sendMessage")))
    assert task.result() == 0
    await api.until_acknowledged(2)
    assert len(awa.room.heard) == 1


async def test_what_is_not_answered_goes_to_the_next_process(api: BotApi, running: Running) -> None:
    """A question whose answer was not sent when the process ended is answered by the next process."""
    awa = Stage.private(api)
    async with running(patience=Patience(stopping=0.1)):
        await live(api)
        api.fails("sendMessage", Slow(30))
        await awa.says(WHERE)
        await api.until(lambda: bool(api.called("sendMessage")))
    assert len(api.pending) == 1
    async with running():
        await api.until_acknowledged()
    assert len(awa.room.heard) == 1


@pytest.mark.parametrize("fault", [BAD_GATEWAY, Resets()], ids=str)
async def test_starting_survives(api: BotApi, running: Running, fault: Any) -> None:
    """A bot that asks for webhooks while Telegram has trouble gets them soon after."""
    api.fails("setWebhook", fault)
    async with running():
        assert "Parc" in (await Stage.private(api).asks(WHERE)).text


async def test_telegram_is_told_the_secret_and_what_to_send(api: BotApi, running: Running, settings: Settings) -> None:
    """setWebhook carries the whole URL, the secret and the kinds of updates; what is pending stays."""
    async with running():
        await live(api)
    (wanted,) = api.called("setWebhook")
    assert wanted["url"] == settings.webhook_url
    assert wanted["secret_token"] == SECRET
    assert "callback_query" in wanted["allowed_updates"]
    assert not wanted.get("drop_pending_updates")


async def test_a_webhook_that_somebody_deleted_is_set_again(
    api: BotApi, running: Running, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """A poller with the same token deletes the webhook: it is set again, with one clear line; another's stays."""
    async with running(patience=Patience(webhook=0.2)):
        await live(api)
        for url in ("", "https://elsewhere.example/hook"):
            api.webhooks.url = url
            await asyncio.sleep(0.6)
            assert api.webhooks.url == (url or settings.webhook_url)
    told = [record.getMessage() for record in caplog.records if "same token" in record.getMessage()]
    assert "it is set again" in told[0]
    assert all("another WEBHOOK_URL" in line for line in told[1:])


async def test_a_port_that_is_taken_is_said_in_one_line(
    running: Running, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """Where it cannot listen the bot does not pretend to take webhooks: one line, status 1."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", settings.http_port))
        other.listen()
        async with running() as task:
            await asyncio.wait([task], timeout=5)
            assert task.result() == 1
    assert "HTTP_PORT" in caplog.records[-1].getMessage()


async def _post(client: aiohttp.ClientSession, settings: Settings, body: object, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {HEADER: secret}
    url = str(settings.webhook_url)
    if isinstance(body, str):
        async with client.post(url, data=io.BytesIO(body.encode()), headers=headers) as response:
            return response.status
    async with client.post(url, json=body, headers=headers) as response:
        return response.status
