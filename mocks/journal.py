"""The journal of a mock: what arrived and what was answered, in the order of arrival, redacted before it comes here.

A place is opened when a request has arrived whole and settled when its answer, or its silence, is known. Exchanges
become visible in the order of their places, so a reader never sees the second request of a conversation before the
first. A request that is still unanswered therefore holds back what arrived after it, until it is answered or its
sender hangs up.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import orjson

Json: TypeAlias = Any
CAP = 50_000
PAGE = 1_000


@dataclass(frozen=True)
class Page:
    """A part of the journal: `exchanges` as JSON texts, the cursor to go on from, how many before them are gone."""

    exchanges: list[bytes]
    next: int
    dropped: int


class Journal:
    """A ring of the last `cap` exchanges and, if `file` is given, all of them as JSON lines.

    Everything but `wait` is synchronous: an entry cannot be lost to a cancellation half-way. For one event loop only.
    Raises OSError if the file cannot be opened for appending.
    """

    def __init__(self, *, cap: int = CAP, file: Path | None = None) -> None:
        self._ring: deque[bytes] = deque(maxlen=cap)
        self._file = None if file is None else file.open("ab", buffering=0)
        self._waiting: dict[int, bytes] = {}
        self._opened = 0
        self._last = 0
        self._arrival = asyncio.Event()

    @property
    def last(self) -> int:
        """The sequence number of the newest visible exchange; 0 where there is none."""
        return self._last

    def open(self) -> int:
        """Take the next place and return its sequence number. Every place must be settled."""
        self._opened += 1
        return self._opened

    def settle(self, seq: int, exchange: Mapping[str, Json]) -> None:
        """Fill the place `seq` and show what is complete up to it."""
        self._waiting[seq] = orjson.dumps(exchange)
        while (line := self._waiting.pop(self._last + 1, None)) is not None:
            self._last += 1
            self._ring.append(line)
            if self._file is not None:
                self._file.write(line + b"\n")
        self._arrival.set()
        self._arrival = asyncio.Event()

    def after(self, seq: int) -> Page:
        """The visible exchanges after `seq`, at most PAGE of them."""
        first = self._last - len(self._ring) + 1
        start = max(seq + 1, first)
        end = min(self._last, start + PAGE - 1)
        exchanges = [self._ring[number - first] for number in range(start, end + 1)]
        return Page(exchanges, max(seq, end) if exchanges else seq, max(0, min(first, self._last + 1) - 1 - seq))

    async def wait(self, seq: int, *, seconds: float) -> None:
        """Return when an exchange after `seq` is visible, or after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                while self._last <= seq:
                    await self._arrival.wait()
        except TimeoutError:
            return

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
