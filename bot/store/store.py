"""What the bot keeps: on SQLite for one process, on PostgreSQL for several. The only place that speaks SQL."""

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol, Self

from sqlalchemy import Table, delete, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.files import private_file
from bot.store.tables import accounts, answered, groups, metadata, preferences, unasked
from bot.store.together import Together

# Where a chat or a person stands. Not `channels`: that the bot may post there is Telegram's knowledge as well, and
# nothing that somebody told it.
FORGOTTEN = (preferences.c.chat_id, accounts.c.owner_id, groups.c.chat_id, unasked.c.chat_id)
_BUSY_SECONDS = 5.0
_MORE_CONNECTIONS = 15  # beside SQLAlchemy's five; ten replicas then need 200 of PostgreSQL's connections at the worst
_TELEGRAM_KEEPS = 24 * 3600  # seconds that an update waits for a bot


class StoreUnavailable(Exception):
    """The database cannot be used now; the message is one line without the URL, which may hold a password."""


class _Connection(Protocol):
    def cursor(self) -> Any: ...


class Store:
    """Preferences of chats, and updates answered. Every method may raise StoreUnavailable: the database may be away."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._sqlite = engine.dialect.name == "sqlite"
        self._languages = Together(self._languages_of)
        self._answered = Together(self._note_answered)

    @classmethod
    @asynccontextmanager
    async def opened(cls, url: str) -> AsyncIterator[Self]:
        """A store at an SQLAlchemy URL; a SQLite file and its folder are made, readable by their owner alone.

        Raises StoreUnavailable when that cannot be done.
        """
        try:
            engine = _engine(make_url(url))
        except (SQLAlchemyError, ImportError, OSError) as error:
            raise StoreUnavailable(f"DATABASE_URL cannot be used ({_reason(error)})") from error
        store = cls(engine)
        try:
            await store._migrate()
            yield store
        finally:
            await engine.dispose()

    async def _migrate(self) -> None:
        # Alembic takes longer to import than everything else of the store.
        from bot.store.migrating import NewerDatabase, migrate

        try:
            async with self.transaction() as connection:
                await migrate(connection)
        except NewerDatabase as error:
            raise StoreUnavailable("the database of DATABASE_URL is of a later version of this bot") from error

    async def language(self, chat_id: int) -> str | None:
        """The language (BCP 47) that was chosen in a chat, if any."""
        return await self._languages(chat_id)

    async def _languages_of(self, chat_ids: Sequence[int]) -> Mapping[int, str | None]:
        wanted = select(preferences.c.chat_id, preferences.c.language).where(preferences.c.chat_id.in_(chat_ids))
        async with self.transaction() as connection:
            chosen = {row.chat_id: str(row.language) for row in await connection.execute(wanted)}
        return {chat_id: chosen.get(chat_id) for chat_id in chat_ids}

    async def choose_language(self, chat_id: int, language: str | None) -> None:
        """Remember a chat's language (BCP 47); None forgets it."""
        if language is None:
            async with self.transaction() as connection:
                await connection.execute(delete(preferences).where(preferences.c.chat_id == chat_id))
            return
        row = self.insert(preferences).values(chat_id=chat_id, language=language)
        async with self.transaction() as connection:
            await connection.execute(
                row.on_conflict_do_update(index_elements=[preferences.c.chat_id], set_={"language": language})
            )

    async def forget(self, chat_id: int) -> int:
        """Delete for good everything kept about a chat, or a person by their id; how many records that was."""
        deleted = 0
        async with self.transaction() as connection:
            for key in FORGOTTEN:
                deleted += (await connection.execute(delete(key.table).where(key == chat_id))).rowcount
        if deleted and self._sqlite:
            async with self.transaction() as connection:
                # The write-ahead log would keep the old page until some later checkpoint.
                await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return deleted

    async def note_answered(self, update_id: int) -> None:
        """Remember that an update is answered."""
        await self._answered(update_id)

    async def _note_answered(self, update_ids: Sequence[int]) -> Mapping[int, None]:
        async with self.transaction() as connection:
            await self.insert_answered(connection, update_ids)
        return dict.fromkeys(update_ids)

    async def insert_answered(self, connection: AsyncConnection, update_ids: Sequence[int]) -> None:
        """Remember within a transaction that updates are answered."""
        # In one order everywhere, or two processes could each wait for the other's row.
        rows = [{"update_id": update_id, "at": int(time.time())} for update_id in sorted(update_ids)]
        await connection.execute(self.insert(answered).on_conflict_do_nothing(), rows)

    async def answered_updates(self) -> list[int]:
        """The updates remembered as answered; older ones than Telegram itself keeps are dropped first."""
        async with self.transaction() as connection:
            await connection.execute(delete(answered).where(answered.c.at < int(time.time()) - _TELEGRAM_KEEPS))
            return list(await connection.scalars(select(answered.c.update_id)))

    async def drop_answered(self, before: int) -> None:
        """Forget the updates below an id, once Telegram knows that they are answered."""
        async with self.transaction() as connection:
            await connection.execute(delete(answered).where(answered.c.update_id < before))

    async def purge(self) -> dict[str, int]:
        """Delete for good everything in every table; how many records of which table that was."""
        async with self.transaction() as connection:
            deleted = {
                table.name: (await connection.execute(delete(table))).rowcount for table in metadata.sorted_tables
            }
        try:
            async with self._engine.connect() as connection:
                await connection.execution_options(isolation_level="AUTOCOMMIT")
                # Files keep deleted rows until they are written anew.
                await connection.exec_driver_sql("VACUUM" if self._sqlite else "VACUUM FULL")
                if self._sqlite:
                    await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        except (SQLAlchemyError, OSError) as error:
            raise StoreUnavailable(f"the deleted records are still in the files ({_reason(error)})") from error
        return deleted

    @property
    def is_shared(self) -> bool:
        """Whether other processes, on other machines too, may work with the same database."""
        return not self._sqlite

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An insert that can say what to do on a conflict."""
        # The two dialects' inserts share no base class that knows about conflicts.
        return sqlite.insert(table) if self._sqlite else postgresql.insert(table)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """All or nothing; for the other modules of the store, too. Raises StoreUnavailable."""
        try:
            async with self._engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise StoreUnavailable(f"the database of DATABASE_URL cannot be used ({_reason(error)})") from error


def _engine(url: URL) -> AsyncEngine:
    # hide_parameters: an error's message, and so a log, must not hold what somebody stored.
    if url.get_backend_name() != "sqlite":
        patience = {"timeout": _BUSY_SECONDS, "command_timeout": _BUSY_SECONDS}
        return create_async_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_timeout=_BUSY_SECONDS,
            max_overflow=_MORE_CONNECTIONS,
            connect_args=patience,
        )
    if url.database and url.database != ":memory:":
        private_file(url.database)
    engine = create_async_engine(url, hide_parameters=True, connect_args={"timeout": _BUSY_SECONDS})

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: _Connection, _record: object) -> None:
        cursor = connection.cursor()
        # Readers (a report) and the writing bot do not wait for each other; deleted bytes are overwritten.
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def _reason(error: Exception) -> str:
    cause = error.orig if isinstance(error, SQLAlchemyError) and hasattr(error, "orig") else error
    if isinstance(cause, OSError):
        return cause.strerror or type(cause).__name__
    if isinstance(cause, ImportError):
        return f"{cause.name} is not installed"
    return type(cause).__name__
