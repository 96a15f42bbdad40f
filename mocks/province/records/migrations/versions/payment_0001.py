"""Bills, the references the platform knows them by, what was booked, receipts, and the accounts of agencies."""

import sqlalchemy as sa
from alembic import op

revision = "payment_0001"
down_revision = None
branch_labels = ("payment",)
depends_on = "records_0001"


def upgrade() -> None:
    """Bring the tables from the revision before to this one."""
    _change_beneficiary_accounts()
    _change_bills()
    _change_bill_references()
    _change_bookings()
    _change_receipts()


def _change_beneficiary_accounts() -> None:
    op.create_table(
        "beneficiary_accounts",
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("agency", name=op.f("pk_beneficiary_accounts")),
        info={"kept": True},
    )


def _change_bills() -> None:
    op.create_table(
        "bills",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("fees", sa.JSON(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("ask_at", sa.DateTime(), nullable=True),
        sa.Column("transaction", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["dossier"], ["dossiers.code"], name=op.f("fk_bills_dossier")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_bills")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bills", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bills_ask_at"), ["ask_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_bills_dossier"), ["dossier"], unique=False)


def _change_bill_references() -> None:
    op.create_table(
        "bill_references",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("bill", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bill"], ["bills.number"], name=op.f("fk_bill_references_bill")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_bill_references")),
    )


def _change_bookings() -> None:
    op.create_table(
        "bookings",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bill", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["bill"], ["bills.number"], name=op.f("fk_bookings_bill")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_bookings")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bookings_bill"), ["bill"], unique=False)


def _change_receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("bill", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["bill"], ["bills.number"], name=op.f("fk_receipts_bill")),
        sa.PrimaryKeyConstraint("bill", name=op.f("pk_receipts")),
    )
