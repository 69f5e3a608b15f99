"""A database that is only read."""

import os
from pathlib import Path

import pytest
from sqlalchemy import delete

from bot.store.asked import MOST_KEPT, Asked, Kind, Unanswered
from bot.store.reading import reading
from bot.store.store import Store, StoreUnavailable
from bot.store.tables import metadata, questions, unanswered, votes
from tests.postgres import Cluster

KIND = Kind("2025-11-12", "fr", "answer", "dates")


async def test_nothing_is_made_where_nothing_is(tmp_path: Path) -> None:
    """Without a database, or with an empty file for one, there is no store and nothing new on the disk."""
    async with reading(f"sqlite+aiosqlite:///{tmp_path}/bot.db") as store:
        assert store is None
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "empty.db").touch()
    async with reading(f"sqlite+aiosqlite:///{tmp_path}/empty.db") as store:
        assert store is None
    assert (tmp_path / "empty.db").stat().st_size == 0


async def test_what_the_bot_has_just_written_is_read_and_cannot_be_changed(tmp_path: Path) -> None:
    """Beside an open store the newest counts are read; a change is refused."""
    plain = f"sqlite+aiosqlite:///{tmp_path}/bot.db"
    async with Store.opened(plain) as bot, reading(plain) as store:
        await Asked(bot).add({KIND: 2}, [], 0)
        assert store is not None
        assert await Asked(store).counts() == {KIND: 2}
        with pytest.raises(StoreUnavailable):
            await Asked(store).add({KIND: 1}, [], 0)
        assert await Asked(bot).counts() == {KIND: 2}


async def test_a_name_with_the_marks_of_an_address_is_a_name(tmp_path: Path) -> None:
    """Spaces and per cents of a path do not lead to another file."""
    strange = tmp_path / "a 100%20b#c.db"
    async with Store.opened(f"sqlite+aiosqlite:///{strange}") as bot:
        await Asked(bot).add({KIND: 1}, [], 0)
    async with reading(f"sqlite+aiosqlite:///{strange}") as store:
        assert store is not None
        assert await Asked(store).counts() == {KIND: 1}


async def test_what_is_no_database_is_said_in_one_line(tmp_path: Path) -> None:
    """A file of another kind is StoreUnavailable, without its path."""
    (tmp_path / "bot.db").write_bytes(os.urandom(4096))
    with pytest.raises(StoreUnavailable, match="DATABASE_URL") as caught:
        async with reading(f"sqlite+aiosqlite:///{tmp_path}/bot.db"):
            pass
    assert str(tmp_path) not in str(caught.value)


async def test_postgresql_is_read_and_not_changed(cluster: Cluster) -> None:
    """The same with PostgreSQL: nothing before the bot has run, then its counts, and no change."""
    database = await cluster.database()
    async with reading(database) as store:
        assert store is None
    async with Store.opened(database) as bot, reading(database) as store:
        await Asked(bot).add({KIND: 2}, [], 0)
    async with reading(database) as store:
        assert store is not None
        assert await Asked(store).counts() == {KIND: 2}
        with pytest.raises(StoreUnavailable):
            async with store.transaction() as connection:
                await connection.execute(delete(questions))


def test_no_column_of_what_was_asked_can_hold_who_asked() -> None:
    """Tables of questions and votes have these columns alone: no id of a person or chat, no time of day in counts."""
    columns = {table.name: set(table.columns.keys()) for table in (questions, unanswered, votes)}
    assert columns == {
        "questions": {"day", "language", "outcome", "topic", "count"},
        "unanswered": {"id", "at", "language", "outcome", "text"},
        "votes": {"entry", "language", "vote", "count"},
    }
    assert set(columns) <= set(metadata.tables)


async def test_a_flood_of_nonsense_keeps_only_the_newest(tmp_path: Path) -> None:
    """However many questions come within their days, at most MOST_KEPT stay: the newest."""
    plain = f"sqlite+aiosqlite:///{tmp_path}/bot.db"
    async with Store.opened(plain) as store:
        asked = Asked(store)
        for start in range(0, MOST_KEPT + 500, 2_100):
            rows = [Unanswered(f"q{number}", "fr", "unknown", 10) for number in range(start, start + 2_100)]
            await asked.add({}, rows, 0)
        async with store.transaction() as connection:
            left = (await connection.execute(unanswered.select().order_by(unanswered.c.id))).all()
    assert len(left) == MOST_KEPT
    assert left[-1].text == "q10499"
