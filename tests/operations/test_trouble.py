"""Whatever happens to the machine or the database, visitors are answered, once, and afterwards all is as before."""

import asyncio
import resource
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import Secret, Settings
from bot.store.store import Store
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.operations.replicas import end, start_bot
from tests.postgres import Cluster
from tests.telegram.conftest import Running

WHERE = "C'est où ?"
ENDLESS = resource.RLIM_INFINITY


async def test_a_full_disk(api: BotApi, tmp_path: Path, cache: Path) -> None:
    """A process that can write no byte answers; a choice it cannot keep is said to have failed; later it is kept."""
    awa = Stage.private(api)
    process = await start_bot(tmp_path, cache, api.root, HTTP_PORT="0", POLL_TIMEOUT="5")
    try:
        await awa.says(WHERE)
        await api.until_acknowledged(60)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, ENDLESS))
        for text in (WHERE, "C'est quand ?", "/language tr", WHERE):
            await awa.says(text)
        await api.until_acknowledged(60)
        assert len(awa.room.heard) == 5
        assert "Parc" in awa.room.heard[-1].text
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (ENDLESS, ENDLESS))
        await awa.says("/language en")
        await awa.says(WHERE)
        await api.until_acknowledged(60)
        assert "took place" in awa.room.heard[-1].text or "held" in awa.room.heard[-1].text
        assert await end(process) == 0
    finally:
        await end(process, signal.SIGKILL)


async def test_a_locked_database(api: BotApi, running: Running, settings: Settings) -> None:
    """While another program holds SQLite's lock for longer than the bot waits, questions are answered, each once."""
    visitors = [Stage.private(api, number) for number in range(1, 6)]
    async with running():
        await visitors[0].asks(WHERE)
        path = settings.database_url.reveal().removeprefix("sqlite+aiosqlite:///")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        for visitor in visitors:
            await visitor.says(WHERE)
        await api.until(lambda: all(visitor.room.heard for visitor in visitors), 4)
        await asyncio.sleep(6)
        other.execute("ROLLBACK")
        other.close()
        await api.until_acknowledged(20)
        await visitors[0].asks("/language en")
    assert [len(visitor.room.heard) for visitor in visitors] == [3, 1, 1, 1, 1]
    async with Store.opened(settings.database_url.reveal()) as store:
        assert await store.language(1) == "en"


async def test_postgresql_is_away(api: BotApi, running: Running, cluster: Cluster) -> None:
    """While PostgreSQL is away questions are answered within seconds, each once; afterwards choices are kept."""
    url = await cluster.database()
    visitors = [Stage.private(api, number) for number in range(1, 6)]
    async with running(database_url=Secret(url)):
        await visitors[0].asks(WHERE)
        away = asyncio.create_task(cluster.stopped_for(4))
        await asyncio.sleep(1)
        for visitor in visitors:
            await visitor.says(WHERE)
        await api.until(lambda: all(visitor.room.heard for visitor in visitors), 10)
        await away
        await api.until_acknowledged(20)
        await visitors[0].asks("/language en")
        assert [len(visitor.room.heard) for visitor in visitors] == [3, 1, 1, 1, 1]
    async with Store.opened(url) as store:
        assert await store.language(1) == "en"


@pytest.mark.parametrize("jump", [26 * 3600, -26 * 3600, 400 * 86_400, -400 * 86_400])
@pytest.mark.parametrize("by_webhook", [False, True])
async def test_a_clock_that_jumps(
    api: BotApi, running: Running, monkeypatch: pytest.MonkeyPatch, port: int, jump: float, by_webhook: bool
) -> None:
    """When the system's clock jumps, questions go on being answered, and what was answered is not answered again."""
    awa = Stage.private(api)
    changes: dict[str, object] = {}
    if by_webhook:
        changes = {"webhook_url": f"http://127.0.0.1:{port}/updates", "webhook_secret": Secret("webhook-secret")}
    real: Callable[[], float] = time.time
    async with running(**changes):
        await awa.asks(WHERE)
        monkeypatch.setattr(time, "time", lambda: real() + jump)
        await awa.asks(WHERE)
        await awa.asks(WHERE)
    async with running(**changes):
        await awa.asks(WHERE)
    assert len(awa.room.heard) == 4
