"""The flood limits that several processes keep together: each reserves its turn in the database before it writes."""

from sqlalchemy import func

from bot.store.claims import clock
from bot.store.store import Store
from bot.store.tables import turns


class SharedTurns:
    """Turns in lanes. A lane bears `most` turns in any `span` seconds, `at_once` of them without a pause."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def reserve(self, lane: str, most: int, span: float, at_once: int = 1) -> float:
        """Take the next turn of a lane; how many seconds to wait for it. Raises StoreUnavailable.

        The generic cell rate algorithm: at_once + span / interval = most, so no window of a span holds more.
        """
        interval = span / (most - at_once) if most > at_once else span
        now = clock(self._store)
        row = self._store.insert(turns).values(lane=lane, due=now + interval)
        # SQLite calls the greater of two values max, PostgreSQL greatest.
        later = (func.greatest if self._store.is_shared else func.max)(turns.c.due, now)
        take = row.on_conflict_do_update(index_elements=[turns.c.lane], set_={"due": later + interval})
        async with self._store.transaction() as connection:
            ahead = await connection.scalar(take.returning(turns.c.due - now))
        return max(0.0, float(ahead or 0.0) - interval * at_once)
