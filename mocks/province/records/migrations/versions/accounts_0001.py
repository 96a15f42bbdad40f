"""Officers' accounts, their rights, what was done with them, notices of passwords that end."""

import sqlalchemy as sa
from alembic import op

revision = "accounts_0001"
down_revision = None
branch_labels = ("accounts",)
depends_on = "records_0001"


def upgrade() -> None:
    """Bring the tables from the revision before to this one."""
    _change_account_deeds()
    _change_accounts()
    _change_account_grants()
    _change_account_notices()


def _change_account_deeds() -> None:
    op.create_table(
        "account_deeds",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_account_deeds")),
    )
    with op.batch_alter_table("account_deeds", schema=None) as batch_op:
        batch_op.create_index("account_deeds_by_account", ["account"], unique=False)
        batch_op.create_index("account_deeds_by_dossier", ["dossier"], unique=False)


def _change_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("masked", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("password_changed", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_accounts")),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accounts_identity"), ["identity"], unique=False)


def _change_account_grants() -> None:
    op.create_table(
        "account_grants",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name=op.f("fk_account_grants_account")),
        sa.PrimaryKeyConstraint("account", "role", "agency", "procedure", name=op.f("pk_account_grants")),
    )


def _change_account_notices() -> None:
    op.create_table(
        "account_notices",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("expires", sa.DateTime(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name=op.f("fk_account_notices_account")),
        sa.PrimaryKeyConstraint("account", "expires", name=op.f("pk_account_notices")),
    )
