"""The journal on the control port: all of it, or what a filter lets through, with a long poll."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import orjson
from aiohttp import web

from mocks.control.replies import number_in, refuse, refuse_unknown, reply, truth_in
from mocks.ledger.journal import Journal
from mocks.ledger.tally import Tally

Json: TypeAlias = Any
LONGEST_WAIT_S: Final = 30.0
NO_OPERATION: Final = "(none)"
FILTERS: Final = frozenset({"operation", "direction", "accepted", "defects", "behaviour", "path"})
DIRECTIONS: Final = ("from-sut", "to-sut")


@dataclass(frozen=True)
class JournalResource:
    """What may be asked of the journal of one mock. `started` tells its process from every other."""

    journal: Journal
    tally: Tally
    started: str

    def routes(self, base: str) -> list[web.RouteDef]:
        """Its addresses."""
        return [web.get(f"{base}/journal", self._read), web.get(f"{base}/journal/summary", self._summary)]

    async def _summary(self, _request: web.Request) -> web.Response:
        gaps = [{"first": first, "last": last} for first, last in self.journal.gaps]
        return reply(self.tally.shown() | {"gaps": gaps})

    async def _read(self, request: web.Request) -> web.Response:
        """A page. With filters the cursor goes on past what they do not let through."""
        refuse_unknown(request, FILTERS | {"after", "wait"})
        after = int(number_in(request, "after", most=float("inf")))
        wait = number_in(request, "wait", most=LONGEST_WAIT_S)
        lets_through = _filter(request)
        if after > self.journal.last:
            refuse(f"after={after} is beyond the last exchange, {self.journal.last}")
        loop = asyncio.get_running_loop()
        until, dropped = loop.time() + wait, 0
        while True:
            await self.journal.wait(after, seconds=max(0.0, until - loop.time()))
            page = self.journal.after(after)
            dropped += page.dropped
            found = page.exchanges if lets_through is None else [row for row in page.exchanges if lets_through(row)]
            after = page.next
            if found or (after >= self.journal.last and loop.time() >= until):
                break
            await asyncio.sleep(0)  # between two pages others have their turn
        tail = b'],"next":%d,"dropped":%d,"started":"%b"}' % (after, dropped, self.started.encode())
        return web.Response(body=b'{"exchanges":[' + b",".join(found) + tail, content_type="application/json")


def _filter(request: web.Request) -> Callable[[bytes], bool] | None:
    """What an exchange must be to be let through; None where anything is."""
    asked = {name: request.query[name] for name in FILTERS & set(request.query)}
    if not asked:
        return None
    if (direction := asked.get("direction")) not in (None, *DIRECTIONS):
        refuse(f"direction={direction!r} is none of {', '.join(DIRECTIONS)}")
    accepted, defects = truth_in(request, "accepted"), truth_in(request, "defects")
    operation = None if asked.get("operation") == NO_OPERATION else asked.get("operation")

    def lets_through(line: bytes) -> bool:
        exchange: Mapping[str, Json] = orjson.loads(line)
        return (
            ("operation" not in asked or exchange["operation"] == operation)
            and (direction is None or exchange["direction"] == direction)
            and (accepted is None or exchange["facts"].get("accepted", False) is accepted)
            and (defects is None or bool(exchange["defects"]) is defects)
            and ("behaviour" not in asked or asked["behaviour"] in exchange["behaviour"])
            and ("path" not in asked or exchange["request"]["path"] == asked["path"])
        )

    return lets_through
