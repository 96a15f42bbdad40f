"""How far the feeds of ministries were read, and the dossiers that are resolved there."""

import sqlalchemy as sa
from alembic import op

revision = "ministries_0001"
down_revision = None
branch_labels = ("ministries",)
depends_on = "records_0001"


def upgrade() -> None:
    """Bring the tables from the revision before to this one."""
    _change_feed_cursors()
    _change_outside_dossiers()


def _change_feed_cursors() -> None:
    op.create_table(
        "feed_cursors",
        sa.Column("ministry", sa.String(), nullable=False),
        sa.Column("cursor", sa.String(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ministry", name=op.f("pk_feed_cursors")),
    )


def _change_outside_dossiers() -> None:
    op.create_table(
        "outside_dossiers",
        sa.Column("ministry", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("owner_kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("submitted", sa.DateTime(), nullable=True),
        sa.Column("due", sa.DateTime(), nullable=True),
        sa.Column("finished", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("ministry", "code", name=op.f("pk_outside_dossiers")),
    )
