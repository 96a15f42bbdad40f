"""Sign-ins under way, people who are signed in, and whose dossier each is."""

import sqlalchemy as sa
from alembic import op

revision = "sign_in_0001"
down_revision = None
branch_labels = ("sign_in",)
depends_on = "records_0001"


def upgrade() -> None:
    """Bring the tables from the revision before to this one."""
    _change_dossier_owners()
    _change_sign_ins()
    _change_web_sessions()


def _change_dossier_owners() -> None:
    op.create_table(
        "dossier_owners",
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("dossier", name=op.f("pk_dossier_owners")),
    )
    with op.batch_alter_table("dossier_owners", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_owners_identity"), ["identity"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_owners_subject"), ["subject"], unique=False)


def _change_sign_ins() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("verifier", sa.String(), nullable=True),
        sa.Column("officer", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("state", name=op.f("pk_sign_ins")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_browser"), ["browser"], unique=False)


def _change_web_sessions() -> None:
    op.create_table(
        "web_sessions",
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), nullable=True),
        sa.Column("masked", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("id_token", sa.Text(), nullable=False),
        sa.Column("refresh_token", sa.Text(), nullable=True),
        sa.Column("opened", sa.DateTime(), nullable=False),
        sa.Column("seen", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("browser", name=op.f("pk_web_sessions")),
    )
