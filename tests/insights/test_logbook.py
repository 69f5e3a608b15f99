"""What is noted of questions, and for how long."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.assistant import Assistant
from bot.dialogue import Question
from bot.insights.logbook import Logbook
from bot.store.asked import Asked
from bot.store.store import Store
from bot.store.tables import unanswered


class Time:
    def __init__(self) -> None:
        self.now = datetime(2026, 2, 1, 23, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with Store.opened(f"sqlite+aiosqlite:///{tmp_path}/bot.db") as opened:
        yield opened


async def ask(assistant: Assistant, logbook: Logbook, time: Time, *texts: str) -> None:
    for text in texts:
        logbook.replied(assistant.reply(Question(text, time.now)))
    await asyncio.sleep(0)
    await logbook.finish()


async def test_questions_are_counted_by_what_became_of_them(store: Store, assistant: Assistant) -> None:
    """Each question adds one to its day, language, outcome and topic."""
    time, asked = Time(), Asked(store)
    logbook = Logbook(asked, lambda: assistant, time, 30)
    await ask(assistant, logbook, time, "C'est quand ?", "C'est quand ?", "xylophones zanzibar trombones")
    await ask(assistant, logbook, time, "C'est quand ?")
    counts = {(kind.day, kind.outcome, kind.topic): count for kind, count in (await asked.counts()).items()}
    assert counts["2026-02-01", "answer", "dates"] == 3
    assert sum(counts.values()) == 4


async def test_only_what_was_not_answered_is_kept_and_only_for_a_while(store: Store, assistant: Assistant) -> None:
    """An answered question leaves no text; an unanswered one is masked, and deleted for good after its days."""
    time, asked = Time(), Asked(store)
    logbook = Logbook(asked, lambda: assistant, time, 30)
    await ask(assistant, logbook, time, "C'est quand ?", "xylophones zanzibar 76123456")
    (kept,) = await asked.unanswered(logbook.since)
    assert kept.text.startswith("xylophones")
    assert "76123456" not in kept.text
    time.now += timedelta(days=31)
    assert await asked.unanswered(logbook.since) == []
    await ask(assistant, logbook, time, "C'est quand ?")
    async with store.transaction() as connection:
        assert list(await connection.execute(select(unanswered))) == []


async def test_nothing_is_kept_where_no_days_are_wanted(store: Store, assistant: Assistant) -> None:
    """UNANSWERED_DAYS=0 keeps counts and no text."""
    time, asked = Time(), Asked(store)
    logbook = Logbook(asked, lambda: assistant, time, 0)
    await ask(assistant, logbook, time, "xylophones zanzibar trombones")
    async with store.transaction() as connection:
        assert list(await connection.execute(select(unanswered))) == []
    assert sum((await asked.counts()).values()) == 1
