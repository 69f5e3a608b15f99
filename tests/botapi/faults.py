"""What can go wrong between a bot and Telegram."""

import asyncio
import json
from dataclasses import dataclass

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Answers:
    """The server answers with this status and body instead; the request had no effect."""

    status: int
    body: str = '{"ok":false,"error_code":500,"description":"Internal Server Error"}'
    content_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Resets:
    """The connection breaks off; with `after` the request took effect before."""

    after: bool = False


@dataclass(frozen=True, slots=True)
class HalfReply:
    """The request took effect, and the reply breaks off in the middle."""


@dataclass(frozen=True, slots=True)
class Slow:
    """The request takes effect after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing ever comes back; the request had no effect."""


@dataclass(frozen=True, slots=True)
class FloodWait:
    """429 with `retry_after`."""

    seconds: int = 1


Fault = Answers | Resets | HalfReply | Slow | Silence | FloodWait
BAD_GATEWAY = Answers(502, "<html><body><h1>502 Bad Gateway</h1></body></html>", "text/html")
NOT_JSON = Answers(200, "<html>welcome to the hotel's network</html>", "text/html")


def cut_off(request: web.Request) -> web.Response:
    """Break the connection without a reply."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def half(request: web.Request, body: dict[str, object]) -> web.StreamResponse:
    """Send the first half of a reply, then break off."""
    payload = json.dumps(body).encode()
    response = web.StreamResponse(headers={"Content-Length": str(len(payload)), "Content-Type": "application/json"})
    await response.prepare(request)
    await response.write(payload[: len(payload) // 2])
    await asyncio.sleep(0)
    if request.transport is not None:
        request.transport.abort()
    return response
