"""Processes of the bot and the balancer before them, as on a real machine."""

import asyncio
import os
import re
import shutil
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.botapi.server import TOKEN
from tests.conftest import FAQ, ROOT, TRANSLATIONS

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
SECRET = "the-webhook-secret_123"

_OURS = ROOT / "deploy" / "nginx.conf"
_SERVER = re.compile(r"server bots:8080 resolve (.*;)")


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


async def start_bot(folder: Path, cache: Path, api_root: str, **variables: str) -> Process:
    """Start `python -m bot run`."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT),
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": api_root,
        "FAQ_DIR": str(FAQ),
        "TRANSLATIONS_DIR": str(TRANSLATIONS),
        "CACHE_DIR": str(cache),
        "BOT_MESSAGES_PER_SECOND": "1000",
        "LOG_LEVEL": "WARNING",
        **variables,
    }
    with (folder / "bot.log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=folder, env=environment, stdin=DEVNULL, stdout=log, stderr=log
        )


async def end(process: Process, number: signal.Signals = signal.SIGTERM) -> int:
    """Send a signal to a process that runs, and wait for its end."""
    if process.returncode is None:
        process.send_signal(number)
    return await process.wait()


def configuration(folder: Path, url: str, ports: Sequence[int]) -> str:
    """deploy/nginx.conf with this machine's addresses in place of Docker's names, writing to a folder alone."""
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    lines = [line for line in _OURS.read_text(encoding="utf-8").splitlines() if not line.strip().startswith("resolver")]
    text = "\n".join(lines).replace("listen 8080;", f"listen {urlsplit(url).netloc};")
    text = text.replace("http {", f"http {{\n    {temporary}", 1)
    text = _SERVER.sub(lambda server: " ".join(f"server 127.0.0.1:{port} {server[1]}" for port in ports), text)
    return f"daemon off; pid {folder}/nginx.pid; error_log stderr error; worker_processes 1;\n{text}\n"


@asynccontextmanager
async def balancer(folder: Path, url: str, ports: Sequence[int]) -> AsyncIterator[None]:
    """Nginx at `url` before the processes on `ports`, configured as in production."""
    assert NGINX is not None
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "nginx.conf"
    file.write_text(configuration(folder, url, ports), encoding="utf-8")
    process = await asyncio.create_subprocess_exec(NGINX, "-c", str(file), "-e", "stderr", stderr=DEVNULL)
    try:
        yield
    finally:
        await end(process)
