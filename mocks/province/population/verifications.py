"""What the register said of applicants: the outcome, when and by whom it was asked for, and nothing of the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, String, Table, insert, select

from mocks.province.population.person import Outcome
from mocks.province.records.clock import VIETNAM
from mocks.province.records.database import Database
from mocks.province.records.tables import METADATA, Instant

verifications = Table(
    "verifications",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("dossier", ForeignKey("dossiers.code"), nullable=False, index=True),
    Column("outcome", String, nullable=False),
    Column("trouble", String),
    Column("officer", String, nullable=False),
    Column("at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """One verification of a dossier's applicant. `trouble` says why it is still open; `officer` is the name."""

    outcome: Outcome
    officer: str
    at: datetime
    trouble: str | None = None


class Verifications:
    """The verifications in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, dossier: str, done: Verification) -> None:
        """Write one down at its dossier."""
        row = {"outcome": done.outcome.value, "trouble": done.trouble, "officer": done.officer, "at": done.at}
        with self._database.begin() as transaction:
            transaction.db.execute(insert(verifications).values(dossier=dossier, **row))

    def show(self, dossier: str) -> Sequence[Mapping[str, Any]]:
        """Those of one dossier, oldest first."""
        query = select(verifications).where(verifications.c.dossier == dossier).order_by(verifications.c.number)
        with self._database.reading() as db:
            rows = db.execute(query).all()
        return [
            {
                "outcome": row.outcome,
                "trouble": row.trouble,
                "officer": row.officer,
                "at": row.at.astimezone(VIETNAM).isoformat(timespec="milliseconds"),
            }
            for row in rows
        ]
