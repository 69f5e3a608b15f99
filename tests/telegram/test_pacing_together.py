"""Three processes that write at once keep Telegram's limits together: minutes of traffic in virtual time.

So no slowness of a machine shows. tests/operations/test_replicas.py has the real database, and real seconds.
"""

import asyncio
import math
import random
from collections.abc import Iterator
from selectors import DefaultSelector, SelectorKey
from typing import Any, cast

import pytest
from telegram.error import RetryAfter

from bot.store.turns import Lane, SharedTurns, Turn
from bot.telegram.pacing import FloodLimits, Pacing
from tests.botapi.errors import ApiError
from tests.botapi.flood import FloodControl

REPLICAS, DATABASE, NETWORK = 3, 0.004, 0.08


class _Skipping(DefaultSelector):
    """A selector that does not wait: time jumps to when something is to happen next."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        self.now += timeout or 0.0
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.clock = _Skipping()
        super().__init__(self.clock)

    def time(self) -> float:
        return self.clock.now


class _Turns:
    """The arithmetic of SharedTurns, in memory."""

    def __init__(self) -> None:
        self._due: dict[str, float] = {}

    async def reserve(self, lane: Lane, missed: Turn | None = None) -> Turn:
        await asyncio.sleep(DATABASE)
        now = asyncio.get_running_loop().time()
        due = self._due.get(lane.name, now)
        before = due - lane.interval if missed and missed.due == due else due
        self._due[lane.name] = max(before, now) + lane.interval
        return Turn(max(0.0, self._due[lane.name] - now - lane.interval * lane.at_once), self._due[lane.name])


def _traffic(chance: random.Random) -> Iterator[tuple[float, int]]:
    """When a message is to go to which chat: some chats and groups in a hurry, hundreds of others, in two waves."""
    for wave in (0.0, 200.0):
        for chat_id in (1, 2, 3):
            yield from ((wave + chance.uniform(0, 20), chat_id) for _ in range(15))
        for group_id in (-1, -2):
            yield from ((wave + chance.uniform(0, 30), group_id) for _ in range(40))
        yield from ((wave + chance.uniform(0, 20), 1000 + chance.randrange(400)) for _ in range(800))


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_three_replicas(together: bool, seed: int) -> None:
    """With shared turns no message meets a 429, in a chat, in a group and in all; without, many do; none is lost."""
    chance = random.Random(seed)
    flood, turns = FloodControl(), _Turns()
    arrived: list[int] = []

    async def send(chat_id: int) -> bool:
        await asyncio.sleep(chance.uniform(0.2, 1) * NETWORK)
        try:
            flood.admit(chat_id, asyncio.get_running_loop().time())
        except ApiError as error:
            raise RetryAfter(math.ceil((error.parameters or {})["retry_after"])) from error
        arrived.append(chat_id)
        await asyncio.sleep(chance.uniform(0.2, 1) * NETWORK)
        return True

    async def message(pacing: Pacing, at: float, chat_id: int) -> None:
        await asyncio.sleep(at)
        data: dict[str, Any] = {"chat_id": chat_id}
        await pacing.process_request(send, (chat_id,), {}, "sendMessage", data, None)

    async def run() -> int:
        shared = cast("SharedTurns", turns) if together else None
        replicas = [Pacing(FloodLimits(patience=3_600), shared=shared) for _ in range(REPLICAS)]
        messages = [message(chance.choice(replicas), at, chat_id) for at, chat_id in _traffic(chance)]
        await asyncio.gather(*messages)
        return len(messages)

    loop = _Loop()
    try:
        sent = loop.run_until_complete(run())
    finally:
        loop.close()
    assert len(arrived) == sent
    assert (flood.refusals == 0) is together, flood.passed
