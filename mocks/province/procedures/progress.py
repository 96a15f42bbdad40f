"""Dossiers on their way through the workflow: what may begin here, which step comes next, who did which."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import JSON, Column, Connection, ForeignKey, Integer, String, Table, bindparam, insert, select, update

from mocks.province.accounts.account import Role
from mocks.province.accounts.admission import agency_of
from mocks.province.accounts.rights import ROLE_OF
from mocks.province.procedures.book import Book
from mocks.province.procedures.procedure import Procedure, Step, read_steps
from mocks.province.procedures.workflows import Workflows
from mocks.province.records.database import Database, Transaction
from mocks.province.records.dossier import Act
from mocks.province.records.dossiers import NotEntitled, UnknownDossier, Wish
from mocks.province.records.tables import METADATA, dossiers

BEGINNINGS: Final = frozenset({"accept", "take-in"})
ADVANCING: Final[Mapping[str, Role]] = MappingProxyType(
    {name: ROLE_OF[name] for name in (*sorted(BEGINNINGS), "process", "finish", "return")}
)
"""The acts that do a step of a workflow, and the role of that step; all others leave a dossier where it is."""
HERE: Final = "province"
"""What the coordination site calls the system of the agency's own province."""

ways: Final = Table(
    "dossier_ways",
    METADATA,
    Column("dossier", ForeignKey("dossiers.code"), primary_key=True),
    Column("procedure", String, nullable=False),
    Column("version", Integer),
    Column("days", Integer),
    Column("steps", JSON, nullable=False),
    Column("done", JSON, nullable=False),
)
"""By which version of its procedure, and by which steps, a dossier that began here goes; `done`: who did which."""

_ACCEPTED: Final = select(dossiers.c.accepted).where(dossiers.c.code == bindparam("of"))
_WAY: Final = select(ways).where(ways.c.dossier == bindparam("of"))


@dataclass(frozen=True, slots=True)
class Way:
    """One dossier's way: `version` and `days` of its procedure when it began, None of one that was not known then.

    `done` has for each step that was done {"act", "account", "at"}.
    """

    dossier: str
    procedure: str
    version: int | None
    days: int | None
    steps: tuple[Step, ...]
    done: tuple[Mapping[str, str], ...]

    @property
    def next(self) -> Step | None:
        """The step that comes now; None where all are done."""
        return self.steps[len(self.done)] if len(self.done) < len(self.steps) else None


class Offer:
    """What an agency may take in: what is in force, and what no ministry's system has there."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def refusal(self, db: Connection, procedure: str, agency: str) -> str | None:
        """Why a dossier of the procedure may not begin at the agency; None where it may."""
        edition = self._book.find_in(db, procedure)
        if edition is not None and not self.is_open(edition.procedure):
            return "the procedure is abolished"
        system = self._book.served_in(db, procedure, agency)
        return None if self.is_here(system) else f"the procedure is served by the system {system!r}"

    def is_open(self, procedure: Procedure) -> bool:
        """Whether dossiers of it may begin."""
        return procedure.in_force

    def is_here(self, system: str | None) -> bool:
        """Whether that is this province's system; what the site does not say stays here."""
        return system in (None, HERE)


class Progress:
    """A guard and a listener of the dossiers: nothing begins that may not, and steps are done one after another."""

    def __init__(self, book: Book, workflows: Workflows, offer: Offer, *, home: str) -> None:
        self._book = book
        self._workflows = workflows
        self._offer = offer
        self._home = home

    def admit(self, transaction: Transaction, wish: Wish) -> None:
        """Admit an act; raises NotEntitled. What a citizen has filed is taken in, whatever has changed since."""
        procedure, agency = wish.accepted["procedure"], agency_of(wish.accepted, self._home)
        if wish.act == "accept" and (refusal := self._offer.refusal(transaction.db, procedure, agency)) is not None:
            raise NotEntitled(refusal)
        way = self._way(transaction.db, wish, agency) if wish.act in ADVANCING else None
        if way is None or not way.steps:
            return
        if not self.is_next(way.next, wish.act):
            raise NotEntitled(f"the next step is {way.next.name if way.next else 'none'!r}")
        if not self.is_signed(wish):
            raise NotEntitled("a step is done by an officer's account")

    def hear(self, transaction: Transaction, code: str, act: Act) -> None:
        """Note how a dossier begins, and each step that is done."""
        if act.name not in ADVANCING:
            return
        db = transaction.db
        way = self._begin(db, code) if act.name in BEGINNINGS else find_way(db, code)
        if way is not None and way.next is not None:
            done = {"act": act.name, "account": act.body["officer"].get("account") or "", "at": act.at.isoformat()}
            db.execute(update(ways).where(ways.c.dossier == code).values(done=[*way.done, done]))

    def is_next(self, step: Step | None, act: str) -> bool:
        """Whether an act does the step that comes next."""
        return step is not None and step.role is ADVANCING[act]

    def is_signed(self, wish: Wish) -> bool:
        """Whether an account does it; that it holds the role is asked where accounts are kept."""
        return bool(wish.officer.get("account"))

    def _way(self, db: Connection, wish: Wish, agency: str) -> Way | None:
        """The way that an act goes on with, or begins."""
        if wish.act not in BEGINNINGS:
            return find_way(db, wish.code)
        return self._first(db, wish.code, wish.accepted["procedure"], agency=agency)

    def _first(self, db: Connection, code: str, procedure: str, *, agency: str) -> Way:
        edition = self._book.find_in(db, procedure)
        version, days = (edition.version, edition.procedure.days) if edition else (None, None)
        return Way(code, procedure, version, days, self._workflows.steps_in(db, procedure, agency), ())

    def _begin(self, db: Connection, code: str) -> Way:
        accepted = db.execute(_ACCEPTED, {"of": code}).scalar_one()
        way = self._first(db, code, accepted["procedure"], agency=agency_of(accepted, self._home))
        db.execute(insert(ways), asdict(way))
        return way


def find_way(db: Connection, code: str) -> Way | None:
    """The way of a dossier; None of one that did not begin here, or has only been registered."""
    row = db.execute(_WAY, {"of": code}).one_or_none()
    return None if row is None else _read(row)


def show_way(database: Database, code: str) -> Way:
    """The same, to look at; raises UnknownDossier where there is none."""
    with database.reading() as db:
        way = find_way(db, code)
    if way is None:
        raise UnknownDossier(code)
    return way


def _read(row: Any) -> Way:
    return Way(row.dossier, row.procedure, row.version, row.days, read_steps(row.steps), tuple(row.done))
