"""kill -9 at any moment loses no question. `make soak` does it 200 times, `make test` a few."""

import asyncio
import os
import random
import signal
from pathlib import Path

from tests.botapi.faults import Slow
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.operations.replicas import end, start_bot

KILLS = int(os.environ.get("SOAK_KILLS", "3"))
AT_ONCE = 40
TEXTS = ("C'est où ?", "C'est quand ?", "le Ghana était là ?", "when is it?", "bonjour")


async def test_killed_again_and_again_under_load(api: BotApi, tmp_path: Path, cache: Path) -> None:
    """Every question is answered; a kill repeats no more answers than there were requests in flight at that moment."""
    chance = random.Random(25)
    visitors: list[Stage] = []
    in_flight = 0
    done = asyncio.Event()

    async def ask() -> None:
        while not done.is_set():
            await api.until(lambda: len(api.pending) < AT_ONCE, 120)
            api.fails("sendMessage", Slow(chance.uniform(0.0, 0.05)))
            visitors.append(Stage.private(api, 1_000_000 + len(visitors)))
            await visitors[-1].says(chance.choice(TEXTS))

    asking = asyncio.create_task(ask())
    for _ in range(KILLS):
        process = await start_bot(tmp_path, cache, api.root, HTTP_PORT="0", POLL_TIMEOUT="5")
        sent = len(api.called("sendMessage"))
        await api.until(lambda sent=sent: len(api.called("sendMessage")) > sent, 120)
        await asyncio.sleep(chance.uniform(0.0, 0.5))
        await end(process, signal.SIGKILL)
        in_flight += len(api.pending)
    done.set()
    process = await start_bot(tmp_path, cache, api.root, HTTP_PORT="0", POLL_TIMEOUT="5")
    await api.until_acknowledged(120)
    await asking
    await api.until_acknowledged(120)
    assert await end(process) == 0
    answers = [len(visitor.room.heard) for visitor in visitors]
    repeats = sum(answers) - len(answers)
    print(f"{KILLS} kills, {len(answers)} questions, {in_flight} in flight at the kills, {repeats} answered twice")
    assert min(answers) == 1
    assert repeats <= in_flight
