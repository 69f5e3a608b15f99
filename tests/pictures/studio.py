"""The real bot on a fixed day, and the chats that are pictured: over the whole FAQ, or over an organiser's copy."""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.assistant import Assistant
from bot.live import Live
from bot.settings import Secret, Settings
from bot.telegram.application import run
from bot.telegram.pacing import FloodLimits
from tests.botapi.rooms import Note, Person, Room
from tests.botapi.server import TOKEN, BotApi
from tests.botapi.stage import Stage
from tests.conftest import FAQ, TRANSLATIONS
from tests.pictures.transcript import Transcript, transcript

ORGANISER = 77
_UNLIMITED = FloodLimits(per_second=1_000_000, chat_interval=0, group_per_minute=1_000_000, patience=20)
# An organiser's file is checked with every question of the FAQ.
_PATIENT = 300.0
# The organisers' copy: every language more would cost the check of a file, and so this test, as much again.
_LANGUAGES = ("en",)


class Studio:
    """A Bot API server, the settings of the bot that it serves, and the time for both (aware)."""

    def __init__(self, api: BotApi, now: datetime, settings: Settings) -> None:
        self.api, self.now, self.settings = api, now, settings
        api.clock = lambda: self.now.timestamp()
        api.me |= {"username": "your_bot"}

    def phone(self, user_id: int, name: str, language: str) -> "Phone":
        """Somebody's private chat with the bot; their Telegram is set to a language (BCP 47)."""
        person = Person(user_id, name, language)
        return Phone(self, Stage(self.api, Room(user_id, "private", name), person))

    def shared(self, chat_id: int, kind: str, title: str) -> Room:
        """A group or a channel."""
        return Room(chat_id, kind, title)

    def phone_in(self, room: Room, user_id: int, name: str, language: str) -> "Phone":
        """Somebody's phone, open at a group or a channel."""
        return Phone(self, Stage(self.api, room, Person(user_id, name, language)))


class Phone:
    """A chat on somebody's phone. A minute goes by between two things that are done on it."""

    def __init__(self, studio: Studio, stage: Stage) -> None:
        self._studio, self.stage = studio, stage

    async def says(self, text: str, **fields: Any) -> list[Note]:
        """Write; what the bot then says."""
        return await self._then(lambda: self.stage.says(text, **fields))

    async def hands(self, name: str, content: str) -> list[Note]:
        """Send a file; what the bot then says."""
        return await self._then(lambda: self.stage.hands(name, content.encode()))

    async def taps(self, label: str, note: Note | None = None) -> list[Note]:
        """Tap a button; what the bot then says anew."""
        return await self._then(lambda: self.stage.taps(label, note))

    def shown(self, last: int | None = None) -> Transcript:
        """What the phone shows, or its last messages."""
        whole = transcript(self._studio.api, self.stage.room, self.stage.person.id)
        return whole if last is None else whole.last(last)

    async def _then(self, doing: Callable[[], Any]) -> list[Note]:
        self._studio.now += timedelta(minutes=1)
        before = len(self.stage.room.heard)
        await doing()
        await self.stage.api.until_acknowledged(_PATIENT)
        return self.stage.room.heard[before:]


@asynccontextmanager
async def open_to_visitors(assistant: Assistant, now: datetime, folder: Path) -> AsyncIterator[Studio]:
    """The bot over the whole FAQ, which nobody changes."""
    async with BotApi().running() as api:
        studio = Studio(api, now, _settings(api, folder))
        async with _running(studio, lambda: assistant):
            yield studio


@asynccontextmanager
async def open_to_organisers(now: datetime, folder: Path) -> AsyncIterator[tuple[Studio, Live]]:
    """The bot with one organiser, over a copy of the FAQ in `folder`, which is the working folder meanwhile."""
    shutil.copytree(FAQ, folder / "faq", ignore=shutil.ignore_patterns(".*", "learned.yaml"))
    (folder / "translations").mkdir()
    for language in _LANGUAGES:
        shutil.copy(TRANSLATIONS / f"{language}.yaml", folder / "translations")
    with contextlib.chdir(folder):
        live = Live(Path("faq"), Path("translations"), Path("cache"), Path("history"))
        live.refresh()
        async with BotApi().running() as api:
            studio = Studio(api, now, _settings(api, folder))
            async with _running(studio, live.current, live):
                yield studio, live


def _settings(api: BotApi, folder: Path) -> Settings:
    return Settings(
        token=Secret(TOKEN),
        api_url=api.root,
        poll_timeout=5,
        organizers=frozenset({ORGANISER}),
        database_url=Secret(f"sqlite+aiosqlite:///{folder}/bot.db"),
        http_port=0,
    )


@asynccontextmanager
async def _running(studio: Studio, current: Callable[[], Assistant], live: Live | None = None) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(run(studio.settings, current, lambda: studio.now, stop, _UNLIMITED, live=live))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait([task], timeout=15)
        assert task.done()
