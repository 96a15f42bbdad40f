"""Asks other systems for what nobody has told, whenever it is time to."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final, Generic, Protocol, TypeVar

from mocks.province.outbox.backoff import Pause
from mocks.province.records.database import DatabaseAway

LOGGER = logging.getLogger(__name__)
LONGEST_SLEEP_S: Final = 60.0
Due_co = TypeVar("Due_co", covariant=True)
One = TypeVar("One")


class Open(Protocol[Due_co]):
    """The records of what is open; both calls raise DatabaseAway."""

    def due(self, now: datetime) -> Sequence[Due_co]:
        """Return those for which it is time to ask."""

    def next_due(self) -> datetime | None:
        """Return when it is time to ask for the next one; None where nothing is open."""


def later(seconds: float) -> datetime:
    """Return the moment so many real seconds from now. The office's own clock, which a test may set, has no say."""
    return datetime.now(UTC) + timedelta(seconds=seconds)


class Asking(ABC, Generic[One]):
    """Works through what is due. `pause`: how long to wait where the records are away, or after so many questions."""

    def __init__(self, records: Open[One], *, pause: Pause) -> None:
        self._records = records
        self.pause = pause
        self._opened = asyncio.Event()

    def wake(self) -> None:
        """Look again when the next one is due: something has changed."""
        self._opened.set()

    async def run(self) -> None:
        """Ask whenever it is time to, for ever. What is due stands in the records, so a restart forgets none."""
        while True:
            self._opened.clear()
            try:
                left = await self._ask_who_is_due()
            except DatabaseAway as problem:
                LOGGER.info("what is due cannot be read: %s", problem)
                left = self.pause(1)
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._opened.wait()

    @abstractmethod
    async def ask(self, one: One) -> None:
        """Ask once, and note when to ask again."""

    async def _ask_who_is_due(self) -> float:
        """Ask for every one that is due; return the seconds until the next one is."""
        await asyncio.gather(*(self.ask(one) for one in self._records.due(datetime.now(UTC))))
        due = self._records.next_due()
        left = LONGEST_SLEEP_S if due is None else (due - datetime.now(UTC)).total_seconds()
        return min(max(left, 0.0), LONGEST_SLEEP_S)
