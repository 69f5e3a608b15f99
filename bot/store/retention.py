"""What is kept for a while only is deleted when its time is over, whether somebody writes meanwhile or not."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete

from bot.store.chats import UNASKED_SECONDS
from bot.store.claims import Claims
from bot.store.store import Store, StoreUnavailable
from bot.store.tables import unanswered, unasked, voters
from bot.store.votes import DAY

_LOGGER = logging.getLogger(__name__)

_EVERY = 600.0
_DAY = 86_400


class Retention:
    """Deletes by the clocks that the rows were dated by: `clock` (aware) and the system's."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], unanswered_days: int, now: Callable[[], float] = time.time
    ) -> None:
        """`unanswered_days` is how long unanswered questions are kept; `now` gives seconds since 1970."""
        self._store, self._claims, self._clock, self._days = store, Claims(store), clock, unanswered_days
        self._now = now

    async def tidy(self) -> None:
        """Delete whatever is older than docs/privacy.md promises. Raises StoreUnavailable."""
        here = self._clock().timestamp()
        async with self._store.transaction() as connection:
            await connection.execute(delete(voters).where(voters.c.at < int(self._now() - DAY)))
            await connection.execute(delete(unasked).where(unasked.c.at <= here - UNASKED_SECONDS))
            await connection.execute(delete(unanswered).where(unanswered.c.at < int(here) - self._days * _DAY))
        await self._claims.tidy()

    async def keep_tidy(self) -> None:
        """Tidy at once and then every ten minutes, until cancelled; a database that is away gets its turn later."""
        while True:
            try:
                await self.tidy()
            except StoreUnavailable as error:
                _LOGGER.warning("%s", error)
            await asyncio.sleep(_EVERY)
