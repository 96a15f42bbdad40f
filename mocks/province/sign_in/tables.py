"""What is kept of sign-ins and web sessions. Cookies and states are kept as digests only."""

from typing import Final

from sqlalchemy import Boolean, Column, String, Table, Text

from mocks.province.records.tables import METADATA, Instant

sign_ins: Final = Table(
    "sign_ins",
    METADATA,
    Column("state", String, primary_key=True),
    Column("browser", String, nullable=False, index=True),
    Column("provider", String, nullable=False),
    Column("nonce", String, nullable=False),
    Column("verifier", String),
    Column("officer", Boolean, nullable=False),
    Column("since", Instant, nullable=False),
)
"""Sign-ins under way."""

web_sessions: Final = Table(
    "web_sessions",
    METADATA,
    Column("browser", String, primary_key=True),
    Column("provider", String, nullable=False),
    Column("identity", String),
    Column("masked", String),
    Column("subject", String, nullable=False),
    Column("account", String),
    Column("id_token", Text, nullable=False),
    Column("refresh_token", Text),
    Column("opened", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
)
"""People who are signed in; tokens are kept to sign out with, and go with the row."""

owners: Final = Table(
    "dossier_owners",
    METADATA,
    Column("dossier", String, primary_key=True),
    Column("identity", String, index=True),
    Column("subject", String, index=True),
)
"""Whose dossier each is: a keyed digest of the identity number, the account at the national portal."""
