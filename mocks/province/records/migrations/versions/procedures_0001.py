"""The catalogue of procedures in its versions, who serves what, workflows, the ways of dossiers."""

import sqlalchemy as sa
from alembic import op

revision = "procedures_0001"
down_revision = None
branch_labels = ("procedures",)
depends_on = "records_0001"


def upgrade() -> None:
    """Bring the tables from the revision before to this one."""
    _change_procedure_systems()
    _change_procedure_versions()
    _change_procedure_workflows()
    _change_dossier_ways()


def _change_procedure_systems() -> None:
    op.create_table(
        "procedure_systems",
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("agency", "procedure", name=op.f("pk_procedure_systems")),
        info={"kept": True},
    )


def _change_procedure_versions() -> None:
    op.create_table(
        "procedure_versions",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_procedure_versions")),
        info={"kept": True},
    )


def _change_procedure_workflows() -> None:
    op.create_table(
        "procedure_workflows",
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("procedure", "agency", name=op.f("pk_procedure_workflows")),
    )


def _change_dossier_ways() -> None:
    op.create_table(
        "dossier_ways",
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["dossier"], ["dossiers.code"], name=op.f("fk_dossier_ways_dossier")),
        sa.PrimaryKeyConstraint("dossier", name=op.f("pk_dossier_ways")),
    )
