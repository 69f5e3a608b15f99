import asyncio
from collections.abc import Mapping, Sequence

import pytest

from bot.store.together import Together


class Counting:
    """Squares numbers, and remembers which were asked for at once."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.open = asyncio.Event()

    async def squares(self, numbers: Sequence[int]) -> Mapping[int, int]:
        self.batches.append(list(numbers))
        await self.open.wait()
        if 13 in numbers:
            raise ValueError("13")
        return {number: number**2 for number in numbers}


async def test_what_comes_meanwhile_is_done_in_one_go() -> None:
    """What is asked at the same time is one batch; what comes while it is done is the next; each key stands once."""
    work = Counting()
    together = Together(work.squares)
    first = [asyncio.create_task(together(number)) for number in (1, 2, 2)]
    await asyncio.sleep(0.01)
    later = [asyncio.create_task(together(number)) for number in (2, 3)]
    await asyncio.sleep(0.01)
    work.open.set()
    assert await asyncio.gather(*first, *later) == [1, 4, 4, 4, 9]
    assert work.batches == [[1, 2], [2, 3]]


async def test_a_batch_has_a_most() -> None:
    """However many ask at once, a batch holds no more than a database takes in a statement; nobody is forgotten."""
    work = Counting()
    work.open.set()
    together = Together(work.squares)
    assert await asyncio.gather(*map(together, range(20, 1_300))) == [number**2 for number in range(20, 1_300)]
    assert max(map(len, work.batches)) == 500


async def test_a_failure_reaches_those_it_concerns() -> None:
    """What the work raises is raised for each of its batch, and for nobody else; the next batch is done as ever."""
    work = Counting()
    together = Together(work.squares)
    failing = [asyncio.create_task(together(number)) for number in (12, 13)]
    await asyncio.sleep(0.01)
    good = asyncio.create_task(together(4))
    work.open.set()
    for task in failing:
        with pytest.raises(ValueError, match="13"):
            await task
    assert await good == 16


async def test_one_who_goes_away_takes_nobody_with_them() -> None:
    """Who is cancelled while waiting does not cancel another who waits for the same key."""
    work = Counting()
    together = Together(work.squares)
    leaving, staying = asyncio.create_task(together(5)), asyncio.create_task(together(5))
    await asyncio.sleep(0.01)
    leaving.cancel()
    work.open.set()
    assert await staying == 25
    assert leaving.cancelled()
