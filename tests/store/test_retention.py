"""What is kept for a while only is deleted when its time is over, although nobody writes."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Table, select

from bot.store.retention import Retention
from bot.store.store import Store
from bot.store.tables import answered, turns, unanswered, unasked, voters

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
HERE, HOUR, DAY = NOW.timestamp(), 3600, 86_400


async def _kept(store: Store, table: Table, column: str) -> list[object]:
    async with store.transaction() as connection:
        return list(await connection.scalars(select(table.c[column]).order_by(table.c[column])))


async def test_each_thing_goes_when_its_time_is_over(tmp_path: Path) -> None:
    """Votes' marks and answered updates go after a day, spontaneous answers after an hour, turns after minutes,
    unanswered questions after the days that are set; what is younger stays."""
    real = time.time()
    question = {"language": "fr", "outcome": "unknown", "text": "?"}
    rows: tuple[tuple[Table, list[dict[str, object]]], ...] = (
        (voters, [{"mark": "old", "at": int(real - DAY - 5)}, {"mark": "young", "at": int(real - DAY + 60)}]),
        (answered, [{"update_id": 1, "at": int(real - DAY - 5)}, {"update_id": 2, "at": int(real - DAY + 60)}]),
        (turns, [{"lane": "old", "due": real - 600}, {"lane": "young", "due": real}]),
        (unasked, [{"chat_id": 1, "at": HERE - HOUR}, {"chat_id": 2, "at": HERE - HOUR + 1}]),
        (unanswered, [question | {"at": int(HERE - 7 * DAY - 1)}, question | {"at": int(HERE - 7 * DAY)}]),
    )
    async with Store.opened(f"sqlite+aiosqlite:///{tmp_path}/bot.db") as store:
        async with store.transaction() as connection:
            for table, values in rows:
                await connection.execute(table.insert(), values)
        await Retention(store, lambda: NOW, unanswered_days=7).tidy()
        assert await _kept(store, voters, "mark") == ["young"]
        assert await _kept(store, answered, "update_id") == [2]
        assert await _kept(store, turns, "lane") == ["young"]
        assert await _kept(store, unasked, "chat_id") == [2]
        assert await _kept(store, unanswered, "at") == [int(HERE - 7 * DAY)]


async def test_it_begins_at_once_and_ends_when_cancelled(tmp_path: Path) -> None:
    """A bot that starts deletes what became too old while it was away."""
    async with Store.opened(f"sqlite+aiosqlite:///{tmp_path}/bot.db") as store:
        async with store.transaction() as connection:
            await connection.execute(voters.insert().values(mark="old", at=1))
        tidying = asyncio.create_task(Retention(store, lambda: NOW, unanswered_days=30).keep_tidy())
        async with asyncio.timeout(5):
            while await _kept(store, voters, "mark"):
                await asyncio.sleep(0.01)
        tidying.cancel()
        await asyncio.wait([tidying])
        assert tidying.cancelled()
