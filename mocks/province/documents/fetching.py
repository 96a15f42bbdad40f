"""Fetches what waits on the axis: kept on disk first, acknowledged after that."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from mocks.province.documents.axis import DONE, EDOC, FAIL, STATUS, Axis
from mocks.province.documents.edxml import read
from mocks.province.documents.letter import Came, Letter, Unreadable
from mocks.province.documents.received import ReceivedRegister
from mocks.province.documents.sent import SentRegister
from mocks.province.documents.signature import Signature
from mocks.province.outbox.backoff import Pause
from mocks.province.outbox.trouble import Refused, Trouble
from mocks.province.records.database import DatabaseAway

LOGGER = logging.getLogger(__name__)


class Fetching:
    """Looks every `every_s` seconds, and when it is asked to."""

    def __init__(
        self,
        axis: Axis,
        signature: Signature,
        registers: tuple[SentRegister, ReceivedRegister],
        *,
        now: Callable[[], datetime],
        pause: Pause,
        every_s: float,
    ) -> None:
        self.axis = axis
        self.every_s = every_s
        self._signature = signature
        self._sent, self._received = registers
        self._now = now
        self._pause = pause
        self._asked = asyncio.Event()

    def ask(self) -> None:
        """Look at once."""
        self._asked.set()

    async def go_on(self) -> None:
        """Fetch from now on; trouble only makes it wait differently."""
        failures = 0
        while True:
            try:
                await self.look()
            except (Trouble, DatabaseAway) as problem:
                failures += 1
                LOGGER.info("documents were not fetched, failure %d in a row: %s", failures, problem)
                await self._wait(self._pause(failures))
            else:
                failures = 0
                await self._wait(self.every_s)

    async def look(self) -> None:
        """Take whatever waits; raises Trouble."""
        for message_type in self.message_types():
            for row in await self.axis.waiting(message_type):
                await self.take(row)

    def message_types(self) -> Sequence[str]:
        """What is asked for: documents, and what became of ours."""
        return (EDOC, STATUS)

    async def take(self, row: dict[str, Any]) -> None:
        """Fetch one message, keep it, and only then say that it is done with.

        What cannot be read is said to have failed; it stays on the axis and is looked at again, for it may have been
        damaged on the way. What the axis lists and does not give is left to the next look.
        """
        number = str(row["docID"])
        try:
            came = Came(number, await self.axis.fetch(number))
        except Refused as problem:
            LOGGER.info("message %s is listed and cannot be had: %s", number, problem)
            return
        try:
            self._keep(came)
        except Unreadable as problem:
            LOGGER.warning("message %s is not taken in: %s", number, problem)
            if row.get("status") != FAIL:
                await self.axis.acknowledge(number, FAIL)
        else:
            await self.axis.acknowledge(number, DONE)

    def _keep(self, came: Came) -> None:
        message = read(self._signature.verify(came.original))
        if isinstance(message, Letter):
            self._received.keep(message, came, at=self._now())
        else:
            self._sent.take(message, came)

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._asked.wait()
        self._asked.clear()
