"""Three processes, PostgreSQL and nginx are one bot, and go on when one of them is killed."""

import asyncio
import os
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.operations.replicas import NGINX, SECRET, balancer, end, free_ports, start_bot
from tests.postgres import Cluster

WHERE, WHEN = "C'est où ?", "C'est quand ?"
Replicas = Callable[..., AbstractAsyncContextManager[list[Process]]]

pytestmark = [
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: apt-get install nginx-light)"),
    pytest.mark.skipif("SOAK_REPLICAS" not in os.environ, reason="three processes want a machine to themselves"),
]


@pytest.fixture
def replicas(api: BotApi, cluster: Cluster, tmp_path: Path, cache: Path, client: aiohttp.ClientSession) -> Replicas:
    """Starts three processes of one bot behind nginx; in the end they must stop cleanly."""

    @asynccontextmanager
    async def start(**variables: str) -> AsyncIterator[list[Process]]:
        front, *ports = free_ports(4)
        url = f"http://127.0.0.1:{front}/telegram/updates"
        variables |= {"DATABASE_URL": await cluster.database(), "WEBHOOK_URL": url, "WEBHOOK_SECRET": SECRET}
        async with balancer(tmp_path / "nginx", url, ports):
            processes = [await start_bot(tmp_path, cache, api.root, HTTP_PORT=str(port), **variables) for port in ports]
            try:
                await asyncio.gather(*(_until_ready(client, port) for port in ports))
                yield processes
                assert {await end(process) for process in processes} <= {0, -signal.SIGKILL}
            finally:
                for process in processes:
                    await end(process, signal.SIGKILL)

    return start


async def test_one_of_three_is_killed_under_load(api: BotApi, replicas: Replicas) -> None:
    """Every question is answered; repeats are no more than the requests in flight when the process was killed."""
    visitors = [Stage.private(api, 1000 + number) for number in range(200)]
    async with replicas() as processes:
        for visitor in visitors[:100]:
            await visitor.says(WHERE)
        await api.until(lambda: len(api.called("sendMessage")) > 20, 20)
        in_flight = len(api.pending)
        await end(processes[0], signal.SIGKILL)
        for visitor in visitors[100:]:
            await visitor.says(WHEN)
        await api.until_acknowledged(60)
    counts = [len(visitor.room.heard) for visitor in visitors]
    assert in_flight > 0
    assert min(counts) == 1
    assert sum(counts) - len(counts) <= in_flight


async def test_they_know_the_same(api: BotApi, replicas: Replicas) -> None:
    """A language chosen with one process holds with all three."""
    visitor = Stage.private(api, 1000)
    async with replicas():
        await visitor.asks("/language tr")
        for _ in range(6):
            assert "Bamako" in (await visitor.asks(WHERE)).text
            assert "Tarihler" in (await visitor.asks(WHEN)).text


async def _until_ready(client: aiohttp.ClientSession, port: int) -> None:
    async with asyncio.timeout(180):
        while True:
            try:
                async with client.get(f"http://127.0.0.1:{port}/readyz") as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)
