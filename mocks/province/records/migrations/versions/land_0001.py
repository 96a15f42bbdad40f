"""Dossiers that were handed over to the land database, and tax notices with what became of them."""

import sqlalchemy as sa
from alembic import op

revision = "land_0001"
down_revision = None
branch_labels = ("land",)
depends_on = "records_0001"


def upgrade() -> None:
    """Bring the tables from the revision before to this one."""
    _change_land_dossiers()
    _change_tax_notices()


def _change_land_dossiers() -> None:
    op.create_table(
        "land_dossiers",
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["dossier"], ["dossiers.code"], name=op.f("fk_land_dossiers_dossier")),
        sa.PrimaryKeyConstraint("dossier", name=op.f("pk_land_dossiers")),
        sa.UniqueConstraint("receipt", name=op.f("uq_land_dossiers_receipt")),
    )


def _change_tax_notices() -> None:
    op.create_table(
        "tax_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("decided", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("paper", sa.LargeBinary(), nullable=True),
        sa.Column("settled", sa.DateTime(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["dossier"], ["dossiers.code"], name=op.f("fk_tax_notices_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_notices")),
        sa.UniqueConstraint("dossier", "number", name=op.f("uq_tax_notices_dossier_number")),
        sqlite_autoincrement=True,
    )
