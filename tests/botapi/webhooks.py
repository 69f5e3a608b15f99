"""How Telegram delivers by webhook: several requests at once, each update again and again until it is answered 200."""

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp

from tests.botapi.errors import bad_request
from tests.botapi.rooms import JSON

if TYPE_CHECKING:
    from tests.botapi.server import BotApi

HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhooks:
    """The server's side of setWebhook; `statuses` lists what every request was answered with (0: nothing)."""

    def __init__(self, api: "BotApi") -> None:
        self._api = api
        self.url = ""
        self.secret: str | None = None
        self.statuses: list[int] = []
        self.retry_seconds = 0.2
        self._sender: asyncio.Task[None] | None = None
        self._on_their_way: dict[int, asyncio.Task[None]] = {}

    def set(self, wanted: JSON) -> bool:
        """What setWebhook does."""
        if urlsplit(str(wanted.get("url"))).scheme not in ("http", "https"):
            raise bad_request("bad webhook: HTTPS URL must be provided for webhook")
        self.url, self.secret = str(wanted["url"]), wanted.get("secret_token")
        most = int(wanted.get("max_connections") or 40)
        if self._sender is None:
            self._sender = asyncio.create_task(self._send_all(most))
        return True

    async def stop(self) -> None:
        """Send no more."""
        self.url = ""
        tasks = [*self._on_their_way.values(), *([self._sender] if self._sender else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._sender = None

    async def _send_all(self, most: int) -> None:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=most)) as session:
            while True:
                await self._api.until(self._has_more(most), 3600)
                for update_id in sorted(self._api.pending):
                    if update_id not in self._on_their_way and len(self._on_their_way) < most:
                        self._on_their_way[update_id] = asyncio.create_task(self._send(session, update_id))

    def _has_more(self, most: int) -> Any:
        return lambda: len(self._on_their_way) < most and any(i not in self._on_their_way for i in self._api.pending)

    async def _send(self, session: aiohttp.ClientSession, update_id: int) -> None:
        try:
            headers = {HEADER: self.secret} if self.secret else {}
            timeout = aiohttp.ClientTimeout(total=60)
            status = 0
            try:
                body = self._api.pending[update_id]
                async with session.post(self.url, json=body, headers=headers, timeout=timeout) as response:
                    status = response.status
            except (aiohttp.ClientError, TimeoutError):
                pass
            self.statuses.append(status)
            if status == 200:
                self._api.pending.pop(update_id, None)
            else:
                await asyncio.sleep(self.retry_seconds)
        finally:
            del self._on_their_way[update_id]
            await self._api.notice()
