"""Long polling that acknowledges an update only once it is answered; python-telegram-bot's Updater does so before."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.store.store import Store, StoreUnavailable
from bot.telegram.connection import TelegramBot
from bot.telegram.intake import MOST_UNFINISHED, Intake, Patience, Refused
from bot.telegram.logs import brief

_LOGGER = logging.getLogger(__name__)

_BATCH = 100  # the most that Telegram gives at once
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 1.0
_FIRST_BACK_OFF, _LONGEST_BACK_OFF = 0.5, 30.0
_HURRY = 5  # messages of one chat that wait
_NOTES_KEPT = 500


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
        self._one_finished = asyncio.Event()
        self._intake = Intake(bot, self._answer_and_note, self._one_finished.set)
        self._conflict_since: float | None = None
        self._last_conflict = 0.0
        self._acknowledged = self._noted = 0

    async def run(self) -> None:
        """Poll until cancelled. Raises Refused when it makes no sense to go on."""
        pause, back_off = _FIRST_PAUSE, _FIRST_BACK_OFF
        answered = await self._store.answered_updates()
        self._intake = Intake(self._bot, self._answer_and_note, self._one_finished.set, answered)
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
            back_off = _FIRST_BACK_OFF
            # Two that poll take turns: a success in between does not mean that the other has gone.
            if now() - self._last_conflict > self._patience.conflict / 2:
                self._conflict_since = None
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
        late = await self._intake.finish(self._patience.stopping)
        if late:
            _LOGGER.warning("%d questions stay with Telegram until the next start", late)
        if self._intake.ledger.offset is None:
            return
        try:
            async with asyncio.timeout(self._patience.acknowledging):
                await self._bot.fetch_updates(self._intake.ledger.offset, 1, 0, self._allowed)
        except (TelegramError, TimeoutError) as error:
            _LOGGER.warning("the last answers may be repeated at the next start (%s)", brief(error))

    async def _fetch(self) -> list[dict[str, Any]]:
        # Telegram gives again at once what it was not told is answered: no use in waiting with the request.
        seconds = 0 if self._intake.ledger.unacknowledged else self._seconds
        offset = self._intake.ledger.offset
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
        self._last_conflict = now = asyncio.get_running_loop().time()
        if self._conflict_since is None:
            self._conflict_since = now
            _LOGGER.error("another process takes this bot's updates with the same token: stop one of the two")
        if now - self._conflict_since >= self._patience.conflict:
            raise Refused("another process still takes this bot's updates with the same token: stop one of the two")
        await asyncio.sleep(min(back_off, 3.0))

    def _take(self, raw: dict[str, Any]) -> bool:
        update_id = raw.get("update_id") if isinstance(raw, dict) else None
        return isinstance(update_id, int) and self._intake.take(update_id, raw) is not None

    async def _answer_and_note(self, update: Update) -> None:
        await self._answer(update)
        try:
            await self._store.note_answered(update.update_id)
            self._noted += 1
            if self._noted % _NOTES_KEPT == 0:
                await self._store.drop_answered(self._acknowledged)
        except StoreUnavailable as error:
            # Then a crash in this very moment would have it answered twice, and nothing worse.
            _LOGGER.warning("%s", error)

    def _keep_moving(self) -> None:
        """Ask for what lies behind the hundred that Telegram shows, past chats that Telegram or their hurry makes wait.

        The alternative is that such a chat keeps everybody behind it waiting. Load alone moves nothing past: what is
        acknowledged before its answer is lost if the process dies.
        """
        long_ago = asyncio.get_running_loop().time() - self._patience.queue
        held = self._intake.ledger.hold(
            update_id
            for update_id, taken in self._intake.under_way.items()
            if taken.since < long_ago and (self._intake.waiting(taken.chat) > _HURRY or self._is_flooded(taken.chat))
        )
        if held:
            _LOGGER.warning("the queue moves past %d unanswered messages, kept in memory from now on", held)

    async def _until_answered(self, pause: float) -> None:
        """Wait until nothing is left to answer, but not longer than `pause`, so that newcomers are seen."""
        end = asyncio.get_running_loop().time() + pause
        while self._intake.ledger.unacknowledged or self._intake.ledger.unfinished >= MOST_UNFINISHED:
            self._one_finished.clear()
            remaining = end - asyncio.get_running_loop().time()
            if remaining <= 0 and self._intake.ledger.unfinished < MOST_UNFINISHED:
                return
            try:
                async with asyncio.timeout(max(remaining, _FIRST_PAUSE)):
                    await self._one_finished.wait()
            except TimeoutError:
                continue
