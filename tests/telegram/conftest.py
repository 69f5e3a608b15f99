"""The real bot over the real FAQ, talking HTTP to our Bot API server; only the clock stands still."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.settings import Secret, Settings
from bot.telegram.application import run
from bot.telegram.intake import Patience
from bot.telegram.pacing import FloodLimits
from tests.botapi.server import TOKEN, BotApi
from tests.botapi.stage import Stage
from tests.desk import desk, proven

__all__ = ["desk", "proven"]
AFTER_THE_EVENT = datetime(2026, 2, 1, 12, tzinfo=UTC)
UNLIMITED = FloodLimits(per_second=1_000_000, chat_interval=0, group_per_minute=1_000_000, patience=20)
Running = Callable[..., AbstractAsyncContextManager[asyncio.Task[int]]]


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A Bot API server with nobody connected."""
    async with BotApi().running() as server:
        yield server


@pytest.fixture
def settings(api: BotApi, tmp_path: Path) -> Settings:
    """Settings that lead to the server, with everything written in a folder of the test's own."""
    return Settings(
        token=Secret(TOKEN),
        api_url=api.root,
        poll_timeout=5,
        database_url=Secret(f"sqlite+aiosqlite:///{tmp_path}/data/bot.db"),
        http_port=0,
    )


@pytest.fixture
def running(api: BotApi, settings: Settings, assistant: Assistant) -> Running:
    """Starts the bot for the length of a `async with`; the task ends with its exit status."""

    @asynccontextmanager
    async def start(
        limits: FloodLimits = UNLIMITED,
        patience: Patience | None = None,
        current: Any = None,
        clock: Any = None,
        live: Any = None,
        **changes: Any,
    ) -> AsyncIterator[asyncio.Task[int]]:
        stop = asyncio.Event()
        work = run(
            replace(settings, **changes),
            current or (lambda: assistant),
            clock or (lambda: AFTER_THE_EVENT),
            stop,
            limits,
            patience,
            live,
        )
        task = asyncio.create_task(work)
        try:
            yield task
        finally:
            stop.set()
            await asyncio.wait([task], timeout=15)
            assert task.done()

    return start


@pytest.fixture
async def live(running: Running) -> AsyncIterator[None]:
    """The bot is live."""
    async with running():
        yield


@pytest.fixture
def awa(api: BotApi, live: None) -> Stage:
    """A visitor whose Telegram is in French, in a private chat with the live bot."""
    return Stage.private(api)
