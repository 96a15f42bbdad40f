"""One side of a comparison, and how a finding in a row of it is written. Expressions alone."""

from dataclasses import dataclass
from typing import Final, Literal

import ibis
import ibis.expr.types as ir

from harness.reconcile.causes import HOME_HOURS
from harness.reconcile.engine import Engine
from harness.reconcile.raw import ROW
from harness.reconcile.shapes import Shape
from harness.reconcile.snapshot import Snapshot

SideName = Literal["left", "right"]
FINDING: Final = ("kind", "cause", "field", "side", "key", "agency", "procedure", "month", "left", "right")
"""The columns of a finding: texts, "" where there is none. `left` and `right` are the values of a differing field."""
KEY: Final = "row key"
"""The column that tells rows apart, beside those of the shape."""
_PART: Final = " · "


@dataclass(frozen=True, slots=True)
class Side:
    """The rows of a snapshot, with `KEY` beside the columns of the shape."""

    name: SideName
    snapshot: Snapshot
    rows: ir.Table

    @property
    def shape(self) -> Shape:
        """What each row is."""
        return self.snapshot.shape


def open_side(name: SideName, snapshot: Snapshot, engine: Engine) -> Side:
    """The rows of a snapshot on an engine."""
    rows = engine.table(snapshot.path)
    first, *others = (rows[column] for column in snapshot.shape.key)
    key = first
    if others:  # an empty part is a part too
        key = _text(first)
        for part in others:
            key += ibis.literal(_PART) + _text(part)
    return Side(name, snapshot, rows.mutate(**{KEY: key}))


def finding(
    rows: ir.Table,
    shape: Shape,
    side: SideName,
    *,
    kind: str | ir.StringValue,
    cause: str | ir.StringValue,
    field: str = "",
    values: tuple[ir.Value, ir.Value] | None = None,
) -> ir.Table:
    """One finding for each of the rows. Where the key of the shape is personal, the row's number stands for it."""
    personal = any(shape.columns[name].personal for name in shape.key)
    month = rows[shape.month] + ibis.interval(hours=HOME_HOURS) if shape.month else None
    cells = {
        "kind": kind,
        "cause": cause,
        "field": field,
        "side": side,
        "key": ibis.literal("row ") + rows[ROW].cast("string") if personal else rows[KEY],
        "agency": rows[shape.agency] if shape.agency else "",
        "procedure": rows[shape.procedure] if shape.procedure else "",
        "month": "" if month is None else month_of(month),
        "left": values[0] if values else "",
        "right": values[1] if values else "",
    }
    return rows.select(**{name: _text(cells[name]) for name in FINDING})


def month_of(local: ir.TimestampValue) -> ir.StringValue:
    """The month of a moment of the clocks, yyyy-mm."""
    return local.year().cast("string") + "-" + local.month().cast("string").lpad(2, "0")


def _text(value: str | ir.Value) -> ir.StringValue:
    return ibis.literal(value) if isinstance(value, str) else value.cast("string").fill_null("")
