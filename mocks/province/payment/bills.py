"""The bills of the province: charged, opened at the platform, settled once. What follows is written with it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, select, update

from mocks.province.payment.bill import Bill, ChargeBody, Misfit, Outcome, Result, State, next_state, owed
from mocks.province.payment.tables import bills, bookings, references
from mocks.province.records.database import Database, Transaction

Listener = Callable[[Transaction, Bill, datetime], None]
"""Hears of every bill that has come into another state, before it is on disk."""

ASKED_AT_ONCE: Final = 16

MakeReference = Callable[[str, datetime, int], str]
"""Makes a reference of (dossier, moment, number of requests of that dossier before this one)."""

Admit = Callable[[Transaction], None]
"""Is asked before anything is written of what a clerk does; raises where it may not be."""

_SHOWN: Final = [bills.c[name] for name in Bill.__dataclass_fields__]
_OF: Final = select(*_SHOWN).where(bills.c.dossier == bindparam("of")).order_by(bills.c.number)


class UnknownBill(Exception):
    """No bill has this reference."""


class WrongAmount(Misfit):
    """What was paid is not what was charged."""


class PaidTwice(Misfit):
    """A paid bill was paid again, by another transaction: money that must be given back."""


@dataclass(frozen=True, slots=True)
class Booking:
    """Money that came in: how much, by which transaction, how it became known (`confirm`, `query`, `cash`), when."""

    amount: int
    transaction: str
    by: str
    at: datetime


class Bills:
    """The bills in one database. `listeners` hear of every change of state; `receipts`: whether there are any."""

    def __init__(self, database: Database, *, make_reference: MakeReference, receipts: bool = True) -> None:
        self._database = database
        self._make_reference = make_reference
        self._receipts = receipts
        self.listeners: list[Listener] = []

    def charge(self, dossier: str, body: ChargeBody, *, at: datetime, admit: Admit) -> Bill:
        """Write a bill down. What is paid at the counter is open at once."""
        state = State.OPEN if body["way"] == "counter" else State.CHARGED
        row = {name: body[name] for name in ("agency", "way", "before", "fees")}
        amount = sum(fee["amount"] for fee in body["fees"])
        with self._database.begin() as transaction:
            admit(transaction)
            db = transaction.db
            reference = self._next_reference(db, dossier, at)
            values = {**row, "dossier": dossier, "amount": amount, "at": at, "state": state.value, "asked": 0}
            number = db.execute(
                insert(bills).values(**values, reference=reference).returning(bills.c.number)
            ).scalar_one()
            db.execute(insert(references).values(reference=reference, bill=number))
            bill = _find(db, number)
            self._tell(transaction, bill, at)
        return bill

    def collect(self, dossier: str, amount: int, *, at: datetime, admit: Admit) -> Bill:
        """Book cash for what is to be paid at the counter: all of it, in one sum. Gives the last of those bills.

        Raises WrongAmount.
        """
        with self._database.begin() as transaction:
            due = [bill for bill in owed(self.of(dossier, transaction.db)) if bill.way == "counter"]
            if not due or sum(bill.amount for bill in due) != amount:
                raise WrongAmount("this is not what is to be paid at the counter")
            admit(transaction)
            for bill in due:
                self._settle(transaction, bill, Outcome(Result.SUCCESS, bill.amount, ""), by="cash", at=at)
        return due[-1]

    def get(self, number: int) -> Bill | None:
        """Return a bill; None where it is not there any more."""
        with self._database.reading() as db:
            row = db.execute(select(*_SHOWN).where(bills.c.number == number)).mappings().one_or_none()
        return None if row is None else _read(row)

    def find(self, reference: str) -> Bill:
        """Return the bill that the platform knows by this reference, and under it; raises UnknownBill."""
        query = select(*_SHOWN).join(references, references.c.bill == bills.c.number)
        with self._database.reading() as db:
            row = db.execute(query.where(references.c.reference == reference)).mappings().one_or_none()
        if row is None:
            raise UnknownBill(reference)
        return replace(_read(row), reference=reference)

    def of(self, dossier: str, db: Connection | None = None) -> tuple[Bill, ...]:
        """Return the bills of a dossier, oldest first; read over `db` where that is in the middle of a change."""
        if db is not None:
            return tuple(_read(row) for row in db.execute(_OF, {"of": dossier}).mappings())
        with self._database.reading() as reading:
            return self.of(dossier, reading)

    def booked(self, bill: Bill) -> list[Booking]:
        """Return what came in for a bill."""
        query = select(bookings).where(bookings.c.bill == bill.number).order_by(bookings.c.number)
        with self._database.reading() as db:
            return [Booking(row.amount, row.transaction, row.by, row.at) for row in db.execute(query)]

    def open(self, bill: Bill, url: str, *, ask_at: datetime, at: datetime) -> None:
        """Note where it can be paid, and when to ask for it unless somebody tells; nothing where it is settled."""
        with self._database.begin() as transaction:
            opened = {"state": State.OPEN.value, "url": url, "ask_at": ask_at}
            still = (bills.c.number == bill.number) & (bills.c.state == State.CHARGED.value)
            if transaction.db.execute(update(bills).where(still).values(opened)).rowcount:
                self._tell(transaction, _find(transaction.db, bill.number), at)

    def rename(self, bill: Bill, *, at: datetime) -> Bill:
        """Give a bill another reference, because the platform has it under this one and its address is lost.

        A payment under the old one still counts.
        """
        with self._database.begin() as transaction:
            db = transaction.db
            reference = self._next_reference(db, bill.dossier, at)
            db.execute(insert(references).values(reference=reference, bill=bill.number))
            db.execute(update(bills).where(bills.c.number == bill.number).values(reference=reference))
            return _find(db, bill.number)

    def settle(self, bill: Bill, outcome: Outcome, *, by: str, at: datetime) -> None:
        """Note what became of a bill under its reference; heard again, it changes nothing.

        Raises UnknownBill, and Misfit (WrongAmount, Contradiction, PaidTwice): then nothing was changed either.
        """
        with self._database.begin() as transaction:
            self._settle(transaction, bill, outcome, by=by, at=at)

    def _settle(self, transaction: Transaction, bill: Bill, outcome: Outcome, *, by: str, at: datetime) -> None:
        db = transaction.db
        row = db.execute(select(bills).where(bills.c.number == bill.number).with_for_update()).one_or_none()
        if row is None:
            raise UnknownBill(bill.reference)
        self.check(outcome, row.amount)
        before, after = State(row.state), next_state(State(row.state), outcome.result)
        if after is before:
            _check_transaction(row, outcome)
            return
        settled = {"state": after.value, "reference": bill.reference, "transaction": outcome.transaction}
        values = settled | _next_question(row, after, receipts=self._receipts)
        db.execute(update(bills).where(bills.c.number == bill.number).values(values))
        if after is State.PAID:
            self.book(db, bill, outcome, by=by, at=at)
        self._tell(transaction, _find(db, bill.number), at)

    def check(self, outcome: Outcome, amount: int) -> None:
        """Raise WrongAmount where another amount is told than was charged, whatever became of it."""
        if outcome.amount != amount:
            raise WrongAmount(f"{outcome.amount} VND, {amount} VND were charged")

    def book(self, db: Connection, bill: Bill, outcome: Outcome, *, by: str, at: datetime) -> None:
        """Write down that money came in."""
        values = {"bill": bill.number, "amount": outcome.amount, "transaction": outcome.transaction}
        db.execute(insert(bookings).values(**values, by=by, at=at))

    def ask_later(self, bill: Bill, at: datetime) -> None:
        """Note that the platform was asked, and when to ask again."""
        values = {"asked": bill.asked + 1, "ask_at": at}
        with self._database.begin() as transaction:
            waiting = (bills.c.number == bill.number) & bills.c.ask_at.is_not(None)
            transaction.db.execute(update(bills).where(waiting).values(values))

    def ask_no_more(self, bill: Bill) -> None:
        """Note that the platform has nothing more to tell of a bill."""
        with self._database.begin() as transaction:
            transaction.db.execute(update(bills).where(bills.c.number == bill.number).values(ask_at=None))

    def due(self, now: datetime) -> list[Bill]:
        """Return the bills for which it is time to ask, those that wait longest first; not too many at once."""
        query = select(*_SHOWN).where(bills.c.ask_at <= now).order_by(bills.c.ask_at, bills.c.number)
        with self._database.reading() as db:
            return [_read(row) for row in db.execute(query.limit(ASKED_AT_ONCE)).mappings()]

    def next_due(self) -> datetime | None:
        """Return when it is time to ask for the next one; None where nothing is open."""
        with self._database.reading() as db:
            first: datetime | None = db.scalar(select(func.min(bills.c.ask_at)))
        return first

    def _next_reference(self, db: Connection, dossier: str, at: datetime) -> str:
        query = select(func.count()).select_from(references).join(bills).where(bills.c.dossier == dossier)
        return self._make_reference(dossier, at, db.execute(query).scalar_one())

    def _tell(self, transaction: Transaction, bill: Bill, at: datetime) -> None:
        for listener in self.listeners:
            listener(transaction, bill, at)


def _next_question(row: Any, after: State, *, receipts: bool) -> dict[str, Any]:
    """When to ask the platform next: of what is paid there is a receipt to be had, of what has ended nothing more."""
    if after is State.PENDING:
        return {"ask_at": row.ask_at or datetime.now(UTC)}
    wanted = receipts and after is State.PAID and row.way == "online"
    return {"asked": 0, "ask_at": datetime.now(UTC) if wanted else None}


def _check_transaction(row: Any, outcome: Outcome) -> None:
    if outcome.result is Result.SUCCESS and row.transaction != outcome.transaction:
        raise PaidTwice(f"{row.transaction} and {outcome.transaction}")


def _find(db: Connection, number: int) -> Bill:
    return _read(db.execute(select(*_SHOWN).where(bills.c.number == number)).mappings().one())


def _read(row: RowMapping) -> Bill:
    return Bill(**{**row, "state": State(row["state"]), "fees": tuple(row["fees"])})
