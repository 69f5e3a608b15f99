"""Updates taken in, by polling or webhooks, and answered: of one chat in order, of different chats side by side."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Update

from bot.telegram.connection import TelegramBot
from bot.telegram.ledger import Ledger
from bot.telegram.logs import brief

_LOGGER = logging.getLogger(__name__)

# A chat with so many more messages waiting is not asking; the rest is dropped.
_MOST_OF_A_CHAT = 100
MOST_UNFINISHED = 1_000


class Refused(Exception):
    """Telegram will not give this process updates; the message is one line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: how long to bear a second poller, to let a chat hold up the queue, to finish answers when stopping.

    `webhook` is how long to trust that it is still set. `stopping` and `acknowledging` together, with what closing
    takes, stay within a supervisor's ten.
    """

    conflict: float = 60.0
    queue: float = 5.0
    stopping: float = 6.0
    acknowledging: float = 1.5
    webhook: float = 180.0


@dataclass(frozen=True, slots=True)
class Taken:
    """An update on its way: whose turn it waits for, since when (seconds of the event loop), and the work."""

    chat: int
    since: float
    task: asyncio.Task[None]


class Intake:
    """Has each update answered once, as long as its id is remembered, in a task of its own."""

    def __init__(
        self,
        bot: TelegramBot,
        answer: Callable[[Update], Awaitable[None]],
        finished: Callable[[], None] = lambda: None,
        answered: Iterable[int] = (),
    ) -> None:
        """`finished` is called after each update; `answered` are ids that an earlier process answered."""
        self._bot, self._answer, self._finished = bot, answer, finished
        self.ledger = Ledger(answered)
        self._under_way: dict[int, Taken] = {}
        self._tails: dict[int, asyncio.Task[None]] = {}
        self._waiting: Counter[int] = Counter()

    @property
    def under_way(self) -> Mapping[int, Taken]:
        """The updates that are not answered yet, by their id."""
        return self._under_way

    def waiting(self, chat: int) -> int:
        """How many updates of a chat are not answered yet."""
        return self._waiting[chat]

    def take(self, update_id: int, raw: dict[str, Any]) -> asyncio.Task[None] | None:
        """Begin to answer an update; None if there is nothing to do: it is repeated, unreadable, or one too many."""
        if not self.ledger.take(update_id):
            return None
        try:
            update = Update.de_json(raw, self._bot)
            chat, user = update.effective_chat, update.effective_user
            key = chat.id if chat else user.id if user else 0
            if not isinstance(key, int):
                raise TypeError
        except Exception as error:  # noqa: BLE001  # whatever is wrong with one update, the others must get through
            _LOGGER.error("an update cannot be read (%s)", brief(error))
            self._finish(update_id)
            return None
        if self._waiting[key] >= _MOST_OF_A_CHAT:
            _LOGGER.warning("a chat sends faster than it can be answered; one message is dropped")
            self._finish(update_id)
            return None
        self._waiting[key] += 1
        task = asyncio.create_task(self._in_turn(update, self._tails.get(key)))
        self._tails[key] = task
        self._under_way[update_id] = Taken(key, asyncio.get_running_loop().time(), task)
        task.add_done_callback(lambda done: self._done(done, key, update_id))
        return task

    async def finish(self, seconds: float) -> int:
        """Wait so long for what is under way, then give it up; how many updates were given up."""
        tasks = [taken.task for taken in self._under_way.values()]
        if not tasks:
            return 0
        _, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=1)
        return len(late)

    async def _in_turn(self, update: Update, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        await self._answer(update)

    def _done(self, task: asyncio.Task[None], key: int, update_id: int) -> None:
        del self._under_way[update_id]
        self._waiting[key] -= 1
        if self._tails.get(key) is task:
            del self._tails[key], self._waiting[key]
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            _LOGGER.error("an update could not be handled", exc_info=error)
        self._finish(update_id)

    def _finish(self, update_id: int) -> None:
        self.ledger.finish(update_id)
        self._finished()
