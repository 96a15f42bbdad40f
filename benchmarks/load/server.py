# ruff: noqa: INP001 - a script, or a part of one
"""The server that knows the truth: it logs when each call came and when its answer left.

It serves for a fixed time, and stalls where it is told to.
Moments are wall-clock seconds of this machine, which the generators share.
"""

import argparse
import asyncio
import json
import time
from contextlib import suppress

import uvloop
from aiohttp import web

Entry = tuple[str, float, float]
"""Number of the call (empty where the generator gives none), when it came, when its answer was handed over."""


class Truth:
    """Serves `service_s` each; for the first `stall_s` of every `every_s` seconds nothing is answered."""

    def __init__(self, service_s: float, *, stall_s: float, every_s: float) -> None:
        self.log: list[Entry] = []
        self.service_s = service_s
        self.stall_s = stall_s
        self.every_s = every_s
        self.zero = time.time()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, when its time has come."""
        came = time.time()
        await request.read()
        into = (came - self.zero) % self.every_s
        stalled = self.stall_s - into if into < self.stall_s else 0.0
        if wait := stalled + self.service_s:
            await asyncio.sleep(wait)
        response = web.Response(body=b'{"ok": true}', content_type="application/json")
        with suppress(ConnectionError):  # a closed generator goes with calls under way
            await response.prepare(request)
            await response.write_eof()
        self.log.append((request.headers.get("X-Call", ""), came, time.time()))
        return response

    async def tell(self, _: web.Request) -> web.Response:
        """Return the log and the stalls, and begin a new log."""
        log, self.log = self.log, []
        return web.Response(text=json.dumps({"zero": self.zero, "log": log}), content_type="application/json")


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("--service-ms", type=float, default=20)
    parser.add_argument("--stall-s", type=float, default=0)
    parser.add_argument("--every-s", type=float, default=5)
    options = parser.parse_args()
    truth = Truth(options.service_ms / 1000, stall_s=options.stall_s, every_s=options.every_s)
    app = web.Application()
    app.router.add_route("*", "/work", truth.serve)
    app.router.add_get("/log", truth.tell)
    web.run_app(app, host="127.0.0.1", port=options.port, access_log=None, print=None, loop=uvloop.new_event_loop())


if __name__ == "__main__":
    main()
