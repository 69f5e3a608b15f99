"""Whether this process can answer visitors now."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.assistant import Assistant
from bot.store.claims import write_something
from bot.store.store import Store, StoreUnavailable

_PATIENCE = 3.0
# Balancers and monitors ask every few seconds each; Telegram need not hear of all of them.
_KEPT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class State:
    """What works at the moment."""

    telegram: bool
    guide: bool
    database: bool
    stopping: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether everything does."""
        return self.telegram and self.guide and self.database and not self.stopping


class Readiness:
    """Tries out what answering needs: Telegram (`reachable`), the Guide, the database; results are kept for seconds."""

    def __init__(
        self,
        reachable: Callable[[], Awaitable[bool]],
        store: Store,
        current: Callable[[], Assistant],
        stop: asyncio.Event,
    ) -> None:
        self._reachable, self._store, self._current, self._stop = reachable, store, current, stop
        self._lock = asyncio.Lock()
        self._state: State | None = None
        self._tried = 0.0

    async def state(self) -> State:
        """What works; takes three seconds at the most."""
        if self._stop.is_set():
            return State(telegram=False, guide=False, database=False, stopping=True)
        async with self._lock:
            now = asyncio.get_running_loop().time()
            if self._state is None or now - self._tried > _KEPT_SECONDS:
                telegram, database = await asyncio.gather(self._telegram(), self._database())
                self._state, self._tried = State(telegram, self._guide(), database), now
            return self._state

    async def _telegram(self) -> bool:
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._reachable()
        except TimeoutError:
            return False

    async def _database(self) -> bool:
        try:
            async with asyncio.timeout(_PATIENCE):
                await write_something(self._store)
        except (StoreUnavailable, TimeoutError):
            return False
        return True

    def _guide(self) -> bool:
        return bool(self._current().guide.entries)
