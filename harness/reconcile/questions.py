"""Every question to bulk data, and what the tables that they need are called."""

from collections.abc import Mapping
from typing import Final

from harness.reconcile import contacts, figures, migration, offices, rosters
from harness.reconcile.question import Question

QUESTIONS: Final[Mapping[str, Question]] = {
    row.id: row
    for module in (migration, figures, rosters, offices, contacts)
    for row in vars(module).values()
    if isinstance(row, Question)
}

ROLES: Final[Mapping[str, str]] = {
    "before": "dossier",
    "inheritance": "inheritance",
    "after": "dossier",
    "code_changes": "code_change",
    "units": "unit",
    "dossiers": "dossier",
    "report": "figure",
    "staff": "staff",
    "accounts": "account",
    "grants": "grant",
    "duties": "duty",
    "mailboxes": "mailbox",
    "document_accounts": "account",
    "agencies": "agency",
    "identifiers": "agency",
    "ministry_agencies": "agency",
    "contacts": "contact",
    "systems": "system",
    "catalogue": "procedure",
    "placements": "placement",
    "provincial_services": "procedure",
    "national_services": "procedure",
}
"""By role the shape of its snapshots. The role of a snapshot is its name, up to the first `-` (`before-h22`)."""

HELD_APART: Final = (
    ("before", "after"),
    ("agencies", "identifiers"),
    ("agencies", "ministry_agencies"),
    ("provincial_services", "national_services"),
)
"""Roles that are held against each other, and so may not be one thing under two names."""
