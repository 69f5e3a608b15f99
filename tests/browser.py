"""Debian's chromium without a window, driven by its own DevTools protocol: what a reader's browser does with a page.

No driver is needed beside the browser: the protocol is JSON over a WebSocket, which aiohttp speaks already.
"""

import asyncio
import base64
import itertools
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Self

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")
NOT_INSTALLED = "chromium is not installed (Debian: apt-get install chromium)"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
_PATIENCE = 60.0
_LARGEST_MESSAGE = 64 * 10**6


class Browser:
    """One tab. `complaints` is what it wrote to its console since `show`."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._session = ""
        self._loaded = asyncio.Event()
        self._requests: dict[str, str] = {}
        self.complaints: list[str] = []

    @classmethod
    @asynccontextmanager
    async def running(cls, profile: Path) -> AsyncIterator[Self]:
        """A browser with a profile folder of its own, which must not exist yet."""
        assert PROGRAM is not None, NOT_INSTALLED
        process = await asyncio.create_subprocess_exec(
            *(PROGRAM, *FLAGS, f"--user-data-dir={profile}", "about:blank"),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(_PATIENCE):
                port, path = await _address(profile / "DevToolsActivePort")
            async with (
                ClientSession() as client,
                client.ws_connect(f"ws://127.0.0.1:{port}{path}", max_msg_size=_LARGEST_MESSAGE) as socket,
            ):
                browser = cls(socket)
                listening = asyncio.create_task(browser._listen())
                try:
                    await browser._attach()
                    yield browser
                    with suppress(TimeoutError):
                        await browser.call("Browser.close", session="")
                finally:
                    listening.cancel()
                    await asyncio.wait([listening])
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    @property
    def requests(self) -> list[str]:
        """The addresses that it asked for since `show`; not those that the page's own policy kept it from."""
        return list(self._requests.values())

    async def show(self, file: Path, width: int, dark: bool = False, height: int = 844) -> None:
        """Open a file on a screen of `width` CSS pixels (a phone's up to 600), and wait until it is there."""
        phone = width < 600
        size: dict[str, Any] = {"width": width, "height": height, "deviceScaleFactor": 2 if phone else 1}
        await self.call("Emulation.setDeviceMetricsOverride", mobile=phone, **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])
        self._loaded.clear()
        self._requests, self.complaints = {}, []
        await self.call("Page.navigate", url=file.absolute().as_uri())
        async with asyncio.timeout(_PATIENCE):
            await self._loaded.wait()

    async def evaluate(self, script: str) -> Any:
        """The value of a JavaScript expression in the page."""
        found = await self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    async def picture(self) -> bytes:
        """The whole page as a PNG."""
        shot = await self.call("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(shot["data"])

    async def printed(self) -> bytes:
        """The page as a PDF, as a printer would get it."""
        pdf = await self.call("Page.printToPDF", printBackground=False, preferCSSPageSize=True)
        return base64.b64decode(pdf["data"])

    async def call(self, method: str, session: str | None = None, **wanted: Any) -> dict[str, Any]:
        """Call the protocol, by default in the tab, and wait for what it says."""
        number = next(self._numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        call = {"id": number, "method": method, "params": wanted}
        where = self._session if session is None else session
        await self._socket.send_json(call | ({"sessionId": where} if where else {}))
        async with asyncio.timeout(_PATIENCE):
            return await answer

    async def _attach(self) -> None:
        targets = await self.call("Target.getTargets")
        tab = next(target for target in targets["targetInfos"] if target["type"] == "page")
        attached = await self.call("Target.attachToTarget", targetId=tab["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            await self.call(f"{domain}.enable")

    async def _listen(self) -> None:
        async for message in self._socket:
            if message.type is not WSMsgType.TEXT:
                continue
            told = message.json()
            if "id" in told:
                waiting = self._waiting.pop(told["id"])
                if "error" in told:
                    waiting.set_exception(RuntimeError(told["error"]["message"]))
                else:
                    waiting.set_result(told["result"])
            else:
                self._note(told["method"], told["params"])

    def _note(self, event: str, told: dict[str, Any]) -> None:
        match event:
            case "Network.requestWillBeSent":
                self._requests[told["requestId"]] = told["request"]["url"]
            case "Network.loadingFailed" if told.get("blockedReason") == "csp":
                del self._requests[told["requestId"]]
            case "Log.entryAdded":
                self.complaints.append(told["entry"]["text"])
            case "Runtime.consoleAPICalled" | "Runtime.exceptionThrown":
                self.complaints.append(str(told))
            case "Page.loadEventFired":
                self._loaded.set()


async def _address(file: Path) -> tuple[str, str]:
    """The port and path that the browser writes down once it listens."""
    while True:
        with suppress(FileNotFoundError):
            lines = file.read_text(encoding="utf-8").splitlines()
            if len(lines) == 2:
                return lines[0], lines[1]
        await asyncio.sleep(0.05)
