"""The tables come from migrations, on SQLite and PostgreSQL, whoever starts first."""

import asyncio
import shutil
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from bot.store import migrating
from bot.store.migrating import write_revision
from bot.store.store import Store, StoreUnavailable
from bot.store.tables import metadata
from tests.postgres import Cluster


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/bot.db"
    cluster: Cluster = request.getfixturevalue("cluster")
    return await cluster.database()


async def test_the_migrations_make_the_tables(url: str) -> None:
    """What the revisions make is what tables.py says: otherwise run `python -m bot.store.migrating "what changed"`."""

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with Store.opened(url) as store, store.transaction() as connection:
        assert await connection.run_sync(differences) == []


async def test_processes_that_start_together_migrate_once(url: str) -> None:
    """Ten processes that open an empty database at the same moment all find its tables."""
    async with AsyncExitStack() as opened:
        stores = await asyncio.gather(*(opened.enter_async_context(Store.opened(url)) for _ in range(10)))
        for number, store in enumerate(stores):
            await store.choose_language(number, "fr")
        assert await stores[0].language(9) == "fr"


async def test_an_older_program_leaves_a_newer_database_alone(url: str) -> None:
    """A database of a later version is refused in one line, and not changed."""
    async with Store.opened(url) as store, store.transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnavailable, match="later version"):
        async with Store.opened(url):
            pass


def test_nothing_is_left_to_write(tmp_path: Path) -> None:
    """The command that writes revisions finds no difference."""
    folder = tmp_path / "migrations"
    shutil.copytree(Path(migrating.__file__).parent / "migrations", folder)
    assert write_revision("nothing", folder) is None
