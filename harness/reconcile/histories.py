"""What hangs on dossiers: status histories that no legal path explains, and what belongs to no dossier. Expressions."""

from collections.abc import Iterator, Mapping
from typing import Final

import ibis
import ibis.expr.types as ir

from harness.reconcile.engine import Engine
from harness.reconcile.side import KEY, Side, SideName, finding
from harness.reconcile.snapshot import Snapshot
from specs.codebook import statuses

_FIRST: Final = ("1", "2")
"""A dossier begins as filed, or, at a counter, as accepted."""
_BEFORE: Final = "status before"
_AFTER: Final = "status after"
_LAST: Final = "last status"


def part_findings(dossiers: Side, parts: Mapping[str, Snapshot], engine: Engine) -> Iterator[ir.Table]:
    """The findings in what belongs to the dossiers of a side: steps, payments, documents, by shape."""
    for shape, snapshot in sorted(parts.items()):
        rows = engine.table(snapshot.path)
        lost = rows.anti_join(dossiers.rows.select(KEY), rows["dossier"] == dossiers.rows[KEY])
        yield _found(lost, snapshot, dossiers.name, kind=f"orphan_{shape}", cause="no_dossier")
        if shape == "step":
            yield from _histories(dossiers, rows, snapshot)


def _found(rows: ir.Table, snapshot: Snapshot, side: SideName, *, kind: str, cause: str) -> ir.Table:
    named = rows.mutate(**{KEY: rows["dossier"]})
    return finding(named, snapshot.shape, side, kind=kind, cause=cause)


def _histories(dossiers: Side, steps: ir.Table, snapshot: Snapshot) -> Iterator[ir.Table]:
    """Steps of one moment are taken in the order of their codes, which is that of a dossier's life but for 5 and 6."""
    order = [steps["at"], steps["status"].length(), steps["status"]]
    window = ibis.window(group_by="dossier", order_by=order)
    status = steps["status"]
    placed = steps.mutate(**{_BEFORE: status.lag().over(window), _AFTER: status.lead().over(window)})
    legal = [f"{one}>{other}" for one, row in statuses().items() for other in (one, *row.next)]
    later = placed.filter(placed[_BEFORE].notnull())
    illegal = later.filter(~(later[_BEFORE] + ">" + later["status"]).isin(legal))
    yield _found(illegal, snapshot, dossiers.name, kind="history", cause="illegal_step")
    first = placed.filter(placed[_BEFORE].isnull() & ~placed["status"].isin(_FIRST))
    yield _found(first, snapshot, dossiers.name, kind="history", cause="illegal_start")
    last = placed.filter(placed[_AFTER].isnull()).select("dossier", **{_LAST: "status"})
    ended = dossiers.rows.join(last, dossiers.rows[KEY] == last["dossier"])
    other = ended.filter(ended["status"] != ended[_LAST])
    yield finding(
        other,
        dossiers.shape,
        dossiers.name,
        kind="history",
        cause="other_end",
        field="status",
        values=(other[_LAST], other["status"]),
    )
