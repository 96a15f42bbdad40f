"""Orders at other systems, and the states that they came to."""

import sqlalchemy as sa
from alembic import op

revision = "orders_0001"
down_revision = None
branch_labels = ("orders",)
depends_on = "records_0001"


def upgrade() -> None:
    """Bring the tables from the revision before to this one."""
    _change_orders()
    _change_order_steps()


def _change_orders() -> None:
    op.create_table(
        "orders",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("outside", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("withdrawal", sa.String(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("ask_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["dossier"], ["dossiers.code"], name=op.f("fk_orders_dossier")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_orders")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_orders_ask_at"), ["ask_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_orders_dossier"), ["dossier"], unique=False)
        batch_op.create_index(batch_op.f("ix_orders_outside"), ["outside"], unique=False)


def _change_order_steps() -> None:
    op.create_table(
        "order_steps",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["order"], ["orders.number"], name=op.f("fk_order_steps_order")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_order_steps")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("order_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_steps_order"), ["order"], unique=False)
