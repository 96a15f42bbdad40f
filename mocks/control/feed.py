"""What is new at all mocks at once, in one long poll: a browser has too few connections for one poll a mock."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import orjson
from aiohttp import web

from mocks.control.journal import LONGEST_WAIT_S
from mocks.control.replies import number_in, refuse, refuse_unknown
from mocks.ledger.journal import Journal
from mocks.ledger.tally import Tally

Json: TypeAlias = Any
NEWEST: Final = 100
MOST_DIGITS: Final = 15


@dataclass(frozen=True)
class Source:
    """One mock in the feed: its place on the control port, what it journals and what it counts."""

    control: str
    journal: Journal
    tally: Tally


class Feed:
    """The newest exchanges of all mocks after a cursor, which is one sequence number for each of them."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = tuple(sources)

    async def read(self, request: web.Request) -> web.Response:
        """What is new of each mock, at most NEWEST exchanges of one; what is older is counted as skipped."""
        refuse_unknown(request, frozenset({"after", "wait"}))
        wait = number_in(request, "wait", most=LONGEST_WAIT_S)
        after = self._cursor(request)
        await self._wait(after, seconds=wait)
        rows, told = [], []
        for source, seen in zip(self._sources, after, strict=True):
            last = source.journal.last
            told.append(str(last))
            if last > seen:
                rows.append(_shown(source, seen, last))
        head = b'{"cursor":%s,"systems":[' % orjson.dumps(".".join(told))
        return web.Response(body=head + b",".join(rows) + b"]}", content_type="application/json")

    def _cursor(self, request: web.Request) -> list[int]:
        text = request.query.get("after")
        if text is None:
            return [0] * len(self._sources)
        steps = text.split(".")
        seen = [int(step) for step in steps if step.isascii() and step.isdigit() and len(step) <= MOST_DIGITS]
        if len(seen) != len(self._sources) or len(steps) != len(seen):
            refuse(f"after={text!r} is no cursor of these {len(self._sources)} systems")
        if any(number > source.journal.last for number, source in zip(seen, self._sources, strict=True)):
            refuse(f"after={text!r} is beyond what is journaled: another run was meant")
        return seen

    async def _wait(self, after: list[int], *, seconds: float) -> None:
        """Return when any mock has something new, or after `seconds`."""
        pairs = list(zip(self._sources, after, strict=True))
        if any(source.journal.last > seen for source, seen in pairs) or not pairs:
            return
        waits = [asyncio.ensure_future(source.journal.wait(seen, seconds=seconds)) for source, seen in pairs]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


def _shown(source: Source, seen: int, last: int) -> bytes:
    start = max(seen, last - NEWEST)
    page = source.journal.after(start)
    head = {"control": source.control, "skipped": start - seen + page.dropped, "counts": source.tally.totals()}
    return orjson.dumps(head)[:-1] + b',"exchanges":[' + b",".join(page.exchanges) + b"]}"
