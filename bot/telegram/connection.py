"""python-telegram-bot's connection to the Bot API, without its habit of printing tokens and payloads."""

import json
import os
from collections.abc import Sequence
from typing import Any, cast

from telegram.error import NetworkError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.telegram.pacing import Pacing

# Opt in to timedelta, as 22.2 asks; without it building a RetryAfter already warns.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_TELEGRAM = "https://api.telegram.org"
# A reply that comes late has often taken effect: a short limit would make a retry send it twice.
_READ_SECONDS = 20.0
_CONNECT_SECONDS = 10.0
_POOL_SECONDS = 60.0
_CONNECTIONS = 64


class Connection(HTTPXRequest):
    """HTTP to the Bot API. What is no reply of it (half of one, HTML) is a NetworkError, and stays out of the log."""

    __slots__ = ()

    def __init__(self, connections: int) -> None:
        super().__init__(
            connection_pool_size=connections,
            read_timeout=_READ_SECONDS,
            write_timeout=_READ_SECONDS,
            connect_timeout=_CONNECT_SECONDS,
            pool_timeout=_POOL_SECONDS,
        )

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The reply as a dictionary with a result or a description. Raises NetworkError."""
        try:
            reply = json.loads(payload)
        except (ValueError, RecursionError) as error:
            raise NetworkError("the server's reply is no JSON") from error
        if not isinstance(reply, dict) or not ("result" in reply or "description" in reply):
            raise NetworkError("the server's reply is not one of the Bot API")
        return reply


class TelegramBot(ExtBot[None]):
    """The bot as Telegram knows it; its repr does not hold the token."""

    __slots__ = ()

    def __init__(self, token: str, api_url: str | None, pacing: Pacing) -> None:
        root = api_url or _TELEGRAM
        super().__init__(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=Connection(_CONNECTIONS),
            get_updates_request=Connection(1),
            rate_limiter=pacing,
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}[...]"

    async def fetch_updates(
        self, offset: int | None, limit: int, timeout: int, allowed: Sequence[str]
    ) -> list[dict[str, Any]]:
        """Updates from `offset` on, as Telegram sent them; waits up to `timeout` seconds for the first.

        `Bot.get_updates` reads a batch as a whole, so that one update it cannot read would hide all others for ever.
        """
        wanted = {"offset": offset, "limit": limit, "timeout": timeout, "allowed_updates": allowed}
        updates = await self._post("getUpdates", wanted, read_timeout=_READ_SECONDS + timeout)
        if not isinstance(updates, list):
            raise NetworkError("the server's reply is not one of the Bot API")
        return cast("list[dict[str, Any]]", updates)
