"""What visitors asked: counts by day, and the questions that nobody could answer, without who asked them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select

from bot.store.store import Store
from bot.store.tables import questions, unanswered

MOST_LISTED = 2_000
# A flood of nonsense must not fill the disk: 300 characters each, so a few megabytes.
MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Kind:
    """What is counted together: ISO day, reply language (BCP 47), outcome, topic (empty without an answer)."""

    day: str
    language: str
    outcome: str
    topic: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A masked question, its language (BCP 47), why it is kept (an outcome, or "rated"), seconds since 1970."""

    text: str
    language: str
    outcome: str
    at: int
    id: int = 0


class Asked:
    """The tables of questions. Every method may raise StoreUnavailable."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, counts: Mapping[Kind, int], kept: Sequence[Unanswered], forget_before: int) -> None:
        """Add to the counts, keep questions, and delete for good those older than `forget_before` (seconds).

        Of questions no more than the newest MOST_KEPT stay.
        """
        async with self._store.transaction() as connection:
            for kind, count in counts.items():
                row = self._store.insert(questions).values(
                    day=kind.day, language=kind.language, outcome=kind.outcome, topic=kind.topic, count=count
                )
                key = [questions.c.day, questions.c.language, questions.c.outcome, questions.c.topic]
                added = {"count": questions.c.count + count}
                await connection.execute(row.on_conflict_do_update(index_elements=key, set_=added))
            if kept:
                rows = [
                    {"text": row.text, "language": row.language, "outcome": row.outcome, "at": row.at} for row in kept
                ]
                await connection.execute(insert(unanswered), rows)
            await connection.execute(delete(unanswered).where(unanswered.c.at < forget_before))
            newest = await connection.scalar(select(func.max(unanswered.c.id)))
            await connection.execute(delete(unanswered).where(unanswered.c.id <= (newest or 0) - MOST_KEPT))

    async def counts(self) -> dict[Kind, int]:
        """All counts."""
        async with self._store.transaction() as connection:
            rows = await connection.execute(select(questions))
            return {Kind(row.day, row.language, row.outcome, row.topic): row[-1] for row in rows}

    async def unanswered(self, since: int) -> list[Unanswered]:
        """The questions kept since a time (seconds since 1970), the newest first, at most MOST_LISTED."""
        wanted = select(unanswered).where(unanswered.c.at >= since).order_by(unanswered.c.id.desc()).limit(MOST_LISTED)
        async with self._store.transaction() as connection:
            rows = await connection.execute(wanted)
            return [Unanswered(row.text, row.language, row.outcome, row.at, row.id) for row in rows]

    async def settle(self, ids: Collection[int]) -> None:
        """Delete questions that are dealt with."""
        async with self._store.transaction() as connection:
            await connection.execute(delete(unanswered).where(unanswered.c.id.in_(ids)))
