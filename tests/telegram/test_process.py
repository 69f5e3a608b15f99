"""The bot as a process of its own: `python -m bot run`."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.botapi.faults import Slow
from tests.botapi.server import TOKEN, BotApi
from tests.botapi.stage import Stage
from tests.conftest import FAQ, ROOT, TRANSLATIONS

SECRET = TOKEN.partition(":")[2]
Start = Callable[..., Awaitable[Process]]


@pytest.fixture
async def start(api: BotApi, tmp_path: Path, cache: Path) -> AsyncIterator[Start]:
    """Starts `python -m bot run` in an empty folder; whatever still runs at the end is killed."""
    processes: list[Process] = []

    async def started(**variables: str) -> Process:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": api.root,
            "FAQ_DIR": str(FAQ),
            "TRANSLATIONS_DIR": str(TRANSLATIONS),
            "CACHE_DIR": str(cache),
            "POLL_TIMEOUT": "20",
            "HTTP_PORT": "0",
            "LOG_LEVEL": "DEBUG",
            **variables,
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=tmp_path, env=environment, stdout=PIPE, stderr=PIPE
        )
        processes.append(process)
        return process

    yield started
    for process in processes:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=str)
@pytest.mark.parametrize("shape", ["text", "json"])
async def test_it_stops_cleanly_and_never_prints_the_token(
    api: BotApi, start: Start, number: signal.Signals, shape: str
) -> None:
    """Told to stop, it finishes the answer in flight and ends with 0 within ten seconds; no output has the token."""
    process = await start(LOG_FORMAT=shape)
    awa = Stage.private(api)
    await awa.says("C'est quand ?")
    await api.until_acknowledged(30)
    api.fails("sendMessage", Slow(1.0))
    await awa.says("Ma question secrète : c'est où ?")
    await api.until(lambda: len(api.called("sendMessage")) == 2)
    began = time.monotonic()
    process.send_signal(number)
    out, err = await process.communicate()
    assert process.returncode == 0
    assert time.monotonic() - began < 10
    assert len(awa.room.heard) == 2
    assert not api.pending
    assert b"is live" in err
    assert SECRET.encode() not in out + err
    assert "secrète".encode() not in out + err


async def test_a_wrong_token_is_said_in_one_line(start: Start) -> None:
    """A token that Telegram refuses ends the bot with a status other than 0, in one line without the token."""
    wrong = "1234567:AAF-not_the_token_of_this_bot_at_all_01"
    process = await start(TELEGRAM_BOT_TOKEN=wrong, LOG_LEVEL="INFO")
    out, err = await process.communicate()
    assert process.returncode == 1
    assert b"TELEGRAM_BOT_TOKEN" in err
    assert sum(" INFO " not in line for line in err.decode().splitlines()) == 1
    assert wrong.partition(":")[2].encode() not in out + err


@pytest.mark.parametrize(
    "variables", [{"POLL_TIMEOUT": "soon"}, {"TELEGRAM_API_URL": "telegram"}, {"LOG_FORMAT": "xml"}], ids=str
)
async def test_a_bad_setting_is_wrong_use(start: Start, variables: dict[str, str]) -> None:
    """A setting that cannot be used is one line on stderr, and status 2."""
    process = await start(**variables)
    _, err = await process.communicate()
    assert process.returncode == 2
    assert len(err.decode().splitlines()) == 1
    assert next(iter(variables)) in err.decode()
