"""The personal-data log, and the verifications of applicants."""

import sqlalchemy as sa
from alembic import op

revision = "population_0001"
down_revision = None
branch_labels = ("population",)
depends_on = "records_0001"


def upgrade() -> None:
    """Bring the tables from the revision before to this one."""
    _change_personal_data_log()
    _change_verifications()


def _change_personal_data_log() -> None:
    op.create_table(
        "personal_data_log",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("dossier", sa.String(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_personal_data_log")),
        sa.UniqueConstraint("previous", name=op.f("uq_personal_data_log_previous")),
        info={"kept": True},
    )
    with op.batch_alter_table("personal_data_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_personal_data_log_dossier"), ["dossier"], unique=False)


def _change_verifications() -> None:
    op.create_table(
        "verifications",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["dossier"], ["dossiers.code"], name=op.f("fk_verifications_dossier")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_verifications")),
    )
    with op.batch_alter_table("verifications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_verifications_dossier"), ["dossier"], unique=False)
