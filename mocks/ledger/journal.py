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
from itertools import islice
from typing import Any, Final, TypeAlias

from mocks.state.batching import Batches
from mocks.state.lasting_json import lasting_json

Json: TypeAlias = Any
CAP: Final = 50_000
CAP_BESIDE_DISK: Final = 2_000
PAGE: Final = 1_000


@dataclass(frozen=True)
class Page:
    """A part of the journal: `exchanges` as JSON texts, the cursor to go on from, how many before them are gone."""

    exchanges: list[bytes]
    next: int
    dropped: int


class Journal:
    """The exchanges of one mock: the last `cap` of them, or all where `batches` take them to disk.

    With a disk only the newest are held in memory, and at least those that are not on it yet. Everything but `wait` is
    synchronous: an entry cannot be lost to a cancellation half-way. For one event loop only.
    """

    def __init__(self, *, cap: int = CAP, batches: Batches | None = None) -> None:
        self._batches = batches
        self._cap = cap if batches is None else min(cap, CAP_BESIDE_DISK)
        self._ring: deque[bytes] = deque()
        self._waiting: dict[int, bytes] = {}
        self._last = self._opened = self._on_disk = 0
        self._arrival: asyncio.Event | None = None
        if batches is not None:
            self._last = self._opened = self._on_disk = batches.database.last
            batches.written = self._note_written

    @property
    def last(self) -> int:
        """The sequence number of the newest visible exchange; 0 where there is none."""
        return self._last

    @property
    def gaps(self) -> list[tuple[int, int]]:
        """First and last of the runs of numbers that were lost when the process was killed."""
        return [] if self._batches is None else self._batches.database.gaps()

    def open(self) -> int:
        """Take the next place and return its sequence number. Every place must be settled.

        Raises sqlite3.Error where the disk takes nothing any more.
        """
        if self._batches is not None:
            self._batches.reserve(self._opened + 1)
        self._opened += 1
        return self._opened

    def settle(self, seq: int, exchange: Mapping[str, Json] | bytes) -> None:
        """Fill the place `seq` with an exchange, or its JSON, and show what is complete up to it."""
        line = exchange if isinstance(exchange, bytes) else lasting_json(exchange)
        if seq != self._last + 1:
            self._waiting[seq] = line
            return
        self._show(line)
        while self._waiting and (waiting := self._waiting.pop(self._last + 1, None)) is not None:
            self._show(waiting)
        if self._arrival is not None:
            self._arrival.set()
            self._arrival = None

    def after(self, seq: int) -> Page:
        """The visible exchanges after `seq`, at most PAGE of them, and none behind a gap between them."""
        first = self._last - len(self._ring) + 1
        start, exchanges = seq + 1, list[bytes]()
        if start < first and self._batches is not None:
            start, exchanges = self._batches.database.exchanges(start, most=PAGE)
            exchanges = exchanges[: max(0, first - start)] if first <= self._last else exchanges
        if not exchanges:
            start = max(seq + 1, first)
            place = start - first
            exchanges = list(islice(self._ring, place, place + PAGE))
        if not exchanges:
            return Page([], seq, max(0, self._last - seq))
        return Page(exchanges, start + len(exchanges) - 1, start - 1 - seq)

    async def wait(self, seq: int, *, seconds: float) -> None:
        """Return when an exchange after `seq` is visible, or after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                while self._last <= seq:
                    if self._arrival is None:
                        self._arrival = asyncio.Event()
                    await self._arrival.wait()
        except TimeoutError:
            return

    def close(self) -> None:
        """Write what is not on disk yet, if there is one."""
        if self._batches is not None:
            self._batches.close(self._opened)

    def _show(self, line: bytes) -> None:
        self._last += 1
        self._ring.append(line)
        if self._batches is not None:
            self._batches.add_line(self._last, line)
        else:
            self._on_disk = self._last
        if len(self._ring) > self._cap:
            self._trim()

    def _trim(self) -> None:
        """Let go of the oldest, but of nothing that is on no disk where one is meant to have it."""
        while len(self._ring) > self._cap and self._last - len(self._ring) < self._on_disk:
            self._ring.popleft()

    def _note_written(self, last: int) -> None:
        self._on_disk = last
        self._trim()
