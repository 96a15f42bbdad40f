"""Works imports off batch by batch, each batch with its account in one transaction: it goes on where it was."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from mocks.province.inheritance.form import Line, WrongHeading, read_lines
from mocks.province.inheritance.ledger import Forgotten, Import, Ledger, Refusal
from mocks.province.inheritance.mapping import CodeMapping, Unfit
from mocks.province.inheritance.reading import Reading
from mocks.province.inheritance.taking import Taking
from mocks.province.records.clock import Clock
from mocks.province.records.database import Database, Transaction

BATCH: Final = 200
"""Rows in one transaction; nobody else can write meanwhile."""
HANDED_OVER: Final = "handed-over"
"""The folder of files that came with a request: what is imported is not kept there twice."""


class Importing:
    """Works off what was handed over. `due` is set where there is more; `folder` is where the files lie."""

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        taking: Taking,
        *,
        clock: Clock,
        folder: Path,
        reading: type[Reading],
        mapping: type[CodeMapping],
    ) -> None:
        self._database = database
        self._ledger = ledger
        self._taking = taking
        self._clock = clock
        self._folder = folder
        self._reading = reading
        self._mapping = mapping
        self.due = asyncio.Event()

    async def run(self) -> None:
        """Import until cancelled; raises DatabaseAway, and goes on where it was when it is begun again."""
        while True:
            self.due.clear()
            for one in self._ledger.unfinished():
                with suppress(Forgotten):
                    await self.work_off(one)
            await self.due.wait()

    async def work_off(self, one: Import) -> None:
        """Bring one import to its end; between two batches others have their turn. Raises Forgotten."""
        try:
            lines = read_lines(self._folder / one.file, one.format, place=one.place, number=one.rows)
            while batch := list(islice(lines, BATCH)):
                one = self.take(one, batch)
                await asyncio.sleep(0)
        except (OSError, WrongHeading) as problem:
            one = replace(one, trouble="no such file" if isinstance(problem, OSError) else str(problem))
        with self._database.begin() as transaction:
            self._ledger.advance(transaction, replace(one, ended=self._clock.now()))
        if one.file.startswith(HANDED_OVER):
            (self._folder / one.file).unlink(missing_ok=True)

    def take(self, one: Import, batch: Sequence[Line]) -> Import:
        """Take a batch, and write down how far the import has come, together or not at all; the import after it.

        Raises Forgotten.
        """
        counts = Counter(one.figures)
        reading = self._reading(one.source, self._mapping(one.mapping))
        with self._database.begin() as transaction:
            self._ledger.advance(transaction, one)
            for line in batch:
                counts.update(self._take_line(transaction, one, line, reading))
            figures = {name: counts[name] for name in one.figures}
            after = replace(one, place=batch[-1].after, rows=batch[-1].number, figures=figures)
            self._ledger.advance(transaction, after)
        return after

    def _take_line(self, transaction: Transaction, one: Import, line: Line, reading: Reading) -> Sequence[str]:
        """Take a row or keep why not; what is to be counted."""
        try:
            former = reading.read(line.row)
            outcome = self._taking.take(transaction, one, former, at=self._clock.now())
        except Unfit as unfit:
            self._taking.refuse(transaction, one, Refusal(line.number, unfit.reason, unfit.column, line.raw))
            return ("refused",)
        return outcome, "open" if former.is_open else "closed"
