"""`python -m tests.bench.replies`: replies a second through our Bot API server, beside a bare echo bot."""

import asyncio
import logging
import os
import signal
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.loading import load_assistant
from tests.botapi.rooms import Note, Room
from tests.botapi.server import TOKEN, BotApi
from tests.botapi.stage import Stage
from tests.conftest import FAQ, FITTED, ROOT, TRANSLATIONS
from tests.operations.replicas import end, start_bot

QUESTIONS = int(os.environ.get("BENCH_QUESTIONS", "2000"))
AT_ONCE = 50
QUICK_SECONDS = 0.1
LEAST_SHARE = 0.7
TEXTS = (
    "C'est où ?",
    "C'est quand ?",
    "le Ghana était là ?",
    "who opened it?",
    "متى المعرض؟",
    "le prix du billet",
    "merci",
)


@dataclass(frozen=True, slots=True)
class Speed:
    """Replies a second, and milliseconds from a question to its reply."""

    rate: float
    median: float
    p99: float

    def __str__(self) -> str:
        return f"{self.rate:6.0f} replies a second, p50 {self.median:5.0f} ms, p99 {self.p99:5.0f} ms"


class Timed(BotApi):
    """A Bot API server that tells who waits for a reply."""

    def __init__(self) -> None:
        super().__init__()
        self.replied: dict[int, asyncio.Event] = {}

    def write(self, room: Room, *what: Any) -> Note:
        note = super().write(room, *what)
        self.replied[room.id].set()
        return note


async def measure(start: Callable[[str], Awaitable[Process]]) -> Speed:
    """Ask with so many visitors at once, each a new one, and wait for each reply."""
    async with Timed().running() as api:
        process = await start(api.root)
        try:
            # A bot that has just started builds what it needs while it answers.
            quick, number = 0, 0
            while quick < len(TEXTS) * 3:
                number += 1
                quick = quick + 1 if await _ask(api, number) < QUICK_SECONDS else 0
            numbers = iter(range(100_000, 100_000 + QUESTIONS))
            took: list[float] = []

            async def visitors() -> None:
                took.extend([await _ask(api, number) for number in numbers])

            began = time.perf_counter()
            await asyncio.gather(*(visitors() for _ in range(AT_ONCE)))
            rate = QUESTIONS / (time.perf_counter() - began)
            return Speed(rate, 1000 * statistics.median(took), 1000 * statistics.quantiles(took, n=100)[98])
        finally:
            await end(process, signal.SIGKILL)


async def _ask(api: Timed, number: int) -> float:
    visitor = Stage.private(api, 1_000_000 + number)
    replied = api.replied[visitor.room.id] = asyncio.Event()
    began = time.perf_counter()
    await visitor.says(TEXTS[number % len(TEXTS)])
    async with asyncio.timeout(120):
        await replied.wait()
    return time.perf_counter() - began


async def _echo(api_root: str) -> Process:
    environment = {**os.environ, "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api_root}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.echo", cwd=ROOT, env=environment, stdout=DEVNULL, stderr=DEVNULL
    )


async def compare() -> bool:
    """Measure both, twice in turn, and print the better pair; whether ours is fast enough."""
    logging.getLogger("aiohttp.server").disabled = True  # it reports every bot that is killed
    with tempfile.TemporaryDirectory() as name:
        load_assistant(FAQ, TRANSLATIONS, FITTED).warm_up()

        async def ours(api_root: str) -> Process:
            # A new server gives its updates the same ids again: to a bot that remembered them they were answered.
            return await start_bot(Path(tempfile.mkdtemp(dir=name)), FITTED, api_root, HTTP_PORT="0")

        speeds = []
        for _ in range(2):
            speeds.append((await measure(_echo), await measure(ours)))
            print(f"this run: echo bot {speeds[-1][0]}; bamex-bot {speeds[-1][1]}", flush=True)
    echo, own = max(speeds, key=lambda pair: pair[1].rate / pair[0].rate)
    share = own.rate / echo.rate
    print(f"echo bot   {echo}")
    print(f"bamex-bot  {own}")
    print(f"{share:.2f} of the echo bot's rate ({AT_ONCE} visitors at once, {QUESTIONS} questions)")
    return share >= LEAST_SHARE


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(compare()) else 1)
