"""A small HTTP server of a test, on loopback, in a thread of its own."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from aiohttp import web

START_S = 10.0


@contextmanager
def served(answer: Callable[[web.Request], Awaitable[web.Response]]) -> Iterator[str]:
    """Answer every request so while the block lasts; gives the address."""
    loop, stop, ready, told = asyncio.new_event_loop(), asyncio.Event(), threading.Event(), []

    async def serve() -> None:
        app = web.Application()
        app.router.add_route("*", "/{anything:.*}", answer)
        runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        told.append(f"http://127.0.0.1:{runner.addresses[0][1]}")
        ready.set()
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert ready.wait(START_S)
    try:
        yield told[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
