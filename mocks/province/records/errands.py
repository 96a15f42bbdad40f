"""Errands: what another system must still be told or asked. Each is written with the act that causes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Column,
    Executable,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from mocks.province.records.clock import VIETNAM
from mocks.province.records.database import Database, Transaction
from mocks.province.records.tables import METADATA, Instant

errands = Table(
    "errands",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("chain", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("about", JSON, nullable=False),
    Column("since", Instant, nullable=False),
    Column("stage", Integer, nullable=False),
    Index("errands_in_order", "chain", "number"),
    sqlite_autoincrement=True,  # a number is never given twice: the order of a chain hangs on it
)
_OF_CHAIN: Final = select(errands).where(errands.c.chain == bindparam("of")).limit(1)
_OLDEST: Final = _OF_CHAIN.order_by(errands.c.number)
_NEWEST: Final = _OF_CHAIN.order_by(errands.c.number.desc())
_QUEUE: Final = insert(errands)
_ADVANCE: Final = update(errands).where(errands.c.number == bindparam("which")).values(stage=bindparam("stage"))
_FINISH: Final = delete(errands).where(errands.c.number == bindparam("which"))
_DROP: Final = delete(errands).where(errands.c.chain == bindparam("of"))


@dataclass(frozen=True, slots=True)
class Errand:
    """One errand. Those of a `chain` are run in their order, those of several side by side.

    `kind` says who runs it, `about` what it is about (JSON); `stage` counts the steps of it that are done.
    """

    number: int
    chain: str
    kind: str
    about: Mapping[str, Any]
    stage: int


class Errands:
    """The errands that are not done yet. `on_queued` hears of each chain that has got one, once it is on disk."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.on_queued: Callable[[str], None] = _nobody_listens

    def queue(self, transaction: Transaction, *, chain: str, kind: str, about: Mapping[str, Any], at: datetime) -> None:
        """Write an errand down at the end of its chain."""
        row = {"chain": chain, "kind": kind, "about": dict(about), "since": at, "stage": 0}
        transaction.db.execute(_QUEUE, row)
        transaction.afterwards.append(lambda: self.on_queued(chain))

    def waiting(self) -> list[str]:
        """The chains that have errands, the longest waiting first."""
        query = (
            select(errands.c.chain)
            .group_by(errands.c.chain)
            .order_by(func.min(errands.c.since), func.min(errands.c.number))
        )
        with self._database.reading() as db:
            return list(db.scalars(query))

    def next(self, chain: str, *, newest_first: bool = False) -> Errand | None:
        """The errand of a chain that is to be run next: its oldest; None when all are done."""
        with self._database.reading() as db:
            row = db.execute(_NEWEST if newest_first else _OLDEST, {"of": chain}).one_or_none()
        return None if row is None else Errand(row.number, row.chain, row.kind, row.about, row.stage)

    def advance(self, errand: Errand, stage: int) -> None:
        """Note how far an errand has come."""
        self._change(_ADVANCE, which=errand.number, stage=stage)

    def finish(self, errand: Errand) -> None:
        """Note that an errand is done."""
        self._change(_FINISH, which=errand.number)

    def drop(self, chain: str) -> None:
        """Forget what waits in a chain, although it is not done: no honest province does this."""
        self._change(_DROP, of=chain)

    def pending(self) -> tuple[int, datetime | None]:
        """How many errands wait, and since when the oldest does."""
        with self._database.reading() as db:
            waiting, oldest = db.execute(select(func.count(), func.min(errands.c.since))).one()
        return waiting, None if oldest is None else oldest.astimezone(VIETNAM)

    def _change(self, statement: Executable, **values: Any) -> None:
        with self._database.begin() as transaction:
            transaction.db.execute(statement, values)


def _nobody_listens(_chain: str) -> None:
    """What is queued while nobody runs errands is found by `waiting` later."""
