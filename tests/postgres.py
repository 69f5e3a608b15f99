"""A real PostgreSQL of the tests' own: a private cluster on 127.0.0.1, run by a user without rights."""

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


def programs() -> Path | None:
    """The folder with PostgreSQL's initdb and pg_ctl, wherever the system keeps them."""
    found = shutil.which("initdb")
    return Path(found).parent if found else (_FOLDERS[-1] if _FOLDERS else None)


class Cluster:
    """A running server. Nothing in it outlives the tests."""

    def __init__(self, programs: Path, folder: Path, port: int, user: str | None) -> None:
        self._programs, self._folder, self.port, self._user = programs, folder, port, user

    @classmethod
    @contextmanager
    def running(cls, programs: Path) -> Iterator[Self]:
        """Make a cluster and run it."""
        # PostgreSQL refuses to run as root, and root's temporary folders are closed to everybody else.
        user = "nobody" if os.geteuid() == 0 else None
        folder = Path(tempfile.mkdtemp(prefix="bamex-postgres-"))
        if user:
            shutil.chown(folder, user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        cluster = cls(programs, folder, port, user)
        try:
            cluster._call("initdb", "-D", str(folder / "data"), "-U", "bot", "-A", "trust", "--no-sync")
            cluster.start()
            try:
                yield cluster
            finally:
                cluster.stop()
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def start(self) -> None:
        """Start it again after `stop`."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder} -c fsync=off"
        log = str(self._folder / "log")
        self._call("pg_ctl", "-D", str(self._folder / "data"), "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once, as a power cut would."""
        self._call("pg_ctl", "-D", str(self._folder / "data"), "-w", "-m", "immediate", "stop")

    async def database(self) -> str:
        """A new, empty database; its URL for DATABASE_URL."""
        name = f"bot_{uuid4().hex}"
        root = f"postgresql+asyncpg://bot@127.0.0.1:{self.port}"
        engine = create_async_engine(f"{root}/postgres", isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(f"CREATE DATABASE {name}"))
        await engine.dispose()
        return f"{root}/{name}"

    async def stopped_for(self, seconds: float) -> None:
        """Let it be away for a while."""
        await asyncio.to_thread(self.stop)
        await asyncio.sleep(seconds)
        await asyncio.to_thread(self.start)

    def _call(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, *arguments],
            check=True,
            user=self._user,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
