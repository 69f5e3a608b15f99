"""The network between a bot and the Bot API server: a relay that can be slow, and go dead."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Self
from urllib.parse import urlsplit


class Line:
    """A relay on 127.0.0.1; `root` stands for the server's. It lets `piece` bytes through every `pause` seconds."""

    def __init__(self, server: str, piece: int = 65_536, pause: float = 0.0) -> None:
        parts = urlsplit(server)
        self._host, self._port = parts.hostname or "", parts.port or 0
        self._piece, self._pause = piece, pause
        self._writers: set[asyncio.StreamWriter] = set()
        self.root = ""
        self.is_dead = False

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Self]:
        """Relay as long as the block runs."""
        server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        self.root = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()
            self.die()

    def die(self) -> None:
        """Break every connection, and take no other until `live_again`."""
        self.is_dead = True
        for writer in self._writers:
            writer.transport.abort()

    def live_again(self) -> None:
        """Relay as before."""
        self.is_dead = False

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_dead:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection(self._host, self._port)
        self._writers |= {writer, back}
        try:
            await asyncio.gather(self._pass_on(reader, back), self._pass_on(there, writer))
        finally:
            for end in (writer, back):
                end.transport.abort()
            self._writers -= {writer, back}

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await reader.read(self._piece):
                await asyncio.sleep(self._pause)
                writer.write(piece)
                await writer.drain()
            # Half-open connections are of no use to HTTP.
            writer.close()
