"""The tables of orders to other systems, and of the states that they came to."""

from typing import Final

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table

from mocks.province.records.tables import METADATA, Instant

orders: Final = Table(
    "orders",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("dossier", ForeignKey("dossiers.code"), nullable=False, index=True),
    Column("system", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("wish", JSON, nullable=False),
    Column("outside", String, index=True),
    Column("state", String),
    Column("outcome", String, nullable=False),
    Column("withdrawal", String),
    Column("asked", Integer, nullable=False),
    Column("ask_at", Instant, index=True),
    sqlite_autoincrement=True,
)

steps: Final = Table(
    "order_steps",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("order", ForeignKey("orders.number"), nullable=False, index=True),
    Column("state", String, nullable=False),
    Column("at", String, nullable=False),
    sqlite_autoincrement=True,
)
