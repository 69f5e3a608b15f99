"""Long polling that acknowledges an update only once it is answered; python-telegram-bot's Updater does so before."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.store.store import Store, StoreUnavailable
from bot.telegram.connection import TelegramBot
from bot.telegram.ledger import Ledger
from bot.telegram.logs import brief

_LOGGER = logging.getLogger(__name__)

_BATCH = 100  # the most that Telegram gives at once
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 1.0
_FIRST_BACK_OFF, _LONGEST_BACK_OFF = 0.5, 30.0
# A chat with so many messages waiting is in a hurry; one with so many more is not asking, and the rest is dropped.
_HURRY, _MOST_OF_A_CHAT = 5, 100
_MOST_UNFINISHED = 1_000
_NOTES_KEPT = 500


class Refused(Exception):
    """Telegram will not give this process updates; the message is one line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: how long to bear a second poller, to let a chat hold up the queue, to finish answers when stopping.

    `stopping` and `acknowledging` together, with what closing takes, stay within a supervisor's ten.
    """

    conflict: float = 60.0
    queue: float = 5.0
    stopping: float = 6.0
    acknowledging: float = 1.5


class Polling:
    """Fetches updates and has them answered: of one chat in order, of different chats side by side."""

    def __init__(
        self,
        bot: TelegramBot,
        answer: Callable[[Update], Awaitable[None]],
        seconds: int,
        allowed: Sequence[str],
        patience: Patience,
        store: Store,
        is_flooded: Callable[[int], bool],
    ) -> None:
        self._bot, self._answer, self._seconds, self._allowed = bot, answer, seconds, allowed
        self._patience, self._store, self._is_flooded = patience, store, is_flooded
        self._ledger = Ledger()
        self._tails: dict[int, asyncio.Task[None]] = {}
        self._waiting: Counter[int] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._one_finished = asyncio.Event()
        self._conflict_since: float | None = None
        self._acknowledged = self._noted = 0
        self._taken: dict[int, tuple[int, float]] = {}

    async def run(self) -> None:
        """Poll until cancelled. Raises Refused when it makes no sense to go on."""
        pause, back_off = _FIRST_PAUSE, _FIRST_BACK_OFF
        self._ledger = Ledger(await self._store.answered_updates())
        now = asyncio.get_running_loop().time
        while True:
            began = now()
            try:
                updates = await self._fetch()
            except RetryAfter as error:
                wait = error.retry_after
                await asyncio.sleep(wait if isinstance(wait, int) else wait.total_seconds())
                continue
            except TelegramError as error:
                await self._bear(error, back_off)
                back_off = min(2 * back_off, _LONGEST_BACK_OFF)
                continue
            self._conflict_since, back_off = None, _FIRST_BACK_OFF
            fresh = sum(map(self._take, updates))
            pause = _FIRST_PAUSE if fresh else min(2 * pause, _LONGEST_PAUSE)
            if len(updates) >= _BATCH:
                self._keep_moving()
            await self._until_answered(pause)
            if not fresh and now() - began < _FIRST_PAUSE:
                # POLL_TIMEOUT=0, or a server that does not wait: asking again at once would keep both busy.
                await asyncio.sleep(_FIRST_PAUSE)

    async def finish(self) -> None:
        """Let answers in flight be sent, then acknowledge them. What takes too long stays with Telegram."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=self._patience.stopping)
            for task in late:
                task.cancel()
            if late:
                _LOGGER.warning("%d questions stay with Telegram until the next start", len(late))
                await asyncio.wait(late, timeout=1)
        if self._ledger.offset is None:
            return
        try:
            async with asyncio.timeout(self._patience.acknowledging):
                await self._bot.fetch_updates(self._ledger.offset, 1, 0, self._allowed)
        except (TelegramError, TimeoutError) as error:
            _LOGGER.warning("the last answers may be repeated at the next start (%s)", brief(error))

    async def _fetch(self) -> list[dict[str, Any]]:
        # Telegram gives again at once what it was not told is answered: no use in waiting with the request.
        seconds = 0 if self._ledger.unacknowledged else self._seconds
        offset = self._ledger.offset
        updates = await self._bot.fetch_updates(offset, _BATCH, seconds, self._allowed)
        self._acknowledged = offset or 0
        return updates

    async def _bear(self, error: TelegramError, back_off: float) -> None:
        if isinstance(error, InvalidToken):
            raise Refused("Telegram does not accept the token; see TELEGRAM_BOT_TOKEN") from error
        if not isinstance(error, Conflict):
            _LOGGER.warning("no updates for now (%s); again in %.1f s", brief(error), back_off)
            await asyncio.sleep(back_off)
            return
        now = asyncio.get_running_loop().time()
        if self._conflict_since is None:
            self._conflict_since = now
            _LOGGER.error("another process takes this bot's updates with the same token: stop one of the two")
        if now - self._conflict_since >= self._patience.conflict:
            raise Refused("another process still takes this bot's updates with the same token: stop one of the two")
        await asyncio.sleep(min(back_off, 3.0))

    def _take(self, raw: dict[str, Any]) -> bool:
        update_id = raw.get("update_id") if isinstance(raw, dict) else None
        if not isinstance(update_id, int) or not self._ledger.take(update_id):
            return False
        try:
            update = Update.de_json(raw, self._bot)
            chat, user = update.effective_chat, update.effective_user
        except Exception as error:  # noqa: BLE001  # whatever is wrong with one update, the others must get through
            _LOGGER.error("an update cannot be read (%s)", brief(error))
            self._ledger.finish(update_id)
            return True
        key = chat.id if chat else user.id if user else 0
        if self._waiting[key] >= _MOST_OF_A_CHAT:
            _LOGGER.warning("a chat sends faster than it can be answered; one message is dropped")
            self._ledger.finish(update_id)
            return True
        self._waiting[key] += 1
        self._taken[update_id] = (key, asyncio.get_running_loop().time())
        task = asyncio.create_task(self._in_turn(update, self._tails.get(key)))
        self._tails[key] = task
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._done(done, key, update_id))
        return True

    async def _in_turn(self, update: Update, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        await self._answer(update)
        try:
            await self._store.note_answered(update.update_id)
            self._noted += 1
            if self._noted % _NOTES_KEPT == 0:
                await self._store.drop_answered(self._acknowledged)
        except StoreUnavailable as error:
            # Then a crash in this very moment would have it answered twice, and nothing worse.
            _LOGGER.warning("%s", error)

    def _done(self, task: asyncio.Task[None], key: int, update_id: int) -> None:
        self._tasks.discard(task)
        self._waiting[key] -= 1
        if self._tails.get(key) is task:
            del self._tails[key], self._waiting[key]
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            _LOGGER.error("an update could not be handled", exc_info=error)
        self._ledger.finish(update_id)
        del self._taken[update_id]
        self._one_finished.set()

    def _keep_moving(self) -> None:
        """Ask for what lies behind the hundred that Telegram shows, past chats that Telegram or their hurry makes wait.

        The alternative is that such a chat keeps everybody behind it waiting. Load alone moves nothing past: what is
        acknowledged before its answer is lost if the process dies.
        """
        long_ago = asyncio.get_running_loop().time() - self._patience.queue
        held = self._ledger.hold(
            update_id
            for update_id, (key, taken) in self._taken.items()
            if taken < long_ago and (self._waiting[key] > _HURRY or self._is_flooded(key))
        )
        if held:
            _LOGGER.warning("the queue moves past %d unanswered messages, kept in memory from now on", held)

    async def _until_answered(self, pause: float) -> None:
        """Wait until nothing is left to answer, but not longer than `pause`, so that newcomers are seen."""
        end = asyncio.get_running_loop().time() + pause
        while self._ledger.unacknowledged or self._ledger.unfinished >= _MOST_UNFINISHED:
            self._one_finished.clear()
            remaining = end - asyncio.get_running_loop().time()
            if remaining <= 0 and self._ledger.unfinished < _MOST_UNFINISHED:
                return
            try:
                async with asyncio.timeout(max(remaining, _FIRST_PAUSE)):
                    await self._one_finished.wait()
            except TimeoutError:
                continue
