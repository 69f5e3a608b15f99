"""Many questions, and memory stays flat: SOAK_QUESTIONS of them, 100,000 in `make soak`."""

import os
import time
from pathlib import Path

import pytest

from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.operations.replicas import end, start_bot

QUESTIONS = int(os.environ.get("SOAK_QUESTIONS", "0"))
pytestmark = pytest.mark.skipif(not QUESTIONS, reason="memory settles after minutes only: make soak asks 100,000")
AT_ONCE = 60
TEXTS = (
    "C'est où ?",
    "C'est quand ?",
    "le Ghana était là ?",
    "who opened it?",
    "متى المعرض؟",
    "le prix du billet",
    "xyz?",
)


async def test_memory_stays_flat(api: BotApi, tmp_path: Path, cache: Path) -> None:
    """After the first fifth, in which caches fill, memory grows by no more than 5 %, and every question is answered."""
    process = await start_bot(tmp_path, cache, api.root, HTTP_PORT="0", POLL_TIMEOUT="5")
    began, early = time.monotonic(), 0
    for number in range(QUESTIONS):
        if len(api.pending) >= AT_ONCE:
            await api.until(lambda: len(api.pending) < AT_ONCE / 2, 300)
        if number == QUESTIONS // 5:
            early = _resident(process.pid)
            began = time.monotonic()
        # Each visitor is a new one: that is what a table that is never emptied would grow by.
        await Stage.private(api, 1_000_000 + number).says(TEXTS[number % len(TEXTS)])
    await api.until_acknowledged(60)
    late, seconds = _resident(process.pid), time.monotonic() - began
    assert await end(process) == 0
    rate = QUESTIONS * 4 / 5 / seconds
    print(
        f"{QUESTIONS} questions, {rate:.0f} a second;",
        f"{early / 1024:.0f} MB after a fifth, {late / 1024:.0f} MB in the end",
    )
    assert all(len(room.heard) == 1 for room in api.rooms.values())
    assert late <= early * 1.05


def _resident(process_id: int) -> int:
    """Memory in use, in kB."""
    lines = Path(f"/proc/{process_id}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
