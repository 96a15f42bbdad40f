"""The tables of documents: those sent, those received, their business statuses, the numbers that were given."""

from typing import Final

from sqlalchemy import JSON, Column, Integer, LargeBinary, String, Table

from mocks.province.records.tables import METADATA, Instant

sent: Final = Table(
    "sent_documents",
    METADATA,
    Column("document", String, primary_key=True),
    Column("letter", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("refusal", String),
    Column("original", LargeBinary),
)

received: Final = Table(
    "received_documents",
    METADATA,
    Column("entry", String, primary_key=True),
    Column("document", String, nullable=False, index=True),
    Column("sender", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("about", String),
    Column("subject", String, nullable=False),
    Column("files", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("original", LargeBinary, nullable=False),
)

statuses: Final = Table(
    "document_statuses",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("document", String, nullable=False, index=True),
    Column("agency", String, nullable=False),
    Column("code", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("digest", String, unique=True),
    sqlite_autoincrement=True,
)

numbers: Final = Table(
    "document_numbers",
    METADATA,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
    info={"kept": True},  # a document's number is never given twice, whatever else is forgotten
)
