"""Imports with their accounts, the rows they refused, and the codes that inherited dossiers had before."""

import sqlalchemy as sa
from alembic import op

revision = "inheritance_0001"
down_revision = None
branch_labels = ("inheritance",)
depends_on = "records_0001"


def upgrade() -> None:
    """Bring the tables from the revision before to this one."""
    _change_imports()
    _change_former_codes()
    _change_import_refusals()
    _change_inherited_dossiers()


def _change_imports() -> None:
    op.create_table(
        "imports",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("control", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.Column("ended", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_imports")),
        sa.UniqueConstraint("number", name=op.f("uq_imports_number")),
    )


def _change_former_codes() -> None:
    op.create_table(
        "former_codes",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dossier"], ["dossiers.code"], name=op.f("fk_former_codes_dossier")),
        sa.PrimaryKeyConstraint("source", "code", "dossier", name=op.f("pk_former_codes")),
    )
    with op.batch_alter_table("former_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_codes_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_former_codes_dossier"), ["dossier"], unique=False)


def _change_import_refusals() -> None:
    op.create_table(
        "import_refusals",
        sa.Column("import_key", sa.String(), nullable=False),
        sa.Column("line", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("raw", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["import_key"], ["imports.key"], name=op.f("fk_import_refusals_import_key")),
        sa.PrimaryKeyConstraint("import_key", "line", name=op.f("pk_import_refusals")),
    )


def _change_inherited_dossiers() -> None:
    op.create_table(
        "inherited_dossiers",
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["dossier"], ["dossiers.code"], name=op.f("fk_inherited_dossiers_dossier")),
        sa.PrimaryKeyConstraint("dossier", name=op.f("pk_inherited_dossiers")),
    )
