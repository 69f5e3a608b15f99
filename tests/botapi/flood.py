"""Telegram's flood limits, as a bot meets them."""

import math
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field

from tests.botapi.errors import flood


@dataclass(slots=True)
class FloodControl:
    """Refuses what comes too fast: in all, in one chat, in one group; counts which limit each refusal was for."""

    per_second: int = 30
    chat_interval: float = 1.0
    group_per_minute: int = 20
    passed: Counter[str] = field(default_factory=Counter)
    _all: deque[float] = field(default_factory=deque)
    _chats: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    @property
    def refusals(self) -> int:
        """How often something came too fast."""
        return self.passed.total()

    def admit(self, chat_id: int, now: float) -> None:
        """Let a message to a chat pass at a time (seconds). Raises ApiError 429."""
        chat = self._chats[chat_id]
        waits = {"all": _wait(self._all, self.per_second, 1.0, now), "chat": _wait(chat, 1, self.chat_interval, now)}
        if chat_id < 0:
            waits["group"] = _wait(chat, self.group_per_minute, 60.0, now)
        limit = max(waits, key=lambda name: waits[name])
        if waits[limit] > 0:
            self.passed[limit] += 1
            raise flood(math.ceil(waits[limit]))
        self._all.append(now)
        chat.append(now)


def _wait(times: deque[float], most: int, span: float, now: float) -> float:
    recent = [time for time in times if time > now - span]
    return 0.0 if len(recent) < most else recent[-most] + span - now
