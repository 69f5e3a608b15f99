"""Several processes share one bot through the database: who answers what, and who may write when."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.store.claims import Claim, Claims, write_something
from bot.store.store import Store, StoreUnavailable
from bot.store.turns import Lane, SharedTurns
from tests.postgres import Cluster


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/bot.db"
    cluster: Cluster = request.getfixturevalue("cluster")
    return await cluster.database()


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """An open store in it."""
    async with Store.opened(url) as opened:
        yield opened


@pytest.fixture
async def shared(cluster: Cluster) -> AsyncIterator[tuple[Store, ...]]:
    """Three processes' stores over one PostgreSQL database, opened at the same moment."""
    url = await cluster.database()
    async with AsyncExitStack() as opened:
        yield tuple(await asyncio.gather(*(opened.enter_async_context(Store.opened(url)) for _ in range(3))))


async def test_what_every_store_keeps(store: Store) -> None:
    """Preferences and answered updates are the same on either database."""
    await store.choose_language(-1_002_222_222_222, "zh-Hant")
    await store.choose_language(-1_002_222_222_222, "ar")
    assert await store.language(-1_002_222_222_222) == "ar"
    assert await store.forget(-1_002_222_222_222) == 1
    await store.note_answered(2**40)
    await store.note_answered(2**40)
    assert await store.answered_updates() == [2**40]
    await write_something(store)
    await write_something(store)


async def test_an_update_is_answered_once(store: Store) -> None:
    """Once an update is answered, nobody gets to answer it again, not even its own process."""
    claims = Claims(store)
    assert await claims.claim(7) is Claim.OURS
    assert await claims.claim(7) is Claim.OURS
    await claims.answered(7)
    assert await claims.claim(7) is Claim.ANSWERED
    assert await Claims(store).claim(7) is Claim.ANSWERED
    assert await claims.claim(8) is Claim.OURS


async def test_one_of_many_gets_an_update(shared: tuple[Store, ...]) -> None:
    """Of many that ask for an update at the same moment, one gets it."""
    everybody = [Claims(store) for store in shared for _ in range(5)]
    for update_id in range(20):
        got = await asyncio.gather(*(claims.claim(update_id) for claims in everybody))
        assert got.count(Claim.OURS) == 1
        assert got.count(Claim.ANOTHERS) == len(everybody) - 1


async def test_a_dead_process_leaves_its_updates(shared: tuple[Store, ...]) -> None:
    """What a process claimed is free when it has not renewed for the length of a lease, and not before."""
    dead, living, heir = (Claims(store, lease=0.6) for store in shared)
    assert await dead.claim(1) is Claim.OURS
    assert await living.claim(2) is Claim.OURS
    assert await heir.claim(1) is Claim.ANOTHERS
    for _ in range(3):
        await asyncio.sleep(0.3)
        await living.renew()
    assert await heir.claim(1) is Claim.OURS
    assert await heir.claim(2) is Claim.ANOTHERS
    assert await dead.claim(1) is Claim.ANOTHERS


async def test_a_process_that_stops_frees_its_updates_at_once(shared: tuple[Store, ...]) -> None:
    """What is given up need not be waited for."""
    stopping, heir, _ = (Claims(store) for store in shared)
    await stopping.claim(1)
    await stopping.give_up()
    assert await heir.claim(1) is Claim.OURS


async def test_on_one_machine_the_next_process_need_not_wait(tmp_path: Path) -> None:
    """A process killed on SQLite leaves claims that its successor takes over at once."""
    url = f"sqlite+aiosqlite:///{tmp_path}/bot.db"
    async with Store.opened(url) as store:
        await Claims(store).claim(1)
    async with Store.opened(url) as store:
        assert await Claims(store).claim(1) is Claim.OURS


async def test_nothing_useless_is_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answered updates are kept for as long as Telegram repeats them, a day."""
    claims = Claims(store)
    await claims.answered(1)
    await claims.tidy()
    assert await claims.claim(1) is Claim.ANSWERED
    later = time.time() + 25 * 3600
    monkeypatch.setattr("bot.store.claims.time.time", lambda: later)
    await claims.tidy()
    assert await claims.claim(1) is Claim.OURS


@pytest.mark.parametrize(("most", "at_once"), [(1, 1), (30, 3), (20, 10)])
async def test_turns_keep_a_limit_together(url: str, most: int, at_once: int) -> None:
    """However many ask, no window of a span holds more turns than the limit, and no turn is wasted."""
    span = 0.5
    async with Store.opened(url) as store:
        turns = [SharedTurns(store) for _ in range(3)]
        began = time.monotonic()
        times: list[float] = []
        for number in range(3 * most):
            turn = await turns[number % 3].reserve(Lane("chat 1", most, span, at_once))
            times.append(time.monotonic() + turn.wait)
    for first, after in zip(times, times[most:], strict=False):
        assert after - first > span - 0.1  # what the calls themselves took
    assert times[-1] - began < 3 * span * most / max(1, most - at_once) + 1


async def test_a_missed_turn_is_given_back(url: str) -> None:
    """A turn that went by unused can be had again at once, unless another has taken the next; then one queues anew."""
    lane = Lane("chat 1", 1, 10.0)
    async with Store.opened(url) as store:
        turns = SharedTurns(store)
        first = await turns.reserve(lane)
        again = await turns.reserve(lane, first)
        assert again.wait == pytest.approx(0, abs=1)
        assert (await turns.reserve(lane)).wait == pytest.approx(10, abs=1)
        assert (await turns.reserve(lane, again)).wait == pytest.approx(20, abs=1)


async def test_a_database_that_is_away_and_comes_back(cluster: Cluster) -> None:
    """While PostgreSQL is away every call fails at once with one error; when it is back, the same store works."""
    async with Store.opened(await cluster.database()) as store:
        claims = Claims(store)
        await store.choose_language(7, "ha")
        await asyncio.to_thread(cluster.stop)
        try:
            began = time.monotonic()
            for call in (store.language(7), claims.claim(1), write_something(store)):
                with pytest.raises(StoreUnavailable):
                    await call
            assert time.monotonic() - began < 5
        finally:
            await asyncio.to_thread(cluster.start)
        assert await store.language(7) == "ha"
        assert await claims.claim(1) is Claim.OURS
