"""Webhooks that answer 200 only once the update is answered; python-telegram-bot's own does so before."""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from telegram import Update
from telegram.error import TelegramError

from bot.settings import Secret
from bot.store.claims import LEASE_SECONDS, Claim, Claims
from bot.store.store import StoreUnavailable
from bot.telegram.connection import TelegramBot
from bot.telegram.intake import MOST_UNFINISHED, Intake, Patience, Refused
from bot.telegram.logs import brief

_LOGGER = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # a header's name
_MOST_BYTES = 1_048_576  # an update with everything Telegram lets people write into one takes a tenth of it
# Telegram gives up a request after about a minute, and then sends the update again.
_LONGEST_REPLY = 50.0
_GLANCE = 0.3
_RENEWALS = LEASE_SECONDS / 3
_CONNECTIONS = 100  # the most that Telegram opens


class Webhook:
    """Takes updates over HTTP and has them answered: of one chat in order, of different chats side by side.

    Any number of processes may share one webhook through a balancer: each update is claimed in the database first.
    """

    def __init__(
        self,
        bot: TelegramBot,
        answer: Callable[[Update], Awaitable[None]],
        url: str,
        secret: Secret,
        allowed: Sequence[str],
        patience: Patience,
        claims: Claims,
        on_refusal: Callable[[str], None],
    ) -> None:
        self._bot, self._answer, self._url, self._secret, self._allowed = bot, answer, url, secret, allowed
        self._patience, self._claims, self._on_refusal = patience, claims, on_refusal
        self._intake = Intake(bot, self._claim_and_answer)
        self._live = self._closing = False

    async def run(self) -> None:
        """Ask Telegram for webhooks and take them until cancelled. Raises Refused when Telegram will not send any."""
        self._live = True
        try:
            await self._set()
        except TelegramError as error:
            raise Refused(f"Telegram does not take WEBHOOK_URL ({brief(error)})") from error
        # Beside the renewals, which must not wait for a call that is repeated for minutes.
        keeping = asyncio.create_task(self._keep_set())
        try:
            await self._keep_claims()
        finally:
            keeping.cancel()
            await asyncio.wait([keeping])

    async def _set(self) -> None:
        await self._bot.set_webhook(
            self._url,
            max_connections=_CONNECTIONS,
            allowed_updates=self._allowed,
            secret_token=self._secret.reveal(),
            drop_pending_updates=False,
        )

    async def _keep_set(self) -> None:
        """Look now and then whether the webhook is still there: a process that polls with the same token deletes it."""
        while True:
            await asyncio.sleep(self._patience.webhook)
            try:
                now = (await self._bot.get_webhook_info()).url
                if not now:
                    _LOGGER.error("another process with the same token deleted the webhook; it is set again: stop one")
                    await self._set()
                elif now != self._url:
                    _LOGGER.error("another process with the same token has another WEBHOOK_URL: stop one of the two")
            except TelegramError as error:
                _LOGGER.warning("nobody knows whether the webhook is still set (%s)", brief(error))

    async def _keep_claims(self) -> None:
        while True:
            try:
                if self._intake.under_way:
                    await self._claims.renew()
            except StoreUnavailable as error:
                _LOGGER.warning("%s", error)
            await asyncio.sleep(_RENEWALS)

    async def finish(self) -> None:
        """Take nothing more and let answers in flight be sent. What takes too long, Telegram sends to another."""
        self._closing = True
        late = await self._intake.finish(self._patience.stopping)
        if late:
            _LOGGER.warning("%d questions are left for Telegram to send again", late)
        try:
            async with asyncio.timeout(self._patience.acknowledging):
                await self._claims.give_up()
        except (StoreUnavailable, TimeoutError) as error:
            _LOGGER.warning("what was claimed is free again in %d s (%s)", LEASE_SECONDS, brief(error))

    async def receive(self, request: Request) -> Response:
        """One request: 200 once its update is answered, 403 without the secret, 503 for "send it again later"."""
        sent = request.headers.get(SECRET_HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(sent, self._secret.reveal().encode()):
            return self._refusal(403, "secret")
        if self._closing or not self._live or len(self._intake.under_way) >= MOST_UNFINISHED:
            return self._refusal(503, "busy")
        try:
            body = await _body(request)
        except ClientDisconnect:
            return self._refusal(400, "broken")
        if body is None:
            return self._refusal(413, "size")
        try:
            raw = json.loads(body)
            update_id = raw["update_id"]
        except (ValueError, RecursionError, LookupError, TypeError):
            return self._refusal(400, "json")
        # A bool is an int to Python, and a number past 63 bits is none to a database.
        if type(update_id) is not int or not 0 <= update_id < 2**63:
            return self._refusal(400, "json")
        return await self._until_answered(raw, update_id)

    async def _until_answered(self, raw: dict[str, Any], update_id: int) -> Response:
        taken = self._intake.under_way.get(update_id)
        task = taken.task if taken else self._intake.take(update_id, raw)
        if task is None:
            return Response()
        await asyncio.wait([task], timeout=_LONGEST_REPLY)
        answered = task.done() and not task.cancelled() and task.exception() is None
        return Response() if answered else self._refusal(503, "late")

    async def _claim_and_answer(self, update: Update) -> None:
        try:
            while (claim := await self._claims.claim(update.update_id)) is Claim.ANOTHERS:
                # The other process answers it, or dies and leaves it to us.
                await asyncio.sleep(_GLANCE)
        except StoreUnavailable as error:
            # An answer that another process perhaps gives too is better than none.
            _LOGGER.warning("%s", error)
            claim = Claim.OURS
        if claim is Claim.ANSWERED:
            return
        await self._answer(update)
        try:
            await self._claims.answered(update.update_id)
        except StoreUnavailable as error:
            _LOGGER.warning("%s", error)

    def _refusal(self, status: int, reason: str) -> Response:
        self._on_refusal(reason)
        return Response(status_code=status, headers={"Retry-After": "1"} if status == 503 else None)


async def _body(request: Request) -> bytes | None:
    """The body; None if it is larger than any update, whatever its header says."""
    announced = request.headers.get("Content-Length", "0")
    if not (announced.isascii() and announced.isdigit()) or int(announced[:12]) > _MOST_BYTES:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            return None
    return bytes(body)
