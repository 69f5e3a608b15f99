"""When a call to Telegram may go out, and when a failed one goes out again: the only place that waits or retries."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.telegram.logs import brief

_LOGGER = logging.getLogger(__name__)

_WRITING = ("send", "edit", "forward", "copy", "delete")
_FREE_OF_CHARGE = frozenset({"sendChatAction", "deleteWebhook", "deleteMyCommands"})
_FIRST_BACK_OFF, _LONGEST_BACK_OFF = 0.5, 30.0
# A tap's spinner has given up by then.
_PATIENCE_FOR_TAPS = 15.0
_LANES_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """What Telegram bears, with a margin for calls that overtake each other on the way; times in seconds.

    `patience` is how long one call is retried before it fails for good.
    """

    per_second: int = 30
    chat_interval: float = 1.05
    group_per_minute: int = 20
    patience: float = 600.0


@dataclass(slots=True)
class _Window:
    """At most `most` calls in any `span` seconds."""

    most: int
    span: float
    starts: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        while self.starts and self.starts[0] <= now - self.span:
            self.starts.popleft()
        return 0.0 if len(self.starts) < self.most else self.starts[0] + self.span - now


@dataclass(slots=True)
class _Lane:
    """One chat: its calls go one after another, so a flood limit of this chat holds up no other."""

    window: _Window | None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    waiting: int = 0

    def wait(self, now: float) -> float:
        return max(self.free_at - now, self.window.wait(now) if self.window else 0.0)


class Pacing(BaseRateLimiter[None]):
    """Keeps the flood limits before each call, and repeats calls that Telegram or the network did not take.

    A call whose reply got lost may have taken effect, so a repeat can double a message: better twice than never.
    """

    def __init__(self, limits: FloodLimits) -> None:
        self._limits = limits
        self._overall = _Window(limits.per_second, 1.05)
        self._lanes: dict[int | str, _Lane] = {}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """Call Telegram in turn. Raises TelegramError when it refuses, or when patience has run out."""
        chat_id = data.get("chat_id")
        writes = endpoint.startswith(_WRITING) and endpoint not in _FREE_OF_CHARGE
        patience = _PATIENCE_FOR_TAPS if endpoint == "answerCallbackQuery" else self._limits.patience
        give_up = _now() + patience
        back_off = _FIRST_BACK_OFF
        async with self._lane(chat_id if writes and isinstance(chat_id, int | str) else None) as lane:
            while True:
                await self._turn(lane)
                try:
                    return await callback(*args, **kwargs)
                except RetryAfter as error:
                    failure: TelegramError = error
                    pause = _seconds(error) + 0.1
                except NetworkError as error:
                    if isinstance(error, BadRequest):
                        raise
                    failure, pause = error, back_off
                    back_off = min(2 * back_off, _LONGEST_BACK_OFF)
                finally:
                    if lane is not None:
                        lane.free_at = _now() + self._limits.chat_interval
                if _now() + pause > give_up:
                    raise failure
                _LOGGER.info("%s: again in %.1f s (%s)", endpoint, pause, brief(failure))
                await asyncio.sleep(pause)

    async def _turn(self, lane: _Lane | None) -> None:
        if lane is None:
            return
        while (pause := lane.wait(_now())) > 0:
            await asyncio.sleep(pause)
        # A chat joins the common queue only when its own turn has come: a busy chat takes no other's place in it.
        while (pause := self._overall.wait(_now())) > 0:
            await asyncio.sleep(pause)
        now = _now()
        self._overall.starts.append(now)
        if lane.window:
            lane.window.starts.append(now)

    @asynccontextmanager
    async def _lane(self, chat_id: int | str | None) -> AsyncIterator[_Lane | None]:
        if chat_id is None:
            yield None
            return
        lane = self._lanes.get(chat_id)
        if lane is None:
            # Groups and channels have negative ids, or a @name.
            crowd = isinstance(chat_id, str) or chat_id < 0
            lane = self._lanes[chat_id] = _Lane(_Window(self._limits.group_per_minute, 61.0) if crowd else None)
        lane.waiting += 1
        try:
            async with lane.lock:
                yield lane
        finally:
            lane.waiting -= 1
            if len(self._lanes) > _LANES_KEPT:
                self._forget_idle_lanes()

    def _forget_idle_lanes(self) -> None:
        now = _now()
        for chat_id, lane in list(self._lanes.items()):
            if not lane.waiting and lane.wait(now) <= 0 and not (lane.window and lane.window.starts):
                del self._lanes[chat_id]


def _now() -> float:
    return asyncio.get_running_loop().time()


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
