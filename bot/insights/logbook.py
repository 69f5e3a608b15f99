"""Notes what visitors ask, beside the conversation: a reply never waits for it, and no user id comes near it."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from bot.assistant import Assistant
from bot.dialogue import Reply
from bot.guide.entries import Outcome
from bot.insights.masking import masked
from bot.store.asked import Asked, Kind, Unanswered
from bot.store.store import StoreUnavailable

_LOGGER = logging.getLogger(__name__)

RATED = "rated"
_DAY = 86_400
_PAUSE = 0.2
# A flood of nonsense must not push the bot out of memory while the database is away.
_MOST_WAITING = 10_000
_NOT_UNDERSTOOD = (Outcome.UNKNOWN, Outcome.SUGGEST)


class Logbook:
    """Counts every question, and keeps for `days` days the ones that nobody could answer; 0 keeps none."""

    def __init__(
        self, asked: Asked, current: Callable[[], Assistant], clock: Callable[[], datetime], days: int
    ) -> None:
        self._asked, self._current, self._clock, self._days = asked, current, clock, days
        self._loop = asyncio.get_running_loop()
        self._counts: Counter[Kind] = Counter()
        self._kept: list[Unanswered] = []
        self._writing: asyncio.Task[None] | None = None

    @property
    def since(self) -> int:
        """What was asked before this time (seconds since 1970) is no longer kept."""
        return int(self._clock().timestamp()) - self._days * _DAY

    def replied(self, reply: Reply) -> None:
        """Note a question and what became of it; may be called from any thread."""
        self._loop.call_soon_threadsafe(self._note, reply)

    def _note(self, reply: Reply) -> None:
        guide = self._current().guide
        topic = next((guide.entries[answer.id].topic for answer in reply.answers if answer.id in guide.entries), "")
        day = self._clock().astimezone(guide.event.time_zone).date().isoformat()
        language = reply.language if reply.language in guide.languages else "other"
        if len(self._counts) < _MOST_WAITING:
            self._counts[Kind(day, language, reply.outcome.value, topic)] += 1
        if reply.outcome in _NOT_UNDERSTOOD:
            self.keep(reply.question, language, reply.outcome.value)
        self._write_soon()

    def keep(self, question: str, language: str, outcome: str = RATED) -> None:
        """Keep a question that was not answered, or that was answered badly."""
        text = masked(question)
        if self._days and text and len(self._kept) < _MOST_WAITING:
            self._kept.append(Unanswered(text, language, outcome, int(self._clock().timestamp())))
            self._write_soon()

    async def finish(self) -> None:
        """Write down what is not written yet."""
        if self._writing is not None:
            await asyncio.wait([self._writing])
        await self._write()

    def _write_soon(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_later())

    async def _write_later(self) -> None:
        await asyncio.sleep(_PAUSE)
        await self._write()

    async def _write(self) -> None:
        counts, kept = self._counts, self._kept
        if not counts and not kept:
            return
        self._counts, self._kept = Counter(), []
        try:
            await self._asked.add(counts, kept, self.since)
        except StoreUnavailable as error:
            _LOGGER.warning("%s", error)
            self._counts.update(counts)
            self._kept = [*kept, *self._kept][:_MOST_WAITING]
