"""The flood limits that several processes keep together: each reserves its turn in the database before it writes."""

from dataclasses import dataclass

from sqlalchemy import case, func

from bot.store.claims import clock
from bot.store.store import Store
from bot.store.tables import turns


@dataclass(frozen=True, slots=True)
class Lane:
    """Something with a limit of its own: it bears `most` turns in any `span` seconds, `at_once` without a pause."""

    name: str
    most: int
    span: float
    at_once: int = 1

    @property
    def interval(self) -> float:
        """Seconds between turns. By the generic cell rate algorithm at_once + span / interval is most."""
        return self.span / (self.most - self.at_once) if self.most > self.at_once else self.span


@dataclass(frozen=True, slots=True)
class Turn:
    """A reserved turn: seconds to wait for it, and what the lane's row holds since."""

    wait: float
    due: float


class SharedTurns:
    """Turns in lanes. Every method may raise StoreUnavailable."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def reserve(self, lane: Lane, missed: Turn | None = None) -> Turn:
        """Take the next turn of a lane; `missed`, one that went by, is given back unless others came after it."""
        now = clock(self._store)
        row = self._store.insert(turns).values(lane=lane.name, due=now + lane.interval)
        due = turns.c.due
        before = due if missed is None else case((due == missed.due, due - lane.interval), else_=due)
        # SQLite calls the greater of two values max, PostgreSQL greatest.
        later = (func.greatest if self._store.is_shared else func.max)(before, now)
        take = row.on_conflict_do_update(index_elements=[turns.c.lane], set_={"due": later + lane.interval})
        async with self._store.transaction() as connection:
            ahead, taken = (await connection.execute(take.returning(due - now, due))).one()
        return Turn(max(0.0, float(ahead) - lane.interval * lane.at_once), float(taken))
