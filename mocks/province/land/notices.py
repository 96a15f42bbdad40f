"""The tax notices of the dossiers: each once, its amount in whole đồng, settled by the receipt that names it.

A notice of the land database names a paper and no amount; one that the portal relays from the tax office an amount.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, insert, select, update

from mocks.province.land.tables import tax_notices
from mocks.province.records.database import Database, Transaction
from mocks.province.records.errands import Errands

PAPER: Final = "land-paper"
CONSEQUENCE: Final = "tax-consequence"
PAY_WITHIN: Final = timedelta(days=30)
"""From the day of the notice; assumed."""


class Misfit(Exception):
    """What is told does not fit what is known; nothing was changed."""


@dataclass(frozen=True, slots=True)
class News:
    """A notice as it was told; what was not told is None. `decided`: the day it bears."""

    dossier: str
    number: str
    amount: int | None = None
    decided: date | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it is kept. `source`: land or portal."""

    id: int
    source: str
    number: str
    amount: int | None
    decided: date | None
    paper: bytes | None
    settled: datetime | None

    @property
    def due(self) -> date | None:
        """The last day to pay; None where the notice bears no day."""
        return self.decided and self.decided + PAY_WITHIN


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a notice was paid: how much, and where the document is."""

    dossier: str
    number: str
    amount: int
    document: str | None


class Notices:
    """The notices in one database. With every news of one it is written down that its dossier must follow."""

    def __init__(self, database: Database, errands: Errands) -> None:
        self._database = database
        self._errands = errands

    def take(self, told: Iterable[News], *, source: str, at: datetime) -> None:
        """Keep notices, all or none; what is known changes nothing. Raises Misfit where the amount is another one."""
        with self._database.begin() as transaction:
            self.take_in(transaction, told, source=source, at=at)

    def take_in(self, transaction: Transaction, told: Iterable[News], *, source: str, at: datetime) -> None:
        """The same within a transaction."""
        for news in told:
            known = _find(transaction.db, news.dossier, news.number)
            if known is None:
                self._add(transaction, news, source=source, at=at)
            else:
                self.hear_again(transaction, known, news, at=at)

    def hear_again(self, transaction: Transaction, known: Any, news: News, *, at: datetime) -> None:
        """A notice that is known: only what was not told before is added, where both sources tell. Raises Misfit."""
        if None not in (known.amount, news.amount) and known.amount != news.amount:
            raise Misfit("another amount than before")
        if known.amount is None and news.amount is not None:
            values = {"amount": news.amount, "decided": news.decided and news.decided.isoformat()}
            transaction.db.execute(update(tax_notices).where(tax_notices.c.id == known.id).values(**values))
            self.follow(transaction, news.dossier, at=at)
        if known.address is None and news.address is not None:
            place = {"address": news.address}
            transaction.db.execute(update(tax_notices).where(tax_notices.c.id == known.id).values(**place))
            self._fetch(transaction, known.id, news.address, at=at)

    def settle(self, receipt: Receipt, *, at: datetime) -> None:
        """Note that a notice was paid; heard again, it changes nothing. Raises Misfit."""
        with self._database.begin() as transaction:
            known = self.settled_by(transaction.db, receipt)
            if known is None or known.amount is None:
                raise Misfit("no such notice of this dossier")
            if known.amount != receipt.amount:
                raise Misfit("another amount than the notice's")
            if known.settled is None:
                values = {"settled": at, "document": receipt.document}
                transaction.db.execute(update(tax_notices).where(tax_notices.c.id == known.id).values(**values))
                self.follow(transaction, receipt.dossier, at=at)

    def settled_by(self, db: Connection, receipt: Receipt) -> Any:
        """The notice that a receipt settles: the one that it names, of the dossier that it names; None: none."""
        return _find(db, receipt.dossier, receipt.number)

    def follow(self, transaction: Transaction, dossier: str, *, at: datetime) -> None:
        """Have it looked what the dossier must do now."""
        about = {"dossier": dossier}
        self._errands.queue(transaction, chain=f"tax/{dossier}", kind=CONSEQUENCE, about=about, at=at)

    def of(self, dossier: str) -> tuple[Notice, ...]:
        """The notices of a dossier, oldest first."""
        query = select(tax_notices).where(tax_notices.c.dossier == dossier).order_by(tax_notices.c.id)
        with self._database.reading() as db:
            return tuple(_read(row) for row in db.execute(query).mappings())

    def keep_paper(self, notice: int, content: bytes) -> None:
        """Keep the paper of a notice, whole."""
        with self._database.begin() as transaction:
            transaction.db.execute(update(tax_notices).where(tax_notices.c.id == notice).values(paper=content))

    def _add(self, transaction: Transaction, news: News, *, source: str, at: datetime) -> None:
        row = {"dossier": news.dossier, "number": news.number, "amount": news.amount, "address": news.address}
        decided = news.decided and news.decided.isoformat()
        added = insert(tax_notices).values(**row, source=source, decided=decided).returning(tax_notices.c.id)
        number = transaction.db.execute(added).scalar_one()
        if news.address:
            self._fetch(transaction, number, news.address, at=at)
        self.follow(transaction, news.dossier, at=at)

    def _fetch(self, transaction: Transaction, notice: int, address: str, *, at: datetime) -> None:
        about = {"notice": notice, "address": address}
        self._errands.queue(transaction, chain=f"{PAPER}/{notice}", kind=PAPER, about=about, at=at)


def _find(db: Connection, dossier: str, number: str) -> Any:
    where = (tax_notices.c.dossier == dossier) & (tax_notices.c.number == number)
    return db.execute(select(tax_notices).where(where).with_for_update()).one_or_none()


def _read(row: RowMapping) -> Notice:
    decided = date.fromisoformat(row["decided"]) if row["decided"] else None
    names = ("id", "source", "number", "amount", "paper", "settled")
    return Notice(**{name: row[name] for name in names}, decided=decided)
