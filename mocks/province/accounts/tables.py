"""What is kept of accounts."""

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from mocks.province.records.tables import METADATA, Instant

accounts: Final = Table(
    "accounts",
    METADATA,
    Column("name", String, primary_key=True),
    Column("person", String, nullable=False),
    Column("identity", String, nullable=False, index=True),
    Column("masked", String, nullable=False),
    Column("sealed", String),
    Column("agency", String, nullable=False),
    Column("state", String, nullable=False),
    Column("email", String),
    Column("password_changed", Instant),
)

grants: Final = Table(
    "account_grants",
    METADATA,
    Column("account", ForeignKey("accounts.name"), primary_key=True),
    Column("role", String, primary_key=True),
    Column("agency", String, primary_key=True),
    Column("procedure", String, primary_key=True),
)

deeds: Final = Table(
    "account_deeds",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("account", String, nullable=False),
    Column("dossier", String, nullable=False),
    Column("act", String, nullable=False),
    Column("at", Instant, nullable=False),
    Index("account_deeds_by_account", "account"),
    Index("account_deeds_by_dossier", "dossier"),
)
"""Which account did what: one row for each act that named an account."""

notices: Final = Table(
    "account_notices",
    METADATA,
    Column("account", ForeignKey("accounts.name"), primary_key=True),
    Column("expires", Instant, primary_key=True),
    Column("at", Instant, nullable=False),
)
"""Who was told that which password ends; once for each end."""
