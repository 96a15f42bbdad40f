"""Documents sent and received over the document axis, their statuses, and the numbers that were given."""

import sqlalchemy as sa
from alembic import op

revision = "documents_0001"
down_revision = None
branch_labels = ("documents",)
depends_on = "records_0001"


def upgrade() -> None:
    """Bring the tables from the revision before to this one."""
    _change_document_numbers()
    _change_document_statuses()
    _change_received_documents()
    _change_sent_documents()


def _change_document_numbers() -> None:
    op.create_table(
        "document_numbers",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_document_numbers")),
        info={"kept": True},
    )


def _change_document_statuses() -> None:
    op.create_table(
        "document_statuses",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("digest", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_document_statuses")),
        sa.UniqueConstraint("digest", name=op.f("uq_document_statuses_digest")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("document_statuses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_statuses_document"), ["document"], unique=False)


def _change_received_documents() -> None:
    op.create_table(
        "received_documents",
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_received_documents")),
    )
    with op.batch_alter_table("received_documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_received_documents_document"), ["document"], unique=False)


def _change_sent_documents() -> None:
    op.create_table(
        "sent_documents",
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("letter", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.Column("original", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_sent_documents")),
    )
