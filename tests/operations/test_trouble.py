"""Whatever happens to the machine or the database, visitors are answered, once, and afterwards all is as before.

The database is away for SOAK_OUTAGE seconds: a minute in `make soak`, and in `make test` longer than one call waits.
"""

import asyncio
import os
import resource
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
OUTAGE = float(os.environ.get("SOAK_OUTAGE", "6"))


@pytest.fixture(params=["polling", "webhook"])
def by(request: pytest.FixtureRequest, port: int) -> dict[str, Any]:
    """The settings that make the bot poll, or take webhooks."""
    if request.param == "polling":
        return {}
    return {"webhook_url": f"http://127.0.0.1:{port}/updates", "webhook_secret": Secret("webhook-secret")}


async def test_a_full_disk(api: BotApi, tmp_path: Path, cache: Path, by: dict[str, Any], port: int) -> None:
    """A process that can write no byte answers; a choice it cannot keep is said to have failed; later it is kept."""
    awa = Stage.private(api)
    variables = {"HTTP_PORT": str(port), "POLL_TIMEOUT": "5"}
    if by:
        variables |= {"WEBHOOK_URL": by["webhook_url"], "WEBHOOK_SECRET": by["webhook_secret"].reveal()}
    process = await start_bot(tmp_path, cache, api.root, **variables)
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


async def test_a_locked_database(api: BotApi, running: Running, settings: Settings, by: dict[str, Any]) -> None:
    """While another program holds SQLite's lock, questions are answered, each once; afterwards choices are kept."""
    async with running(**by):
        first = Stage.private(api, 1)
        await first.asks(WHERE)
        path = settings.database_url.reveal().removeprefix("sqlite+aiosqlite:///")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        visitors = await _asking_for(OUTAGE, api)
        other.execute("ROLLBACK")
        other.close()
        await _all_is_as_before(api, first, visitors)
    async with Store.opened(settings.database_url.reveal()) as store:
        assert await store.language(1) == "en"


async def test_postgresql_is_away(api: BotApi, running: Running, cluster: Cluster, by: dict[str, Any]) -> None:
    """While PostgreSQL is away questions are answered, each once; afterwards choices are kept."""
    url = await cluster.database()
    async with running(database_url=Secret(url), **by):
        first = Stage.private(api, 1)
        await first.asks(WHERE)
        away = asyncio.create_task(cluster.stopped_for(OUTAGE))
        await asyncio.sleep(1)
        visitors = await _asking_for(OUTAGE - 2, api)
        await away
        await _all_is_as_before(api, first, visitors)
    async with Store.opened(url) as store:
        assert await store.language(1) == "en"


async def _asking_for(seconds: float, api: BotApi) -> list[Stage]:
    """Visitors who ask one after another; each of them is answered before long, though there is no database."""
    visitors: list[Stage] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        visitors.append(Stage.private(api, 1000 + len(visitors)))
        await visitors[-1].says(WHERE)
        await asyncio.sleep(0.5)
    await api.until(lambda: all(visitor.room.heard for visitor in visitors), 40)
    return visitors


async def _all_is_as_before(api: BotApi, first: Stage, visitors: list[Stage]) -> None:
    await api.until_acknowledged(60)
    await first.says("/language en")
    await api.until_acknowledged(20)
    assert [len(visitor.room.heard) for visitor in visitors] == [1] * len(visitors)
    assert len(first.room.heard) == 2


@pytest.mark.parametrize("jump", [26 * 3600, -26 * 3600, 400 * 86_400, -400 * 86_400])
async def test_a_clock_that_jumps(
    api: BotApi, running: Running, monkeypatch: pytest.MonkeyPatch, by: dict[str, Any], jump: float
) -> None:
    """When the system's clock jumps, questions go on being answered, and what was answered is not answered again."""
    awa = Stage.private(api)
    real: Callable[[], float] = time.time
    async with running(**by):
        await awa.asks(WHERE)
        monkeypatch.setattr(time, "time", lambda: real() + jump)
        await awa.asks(WHERE)
        await awa.asks(WHERE)
        repeated = {"update_id": api.last_update, "message": awa.room.notes[-2].json}
    async with running(**by):
        await api.give_raw(repeated)
        await awa.asks(WHERE)
    assert len(awa.room.heard) == 4
