"""The dossiers of the province. An act, and every errand that follows from it, are written in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from mocks.province.records.bodies import AcceptBody, ActBody, Officer
from mocks.province.records.clock import VIETNAM
from mocks.province.records.database import Database, Transaction
from mocks.province.records.dossier import Act, Dossier, Status, next_status
from mocks.province.records.tables import acts, counters, dossiers

CodeMaker = Callable[[str, date, int], str]
"""Makes a dossier code of (agency, day, number of the dossier on that day)."""

Listener = Callable[[Transaction, str, Act], None]
"""Hears of every act (the code of its dossier, the act) before it is on disk, and may write what follows with it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody is about to do: the act by its name (`accept`, or a key of dossier.AFTER) on a dossier, when.

    `accepted` is how the dossier was handed in.
    """

    code: str
    act: str
    accepted: AcceptBody
    officer: Officer
    at: datetime


Guard = Callable[[Transaction, Wish], None]
"""Is asked before anything is written of an act, in its transaction; raises NotEntitled where it may not be."""


class NotEntitled(Exception):
    """Whoever acts has not the right to. Says why, and names nobody."""


class UnknownDossier(Exception):
    """No dossier has this code."""


class Duplicate(Exception):
    """A dossier with this code was accepted before."""


class Dossiers:
    """The dossiers in one database. `guards` are asked before every act, `listeners` hear of it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.guards: list[Guard] = []
        self.listeners: list[Listener] = []

    def accept(
        self,
        body: AcceptBody,
        *,
        at: datetime,
        due: datetime,
        agency: str,
        make_code: CodeMaker,
        code: str | None = None,
    ) -> Dossier:
        """Write down an accepted dossier.

        Its code is `code` where it was issued elsewhere (raises Duplicate), else the agency's next one of the day.
        Raises NotEntitled.
        """
        first = Act(1, Status.ACCEPTED, at, {"officer": body["officer"]})
        try:
            with self._database.begin() as transaction:
                db = transaction.db
                code = code or _next_code(db, agency, at.date(), make_code)
                self._ask_guards(transaction, Wish(code, "accept", body, body["officer"], at))
                db.execute(insert(dossiers).values(code=code, accepted=body, due=due, status=first.status.value))
                self._write_act(transaction, code, first)
        except IntegrityError as clash:
            raise Duplicate(code) from clash
        return Dossier(code, body, due, (first,))

    def act(self, code: str, name: str, body: ActBody, *, at: datetime) -> Act:
        """Write down an act (`name` is a key of dossier.AFTER).

        Raises UnknownDossier, NotEntitled, and NotAllowed where the dossier's state does not allow it.
        """
        with self._database.begin() as transaction:
            db = transaction.db
            query = select(dossiers.c.status, dossiers.c.accepted).where(dossiers.c.code == code)
            row = db.execute(query.with_for_update()).one_or_none()
            if row is None:
                raise UnknownDossier(code)
            self._ask_guards(transaction, Wish(code, name, row.accepted, body["officer"], at))
            after = next_status(Status(row.status), name)
            number = db.execute(select(func.max(acts.c.number)).where(acts.c.dossier == code)).scalar_one()
            act = Act(number + 1, after, at, body)
            db.execute(update(dossiers).where(dossiers.c.code == code).values(status=after.value))
            self._write_act(transaction, code, act)
        return act

    def find(self, code: str) -> Dossier:
        """A dossier with all its acts; raises UnknownDossier."""
        with self._database.reading() as db:
            row = db.execute(select(dossiers).where(dossiers.c.code == code)).one_or_none()
            done = db.execute(select(acts).where(acts.c.dossier == code).order_by(acts.c.number)).all()
        if row is None:
            raise UnknownDossier(code)
        read = (Act(a.number, Status(a.status), a.at.astimezone(VIETNAM), a.body) for a in done)
        return Dossier(code, row.accepted, row.due.astimezone(VIETNAM), tuple(read))

    def _ask_guards(self, transaction: Transaction, wish: Wish) -> None:
        for guard in self.guards:
            guard(transaction, wish)

    def _write_act(self, transaction: Transaction, code: str, act: Act) -> None:
        row = {"dossier": code, "number": act.number, "status": act.status.value, "at": act.at, "body": act.body}
        transaction.db.execute(insert(acts).values(**row))
        for listener in self.listeners:
            listener(transaction, code, act)


def _next_code(db: Connection, agency: str, day: date, make_code: CodeMaker) -> str:
    """The agency's next code of the day, passing over one that came in as issued elsewhere."""
    where = (counters.c.agency == agency) & (counters.c.day == day.isoformat())
    last = db.scalar(select(counters.c.last).where(where).with_for_update())
    if last is None:
        db.execute(insert(counters).values(agency=agency, day=day.isoformat(), last=0))
    numbers = ((number, make_code(agency, day, number)) for number in count((last or 0) + 1))
    number, code = next((number, code) for number, code in numbers if not _stands(db, code))
    db.execute(update(counters).where(where).values(last=number))
    return code


def _stands(db: Connection, code: str) -> bool:
    return db.scalar(select(dossiers.c.code).where(dossiers.c.code == code)) is not None
