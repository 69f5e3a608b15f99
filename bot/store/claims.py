"""Who answers which update: how any number of processes share one bot without answering twice or not at all."""

import time
from collections.abc import Mapping, Sequence
from enum import Enum
from uuid import uuid4

from sqlalchemy import ColumnElement, Double, delete, func, literal, select, update

from bot.store.store import Store
from bot.store.tables import answered, claims, pulse, turns
from bot.store.together import Together

# A process renews its claims every few seconds; one that has not done so for this long is taken for dead.
LEASE_SECONDS = 15.0
_TELEGRAM_KEEPS = 24 * 3600  # seconds that an update waits for a bot
_TURNS_KEPT = 120.0


class Claim(Enum):
    """What became of the wish to answer an update."""

    OURS = "ours"
    ANSWERED = "answered"
    ANOTHERS = "another's"


class Claims:
    """The claims of this process. Every method may raise StoreUnavailable."""

    def __init__(self, store: Store, lease: float = LEASE_SECONDS) -> None:
        self._store, self._lease = store, lease
        # A SQLite file has one process: what the one before it claimed is up to this one.
        self._process = uuid4().hex if store.is_shared else "the only one"
        self._answered = Together(self._note_answered)

    async def claim(self, update_id: int) -> Claim:
        """Ask to answer an update: nobody else may while we live."""
        now = clock(self._store)
        ours = self._store.insert(claims).values(update_id=update_id, process=self._process, until=now + self._lease)
        take = ours.on_conflict_do_update(
            index_elements=[claims.c.update_id],
            set_={"process": self._process, "until": now + self._lease},
            where=(claims.c.until < now) | (claims.c.process == self._process),
        ).returning(claims.c.update_id)
        async with self._store.transaction() as connection:
            # The claim comes first: it waits for another's transaction, after which `answered` tells the truth.
            taken = await connection.scalar(take)
            if await connection.scalar(select(answered.c.update_id).where(answered.c.update_id == update_id)):
                await connection.execute(delete(claims).where(claims.c.update_id == update_id))
                return Claim.ANSWERED
        return Claim.ANOTHERS if taken is None else Claim.OURS

    async def answered(self, update_id: int) -> None:
        """Note that an update is answered, and give up the claim to it."""
        await self._answered(update_id)

    async def _note_answered(self, update_ids: Sequence[int]) -> Mapping[int, None]:
        async with self._store.transaction() as connection:
            await self._store.insert_answered(connection, update_ids)
            await connection.execute(delete(claims).where(claims.c.update_id.in_(update_ids)))
        return dict.fromkeys(update_ids)

    async def renew(self) -> None:
        """Say that this process is still at work on what it claimed."""
        until = clock(self._store) + self._lease
        async with self._store.transaction() as connection:
            await connection.execute(update(claims).where(claims.c.process == self._process).values(until=until))

    async def give_up(self) -> None:
        """Let others answer at once what this process claimed and has not answered."""
        async with self._store.transaction() as connection:
            await connection.execute(delete(claims).where(claims.c.process == self._process))

    async def tidy(self) -> None:
        """Delete what has become of no use: updates that Telegram no longer keeps, turns that have passed."""
        now = clock(self._store)
        async with self._store.transaction() as connection:
            await connection.execute(delete(answered).where(answered.c.at < int(time.time()) - _TELEGRAM_KEEPS))
            await connection.execute(delete(turns).where(turns.c.due < now - _TURNS_KEPT))


async def write_something(store: Store) -> None:
    """Find out whether the database takes what is written. Raises StoreUnavailable."""
    now = clock(store)
    row = store.insert(pulse).values(id=1, at=now)
    async with store.transaction() as connection:
        await connection.execute(row.on_conflict_do_update(index_elements=[pulse.c.id], set_={"at": now}))


def clock(store: Store) -> ColumnElement[float]:
    """Seconds since 1970: the database's own on PostgreSQL, since the clocks of several machines differ."""
    if store.is_shared:
        return func.extract("epoch", func.clock_timestamp()).cast(Double)
    return literal(time.time(), Double)
