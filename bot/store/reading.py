"""A database opened only to be read, beside the bot that writes it: nothing is made, migrated or changed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store.store import Store, StoreUnavailable
from bot.store.tables import questions, unanswered, votes

_PATIENCE = 30.0  # seconds, for one statement
_READ = (questions, unanswered, votes)


@asynccontextmanager
async def reading(url: str) -> AsyncIterator[Store | None]:
    """The store at an SQLAlchemy URL; None where no bot has kept anything yet. Raises StoreUnavailable."""
    engine = _engine(url)
    if engine is None:
        yield None
        return
    try:
        store = Store(engine)
        async with store.transaction() as connection:
            there = await connection.run_sync(_has_tables)
        yield store if there else None
    finally:
        await engine.dispose()


def _engine(url: str) -> AsyncEngine | None:
    try:
        whole = make_url(url)
        if whole.get_backend_name() != "sqlite":
            limits = {"timeout": _PATIENCE, "command_timeout": _PATIENCE}
            only = {"server_settings": {"default_transaction_read_only": "on"}}
            return create_async_engine(whole, hide_parameters=True, connect_args=limits | only)
        file = Path(whole.database or "")
        if not file.is_file():
            return None
        # With mode=ro SQLite refuses every change, and yet reads what the bot has only in its write-ahead log.
        whole = whole.set(database=f"file:{quote(str(file.absolute()))}", query={"mode": "ro", "uri": "true"})
        return create_async_engine(whole, hide_parameters=True, connect_args={"timeout": _PATIENCE})
    except (SQLAlchemyError, ImportError, OSError) as error:
        raise StoreUnavailable(f"DATABASE_URL cannot be used ({type(error).__name__})") from error


def _has_tables(connection: Connection) -> bool:
    return {table.name for table in _READ} <= set(inspect(connection).get_table_names())
