"""The tables of the province, in words that SQLite and PostgreSQL understand the same way.

Whoever needs a table of their own puts it into METADATA and writes its revision (`records/migrations`). One whose
`info` says `kept` outlives a reset.
"""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import JSON, Column, DateTime, ForeignKey, Integer, MetaData, String, Table
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


METADATA: Final = MetaData(
    naming_convention={  # a revision can only change what has the same name everywhere
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

dossiers: Final = Table(
    "dossiers",
    METADATA,
    Column("code", String, primary_key=True),
    Column("accepted", JSON, nullable=False),
    Column("due", Instant, nullable=False),
    Column("status", String, nullable=False),
)

acts: Final = Table(
    "acts",
    METADATA,
    Column("dossier", ForeignKey("dossiers.code"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String, nullable=False),
    Column("status", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("body", JSON, nullable=False),
)

counters: Final = Table(
    "counters",
    METADATA,
    Column("agency", String, primary_key=True),
    Column("day", String, primary_key=True),
    Column("last", Integer, nullable=False),
    info={"kept": True},  # a code is never issued twice, whatever else is forgotten
)
