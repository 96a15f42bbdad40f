"""What a dossier shows to be wrong by itself: impossible times, closed codes, districts. Expressions over one side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import ibis
import ibis.expr.types as ir

from harness.reconcile.causes import HOME_HOURS
from harness.reconcile.codes_of_today import closed_agency, supposed_closed_agency
from harness.reconcile.differences import moment_of
from harness.reconcile.engine import Engine
from harness.reconcile.side import Side, finding
from specs.administrative_units import FIRST_DAY, communes

_ORDER: Final = (
    ("submitted_at", "received_at", "received_before_submitted"),
    ("received_at", "due_at", "due_before_received"),
    ("received_at", "finished_at", "finished_before_received"),
    ("finished_at", "returned_at", "returned_before_finished"),
)
"""What comes first, what comes after it, and what it is called where it does not."""
_PAST: Final = ("submitted_at", "received_at", "finished_at", "returned_at", "changed_at")
_COMPUTERS: Final = datetime(2000, 1, 1, tzinfo=UTC)
_DISTRICT: Final = r"^[0-9]{3}$"
_Rule = tuple[ir.BooleanValue, str, str, str]
"""When it is broken, kind, cause, field."""


@dataclass(frozen=True, slots=True)
class Codes:
    """The communes of today where the side tells of communes, and its agencies closed for sure, or supposedly: few."""

    communes: ir.Column | None
    closed: tuple[str, ...]
    supposed: tuple[str, ...]


def codes_of(side: Side, engine: Engine) -> Codes:
    """The codes by which a side is looked at, so that no rule reads a code of a million rows."""
    looked = side.rows.select("agency").distinct()
    told = looked.mutate(closed=closed_agency(looked["agency"]), supposed=supposed_closed_agency(looked["agency"]))
    agencies = engine.rows(told.order_by("agency"))
    closed, supposed = (tuple(row["agency"] for row in agencies if row[so]) for so in ("closed", "supposed"))
    of_today = engine.listed(sorted(communes())) if "commune" in side.snapshot.columns else None
    return Codes(of_today, closed, supposed)


def breaks_a_rule(side: Side, codes: Codes) -> ir.BooleanValue:
    """Whether a row of dossiers is wrong in any way; null or false where it is not."""
    return ibis.or_(*(broken for broken, *_ in _rules(side, codes)))


def row_findings(side: Side, codes: Codes) -> Iterator[ir.Table]:
    """The findings in the rows of one side of dossiers; it must hold all rows that break a rule."""
    for broken, kind, cause, field in _rules(side, codes):
        yield finding(side.rows.filter(broken), side.shape, side.name, kind=kind, cause=cause, field=field)


def _rules(side: Side, codes: Codes) -> Iterator[_Rule]:
    rows, known = side.rows, side.snapshot.columns
    for first, second, cause in _ORDER:
        if first in known and second in known:
            yield rows[second] < rows[first], "impossible_time", cause, second
    taken = moment_of(side.snapshot.declaration.taken)
    for name in _PAST:
        if name in known:
            yield rows[name] > taken, "impossible_time", "in_the_future", name
    yield rows["received_at"] < moment_of(_COMPUTERS), "impossible_time", "before_computers", "received_at"
    if side.snapshot.declaration.side == "current":
        yield from _of_today(rows, known, codes)


def _of_today(rows: ir.Table, known: tuple[str, ...], codes: Codes) -> Iterator[_Rule]:
    """Codes that must be of today, in dossiers received since the two-level government."""
    begin = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC)
    since = rows["received_at"] >= moment_of(begin) - ibis.interval(hours=HOME_HOURS)
    yield since & rows["agency"].isin(codes.closed), "closed_code", "agency", "agency"
    yield since & rows["agency"].isin(codes.supposed), "closed_code", "supposed_agency", "agency"
    if "district" in known:
        yield since & rows["district"].notnull(), "district", "filled", "district"
    if codes.communes is not None:
        district = rows["commune"].re_search(_DISTRICT)
        yield since & district, "district", "as_commune", "commune"
        yield since & ~district & ~rows["commune"].isin(codes.communes), "closed_code", "commune", "commune"
