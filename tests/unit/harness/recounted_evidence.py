"""Recounts and lines of the statement, and the rows of the checks that look at them, for the tables of all checks."""

from typing import Any

from harness.recount import Recount, SnapshotLine, read_recount, read_snapshot
from harness.statement import StatementLine
from harness.verdict import Code

LATER = "2026-11-20T10:00:00+07:00"


def counted(*, looked_at: int = 9, lost: int = 0, **snapshot: Any) -> list[Recount | SnapshotLine]:
    """A recount at 9:00:30, and the snapshot of 9:00 that it was asked of."""
    line = {"id": "snapshot-after", "name": "after", "side": "current", "rows": 10, "unreadable": 0, **snapshot}
    cut_over = {"taken_at": "2026-11-20T09:00:00+07:00", "cut_over": "2025-07-01T00:00:00+07:00"}
    samples = [{"cause": "lost", "key": "H60-1", "detail": "gone"}] if lost else []
    event = {
        "id": "recount-migration",
        "question": "reconcile/migration::nothing_is_lost",
        "asked": "2026-11-20T02:00:30+00:00",
        "snapshots": ["snapshot-after"],
        "looked_at": looked_at,
        "against": {"lost": lost} if lost else {},
        "samples": samples,
    }
    return [read_recount(event), read_snapshot({**cut_over, **line})]


HOLDS: list[tuple[str, list[Any], dict[str, Any]]] = [
    ("capability_is_claimed", [StatementLine("portal.sync", "m", answer=True)], {}),
    ("nothing_speaks_against", counted(), {"within_s": 60}),
]

FAILS: list[tuple[str, list[Any], dict[str, Any], str]] = [
    ("capability_is_claimed", [StatementLine("portal.sync", "m", answer=False)], {}, "no"),
    ("nothing_speaks_against", counted(lost=2), {"within_s": 60}, "lost 2; first: H60-1 gone"),
    ("nothing_speaks_against", counted(lost=2, unreadable=1), {"within_s": 60}, "lost 2"),
    ("capability_is_claimed", [StatementLine("portal.sync", "m", answer=None)], {}, "left out"),
]

OPEN: list[tuple[str, list[Any], dict[str, Any], Code]] = [
    ("nothing_speaks_against", counted(unreadable=1), {"within_s": 60}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", counted(lost=1, unreadable=1), {"within_s": 60}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", counted(looked_at=0), {"within_s": 60}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", counted(rows=0), {"within_s": 60}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", counted(lost=1), {"within_s": 1}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", counted(side="historical", cut_over=LATER), {"within_s": 60}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", counted(side="historical", newest=LATER), {"within_s": 60}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", counted()[:1], {"within_s": 60}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", counted()[1:], {"within_s": 60}, Code.INSUFFICIENT_DATA),
    ("nothing_speaks_against", [*counted(), counted()[1]], {"within_s": 60}, Code.INSUFFICIENT_DATA),
]
