"""The dossiers of the province. An act, and every errand that follows from it, are written in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from mocks.province.records.bodies import AcceptBody, ActBody, Officer
from mocks.province.records.clock import VIETNAM
from mocks.province.records.database import Database, Transaction
from mocks.province.records.dossier import ACCEPT, REGISTER, Act, Dossier, Status
from mocks.province.records.life import HONEST, Life
from mocks.province.records.tables import acts, counters, dossiers
from mocks.province.records.working_time import TimeLimit

CodeMaker = Callable[[str, date, int], str]
"""Makes a dossier code of (agency, day, number of the dossier on that day)."""

Listener = Callable[[Transaction, str, Act], None]
"""Hears of every act (the code of its dossier, the act) before it is on disk, and may write what follows with it."""
_ACCEPTED: Final = select(dossiers.c.accepted).where(dossiers.c.code == bindparam("of"))
_HELD: Final = _ACCEPTED.with_for_update()
_ACTS: Final = select(acts).where(acts.c.dossier == bindparam("of")).order_by(acts.c.number)
_STANDS: Final = select(dossiers.c.code).where(dossiers.c.code == bindparam("of"))
_BEGIN, _WRITE_ACT = insert(dossiers), insert(acts)
_MOVE: Final = (
    update(dossiers).where(dossiers.c.code == bindparam("of")).values(status=bindparam("status"), due=bindparam("due"))
)
_OF_DAY: Final = (counters.c.agency == bindparam("at")) & (counters.c.day == bindparam("on"))
_LAST: Final = select(counters.c.last).where(_OF_DAY).with_for_update()
_COUNT_ON: Final = update(counters).where(_OF_DAY).values(last=bindparam("last"))


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

Bearers = Callable[[Connection, str], list[str]]
"""The codes of the dossiers that had another code before they came here."""


class NotEntitled(Exception):
    """Whoever acts has not the right to. Says why, and names nobody."""


class UnknownDossier(Exception):
    """No dossier has this code."""


class Duplicate(Exception):
    """A dossier with this code was accepted before."""


class SeveralDossiers(Exception):
    """Several dossiers had this code before they came here."""


class Dossiers:
    """The dossiers in one database. `guards` are asked before every act, `listeners` hear of it.

    `bearers` knows dossiers by the codes that they had before.
    """

    def __init__(self, database: Database, life: Life = HONEST) -> None:
        self._database = database
        self._life = life
        self.guards: list[Guard] = []
        self.listeners: list[Listener] = []
        self.bearers: Bearers = _nobody

    def count_by(self, limit: Callable[[str], TimeLimit]) -> None:
        """From now on take the time limits of procedures from there."""
        self._life = replace(self._life, limit=limit)

    def accept(
        self, body: AcceptBody, *, at: datetime, agency: str, make_code: CodeMaker, code: str | None = None
    ) -> Dossier:
        """Write down an accepted dossier.

        Its code is `code` where it was issued elsewhere (raises Duplicate), else the agency's next one of the day.
        Raises NotEntitled.
        """
        return self._begin(ACCEPT, body, at=at, code_in=lambda db: code or _next_code(db, agency, at.date(), make_code))

    def register(self, body: AcceptBody, *, code: str, at: datetime) -> Dossier:
        """Write down a dossier that was filed online, for a clerk to take in or refuse; raises Duplicate."""
        return self._begin(REGISTER, body, at=at, code_in=lambda _db: code)

    def take_over(
        self,
        transaction: Transaction,
        body: AcceptBody,
        done: Sequence[Act],
        *,
        agency: str,
        at: datetime,
        make_code: CodeMaker,
    ) -> str:
        """Write down a dossier whose life began in another system, with the acts so far: they are news to nobody.

        Gives its code, the agency's next one of this day.
        """
        db, last = transaction.db, done[-1]
        code = _next_code(db, agency, at.date(), make_code)
        db.execute(_BEGIN, {"code": code, "accepted": body, "due": last.due, "status": last.status.value})
        db.execute(_WRITE_ACT, [_row(code, act) for act in done])
        return code

    def act(self, code: str, name: str, body: ActBody, *, at: datetime) -> Act:
        """Write down an act (`name` is a key of dossier.AFTER).

        Raises UnknownDossier, NotEntitled, and NotAllowed where the dossier's state does not allow it.
        """
        with self._database.begin() as transaction:
            db = transaction.db
            dossier = _read(db, code, held=True)
            self.admit(transaction, Wish(code, name, dossier.accepted, body["officer"], at))
            act = self._life.follow(dossier, name, body, at=at)
            db.execute(_MOVE, {"of": code, "status": act.status.value, "due": act.due})
            self._write_act(transaction, code, act)
        return act

    def find(self, code: str) -> Dossier:
        """A dossier with all its acts; raises UnknownDossier."""
        with self._database.reading() as db:
            return _read(db, code)

    def code_of(self, code: str) -> str:
        """The code of the dossier that bears this one, or bore it before; an unknown one as it is.

        Raises SeveralDossiers.
        """
        with self._database.reading() as db:
            if _stands(db, code):
                return code
            found = self.bearers(db, code)
        if len(found) > 1:
            raise SeveralDossiers(code)
        return found[0] if found else code

    def registered(self) -> list[Dossier]:
        """Those filed online that nobody has taken in or refused yet, in the order of their codes."""
        query = select(acts, dossiers.c.accepted).join(dossiers).where(dossiers.c.status == Status.REGISTERED.value)
        with self._database.reading() as db:
            rows = db.execute(query.order_by(acts.c.dossier)).all()
        return [
            Dossier(row.dossier, row.accepted, (_read_act(row),)) for row in rows
        ]  # a second act leads out of this state

    def _begin(self, name: str, body: AcceptBody, *, at: datetime, code_in: Callable[[Connection], str]) -> Dossier:
        first = self._life.begin(name, body, {"officer": body["officer"]}, at=at)
        code = ""
        try:
            with self._database.begin() as transaction:
                code = code_in(transaction.db)
                self.admit(transaction, Wish(code, name, body, body["officer"], at))
                row = {"code": code, "accepted": body, "due": first.due, "status": first.status.value}
                transaction.db.execute(_BEGIN, row)
                self._write_act(transaction, code, first)
        except IntegrityError as clash:
            raise Duplicate(code) from clash
        return Dossier(code, body, (first,))

    def admit(self, transaction: Transaction, wish: Wish) -> None:
        """Ask the guards, for an act of another part too; raises what they raise."""
        for guard in self.guards:
            guard(transaction, wish)

    def _write_act(self, transaction: Transaction, code: str, act: Act) -> None:
        transaction.db.execute(_WRITE_ACT, _row(code, act))
        for listener in self.listeners:
            listener(transaction, code, act)


def _read(db: Connection, code: str, *, held: bool = False) -> Dossier:
    """A dossier; `held`: nobody else changes it until the transaction ends. Raises UnknownDossier."""
    row = db.execute(_HELD if held else _ACCEPTED, {"of": code}).one_or_none()
    if row is None:
        raise UnknownDossier(code)
    done = db.execute(_ACTS, {"of": code})
    return Dossier(code, row.accepted, tuple(_read_act(row) for row in done))


def _row(code: str, act: Act) -> dict[str, Any]:
    row = {"dossier": code, "number": act.number, "name": act.name, "status": act.status.value}
    return {**row, "at": act.at, "due": act.due, "body": act.body}


def _nobody(_db: Connection, _code: str) -> list[str]:
    """Where nothing was inherited, nobody had another code."""
    return []


def _read_act(row: Any) -> Act:
    at, due = row.at.astimezone(VIETNAM), row.due.astimezone(VIETNAM)
    return Act(row.number, row.name, Status(row.status), at, due, row.body)


def _next_code(db: Connection, agency: str, day: date, make_code: CodeMaker) -> str:
    """The agency's next code of the day, passing over one that came in as issued elsewhere."""
    of_day = {"at": agency, "on": day.isoformat()}
    last = db.scalar(_LAST, of_day)
    if last is None:
        db.execute(insert(counters).values(agency=agency, day=day.isoformat(), last=0))
    numbers = ((number, make_code(agency, day, number)) for number in count((last or 0) + 1))
    number, code = next((number, code) for number, code in numbers if not _stands(db, code))
    db.execute(_COUNT_ON, {**of_day, "last": number})
    return code


def _stands(db: Connection, code: str) -> bool:
    return db.scalar(_STANDS, {"of": code}) is not None
