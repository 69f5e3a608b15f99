"""kill -9 at any moment loses no question. `make soak` does it 200 times, `make test` a few."""

import asyncio
import os
import random
import signal
import time
from collections import defaultdict
from pathlib import Path

import pytest

from tests.botapi.faults import Slow
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.operations.replicas import SECRET, end, start_bot

KILLS = int(os.environ.get("SOAK_KILLS", "3"))
AT_ONCE = 40
TEXTS = ("C'est où ?", "C'est quand ?", "le Ghana était là ?", "when is it?", "bonjour")
# Between Telegram's reply and the note of it in the database lie milliseconds; more when the machine is busy.
NOTING = 1.0


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_killed_again_and_again_under_load(api: BotApi, tmp_path: Path, cache: Path, port: int, way: str) -> None:
    """Every question is answered; a kill repeats only answers on their way, or not noted yet, at that moment."""
    chance = random.Random(25)
    visitors: list[Stage] = []
    ages: defaultdict[int, list[float]] = defaultdict(list)
    done = asyncio.Event()
    variables = {"HTTP_PORT": str(port), "POLL_TIMEOUT": "5"}
    if way == "webhook":
        variables |= {"WEBHOOK_URL": f"http://127.0.0.1:{port}/updates", "WEBHOOK_SECRET": SECRET}

    async def ask() -> None:
        while not done.is_set():
            await api.until(lambda: len(api.pending) < AT_ONCE, 3_600)
            api.fails("sendMessage", Slow(chance.uniform(0.0, 0.05)))
            visitors.append(Stage.private(api, 1_000_000 + len(visitors)))
            await visitors[-1].says(chance.choice(TEXTS))

    asking = asyncio.create_task(ask())
    for kill in range(KILLS):
        process = await start_bot(tmp_path, cache, api.root, **variables)
        if kill % 10 == 9:
            await asyncio.sleep(chance.uniform(0.0, 2.0))  # while it starts
        else:
            sent = len(api.called("sendMessage"))
            await api.until(lambda sent=sent: len(api.called("sendMessage")) > sent, 300)
            await asyncio.sleep(chance.uniform(0.0, 0.5))
        killed = time.monotonic()
        await end(process, signal.SIGKILL)
        await asyncio.sleep(0.2)  # what the dead process has put on the wire takes effect all the same
        for chat_id, ended in api.sent.items():
            if ended > killed - NOTING:
                ages[chat_id].append(max(0.0, killed - ended))
    done.set()
    process = await start_bot(tmp_path, cache, api.root, **variables)
    await api.until_acknowledged(300)
    await asking
    await api.until_acknowledged(300)
    assert await end(process) == 0
    answers = {visitor.person.id: len(visitor.room.heard) for visitor in visitors}
    repeats = sum(answers.values()) - len(answers)
    in_flight = sum(map(len, ages.values()))
    # Of the moments that explain a chat's repeats, the ones in which its message was nearest to being on its way.
    oldest = [age for chat_id, count in answers.items() for age in sorted(ages[chat_id])[: count - 1]]
    print(
        f"{way}: {KILLS} kills, {len(answers)} questions, {repeats} answered twice of {in_flight} in flight;", end=" "
    )
    print(f"{oldest.count(0.0)} of them not replied to, the others for {max(oldest, default=0.0):.3f} s at the most")
    assert min(answers.values()) == 1
    assert all(count - 1 <= len(ages[chat_id]) for chat_id, count in answers.items())
