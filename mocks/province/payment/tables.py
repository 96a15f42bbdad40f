"""The tables of fees: bills, references under which the platform knows them, what was booked, receipts, accounts."""

from typing import Final

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Integer, LargeBinary, String, Table

from mocks.province.records.tables import METADATA, Instant

bills: Final = Table(
    "bills",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("dossier", ForeignKey("dossiers.code"), nullable=False, index=True),
    Column("agency", String, nullable=False),
    Column("way", String, nullable=False),
    Column("before", String, nullable=False),
    Column("fees", JSON, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("reference", String, nullable=False),
    Column("url", String),
    Column("asked", Integer, nullable=False),
    Column("ask_at", Instant, index=True),
    Column("transaction", String),
    sqlite_autoincrement=True,
)

references: Final = Table(
    "bill_references",
    METADATA,
    Column("reference", String, primary_key=True),
    Column("bill", ForeignKey("bills.number"), nullable=False),
)

bookings: Final = Table(
    "bookings",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("bill", ForeignKey("bills.number"), nullable=False, index=True),
    Column("amount", BigInteger, nullable=False),
    Column("transaction", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

receipts: Final = Table(
    "receipts",
    METADATA,
    Column("bill", ForeignKey("bills.number"), primary_key=True),
    Column("digest", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

accounts: Final = Table(
    "beneficiary_accounts",
    METADATA,
    Column("agency", String, primary_key=True),
    Column("account", String, nullable=False),
    Column("bank", String, nullable=False),
    Column("holder", String, nullable=False),
    info={"kept": True},  # how the office is set up, not what it has done
)
