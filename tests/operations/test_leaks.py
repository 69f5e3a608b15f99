"""No secret in anything that the bot prints, however it ends, and no file that others may read."""

import asyncio
import gc
import os
import signal
import stat
import sys
from asyncio.subprocess import PIPE, STDOUT
from contextlib import suppress
from pathlib import Path

import pytest

from bot.settings import Secret, Settings
from tests.botapi.faults import Answers
from tests.botapi.server import TOKEN, BotApi
from tests.botapi.stage import Stage
from tests.conftest import FAQ, ROOT, TRANSLATIONS
from tests.desk import Desk
from tests.telegram.conftest import Running

WHERE = "C'est où ?"
WEBHOOK_SECRET, PASSWORD = "a-webhook-secret_that_is_nobodys", "pass%2Fword%40that-is-nobodys"
# As they are, and as they stand in URLs and headers; the token without its harmless half, the bot's id.
SECRETS = (TOKEN.partition(":")[2], WEBHOOK_SECRET, PASSWORD, "pass/word@that-is-nobodys")
NOWHERE = "postgresql+asyncpg://127.0.0.1:1/bot"
AWAY = NOWHERE.replace("//", f"//bot:{PASSWORD}@")

ENDS: dict[str, tuple[dict[str, str], str]] = {
    "a database that is away": ({"DATABASE_URL": AWAY}, "DATABASE_URL"),
    "a password among the parameters": ({"DATABASE_URL": f"{NOWHERE}?password={PASSWORD}"}, "DATABASE_URL"),
    "a port that is none": ({"DATABASE_URL": AWAY.replace(":1/", ":port/")}, "DATABASE_URL"),
    "a token that is refused": ({"TELEGRAM_BOT_TOKEN": f"1{TOKEN}"}, "TELEGRAM_BOT_TOKEN"),
    "Telegram is away": ({"TELEGRAM_API_URL": "http://127.0.0.1:9"}, "again in"),
}


def environment(folder: Path, cache: Path, root: str, **variables: str) -> dict[str, str]:
    """Everything that could make a program talk."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT),
        "PYTHONDEVMODE": "1",
        "PYTHONFAULTHANDLER": "1",
        "PYTHONASYNCIODEBUG": "1",
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": root,
        "FAQ_DIR": str(FAQ),
        "TRANSLATIONS_DIR": str(TRANSLATIONS),
        "CACHE_DIR": str(cache),
        "LOG_LEVEL": "DEBUG",
        "HTTP_PORT": "0",
        **variables,
    }


async def _printed(folder: Path, variables: dict[str, str], until: str, number: signal.Signals) -> tuple[int, str]:
    """What a process of the bot prints until it ends: by itself, or by a signal once it has printed `until`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, env=variables, stdout=PIPE, stderr=STDOUT
    )
    assert process.stdout is not None
    text = ""
    async with asyncio.timeout(120):
        async for line in process.stdout:
            text += line.decode()
            if until in text and process.returncode is None:
                with suppress(ProcessLookupError):
                    process.send_signal(number)
    return await process.wait(), text


async def test_starts_that_fail(api: BotApi, tmp_path: Path, cache: Path) -> None:
    """At DEBUG, in Python's development mode, whatever is out of reach, it is said, and nothing printed is a secret."""
    for variables, said in ENDS.values():
        talkative = environment(tmp_path, cache, api.root, **variables)
        _, text = await _printed(tmp_path, talkative, said, signal.SIGTERM)
        assert said in text
        assert not [secret for secret in SECRETS if secret in text]


async def test_a_crash(api: BotApi, tmp_path: Path, cache: Path, port: int) -> None:
    """A crash, after answers that failed in several ways, leaves frames and no secret."""
    url = f"http://127.0.0.1:{port}/updates"
    variables = environment(tmp_path, cache, api.root, HTTP_PORT=str(port), WEBHOOK_URL=url)
    variables |= {"WEBHOOK_SECRET": WEBHOOK_SECRET}
    frames = False
    # CPython reads the frames of other threads while they run, and now and then its report ends there.
    for attempt in range(3):
        refusal = '{"ok":false,"error_code":400,"description":"Bad Request: x"}'
        api.fails("sendMessage", Answers(500), Answers(400, refusal))
        for chat_id in range(1, 5):
            await Stage.private(api, 10 * attempt + chat_id).says(f"ma question secrète {chat_id}")
        status, text = await _printed(tmp_path, variables, "could not be answered", signal.SIGABRT)
        assert status == -signal.SIGABRT
        assert "Fatal Python error: Aborted" in text
        assert not [secret for secret in (*SECRETS, "secrète") if secret in text]
        frames = "most recent call first" in text
        if frames:
            break
    assert frames


async def test_no_object_shows_a_secret(
    api: BotApi, running: Running, desk: Desk, settings: Settings, port: int, caplog: pytest.LogCaptureFixture
) -> None:
    """No object of the bot has a secret in its repr or str, where a debugger, a traceback or a log would show it."""
    url, secret = f"http://127.0.0.1:{port}/updates", Secret(WEBHOOK_SECRET)
    async with running(live=desk.live(), webhook_url=url, webhook_secret=secret):
        await Stage.private(api).asks(WHERE)
        shown = 0
        for thing in gc.get_objects():
            if str(type(thing).__module__).startswith(("bot.", "telegram.", "sqlalchemy.")) and _can_be_shown(thing):
                shown += 1
                text = f"{thing!r} {thing}"
                assert not [word for word in SECRETS if word in text], type(thing)
    assert shown > 1_000
    assert not [word for word in SECRETS if word in caplog.text]


def _can_be_shown(thing: object) -> bool:
    # A proxy or a half-made object of a library may raise.
    try:
        return bool(repr(thing)) and bool(str(thing))
    except Exception:  # noqa: BLE001
        return False


async def test_files_are_for_their_owner_alone(
    api: BotApi, running: Running, desk: Desk, settings: Settings, tmp_path: Path
) -> None:
    """Whatever the bot writes beside the organisers' own files, nobody else can read it, even with an open umask."""
    before = os.umask(0)
    folder = tmp_path / "written"
    try:
        live = desk.live()
        where = {"database_url": Secret(f"sqlite+aiosqlite:///{folder}/bot.db"), "cache_dir": desk.root / "cache"}
        async with running(live=live, organizers=frozenset({42}), **where):
            awa = Stage.private(api)
            await awa.asks(WHERE)
            await awa.asks("/language tr")
            written = [*folder.rglob("*"), *desk.history.rglob("*"), *(desk.root / "cache").rglob("*")]
            files = [path for path in written if path.is_file()]
            modes = {path.as_posix(): stat.S_IMODE(path.stat().st_mode) for path in files}
    finally:
        os.umask(before)
    names = " ".join(modes)
    assert all(name in names for name in ("bot.db", "bot.db-wal", "bot.db-shm", "history/good", "cache/"))
    assert {name: oct(mode) for name, mode in modes.items() if mode & 0o077} == {}
