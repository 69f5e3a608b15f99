"""The three pages for whoever runs the bot."""

import asyncio
import re
import socket
from typing import Any

import aiohttp
import pytest

from bot.settings import Secret
from bot.store.store import Store, StoreUnavailable
from tests.botapi.faults import Answers, FloodWait
from tests.botapi.server import TOKEN, BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import Running

WHERE = "C'est où ?"


@pytest.fixture(params=["polling", "webhook"])
def changes(request: pytest.FixtureRequest, port: int) -> dict[str, Any]:
    """Settings of either way to take updates."""
    if request.param == "polling":
        return {}
    return {"webhook_url": f"http://127.0.0.1:{port}/updates", "webhook_secret": Secret("webhook-secret")}


class Pages:
    """The pages of a bot on a port."""

    def __init__(self, client: aiohttp.ClientSession, port: int) -> None:
        self._client, self._root = client, f"http://127.0.0.1:{port}"

    async def get(self, path: str) -> tuple[int, str]:
        async with self._client.get(self._root + path) as response:
            return response.status, await response.text()

    async def measure(self, line: str) -> float:
        _, text = await self.get("/metrics")
        found = re.search(rf"^{re.escape(line)} ([0-9.e+]+)$", text, re.MULTILINE)
        return float(found.group(1)) if found else 0.0


@pytest.fixture
def pages(client: aiohttp.ClientSession, port: int) -> Pages:
    return Pages(client, port)


async def test_a_live_bot_is_healthy_and_ready(
    api: BotApi, running: Running, pages: Pages, changes: dict[str, Any]
) -> None:
    """Once it is live, polling or by webhook, the process is healthy and ready; only the known pages exist."""
    async with running(**changes):
        await Stage.private(api).asks(WHERE)
        assert await pages.get("/healthz") == (200, "alive\n")
        status, text = await pages.get("/readyz")
        assert (status, '"ready":true' in text) == (200, True)
        assert (await pages.get("/"))[0] == 404
        assert (await pages.get("/updates"))[0] in (404, 405)


async def test_it_is_not_ready_while_telegram_is_out_of_reach(running: Running, pages: Pages) -> None:
    """Without Telegram the process is alive and not ready, and the page says why within four seconds."""
    async with running(api_url="http://127.0.0.1:9"):
        await asyncio.sleep(0.3)
        assert (await pages.get("/healthz"))[0] == 200
        async with asyncio.timeout(4):
            status, text = await pages.get("/readyz")
        assert status == 503
        assert '"telegram":false' in text
        assert '"database":true' in text


async def test_it_is_not_ready_when_the_database_takes_nothing(
    api: BotApi, running: Running, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a database that cannot be written the process is not ready, and answers visitors all the same."""

    async def full(_: Store) -> None:
        raise StoreUnavailable("the database of DATABASE_URL cannot be used (OperationalError)")

    monkeypatch.setattr("bot.operations.readiness.write_something", full)
    async with running():
        assert "Parc" in (await Stage.private(api).asks(WHERE)).text
        status, text = await pages.get("/readyz")
        assert status == 503
        assert '"database":false' in text


async def test_questions_errors_and_waits_are_counted(
    api: BotApi, running: Running, pages: Pages, changes: dict[str, Any]
) -> None:
    """Each question counts once under its outcome and language; errors and flood waits count; nothing else shows."""
    awa = Stage.private(api, 987_654_321)
    async with running(**changes):
        await awa.asks(WHERE)
        await awa.asks("Where is it?")
        api.fails("sendMessage", FloodWait(1))
        await awa.asks("ma question très secrète")
        api.fails("sendMessage", Answers(400, '{"ok":false,"error_code":400,"description":"Bad Request: nope"}'))
        await awa.says("C'est quand ?")
        await api.until_acknowledged()
        assert await pages.measure('bamex_questions_total{language="fr",outcome="answer"}') == 2
        assert await pages.measure('bamex_questions_total{language="en",outcome="answer"}') == 1
        assert await pages.measure("bamex_flood_waits_total") == 1
        assert await pages.measure("bamex_errors_total") == 1
        assert await pages.measure("bamex_answer_seconds_count") == 4
        assert await pages.measure("bamex_queue") == 0
        _, text = await pages.get("/metrics")
    for secret in ("secrète", TOKEN, "webhook-secret", str(awa.person.id), awa.person.first_name):
        assert secret not in text


async def test_a_bot_that_polls_does_without_a_port(
    api: BotApi, running: Running, port: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the port is taken, a bot that polls says so in one line and answers; two run side by side."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        async with running():
            assert "Parc" in (await Stage.private(api).asks(WHERE)).text
    assert [True for record in caplog.records if "HTTP_PORT" in record.getMessage()] == [True]
