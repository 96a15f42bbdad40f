"""The province's own security server: what stands between a system and a data exchange platform (X-Road, K12)."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import aiohttp
from aiohttp import web

STOP_WITHIN_S = 5
CLIENT: Final = "VN/GOV/H56/mcdt"
DOOR: Final = "/r1/VN/GOV/G22/dvcqg/api"
PASSED_ON: Final = ("Content-Type", "Accept", "charset", "dstcode", "Authorization")


@contextmanager
def security_server(target: str) -> Iterator[str]:
    """Listen on loopback while the block lasts, and call the portal behind the platform at `target` for the province.

    Gives the base URL that the province calls. What becomes of a call is passed on as it is, silence as silence.
    """
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = _Server(target)
    try:
        port = asyncio.run_coroutine_threadsafe(server.open(), loop).result(timeout=STOP_WITHIN_S)
        yield f"http://127.0.0.1:{port}"
    finally:
        asyncio.run_coroutine_threadsafe(server.close(), loop).result(timeout=STOP_WITHIN_S)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=STOP_WITHIN_S)
        loop.close()


class _Server:
    def __init__(self, target: str) -> None:
        self._target = target
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._pass_on)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=1.0)
        self._http: aiohttp.ClientSession

    async def open(self) -> int:
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port: int = self._runner.addresses[0][1]
        return port

    async def close(self) -> None:
        await self._runner.cleanup()
        await self._http.close()

    async def _pass_on(self, request: web.Request) -> web.StreamResponse:
        headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
        url = f"{self._target}{DOOR}{request.rel_url}"
        try:
            async with self._http.request(
                request.method,
                url,
                data=await request.read(),
                headers={**headers, "X-Road-Client": CLIENT},
                allow_redirects=False,
            ) as answer:
                media = {"Content-Type": answer.headers.get("Content-Type", "application/octet-stream")}
                return web.Response(status=answer.status, body=await answer.read(), headers=media)
        except aiohttp.ClientError:
            if request.transport is not None:
                request.transport.abort()
            raise
