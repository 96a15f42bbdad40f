"""The tables of the province, in words that SQLite and PostgreSQL both understand."""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import JSON, Boolean, Column, DateTime, ForeignKey, Index, Integer, MetaData, String, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """A moment: kept in UTC without offset, because SQLite keeps none; aware outside."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn an aware moment into what is kept."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn what is kept into an aware moment."""
        return None if value is None else value.replace(tzinfo=UTC)


METADATA: Final = MetaData()

dossiers: Final = Table(
    "dossiers",
    METADATA,
    Column("code", String(100), primary_key=True),
    Column("accepted", JSON, nullable=False),
    Column("due", Instant, nullable=False),
    Column("status", String(2), nullable=False),
)

acts: Final = Table(
    "acts",
    METADATA,
    Column("dossier", ForeignKey("dossiers.code"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("status", String(2), nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", JSON, nullable=False),
)

# An act waits here from the transaction that writes it until the portal has taken the dossier and then the step.
outbox: Final = Table(
    "outbox",
    METADATA,
    Column("dossier", ForeignKey("dossiers.code"), primary_key=True),
    Column("act", Integer, primary_key=True, autoincrement=False),
    Column("since", Instant, nullable=False),
    Column("pushed", Boolean, nullable=False),
    Index("outbox_since", "since"),
)

counters: Final = Table(
    "counters",
    METADATA,
    Column("agency", String(40), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("last", Integer, nullable=False),
)
