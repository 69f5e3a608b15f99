"""Told to stop while it is still starting."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from tests.operations.replicas import end, start_bot

_CAUGHT = 1 << (signal.SIGTERM - 1)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells which signals a process takes")
async def test_it_can_be_stopped_before_it_is_live(tmp_path: Path, cache: Path) -> None:
    """SIGTERM ends it with 0 from its first moments on, as process 1 too, for which the kernel does nothing."""
    process = await start_bot(tmp_path, cache, "http://127.0.0.1:9", HTTP_PORT="0", LOG_LEVEL="INFO")
    status = Path(f"/proc/{process.pid}/status")
    async with asyncio.timeout(60):
        while not _caught(status.read_text()) & _CAUGHT:
            await asyncio.sleep(0.005)
    assert await end(process) == 0
    assert "listening" not in (tmp_path / "bot.log").read_text()


def _caught(status: str) -> int:
    return next(int(line.split()[1], 16) for line in status.splitlines() if line.startswith("SigCgt"))
