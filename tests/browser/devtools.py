"""A browser that is told what to do while a page lives: Chromium over the DevTools protocol."""

import asyncio
import base64
import itertools
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.browser.chromium import FLAGS

START_S = 30.0
PATIENCE_S = 15.0
LOOK_S = 0.02


class Tab:
    """One page of the browser. `trouble` is what the page complained of: errors, and breaches of its policy."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.trouble: list[str] = []
        self.requests: list[str] = []

    async def tell(self, method: str, **parameters: Any) -> Any:
        """One command of the protocol and its result."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        async with asyncio.timeout(PATIENCE_S):
            while True:
                said = json.loads(await self._socket.receive_str())
                if said.get("id") == number:
                    assert "error" not in said, said
                    return said["result"]
                self._hear(said)

    def _hear(self, said: Any) -> None:
        if said.get("method") == "Runtime.exceptionThrown":
            self.trouble.append(str(said["params"]["exceptionDetails"]))
        if said.get("method") == "Log.entryAdded" and said["params"]["entry"]["level"] == "error":
            self.trouble.append(said["params"]["entry"]["text"])
        if said.get("method") == "Network.requestWillBeSent":
            self.requests.append(said["params"]["request"]["url"])

    async def open(self, url: str, *, width: int = 1200, height: int = 900) -> None:
        """Go to a page, in a window of that size."""
        for domain in ("Page", "Runtime", "Log", "Network"):
            await self.tell(f"{domain}.enable")
        await self.resize(width, height)
        await self.tell("Page.navigate", url=url)
        await self.until("document.readyState === 'complete'")

    async def resize(self, width: int, height: int = 900) -> None:
        """Make the window that wide."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        await self.tell("Emulation.setDeviceMetricsOverride", **size)

    async def ask(self, expression: str) -> Any:
        """The value of an expression on the page."""
        told = await self.tell("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    async def until(self, expression: str) -> Any:
        """The value of an expression once it is true."""
        async with asyncio.timeout(PATIENCE_S):
            while not (found := await self.ask(f"Boolean({expression}) && [{expression}]")):  # noqa: ASYNC110 - a page wakes nobody
                await asyncio.sleep(LOOK_S)  # between two looks at the page, up to PATIENCE_S
        return found[0]

    async def photograph(self) -> bytes:
        """The whole page as a PNG."""
        told = await self.tell("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(told["data"])


@asynccontextmanager
async def browsing(program: str, home: Path) -> AsyncIterator[Tab]:
    """A browser with one empty page; it ends with the context."""
    profile = home / "profile"
    command = [program, *FLAGS, "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"]
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=quiet, stderr=quiet)
    try:
        port = await asyncio.to_thread(_port, profile / "DevToolsActivePort")
        async with aiohttp.ClientSession(trust_env=False) as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                (page,) = [row for row in await answer.json(content_type=None) if row["type"] == "page"]
            async with session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                yield Tab(socket)
                await socket.send_json({"id": 0, "method": "Browser.close"})
        async with asyncio.timeout(PATIENCE_S):
            await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def _port(file: Path) -> int:
    """The port that the browser has chosen, once it has said so."""
    until = time.monotonic() + START_S
    while not file.is_file() or not (text := file.read_text(encoding="ascii")):
        assert time.monotonic() < until, "the browser did not start"
        time.sleep(LOOK_S)  # between two looks at the file, up to START_S
    return int(text.splitlines()[0])
