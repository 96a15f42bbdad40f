"""Dossiers, the acts on them, the numbers of codes, errands."""

import sqlalchemy as sa
from alembic import op

revision = "records_0001"
down_revision = None
branch_labels = ("records",)
depends_on = None


def upgrade() -> None:
    """Bring the tables from the revision before to this one."""
    _change_counters()
    _change_dossiers()
    _change_errands()
    _change_acts()


def _change_counters() -> None:
    op.create_table(
        "counters",
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agency", "day", name=op.f("pk_counters")),
        info={"kept": True},
    )


def _change_dossiers() -> None:
    op.create_table(
        "dossiers",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("accepted", sa.JSON(), nullable=False),
        sa.Column("due", sa.DateTime(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_dossiers")),
    )


def _change_errands() -> None:
    op.create_table(
        "errands",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_errands")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("errands", schema=None) as batch_op:
        batch_op.create_index("errands_in_order", ["chain", "number"], unique=False)


def _change_acts() -> None:
    op.create_table(
        "acts",
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("due", sa.DateTime(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["dossier"], ["dossiers.code"], name=op.f("fk_acts_dossier")),
        sa.PrimaryKeyConstraint("dossier", "number", name=op.f("pk_acts")),
    )
