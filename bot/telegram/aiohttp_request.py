"""HTTP to the Bot API through aiohttp.

python-telegram-bot's own HTTPXRequest spends more processor time on a reply than everything else of this bot together:
docs/operations.md has the measurement.
"""

import json
from typing import Any

import aiohttp
import httpx
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

# A reply that comes late has often taken effect: a short limit would make a retry send it twice.
READ_SECONDS = 20.0
_CONNECT_SECONDS = 10.0
_POOL_SECONDS = 60.0
# A server closes a connection that idles; the longer it idled here, the likelier a request runs into that.
_IDLE_SECONDS = 5.0


class AiohttpRequest(BaseRequest):
    """A connection pool. What is no reply of the Bot API (half of one, HTML) is a NetworkError, kept out of logs."""

    __slots__ = ("_connections", "_session")

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that a reply may keep us waiting where a call does not say otherwise."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Open the pool, in the running event loop."""
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=self._connections, keepalive_timeout=_IDLE_SECONDS, ssl=httpx.create_ssl_context()
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=True,
            )

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body. Raises TimedOut, or NetworkError, with messages that never hold the URL and so the token.

        aiohttp has no limit for writing apart from that for reading: `write_timeout` is not looked at.
        """
        if self._session is None:
            raise RuntimeError("the pool is not open")
        timeout = aiohttp.ClientTimeout(
            connect=_seconds(pool_timeout, _POOL_SECONDS),
            sock_connect=_seconds(connect_timeout, _CONNECT_SECONDS),
            sock_read=_seconds(read_timeout, READ_SECONDS),
        )
        body = _body(request_data) if request_data else None
        try:
            async with self._session.request(
                method, url, data=body, timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut(f"Timed out ({type(error).__name__})") from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"the connection failed ({type(error).__name__})") from None

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


def _seconds(given: ODVInput[float], default: float) -> float | None:
    return default if given is BaseRequest.DEFAULT_NONE else given  # type: ignore[return-value]  # the rest of ODVInput


def _body(request_data: RequestData) -> aiohttp.FormData | dict[str, str]:
    if not request_data.contains_files:
        return request_data.json_parameters
    form = aiohttp.FormData(request_data.json_parameters)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
