"""python-telegram-bot's connection to the Bot API, without its habit of printing tokens and payloads."""

import os
from collections.abc import Sequence
from typing import Any, cast

from telegram.error import NetworkError, TelegramError
from telegram.ext import ExtBot

from bot.telegram.aiohttp_request import READ_SECONDS, AiohttpRequest
from bot.telegram.pacing import Pacing

# Opt in to timedelta, as 22.2 asks; without it building a RetryAfter already warns.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_TELEGRAM = "https://api.telegram.org"
_CONNECTIONS = 64


class TelegramBot(ExtBot[None]):
    """The bot as Telegram knows it; its repr does not hold the token."""

    __slots__ = ()

    def __init__(self, token: str, api_url: str | None, pacing: Pacing) -> None:
        root = api_url or _TELEGRAM
        super().__init__(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=AiohttpRequest(_CONNECTIONS),
            get_updates_request=AiohttpRequest(1),
            rate_limiter=pacing,
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}[...]"

    async def initialize(self) -> None:
        """Connect. Raises TelegramError."""
        try:
            await super().initialize()
        except BaseException:
            # Application.shutdown does not, where Application.initialize failed.
            await self.shutdown()
            raise

    async def is_reachable(self) -> bool:
        """Whether Telegram answers."""
        try:
            await self.get_me()
        except TelegramError:
            return False
        return True

    async def fetch_updates(
        self, offset: int | None, limit: int, timeout: int, allowed: Sequence[str]
    ) -> list[dict[str, Any]]:
        """Updates from `offset` on, as Telegram sent them; waits up to `timeout` seconds for the first.

        `Bot.get_updates` reads a batch as a whole, so that one update it cannot read would hide all others for ever.
        """
        wanted = {"offset": offset, "limit": limit, "timeout": timeout, "allowed_updates": allowed}
        updates = await self._post("getUpdates", wanted, read_timeout=READ_SECONDS + timeout)
        if not isinstance(updates, list):
            raise NetworkError("the server's reply is not one of the Bot API")
        return cast("list[dict[str, Any]]", updates)
