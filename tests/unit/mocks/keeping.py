"""A store in a folder of a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mocks.ledger.journal import Journal
from mocks.state.batching import Batches
from mocks.state.database import Database
from mocks.state.store import Store


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Store, Batches]]:
    """A store in that folder, closed in good order."""
    batches = Batches(Database(folder / "x.sqlite"))
    journal = Journal(batches=batches)
    try:
        yield Store(batches), batches
    finally:
        journal.close()
