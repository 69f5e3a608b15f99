"""Database look-ups that are asked for one by one at the same time, done together: one transaction for many."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import islice
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

_MOST_AT_ONCE = 500  # SQLite takes 32,766 parameters in a statement; PostgreSQL, through asyncpg, 32,767


class Together(Generic[K, V]):
    """Does `work` for all keys that are waiting; what comes meanwhile waits for the next turn.

    `work` takes different keys and returns a value for each. What it raises reaches everybody who waits for it.
    """

    def __init__(self, work: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]]) -> None:
        self._work = work
        self._waiting: dict[K, asyncio.Future[V]] = {}
        self._working: asyncio.Task[None] | None = None

    async def __call__(self, key: K) -> V:
        """The value for a key."""
        future = self._waiting.get(key)
        if future is None:
            future = self._waiting[key] = asyncio.get_running_loop().create_future()
            # Who asked may have been cancelled, and then nobody looks at it.
            future.add_done_callback(lambda done: done.cancelled() or done.exception())
        if self._working is None:
            self._working = asyncio.create_task(self._work_off())
        return await asyncio.shield(future)

    async def _work_off(self) -> None:
        try:
            while self._waiting:
                batch = dict(islice(self._waiting.items(), _MOST_AT_ONCE))
                for key in batch:
                    del self._waiting[key]
                await self._settle(batch)
        finally:
            self._working = None

    async def _settle(self, batch: Mapping[K, "asyncio.Future[V]"]) -> None:
        try:
            values = await self._work(list(batch))
        except Exception as error:  # noqa: BLE001  # it is raised where the key was asked for
            for future in batch.values():
                future.set_exception(error)
        else:
            for key, future in batch.items():
                future.set_result(values[key])
