"""What is kept of imports: how far each has come, its account, the rows it refused, the codes dossiers had before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    func,
    insert,
    select,
    update,
)

from mocks.province.inheritance.form import Format
from mocks.province.records.database import Database, Transaction
from mocks.province.records.tables import METADATA, Instant

OUTCOMES: Final = ("taken", "merged", "known", "refused")
"""What may become of a row: a dossier, one that another source has brought, one of an earlier import, nothing."""

imports: Final = Table(
    "imports",
    METADATA,
    Column("key", String, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("source", String, nullable=False),
    Column("format", String, nullable=False),
    Column("file", String, nullable=False),
    Column("mapping", JSON, nullable=False),
    Column("control", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    Column("place", BigInteger, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("figures", JSON, nullable=False),
    Column("trouble", String),
    Column("ended", Instant),
)
refusals: Final = Table(
    "import_refusals",
    METADATA,
    Column("import_key", ForeignKey("imports.key"), primary_key=True),
    Column("line", BigInteger, primary_key=True, autoincrement=False),
    Column("reason", String, nullable=False),
    Column("column", String, nullable=False),
    Column("raw", String, nullable=False),
)
former_codes: Final = Table(
    "former_codes",
    METADATA,
    Column("source", String, primary_key=True),
    Column("code", String, primary_key=True),
    Column("dossier", ForeignKey("dossiers.code"), primary_key=True),
    Column("digest", String, nullable=False),
    Index(None, "code"),
    Index(None, "dossier"),
)
inherited: Final = Table(
    "inherited_dossiers",
    METADATA,
    Column("dossier", ForeignKey("dossiers.code"), primary_key=True),
    Column("agency", String, nullable=False),
    Column("commune", String, nullable=False),
    Column("district", String),
)


@dataclass(frozen=True, slots=True)
class Import:
    """One file that was handed over. `rows` of it are read, up to `place` in bytes; `figures` count their outcomes.

    `control` are the figures of the source itself: {"rows", "open", "closed"}. `ended` is None while it goes on;
    `trouble` says why it could not be read.
    """

    key: str
    source: str
    format: Format
    file: str
    mapping: Mapping[str, Mapping[str, str]]
    control: Mapping[str, int]
    place: int
    rows: int
    figures: Mapping[str, int]
    trouble: str | None
    ended: datetime | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not taken: where it stands, why, and its text for whoever mends it."""

    line: int
    reason: str
    column: str
    raw: str


class Forgotten(Exception):
    """The records were reset while an import went on."""


class Ledger:
    """The imports of one province."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, told: Mapping[str, Any], *, file: str, mapping: Mapping[str, Any], at: datetime) -> str:
        """Write down that a file was handed over; gives the key of the import."""
        with self._database.begin() as transaction:
            number = (transaction.db.scalar(select(func.max(imports.c.number))) or 0) + 1
            key = f"{told['source']}-{number}"
            row = {"key": key, "number": number, "source": told["source"], "format": told["format"], "file": file}
            start = {"place": 0, "rows": 0, "figures": dict.fromkeys((*OUTCOMES, "open", "closed"), 0)}
            control = dict(told["control"])
            transaction.db.execute(insert(imports).values(**row, **start, mapping=mapping, control=control, at=at))
        return key

    def find(self, key: str) -> Import | None:
        """An import by its key."""
        with self._database.reading() as db:
            row = db.execute(select(imports).where(imports.c.key == key)).one_or_none()
        return None if row is None else _read(row)

    def unfinished(self) -> Sequence[Import]:
        """Those that have not come to their end, in the order in which they were handed over."""
        with self._database.reading() as db:
            rows = db.execute(select(imports).where(imports.c.ended.is_(None)).order_by(imports.c.number)).all()
        return [_read(row) for row in rows]

    def advance(self, transaction: Transaction, one: Import) -> None:
        """Write down how far an import has come; raises Forgotten."""
        values = {"place": one.place, "rows": one.rows, "figures": dict(one.figures)}
        ending = {"trouble": one.trouble, "ended": one.ended}
        changed = transaction.db.execute(update(imports).where(imports.c.key == one.key).values(**values, **ending))
        if changed.rowcount == 0:
            raise Forgotten(one.key)

    def refuse(self, transaction: Transaction, key: str, refusal: Refusal) -> None:
        """Keep a row that was not taken, beside the others."""
        row = {"line": refusal.line, "reason": refusal.reason, "column": refusal.column, "raw": refusal.raw}
        transaction.db.execute(insert(refusals).values(import_key=key, **row))

    def refused(self, key: str, *, most: int) -> Sequence[Refusal]:
        """The first rows of an import that were not taken."""
        query = select(refusals).where(refusals.c.import_key == key).order_by(refusals.c.line).limit(most)
        with self._database.reading() as db:
            return [Refusal(row.line, row.reason, row.column, row.raw) for row in db.execute(query)]


def bearers(db: Connection, code: str) -> list[str]:
    """The dossiers that had this code in an earlier system: none, one, or several of different provinces."""
    query = select(former_codes.c.dossier).where(former_codes.c.code == code).distinct()
    return list(db.scalars(query.order_by(former_codes.c.dossier)))


def _read(row: Any) -> Import:
    return Import(
        key=row.key,
        source=row.source,
        format=row.format,
        file=row.file,
        mapping=row.mapping,
        control=row.control,
        place=row.place,
        rows=row.rows,
        figures=row.figures,
        trouble=row.trouble,
        ended=row.ended,
    )
