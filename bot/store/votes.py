"""What readers think of an answer: counts by entry and language, without who voted."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, select

from bot.store.store import Store
from bot.store.tables import voters, votes

DAY = 24 * 3600.0


class Vote(StrEnum):
    """Whether an answer helped."""

    UP = "up"
    DOWN = "down"


class Verdict(StrEnum):
    """What became of a vote."""

    COUNTED = "counted"
    REPEATED = "repeated"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote on an answer in a message, and who cast it; `sent` is when Telegram took the message, in seconds."""

    entry: str
    language: str
    vote: Vote
    chat_id: int
    message_id: int
    voter_id: int
    sent: float


class Votes:
    """Counts each person once for an answer. Every method may raise StoreUnavailable.

    An answer can be voted on for a day. For that day a keyed hash of message, entry and person is kept to refuse a
    second vote; without `key`, which is not in the database, it tells nobody who voted.
    """

    def __init__(self, store: Store, key: str, now: Callable[[], float] = time.time) -> None:
        """`now` gives seconds since 1970 by the clock that Telegram's messages are dated by."""
        self._store = store
        self._key = hashlib.blake2b(key.encode(), person=b"bamex-bot votes").digest()
        self._now = now

    async def cast(self, ballot: Ballot) -> Verdict:
        """Count a vote, unless this person's is counted already or the answer is older than a day."""
        now = self._now()
        if ballot.sent < now - DAY:
            return Verdict.LATE
        seen = self._store.insert(voters).values(mark=self._mark(ballot), at=int(now)).on_conflict_do_nothing()
        row = self._store.insert(votes).values(
            entry=ballot.entry, language=ballot.language, vote=ballot.vote.value, count=1
        )
        counted = row.on_conflict_do_update(
            index_elements=[votes.c.entry, votes.c.language, votes.c.vote], set_={"count": votes.c.count + 1}
        )
        async with self._store.transaction() as connection:
            await connection.execute(delete(voters).where(voters.c.at < int(now - DAY)))
            if (await connection.execute(seen)).rowcount < 1:
                return Verdict.REPEATED
            await connection.execute(counted)
        return Verdict.COUNTED

    async def counts(self) -> dict[tuple[str, str], dict[Vote, int]]:
        """The votes by entry and language (BCP 47)."""
        async with self._store.transaction() as connection:
            rows = (await connection.execute(select(votes).order_by(votes.c.entry, votes.c.language))).all()
        found: dict[tuple[str, str], dict[Vote, int]] = {}
        for entry, language, vote, count in rows:
            found.setdefault((entry, language), dict.fromkeys(Vote, 0))[Vote(vote)] = count
        return found

    def _mark(self, ballot: Ballot) -> str:
        what = f"{ballot.chat_id}:{ballot.message_id}:{ballot.voter_id}:{ballot.entry}"
        return hashlib.blake2b(what.encode(), key=self._key, digest_size=32).hexdigest()
