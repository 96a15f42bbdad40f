"""Writes the journal and the state of a mock to disk together, in batches, in the background.

What is not written yet is found here, so nobody need wait for the disk. A batch is closed on the event loop, between
two requests: what a request changed and its exchange are in one batch, but for answers that are held back. The writing
itself happens in a thread, so that a slow disk delays no answer.
"""

import asyncio
import logging
import sqlite3
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from mocks.state.database import Batch, Database, Row

if TYPE_CHECKING:
    from collections.abc import Callable

LOGGER = logging.getLogger(__name__)
FLUSH_S: Final = 0.1  # half of what is promised: the other half is for the disk
MOST_UNWRITTEN: Final = 20_000  # exchanges; then requests wait for the disk
BLOCK: Final = 4096  # sequence numbers that are reserved at a time, and so the widest gap after a kill


class Batches:
    """What is to be written to one database. For one event loop; `close` writes what is left.

    `written` is called with the number of the last exchange that is on disk.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.written: Callable[[int], None] = _ignore
        self._open = Batch()
        self._flying: Batch | None = None
        self._writing: Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="mock-state")
        self._reserved = database.last

    def reserve(self, seq: int) -> None:
        """Make sure that the mark on disk covers `seq` before anybody hears of it, and that there is room for it.

        Raises sqlite3.Error where the disk takes nothing any more.
        """
        if seq > self._reserved:
            self._open.reserved = seq + BLOCK
            self.flush()
        elif len(self._open.lines) >= MOST_UNWRITTEN:
            self.flush()

    def add_line(self, seq: int, line: bytes) -> None:
        """An exchange that comes next to the last one."""
        if not self._open.lines:
            self._open.first = seq
        self._open.lines.append(line)
        if seq > self._reserved - BLOCK // 2:
            self._open.reserved = seq + BLOCK
        if self._timer is None:
            self._arm()

    def put(self, name: str, key: str, row: Row) -> None:
        """A row of the table `name` as it is now."""
        self._open.rows.setdefault(name, {})[key] = row
        if self._timer is None:
            self._arm()

    def find(self, name: str, key: str) -> Row | None:
        """A row that is not on disk yet; None where nothing of it is to be written."""
        for batch in (self._open, self._flying):
            if batch is not None and (rows := batch.rows.get(name)) is not None and (row := rows.get(key)) is not None:
                return row
        return None

    def flush(self) -> None:
        """Write everything now. Raises sqlite3.Error; what could not be written is kept, to be tried again."""
        if self._writing is not None:
            self._landed(self._writing)
        batch = self._open
        if batch:
            self.database.write(batch)
            self._open = Batch()
            self._tell(batch)

    def close(self, last: int) -> None:
        """Write what is left and `last`, the last number given away, as the mark; then close the database."""
        if self._timer is not None:
            self._timer.cancel()
        self._open.reserved = last
        try:
            self.flush()
        finally:
            self._pool.shutdown()
            self.database.close()

    def _arm(self) -> None:
        """See to it that what is open is written soon. Where no loop runs, it is written at the end."""
        try:
            self._timer = asyncio.get_running_loop().call_later(FLUSH_S, self._take_off)
        except RuntimeError:
            self._timer = None

    def _take_off(self) -> None:
        """Hand the open batch to the thread; if it is still writing the last one, a little later."""
        self._timer = None
        if self._writing is not None:
            self._arm()
            return
        batch, self._open = self._open, Batch()
        if not batch:
            return
        self._flying = batch
        loop = asyncio.get_running_loop()
        self._writing = self._pool.submit(self.database.write, batch)
        self._writing.add_done_callback(lambda done: loop.call_soon_threadsafe(self._landed, done))

    def _landed(self, writing: "Future[None]") -> None:
        """A batch is on disk, or must be written again together with what came after it."""
        if writing is not self._writing or self._flying is None:
            return
        error = writing.exception()
        batch, self._flying, self._writing = self._flying, None, None
        if error is None:
            self._tell(batch)
            return
        if not isinstance(error, sqlite3.Error):
            raise error
        LOGGER.error("journal and state could not be written, and will be tried again: %s", error)
        self._open = _joined(batch, self._open)
        if self._timer is None:
            self._arm()

    def _tell(self, batch: Batch) -> None:
        self._reserved = self._reserved if batch.reserved is None else batch.reserved
        if batch.lines:
            self.written(batch.first + len(batch.lines) - 1)


def _joined(first: Batch, second: Batch) -> Batch:
    rows = {name: {**first.rows.get(name, {}), **second.rows.get(name, {})} for name in {**first.rows, **second.rows}}
    reserved = first.reserved if second.reserved is None else second.reserved
    return Batch(first.first or second.first, first.lines + second.lines, rows, reserved)


def _ignore(_last: int) -> None:
    """Nobody asked to hear of it."""
