"""The province's own catalogue: each procedure in every version it has had here, and which system serves it where."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, Column, Connection, Integer, String, Table, bindparam, delete, func, insert, select

from mocks.province.procedures.procedure import Procedure
from mocks.province.records.database import Database
from mocks.province.records.tables import METADATA, Instant
from mocks.province.records.working_time import TimeLimit

versions: Final = Table(
    "procedure_versions",
    METADATA,
    Column("code", String, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("told", JSON, nullable=False),
    Column("since", Instant, nullable=False),
    info={"kept": True},  # the catalogue is the nation's, and is not forgotten with the dossiers
)
systems: Final = Table(
    "procedure_systems",
    METADATA,
    Column("agency", String, primary_key=True),
    Column("procedure", String, primary_key=True),
    Column("system", String, nullable=False),
    Column("reason", String, nullable=False),
    info={"kept": True},
)
_LAST: Final = (
    select(versions.c.code, func.max(versions.c.version).label("version")).group_by(versions.c.code).subquery()
)
_NEWEST: Final = (
    select(versions)
    .join(_LAST, (versions.c.code == _LAST.c.code) & (versions.c.version == _LAST.c.version))
    .order_by(versions.c.code)
)
_NEWEST_OF: Final = (
    select(versions).where(versions.c.code == bindparam("of")).order_by(versions.c.version.desc()).limit(1)
)
_SYSTEM: Final = select(systems.c.system).where(
    (systems.c.procedure == bindparam("of")) & (systems.c.agency == bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Edition:
    """A procedure in one version, counted from 1, and since when this province has it so."""

    version: int
    procedure: Procedure
    since: datetime


@dataclass(frozen=True, slots=True)
class Served:
    """Which system serves a procedure at an agency, and why, as the coordination site has it."""

    agency: str
    system: str
    reason: str


class UnknownProcedure(Exception):
    """This province's catalogue does not have it."""


class Book:
    """The catalogue in one database; `published` is the time limit of what stands nowhere in it."""

    def __init__(self, database: Database, published: Callable[[str], TimeLimit]) -> None:
        self._database = database
        self._published = published

    def take_over(self, told: Sequence[Procedure], *, at: datetime) -> None:
        """Keep what the national catalogue says now: what has changed is a new version, what is gone is abolished."""
        with self._database.begin() as transaction:
            known = {edition.procedure.code: edition for edition in editions(transaction.db.execute(_NEWEST))}
            now = {procedure.code: procedure for procedure in told}
            gone = [replace(row.procedure, in_force=False) for code, row in known.items() if code not in now]
            for procedure in [*now.values(), *gone]:
                before = known.get(procedure.code)
                if before is None or before.procedure != procedure:
                    row = {"code": procedure.code, "version": before.version + 1 if before else 1, "since": at}
                    transaction.db.execute(insert(versions).values(**row, told=asdict(procedure)))

    def take_systems(self, agency: str, served: Mapping[str, tuple[str, str]]) -> None:
        """Keep which system serves each procedure at an agency: by procedure (system, reason)."""
        with self._database.begin() as transaction:
            transaction.db.execute(delete(systems).where(systems.c.agency == agency))
            rows = [
                {"agency": agency, "procedure": procedure, "system": system, "reason": reason}
                for procedure, (system, reason) in sorted(served.items())
            ]
            if rows:
                transaction.db.execute(insert(systems), rows)

    def all(self) -> Sequence[Edition]:
        """Every procedure in its newest version, by code."""
        with self._database.reading() as db:
            return editions(db.execute(_NEWEST))

    def find(self, code: str) -> Edition:
        """A procedure in its newest version; raises UnknownProcedure."""
        with self._database.reading() as db:
            found = self.find_in(db, code)
        if found is None:
            raise UnknownProcedure(code)
        return found

    def find_in(self, db: Connection, code: str) -> Edition | None:
        """The same in somebody's transaction; None where there is none."""
        return next(iter(editions(db.execute(_NEWEST_OF, {"of": code}))), None)

    def served(self, code: str) -> Sequence[Served]:
        """Which system serves a procedure, agency by agency."""
        query = select(systems).where(systems.c.procedure == code).order_by(systems.c.agency)
        with self._database.reading() as db:
            return [Served(row.agency, row.system, row.reason) for row in db.execute(query)]

    def served_in(self, db: Connection, code: str, agency: str) -> str | None:
        """The system that serves a procedure at an agency; None where the site does not say."""
        return db.scalar(_SYSTEM, {"of": code, "at": agency})

    def limit(self, code: str) -> TimeLimit:
        """How long the procedure may take for what begins now."""
        with self._database.reading() as db:
            edition = self.edition_of_limit(db, code)
        days = edition.procedure.days if edition else None
        return self._published(code) if days is None else TimeLimit(days=days)

    def edition_of_limit(self, db: Connection, code: str) -> Edition | None:
        """The version whose time limit counts: the newest."""
        return self.find_in(db, code)


def editions(rows: Iterable[Any]) -> Sequence[Edition]:
    """Rows of `versions` as values."""
    return [Edition(row.version, _read(row.told), row.since) for row in rows]


def _read(told: Mapping[str, Any]) -> Procedure:
    return Procedure(**{**told, "papers": tuple(told["papers"])})
