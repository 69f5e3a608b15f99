"""The live bot of tests/telegram, on a port that the test knows."""

import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from bot.settings import Secret, Settings
from tests.botapi.server import TOKEN, BotApi
from tests.desk import desk, proven
from tests.telegram.conftest import api, running

__all__ = ["api", "desk", "proven", "running"]


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def settings(api: BotApi, tmp_path: Path, port: int) -> Settings:
    """Settings that lead to the server, with everything written in a folder of the test's own."""
    return replace(
        Settings(token=Secret(TOKEN), api_url=api.root, poll_timeout=5, http_port=port),
        database_url=Secret(f"sqlite+aiosqlite:///{tmp_path}/data/bot.db"),
    )


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    """A monitor or a balancer."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        yield session
