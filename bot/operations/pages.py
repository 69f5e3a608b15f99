"""The HTTP side: three pages for whoever runs the bot, and the address that Telegram sends updates to."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.operations.metrics import Metrics
from bot.operations.readiness import Readiness

_LOGGER = logging.getLogger(__name__)

_CLOSING_SECONDS = 1
HEALTH, READINESS, METRICS = "/healthz", "/readyz", "/metrics"


class PortTaken(Exception):
    """The pages cannot be served there; the message is one line that names HTTP_HOST and HTTP_PORT."""


def pages(
    readiness: Readiness,
    metrics: Metrics,
    webhook_url: str | None = None,
    webhook: Callable[[Request], Awaitable[Response]] | None = None,
) -> Starlette:
    """The application with its pages; `webhook` answers at the path of `webhook_url`."""

    async def health(_: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def ready(_: Request) -> Response:
        state = await readiness.state()
        return JSONResponse({"ready": state.is_ready, **asdict(state)}, 200 if state.is_ready else 503)

    async def measures(_: Request) -> Response:
        return Response(metrics.page(), media_type="text/plain; version=0.0.4; charset=utf-8")

    routes = [Route(HEALTH, health), Route(READINESS, ready), Route(METRICS, measures)]
    if webhook is not None:
        routes.append(Route(urlsplit(webhook_url or "").path or "/", webhook, methods=["POST"]))
    return Starlette(routes=routes)


@asynccontextmanager
async def served(application: Starlette, host: str, port: int, required: bool) -> AsyncIterator[None]:
    """Serve as long as the block runs. Where it cannot listen: raises PortTaken if `required`, else does without."""
    try:
        listener = _listener(host, port)
    except PortTaken as error:
        if required:
            raise
        # Two bots that poll, side by side on one machine, must not need a port each.
        _LOGGER.warning("%s: %s, %s and %s are not served", error, HEALTH, READINESS, METRICS)
        yield
        return
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=_CLOSING_SECONDS,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve([listener]))
    try:
        _LOGGER.info("listening on port %d", listener.getsockname()[1])
        yield
    finally:
        server.should_exit = True
        await asyncio.wait([serving])
        listener.close()


class _Server(uvicorn.Server):
    """Signals are the bot's own affair: answers in flight go first."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _listener(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(512)
            listener.setblocking(False)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        raise PortTaken(
            f"cannot listen on HTTP_HOST {host}, HTTP_PORT {port} ({error.strerror or type(error).__name__})"
        ) from error
    return listener
