"""Three processes, PostgreSQL and nginx are one bot, and go on when one of them is killed."""

import asyncio
import os
import signal
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.settings import Secret
from bot.telegram.pacing import FloodLimits
from tests.botapi.flood import FloodControl
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.operations.replicas import NGINX, SECRET, balancer, end, free_ports, start_bot
from tests.postgres import Cluster
from tests.telegram.conftest import Running

WHERE, WHEN = "C'est où ?", "C'est quand ?"
SOAK = "SOAK_REPLICAS" in os.environ
VISITORS = 1_000 if SOAK else 120
# A machine that runs other tests beside these may be slow; nothing here is about how fast it is.
PATIENCE = 300
Replicas = Callable[..., AbstractAsyncContextManager[list[Process]]]

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: apt-get install nginx-light)")


@pytest.fixture
def replicas(api: BotApi, cluster: Cluster, tmp_path: Path, cache: Path, client: aiohttp.ClientSession) -> Replicas:
    """Starts three processes of one bot behind nginx; in the end they must stop cleanly."""

    @asynccontextmanager
    async def start() -> AsyncIterator[list[Process]]:
        front, *ports = free_ports(4)
        url = f"http://127.0.0.1:{front}/telegram/updates"
        variables = {"DATABASE_URL": await cluster.database(), "WEBHOOK_URL": url, "WEBHOOK_SECRET": SECRET}
        processes: list[Process] = []
        async with balancer(tmp_path / "nginx", url, ports):
            try:
                # One after another: three that start at once on two cores take longer than three in turn.
                for port in ports:
                    processes.append(await start_bot(tmp_path, cache, api.root, HTTP_PORT=str(port), **variables))
                    await _until_ready(client, port, processes[-1])
                yield processes
                assert {await end(process) for process in processes} <= {0, -signal.SIGKILL}
            finally:
                for process in processes:
                    await end(process, signal.SIGKILL)

    return start


async def test_they_are_one_bot_and_outlive_each_other(api: BotApi, replicas: Replicas) -> None:
    """What one process is told all know; when one is killed under load nothing is lost, and what repeats was in flight.

    One test, because three processes take a while to start.
    """
    awa, crowd = Stage.private(api, 1), Stage.group(api)
    crowd.room.administrators = {crowd.person.id: "creator"}
    visitors = [Stage.private(api, 1000 + number) for number in range(VISITORS)]
    half = VISITORS // 2
    async with replicas() as processes:
        await _settled(api, awa.says("/language tr"))
        await _settled(api, crowd.says("/settings@bamex_test_bot"))
        await _settled(api, crowd.taps_data("group:mode:off:6"))
        before = len(crowd.room.heard)
        for _ in range(6):
            await _settled(api, crowd.says(f"@bamex_test_bot {WHERE}"))
            await _settled(api, awa.says(WHERE))
        assert all("Bamako" in answer.text and "Fuar" in answer.text for answer in awa.room.heard[1:])
        assert len(crowd.room.heard) == before
        repeated = {"update_id": api.last_update, "message": awa.room.notes[-2].json}
        for _ in range(6):
            await api.give_raw(repeated)
            await api.until_acknowledged(PATIENCE)
        assert len(awa.room.heard) == 7
        for visitor in visitors[:half]:
            await visitor.says(WHERE)
        sent = len(api.called("sendMessage"))
        await api.until(lambda: len(api.called("sendMessage")) > sent + 5, PATIENCE)
        killed = time.monotonic()
        await end(processes[0], signal.SIGKILL)
        await asyncio.sleep(0.2)
        in_flight = {chat_id for chat_id, ended in api.sent.items() if ended > killed - 1.0}
        for visitor in visitors[half:]:
            await visitor.says(WHEN)
        await api.until_acknowledged(PATIENCE)
    answers = {visitor.person.id: len(visitor.room.heard) for visitor in visitors}
    print(f"{VISITORS} questions, {sum(answers.values()) - VISITORS} answered twice of {len(in_flight)} in flight")
    assert min(answers.values()) == 1
    assert {chat_id for chat_id, count in answers.items() if count > 1} <= in_flight
    assert max(answers.values()) <= 2


@pytest.mark.parametrize("shared", [True, False], ids=["one database", "a database each"])
async def test_they_keep_the_flood_limits_together(
    api: BotApi, running: Running, cluster: Cluster, tmp_path: Path, shared: bool
) -> None:
    """Three replicas that write to one chat, one group and everybody at once meet no 429; without sharing they do."""
    api.flood = FloodControl()
    front, *ports = free_ports(4)
    url = f"http://127.0.0.1:{front}/telegram/updates"
    together = await cluster.database()
    awa, crowd = Stage.private(api, 1), Stage.group(api)
    # The limits of a second show within seconds; the group's needs more than twenty messages, and so minutes.
    for_awa, for_crowd = (20, 24) if SOAK and shared else (5, 5)
    visitors = [Stage.private(api, 1000 + number) for number in range(600 if SOAK and shared else 80)]
    async with AsyncExitStack() as open_:
        await open_.enter_async_context(balancer(tmp_path / "nginx", url, ports))
        for port in ports:
            changes: dict[str, Any] = {"webhook_url": url, "webhook_secret": Secret(SECRET), "http_port": port}
            alone = f"sqlite+aiosqlite:///{tmp_path}/{port}/bot.db"
            changes["database_url"] = Secret(together if shared else alone)
            await open_.enter_async_context(running(limits=FloodLimits(), **changes))
            await api.until(lambda port=port: len(api.called("setWebhook")) > ports.index(port), PATIENCE)
        began = time.monotonic()
        await awa.says(WHERE)
        lag = asyncio.create_task(_worst_lag(api))
        for _ in range(for_awa - 1):
            await awa.says(WHERE)
        for _ in range(for_crowd):
            await crowd.says(f"@bamex_test_bot {WHERE}")
        for visitor in visitors:
            await visitor.says(WHEN)
        await api.until_acknowledged(PATIENCE)
        seconds = time.monotonic() - began
    sent = for_awa + for_crowd + len(visitors)
    held_up = await lag
    print(f"{sent} messages in {seconds:.0f} s, refused {dict(api.flood.passed)}, shared: {shared};", end=" ")
    print(f"the machine held them up for {held_up:.2f} s at the worst")
    assert len(awa.room.heard) == for_awa
    assert len(crowd.room.heard) == for_crowd
    assert all(len(visitor.room.heard) == 1 for visitor in visitors)
    if shared:
        # Turns are a fifth further apart than Telegram asks for. A machine that stands still for longer evens that out.
        assert api.flood.refusals == 0 or held_up > 0.15
    else:
        assert api.flood.refusals > 0


async def _worst_lag(api: BotApi) -> float:
    """How much longer than asked for a short sleep took at the most, for as long as updates are pending (seconds)."""
    worst = 0.0
    while api.pending:
        began = time.monotonic()
        await asyncio.sleep(0.02)
        worst = max(worst, time.monotonic() - began - 0.02)
    return worst


async def _settled(api: BotApi, doing: Any) -> None:
    await doing
    await api.until_acknowledged(PATIENCE)


async def _until_ready(client: aiohttp.ClientSession, port: int, process: Process) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            assert process.returncode is None, "it did not even start"
            try:
                async with client.get(f"http://127.0.0.1:{port}/readyz") as response:
                    if response.status == 200:
                        return
            except (aiohttp.ClientError, TimeoutError):
                pass
            await asyncio.sleep(0.1)
