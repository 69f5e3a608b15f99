"""Votes in the database."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.store.store import Store
from bot.store.tables import voters
from bot.store.votes import DAY, Ballot, Verdict, Vote, Votes

NOW = 1_770_000_000.0


def _ballot(voter: int = 42, vote: Vote = Vote.UP, entry: str = "venue", sent: float = NOW) -> Ballot:
    return Ballot(entry, "fr", vote, chat_id=-1001, message_id=7, voter_id=voter, sent=sent)


async def _marks(store: Store) -> int:
    async with store.transaction() as connection:
        return int(await connection.scalar(select(func.count()).select_from(voters)) or 0)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/bot.db"


async def test_votes_add_up_by_entry_and_language(url: str) -> None:
    """Each person counts once for an entry, whatever they tap later."""
    async with Store.opened(url) as store:
        votes = Votes(store, "key", lambda: NOW)
        assert await votes.cast(_ballot(1)) is Verdict.COUNTED
        assert await votes.cast(_ballot(2, Vote.DOWN)) is Verdict.COUNTED
        assert await votes.cast(_ballot(2, Vote.UP)) is Verdict.REPEATED
        assert await votes.cast(_ballot(2, entry="dates")) is Verdict.COUNTED
        assert await votes.counts() == {
            ("dates", "fr"): {Vote.UP: 1, Vote.DOWN: 0},
            ("venue", "fr"): {Vote.UP: 1, Vote.DOWN: 1},
        }


async def test_marks_are_dropped_after_a_day_and_votes_then_come_too_late(url: str) -> None:
    """The mark that refuses a second vote lives for a day; the same message then takes no vote at all."""
    now = NOW
    async with Store.opened(url) as store:
        votes = Votes(store, "key", lambda: now)
        await votes.cast(_ballot(sent=NOW))
        now = NOW + DAY + 1
        assert await votes.cast(_ballot(sent=NOW)) is Verdict.LATE
        await votes.cast(_ballot(3, sent=now))
        assert await _marks(store) == 1


async def test_a_second_process_with_the_same_key_refuses_too(url: str) -> None:
    """Replicas share the key (the bot's token), so a second vote is refused by whichever of them gets it."""
    async with Store.opened(url) as store:
        await Votes(store, "key", lambda: NOW).cast(_ballot())
        assert await Votes(store, "key", lambda: NOW).cast(_ballot()) is Verdict.REPEATED
