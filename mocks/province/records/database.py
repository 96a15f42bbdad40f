"""The database of the province, by SQLAlchemy's address: one transaction at a time, and what follows once it stands."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from mocks.province.records.tables import METADATA


@dataclass(frozen=True, slots=True)
class Transaction:
    """What is written together or not at all; `afterwards` is called, in order, once it is on disk."""

    db: Connection
    afterwards: list[Callable[[], None]] = field(default_factory=list)


class Database:
    """The tables of one province. The calls block: each takes a millisecond or two on one local file.

    Raises OSError where it cannot be opened.
    """

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, hide_parameters=True)  # an error must not tell what a dossier says
        if self._engine.dialect.name == "sqlite":
            _make_durable(self._engine)
        try:
            METADATA.create_all(self._engine)
        except DBAPIError as refusal:
            raise OSError(errno.EIO, f"the database does not open ({refusal.orig})", url) from refusal

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        """A transaction; it ends with the block, and is taken back where the block raises."""
        with self._engine.begin() as db:
            transaction = Transaction(db)
            yield transaction
        for follow in transaction.afterwards:
            follow()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to look with."""
        with self._engine.connect() as db:
            yield db

    def clear(self) -> None:
        """Forget everything but which numbers were given away."""
        with self._engine.begin() as db:
            for table in reversed(METADATA.sorted_tables):
                if not table.info.get("kept"):
                    db.execute(table.delete())

    def close(self) -> None:
        """Let go of it."""
        self._engine.dispose()


def _make_durable(engine: Engine) -> None:
    """Let SQLite read while it writes, and let a commit survive a power cut."""

    def set_up(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", set_up)
