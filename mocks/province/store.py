"""What the province remembers. An act and the errand to report it are written in one transaction, or not at all.

The calls block: each takes a millisecond or two on one local file, and one at a time is what SQLite does anyway.
"""

import errno
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, delete, event, func, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from mocks.province.bodies import AcceptBody, ActBody
from mocks.province.clock import VIETNAM
from mocks.province.dossier import Act, Dossier, Status, next_status
from mocks.province.tables import METADATA, acts, counters, dossiers, outbox

CodeMaker = Callable[[str, date, int], str]
"""Makes a dossier code of (agency, day, number of the dossier on that day)."""


class UnknownDossier(Exception):
    """No dossier has this code."""


class Duplicate(Exception):
    """A dossier with this code was accepted before."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An act on its way to the portal; `pushed` once the portal has the dossier, so that only the step is left."""

    dossier: str
    act: int
    pushed: bool


class Store:
    """The database of one province; `url` is SQLAlchemy's. Raises OSError where it cannot be opened."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, hide_parameters=True)  # an error must not tell what a dossier says
        if self._engine.dialect.name == "sqlite":
            _make_durable(self._engine)
        try:
            METADATA.create_all(self._engine)
        except DBAPIError as refusal:
            raise OSError(errno.EIO, f"the database does not open ({refusal.orig})", url) from refusal

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
        """Write down an accepted dossier and queue its report.

        Its code is `code` where it was issued elsewhere (raises Duplicate), else the agency's next one of the day.
        """
        first = Act(1, Status.ACCEPTED, at, {"officer": body["officer"]})
        try:
            with self._engine.begin() as db:
                code = code or _next_code(db, agency, at.date(), make_code)
                db.execute(insert(dossiers).values(code=code, accepted=body, due=due, status=first.status.value))
                _write_act(db, code, first)
        except IntegrityError as clash:
            raise Duplicate(code) from clash
        return Dossier(code, body, due, (first,))

    def act(self, code: str, name: str, body: ActBody, *, at: datetime) -> Act:
        """Write down an act (`name` is a key of dossier.AFTER) and queue its report.

        Raises UnknownDossier, and NotAllowed where the dossier's state does not allow it.
        """
        with self._engine.begin() as db:
            status = db.scalar(select(dossiers.c.status).where(dossiers.c.code == code).with_for_update())
            if status is None:
                raise UnknownDossier(code)
            after = next_status(Status(status), name)
            number = db.execute(select(func.max(acts.c.number)).where(acts.c.dossier == code)).scalar_one()
            act = Act(number + 1, after, at, body)
            db.execute(update(dossiers).where(dossiers.c.code == code).values(status=after.value))
            _write_act(db, code, act)
        return act

    def dossier(self, code: str) -> Dossier:
        """Return a dossier with all its acts; raises UnknownDossier."""
        with self._engine.connect() as db:
            row = db.execute(select(dossiers).where(dossiers.c.code == code)).one_or_none()
            done = db.execute(select(acts).where(acts.c.dossier == code).order_by(acts.c.number)).all()
        if row is None:
            raise UnknownDossier(code)
        read = (Act(a.number, Status(a.status), a.at.astimezone(VIETNAM), a.body) for a in done)
        return Dossier(code, row.accepted, row.due.astimezone(VIETNAM), tuple(read))

    def waiting(self) -> list[str]:
        """Return the dossiers that have acts in the outbox, the longest waiting first."""
        query = select(outbox.c.dossier).group_by(outbox.c.dossier).order_by(func.min(outbox.c.since))
        with self._engine.connect() as db:
            return list(db.scalars(query))

    def next_entry(self, code: str, *, newest_first: bool = False) -> Entry | None:
        """Return the dossier's act that is to be reported next: its oldest; None when all are reported."""
        order = outbox.c.act.desc() if newest_first else outbox.c.act
        with self._engine.connect() as db:
            row = db.execute(select(outbox).where(outbox.c.dossier == code).order_by(order).limit(1)).one_or_none()
        return None if row is None else Entry(row.dossier, row.act, row.pushed)

    def mark_pushed(self, entry: Entry) -> None:
        """Note that the portal has taken the dossier."""
        self._change(update(outbox).where(_is(entry)).values(pushed=True))

    def finish(self, entry: Entry) -> None:
        """Note that the portal has taken the step too: the act has arrived."""
        self._change(delete(outbox).where(_is(entry)))

    def drop(self, code: str) -> None:
        """Forget what waits of this dossier, although the portal has not taken it: no honest province does this."""
        self._change(delete(outbox).where(outbox.c.dossier == code))

    def pending(self) -> tuple[int, datetime | None]:
        """Return how many acts wait, and since when the oldest does."""
        with self._engine.connect() as db:
            waiting, oldest = db.execute(select(func.count(), func.min(outbox.c.since))).one()
        return waiting, None if oldest is None else oldest.astimezone(VIETNAM)

    def clear(self) -> None:
        """Forget all dossiers and acts, but not which codes were issued."""
        with self._engine.begin() as db:
            for table in (outbox, acts, dossiers):
                db.execute(delete(table))

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _change(self, statement: Any) -> None:
        with self._engine.begin() as db:
            db.execute(statement)


def _next_code(db: Connection, agency: str, day: date, make_code: CodeMaker) -> str:
    """Return the agency's next code of the day, passing over one that came in as issued elsewhere."""
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


def _write_act(db: Connection, code: str, act: Act) -> None:
    db.execute(insert(acts).values(dossier=code, number=act.number, status=act.status.value, at=act.at, body=act.body))
    db.execute(insert(outbox).values(dossier=code, act=act.number, since=act.at, pushed=False))


def _is(entry: Entry) -> Any:
    return (outbox.c.dossier == entry.dossier) & (outbox.c.act == entry.act)


def _make_durable(engine: Engine) -> None:
    """Let SQLite read while it writes, and let a commit survive a power cut."""

    def set_up(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", set_up)
