"""What people may have deleted is deleted: one chat's records by /forget, everything by `bamex-bot purge`."""

import argparse
import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Boolean, Column, String, Table, func, select
from sqlalchemy.types import Float

from bot.operations.commands import add_parsers
from bot.store.store import FORGOTTEN, Store
from bot.store.tables import channels, metadata
from tests.postgres import Cluster

CHAT = 987_654_321_012
MARK = "a-mark-to-look-for"


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/data/bot.db"
    cluster: Cluster = request.getfixturevalue("cluster")
    return await cluster.database()


def test_forgetting_knows_every_table_with_a_chat_or_a_person() -> None:
    """A table that says which chat or person a row is about is one that /forget empties, or `channels`."""
    keyed = {
        table.name
        for table in metadata.sorted_tables
        if any(name in table.c for name in ("chat_id", "user_id", "owner_id"))
    }
    assert keyed == {key.table.name for key in FORGOTTEN} | {channels.name}


async def test_forgetting_deletes_every_record_and_counts_it(url: str) -> None:
    """After /forget no table has a row of that chat, and the others' rows are there."""
    async with Store.opened(url) as store:
        for chat_id in (CHAT, CHAT + 1):
            async with store.transaction() as connection:
                for key in FORGOTTEN:
                    table = next(table for table in metadata.sorted_tables if table is key.table)
                    await connection.execute(table.insert().values(_row(table) | {key.name: chat_id}))
        assert await store.forget(CHAT) == len(FORGOTTEN)
        async with store.transaction() as connection:
            for key in FORGOTTEN:
                assert list(await connection.scalars(select(key))) == [CHAT + 1]


async def test_purging_leaves_nothing(url: str, tmp_path: Path) -> None:
    """After a purge every table is empty, each count is told, and no file holds a byte of what was there."""
    async with Store.opened(url) as store:
        async with store.transaction() as connection:
            for table in metadata.sorted_tables:
                await connection.execute(table.insert().values(_row(table)))
        assert await store.purge() == {table.name: 1 for table in metadata.sorted_tables}
        async with store.transaction() as connection:
            for table in metadata.sorted_tables:
                assert await connection.scalar(select(func.count()).select_from(table)) == 0
        for path in tmp_path.rglob("bot.db*"):
            assert MARK.encode() not in path.read_bytes()


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working folder and a database of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/bot.db")


def test_the_command_says_what_it_deleted(
    environment: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`purge --yes` prints a line a table and the sum; without a yes it deletes nothing and ends with 2."""

    async def keep() -> None:
        async with Store.opened(f"sqlite+aiosqlite:///{tmp_path}/bot.db") as store:
            await store.choose_language(CHAT, "fr")

    asyncio.run(keep())
    assert _command("purge") == 2
    assert "nothing is deleted" in capsys.readouterr().err
    assert _command("purge", "--yes") == 0
    out = capsys.readouterr().out
    assert "preferences: 1 deleted" in out
    assert "1 records deleted for good" in out


def _command(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_parsers(parser.add_subparsers())
    options = parser.parse_args(arguments)
    return int(options.run(options))


def _row(table: Table) -> dict[str, object]:
    given = [column for column in table.columns if not column.nullable and column is not table.autoincrement_column]
    return {column.name: _value(column) for column in given}


def _value(column: Column[object]) -> object:
    if isinstance(column.type, String):
        return MARK[: column.type.length]
    if isinstance(column.type, Boolean):
        return True
    return 1.5 if isinstance(column.type, Float) else 7
