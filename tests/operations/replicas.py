"""Processes of the bot and the balancer before them, as on a real machine."""

import asyncio
import os
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

_CONFIGURATION = """
daemon off; pid {folder}/nginx.pid; error_log stderr error; worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    upstream bot {{ {servers} }}
    server {{
        listen {address};
        client_max_body_size 1m;
        location = {path} {{
            proxy_pass http://bot;
            proxy_read_timeout 60s;
            proxy_next_upstream error timeout http_503 non_idempotent;
        }}
    }}
}}
"""


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


@asynccontextmanager
async def balancer(folder: Path, url: str, ports: Sequence[int]) -> AsyncIterator[None]:
    """Nginx at `url` before the processes on `ports`."""
    assert NGINX is not None
    parts = urlsplit(url)
    servers = " ".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in ports)
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "nginx.conf"
    configuration.write_text(
        _CONFIGURATION.format(folder=folder, servers=servers, address=parts.netloc, path=parts.path)
    )
    process = await asyncio.create_subprocess_exec(NGINX, "-c", str(configuration), "-e", "stderr", stderr=DEVNULL)
    try:
        yield
    finally:
        await end(process)
