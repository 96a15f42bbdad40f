"""Follows a ministry's feed to its end, again and again: nothing is missed, whatever pages leave out or repeat."""

import asyncio
import logging
from typing import Final

from mocks.province.ministries.client import MinistryClient
from mocks.province.ministries.ledger import Ledger
from mocks.province.ministries.reading import Change, ReadChange, Unreadable
from mocks.province.outbox.backoff import Pause
from mocks.province.outbox.trouble import Away, Trouble
from mocks.province.records.database import DatabaseAway

LOGGER = logging.getLogger(__name__)
PAGE: Final = 100


class Following:
    """Follows one ministry. `every_s`: from one look at the feed's end to the next."""

    def __init__(
        self,
        ministry: str,
        client: MinistryClient,
        ledger: Ledger,
        *,
        read: ReadChange,
        pause: Pause,
        every_s: float,
    ) -> None:
        self.ministry = ministry
        self.client = client
        self.ledger = ledger
        self.every_s = every_s
        self._read = read
        self._pause = pause

    async def follow(self) -> None:
        """Read the feed from now on; trouble only makes it wait longer."""
        failures = 0
        while True:
            try:
                await self.read_to_the_end()
            except (Trouble, DatabaseAway) as problem:
                failures += 1
                LOGGER.info("the feed of %s was not read, failure %d in a row: %s", self.ministry, failures, problem)
                if self.gives_up(failures):
                    return
                await asyncio.sleep(self._pause(failures))
            else:
                failures = 0
                await asyncio.sleep(self.every_s)

    async def read_to_the_end(self) -> None:
        """Take every change that there is behind the cursor; raises Trouble."""
        more = True
        while more:
            cursor, place = self.start()
            page = await self.client.changes(cursor, size=PAGE)
            try:
                changes = [self._read(self.ministry, row) for row in page["DanhSach"]]
            except Unreadable as problem:
                raise Away(str(problem)) from problem
            self.take(page, changes, place)
            more = self.has_more(page)

    def start(self) -> tuple[str, int]:
        """Where the next page begins: cursor and place in the log."""
        return self.ledger.read_to(self.ministry)

    def take(self, page: dict[str, object], changes: list[Change], place: int) -> None:  # noqa: ARG002 - others believe it
        """Keep the changes that follow without a gap, and go on behind the last of those, whatever the page says.

        What stands behind a gap is asked for again: a cursor taken on trust would skip what the page has left out.
        """
        told = sorted({change.dossier.place: change for change in changes}.items())
        whole = [change for number, (at, change) in enumerate(told, start=place + 1) if at == number]
        if whole:
            last = whole[-1]
            self.ledger.take(whole, cursor=(self.ministry, last.number, last.dossier.place))
        if len(whole) < len([at for at, _ in told if at > place]):
            raise Away("the page leaves a change out")

    def has_more(self, page: dict[str, object]) -> bool:
        """Whether there is more behind this page."""
        return page.get("ConNua") is True

    def gives_up(self, failures: int) -> bool:  # noqa: ARG002 - an honest one never does, however many
        """Whether to stop following after so many failures in a row."""
        return False
