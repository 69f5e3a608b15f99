"""When a call to Telegram may go out, and when a failed one goes out again: the only place that waits or retries."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.store.store import StoreUnavailable
from bot.store.turns import Lane, SharedTurns
from bot.telegram.logs import brief

_LOGGER = logging.getLogger(__name__)

_WRITING = ("send", "edit", "forward", "copy", "delete")
_FREE_OF_CHARGE = frozenset({"sendChatAction", "deleteWebhook", "deleteMyCommands"})
_FIRST_BACK_OFF, _LONGEST_BACK_OFF = 0.5, 30.0
# A tap's spinner has given up by then, and who types has typed on.
_SOON_TOO_LATE = frozenset({"answerCallbackQuery", "answerInlineQuery"})
_PATIENCE_FOR_TAPS = 15.0
_LONGEST_IN_PLACE = 2.0
_GLANCE = 0.05
_LANES_KEPT = 1_000
# Of two messages that leave two machines one after the other, the second may arrive a little earlier than it should.
_UNEVEN = 1.2
# In all there is always another message behind, so that a tenth is enough (tests/telegram/test_pacing_together.py).
_UNEVEN_IN_ALL = 1.1


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """What Telegram bears; times in seconds. `patience` is how long one call is retried before it fails for good."""

    per_second: int = 30
    chat_interval: float = 1.0
    group_per_minute: int = 20
    patience: float = 600.0


@dataclass(slots=True)
class _Place:
    """One call's place in a window, taken until a time."""

    until: float


@dataclass(slots=True)
class _Window:
    """At most `most` calls in any `span` seconds, wherever between start and reply each of them reached Telegram.

    That holds because a place is given back a span after the reply, not after the start.
    """

    most: int
    span: float
    places: list[_Place] = field(default_factory=list)

    def wait(self, now: float) -> float:
        self.places = [place for place in self.places if place.until > now]
        return 0.0 if len(self.places) < self.most else min(place.until for place in self.places) - now

    def take(self, now: float) -> _Place:
        # A call that gets no reply must not keep its place for ever.
        place = _Place(now + _LONGEST_IN_PLACE + self.span)
        self.places.append(place)
        return place


class _Lane:
    """One chat: its calls go one after another, so a flood limit of this chat holds up no other."""

    def __init__(self, *windows: _Window) -> None:
        self.windows = windows
        self.lock = asyncio.Lock()
        self.users = 0
        self.flooded = False

    def wait(self, now: float) -> float:
        return max(window.wait(now) for window in self.windows)

    @property
    def is_idle(self) -> bool:
        return not self.users and not any(window.places for window in self.windows)


class Pacing(BaseRateLimiter[None]):
    """Keeps the flood limits before each call, and repeats calls that Telegram or the network did not take.

    A call whose reply got lost may have taken effect, so a repeat can double a message: better twice than never.
    """

    def __init__(
        self,
        limits: FloodLimits,
        on_flood: Callable[[], None] = lambda: None,
        shared: SharedTurns | None = None,
    ) -> None:
        """`shared` are the turns of all processes that are this bot together, if there are several."""
        self._limits = limits
        self._on_flood = on_flood
        self._shared = shared
        self._overall = _Window(limits.per_second, 1.0)
        self._door = asyncio.Lock()
        self._common = asyncio.Lock()
        self._lanes: dict[int | str, _Lane] = {}

    def is_flooded(self, chat_id: int) -> bool:
        """Whether Telegram makes a chat wait at the moment (`RetryAfter`)."""
        lane = self._lanes.get(chat_id)
        return lane is not None and lane.flooded

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
        patience = _PATIENCE_FOR_TAPS if endpoint in _SOON_TOO_LATE else self._limits.patience
        give_up = _now() + patience
        back_off = _FIRST_BACK_OFF
        async with self._lane(chat_id if writes and isinstance(chat_id, int | str) else None) as lane:
            while True:
                try:
                    if lane is not None and self._shared is not None:
                        await self._turn_among_all(self._shared, chat_id)
                    async with self._turn(lane):
                        return await callback(*args, **kwargs)
                except RetryAfter as error:
                    failure: TelegramError = error
                    pause = _seconds(error) + 0.1
                    self._on_flood()
                except NetworkError as error:
                    # What cannot be encoded now cannot be encoded later.
                    if isinstance(error, BadRequest) or isinstance(error.__cause__, UnicodeEncodeError):
                        raise
                    failure, pause = error, back_off
                    back_off = min(2 * back_off, _LONGEST_BACK_OFF)
                if _now() + pause > give_up:
                    raise failure
                _LOGGER.info("%s: again in %.1f s (%s)", endpoint, pause, brief(failure))
                if lane is not None:
                    lane.flooded = isinstance(failure, RetryAfter)
                await asyncio.sleep(pause)

    async def _turn_among_all(self, shared: SharedTurns, chat_id: object) -> None:
        limits = self._limits
        # How much later than its turn a message may go: what the longer span has room for.
        own = {Lane(f"chat {chat_id}", 1, _UNEVEN * limits.chat_interval): _GLANCE}
        if _is_group(chat_id):
            most = limits.group_per_minute
            own[Lane(f"group {chat_id}", most, _UNEVEN * 60.0, most // 2)] = (_UNEVEN - 1) * 60.0
        everybody = Lane("all", limits.per_second, _UNEVEN_IN_ALL)
        try:
            turns = {lane: await shared.reserve(lane) for lane in own}
            due = {lane: _now() + turn.wait for lane, turn in turns.items()}
            while True:
                await asyncio.sleep(max(due.values()) - _now())
                # One after another, so that a turn among all is used when it comes, and none waits for a busy chat.
                async with self._common:
                    for lane, bearable in own.items():
                        # Waiting here may have cost it, and another process may be about to use the next.
                        if _now() - due[lane] > bearable:
                            turns[lane] = await shared.reserve(lane, turns[lane])
                            due[lane] = _now() + turns[lane].wait
                    if max(due.values()) - _now() > _GLANCE:
                        continue
                    await asyncio.sleep((await shared.reserve(everybody)).wait)
                    return
        except StoreUnavailable as error:
            _LOGGER.warning("%s", error)

    @asynccontextmanager
    async def _turn(self, lane: _Lane | None) -> AsyncIterator[None]:
        if lane is None:
            yield
            return
        while (pause := lane.wait(_now())) > 0:
            await asyncio.sleep(pause)
        # A chat joins the common queue only when its own turn has come: a busy chat takes no other's place in it.
        async with self._door:
            while (pause := self._overall.wait(_now())) > 0:
                await asyncio.sleep(min(pause, _GLANCE))
            taken = [(window, window.take(_now())) for window in (self._overall, *lane.windows)]
        try:
            yield
        finally:
            lane.flooded = False
            for window, place in taken:
                place.until = min(place.until, _now() + window.span)

    @asynccontextmanager
    async def _lane(self, chat_id: int | str | None) -> AsyncIterator[_Lane | None]:
        if chat_id is None:
            yield None
            return
        lane = self._lanes.get(chat_id)
        if lane is None:
            lane = self._lanes[chat_id] = self._new_lane(chat_id)
        lane.users += 1
        try:
            async with lane.lock:
                yield lane
        finally:
            lane.users -= 1
            if len(self._lanes) > _LANES_KEPT:
                self._forget_idle_lanes()

    def _new_lane(self, chat_id: int | str) -> _Lane:
        single = _Window(1, self._limits.chat_interval)
        if _is_group(chat_id):
            return _Lane(single, _Window(self._limits.group_per_minute, 60.0))
        return _Lane(single)

    def _forget_idle_lanes(self) -> None:
        now = _now()
        for chat_id, lane in list(self._lanes.items()):
            lane.wait(now)
            if lane.is_idle:
                del self._lanes[chat_id]


def _is_group(chat_id: object) -> bool:
    # Groups and channels have negative ids, or a @name.
    return not isinstance(chat_id, int) or chat_id < 0


def _now() -> float:
    return asyncio.get_running_loop().time()


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
