"""The tables of land and tax: dossiers that were handed over, and tax notices with what became of them."""

from typing import Final

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Integer, LargeBinary, String, Table, UniqueConstraint

from mocks.province.records.tables import METADATA, Instant

land_dossiers: Final = Table(
    "land_dossiers",
    METADATA,
    Column("dossier", ForeignKey("dossiers.code"), primary_key=True),
    Column("receipt", String, nullable=False, unique=True),
    Column("told", JSON, nullable=False),
    Column("stage", String, nullable=False),
    Column("state", String),
)

tax_notices: Final = Table(
    "tax_notices",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("dossier", ForeignKey("dossiers.code"), nullable=False),
    Column("source", String, nullable=False),
    Column("number", String, nullable=False),
    Column("amount", BigInteger),
    Column("decided", String),
    Column("address", String),
    Column("paper", LargeBinary),
    Column("settled", Instant),
    Column("document", String),
    UniqueConstraint("dossier", "number"),
    sqlite_autoincrement=True,
)
