"""The orders of the province: written down once, moved on by what the system tells, in whatever order it comes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, bindparam, func, insert, select, update

from mocks.province.orders.order import UNDER_WAY, Order, OrderWish, Outcome, Step, Withdrawal
from mocks.province.orders.systems import SYSTEMS, System
from mocks.province.orders.tables import orders, steps
from mocks.province.outbox.asking import later
from mocks.province.outbox.backoff import Pause
from mocks.province.records.database import Database, Transaction
from mocks.province.records.errands import Errands

ASKED_AT_ONCE: Final = 16
PLACE, WITHDRAW, RESULT = "order", "order-withdrawal", "order-result"
"""The kinds of errands that orders lead to; all of one order are run in their order."""
Admit = Callable[[Transaction], None]
"""Is asked before anything is written of what an officer does; raises where it may not be."""
_SHOWN: Final = select(*[column for column in orders.columns if column.name != "ask_at"])
_IN_ORDER: Final = _SHOWN.order_by(orders.c.number)
_NUMBERED: Final = _SHOWN.where(orders.c.number == bindparam("which"))
_HOLD: Final = _NUMBERED.with_for_update()
_KNOWN_AS: Final = _IN_ORDER.where((orders.c.system == bindparam("at")) & (orders.c.outside == bindparam("name")))
_OF: Final = _IN_ORDER.where(orders.c.dossier == bindparam("of"))
_DUE: Final = _SHOWN.where(orders.c.ask_at <= bindparam("now")).order_by(orders.c.ask_at, orders.c.number)
_NEXT_DUE: Final = select(func.min(orders.c.ask_at))
_STEPS: Final = select(steps).where(steps.c.order.in_(bindparam("of", expanding=True))).order_by(steps.c.number)


class UnderWay(Exception):
    """The system has an order for this dossier that is not at its end."""


class TooLate(Exception):
    """The order is at its end, or has come too far to be withdrawn."""


class Ledger:
    """The orders in one database; what follows from a change is queued with it.

    `now` is the office's clock, `pause` how long nobody need have told anything before the system is asked. `moved` is
    called whenever there may be something new to ask about.
    """

    def __init__(self, database: Database, errands: Errands, *, now: Callable[[], datetime], pause: Pause) -> None:
        self._database = database
        self._errands = errands
        self._now = now
        self._pause = pause
        self.moved: Callable[[], None] = lambda: None

    def place(self, dossier: str, system: str, kind: str, wish: OrderWish, *, admit: Admit) -> Order:
        """Write an order down; raises UnderWay, and what `admit` raises."""
        with self._database.begin() as transaction:
            admit(transaction)
            if any(order.is_under_way for order in self._all(transaction.db, dossier) if order.system == system):
                raise UnderWay
            row = {"dossier": dossier, "system": system, "kind": kind, "wish": wish}
            fresh = {"outcome": Outcome.WAITING.value, "asked": 0}
            number: int = transaction.db.scalar(insert(orders).values(**row, **fresh).returning(orders.c.number))
            self._queue(transaction, PLACE, number)
            return self._held(transaction.db, number)

    def ask_to_withdraw(self, dossier: str, system: str, reason: str, *, admit: Admit) -> Order:
        """Note that the newest order at the system is to be withdrawn; raises TooLate, and what `admit` raises."""
        with self._database.begin() as transaction:
            admit(transaction)
            found = [order for order in self._all(transaction.db, dossier) if order.system == system]
            if not found or not found[-1].is_under_way or found[-1].withdrawal is not None:
                raise TooLate
            order = found[-1]
            if order.state is not None and order.state not in SYSTEMS[system].early:
                raise TooLate
            self._change(transaction.db, order.number, withdrawal=Withdrawal.ASKED.value)
            self._queue(transaction, WITHDRAW, order.number, reason=reason)
            return self._held(transaction.db, order.number)

    def take(self, order: Order, told: Sequence[Step], *, outside: str | None = None) -> Order:
        """Note what the system tells of an order, and its number there. What is known already changes nothing."""
        with self._database.begin() as transaction:
            db = transaction.db
            known = self._held(db, order.number)
            fresh = self.fresh(known, told)
            for step in fresh:
                db.execute(insert(steps).values(order=order.number, state=step.state, at=step.at))
            values: dict[str, Any] = {"outside": known.outside or outside}
            if fresh:
                values |= self._standing(SYSTEMS[order.system], replace(known, steps=(*known.steps, *fresh)))
            self._change(db, order.number, **values)
            after = self._held(db, order.number)
            if known.is_under_way and not after.is_under_way:
                self._queue(transaction, RESULT, order.number)
            transaction.afterwards.append(self.moved)
            return after

    def fresh(self, known: Order, told: Sequence[Step]) -> list[Step]:
        """Those that are news. Of an order at its end nothing is news but what came before the end."""
        system, states = SYSTEMS[known.system], {step.state for step in known.steps}
        end = system.rank(known.state) if known.state in system.ends else len(system.states)
        return [step for step in told if step.state not in states and system.rank(step.state) < end]

    def newest(self, system: System, heard: Sequence[Step]) -> str | None:
        """The state of an order that came to these: the furthest, for news may overtake one another."""
        return max((step.state for step in heard), key=system.rank, default=None)

    def outcome(self, system: System, state: str | None) -> Outcome:
        """What has become of an order in this state."""
        done, refused, withdrawn = system.ends
        ended = {done: Outcome.DONE, refused: Outcome.REFUSED, withdrawn: Outcome.WITHDRAWN}
        return ended.get(state or "", Outcome.OPEN)

    def exists(self, order: Order) -> None:
        """Note that the system has an order, though nobody has told its number."""
        self._settle(order, outcome=Outcome.OPEN.value)

    def reject(self, order: Order) -> None:
        """Note that the system does not take an order."""
        self._settle(order, outcome=Outcome.REJECTED.value)

    def too_late(self, order: Order) -> None:
        """Note that the system no longer lets an order be withdrawn."""
        self._settle(order, withdrawal=Withdrawal.TOO_LATE.value)

    def get(self, number: int) -> Order | None:
        """Return an order; None where it is not there any more."""
        with self._database.reading() as db:
            return next(iter(_read(db, _NUMBERED, which=number)), None)

    def find(self, system: str, outside: str) -> Order | None:
        """Return the order that a system knows by this number."""
        with self._database.reading() as db:
            return next(iter(_read(db, _KNOWN_AS, at=system, name=outside)), None)

    def nameless(self, system: str, dossier: str) -> Order | None:
        """Return the order of a dossier whose number at the system nobody has told yet."""
        return next((one for one in self.of(dossier) if one.system == system and _is_nameless(one)), None)

    def of(self, dossier: str) -> list[Order]:
        """Return the orders of a dossier, oldest first."""
        with self._database.reading() as db:
            return self._all(db, dossier)

    def due(self, now: datetime) -> list[Order]:
        """Return the orders that it is time to ask about, those that wait longest first; not too many at once."""
        with self._database.reading() as db:
            return _read(db, _DUE, now=now)[:ASKED_AT_ONCE]

    def next_due(self) -> datetime | None:
        """Return when it is time to ask about the next one; None where nothing is open."""
        with self._database.reading() as db:
            first: datetime | None = db.scalar(_NEXT_DUE)
        return first

    def ask_later(self, order: Order) -> None:
        """Note that the system is asked, and when to ask again."""
        with self._database.begin() as transaction:
            waiting = (orders.c.number == order.number) & orders.c.ask_at.is_not(None)
            values = {"asked": order.asked + 1, "ask_at": later(self._pause(order.asked + 2))}
            transaction.db.execute(update(orders).where(waiting).values(values))

    def _standing(self, system: System, order: Order) -> dict[str, Any]:
        """What follows from the states that an order came to."""
        state = self.newest(system, order.steps)
        outcome = self.outcome(system, state)
        values: dict[str, Any] = {"state": state, "outcome": outcome.value, "asked": 0}
        values["ask_at"] = later(self._pause(1)) if outcome in UNDER_WAY else None
        if order.withdrawal is not None and outcome not in UNDER_WAY:
            done = outcome is Outcome.WITHDRAWN
            values["withdrawal"] = (Withdrawal.DONE if done else Withdrawal.TOO_LATE).value
        return values

    def _settle(self, order: Order, **values: Any) -> None:
        """Change an order that has not come to its end meanwhile."""
        with self._database.begin() as transaction:
            if self._held(transaction.db, order.number).is_under_way:
                self._change(transaction.db, order.number, **values)

    def _queue(self, transaction: Transaction, kind: str, number: int, **more: str) -> None:
        about = {"order": number, **more}
        self._errands.queue(transaction, chain=f"orders/{number}", kind=kind, about=about, at=self._now())

    def _held(self, db: Connection, number: int) -> Order:
        """Return an order that nobody else changes until the transaction ends."""
        return _read(db, _HOLD, which=number)[0]

    def _all(self, db: Connection, dossier: str) -> list[Order]:
        return _read(db, _OF, of=dossier)

    def _change(self, db: Connection, number: int, **values: Any) -> None:
        db.execute(update(orders).where(orders.c.number == number).values(**values))


def _is_nameless(order: Order) -> bool:
    return order.outside is None and order.is_under_way


def _read(db: Connection, query: Select[Any], **values: object) -> list[Order]:
    rows = db.execute(query, values).mappings().all()
    heard = db.execute(_STEPS, {"of": [row["number"] for row in rows]}).all() if rows else []
    return [_order(row, tuple(Step(one.state, one.at) for one in heard if one.order == row["number"])) for row in rows]


def _order(row: RowMapping, heard: tuple[Step, ...]) -> Order:
    withdrawal = row["withdrawal"] and Withdrawal(row["withdrawal"])
    return Order(**{**row, "outcome": Outcome(row["outcome"]), "withdrawal": withdrawal, "steps": heard})
