"""Telegram's flood limits, as a bot meets them."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.botapi.errors import flood


@dataclass(slots=True)
class FloodControl:
    """Refuses what comes too fast: in all, in one chat, in one group; counts the refusals."""

    per_second: int = 30
    chat_interval: float = 1.0
    group_per_minute: int = 20
    refusals: int = 0
    _all: deque[float] = field(default_factory=deque)
    _chats: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def admit(self, chat_id: int, now: float) -> None:
        """Let a message to a chat pass at a time (seconds). Raises ApiError 429."""
        chat = self._chats[chat_id]
        waits = [_wait(self._all, self.per_second, 1.0, now), _wait(chat, 1, self.chat_interval, now)]
        if chat_id < 0:
            waits.append(_wait(chat, self.group_per_minute, 60.0, now))
        if max(waits) > 0:
            self.refusals += 1
            raise flood(math.ceil(max(waits)))
        self._all.append(now)
        chat.append(now)


def _wait(times: deque[float], most: int, span: float, now: float) -> float:
    recent = [time for time in times if time > now - span]
    return 0.0 if len(recent) < most else recent[-most] + span - now
