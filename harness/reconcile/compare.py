"""Two snapshots against each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce
from pathlib import Path
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from harness.reconcile.causes import HOME_HOURS
from harness.reconcile.differences import (
    Comparison,
    compared_columns,
    difference_findings,
    is_suspect,
    not_compared,
    suspect_keys,
)
from harness.reconcile.engine import Engine
from harness.reconcile.findings import Findings, redacted
from harness.reconcile.histories import part_findings
from harness.reconcile.refusals import refuse_itself, refuse_undecidable
from harness.reconcile.row_rules import breaks_a_rule, codes_of, row_findings
from harness.reconcile.rules import Allowance, Rules
from harness.reconcile.side import FINDING, Side, month_of, open_side
from harness.reconcile.snapshot import Snapshot

SAMPLES: Final = 5
"""Findings of each cause that are told as examples: the first by key."""
_DOSSIERS: Final = "dossier"


def reconcile(
    left: Snapshot,
    right: Snapshot,
    rules: Rules,
    *,
    engine: Engine,
    folder: Path,
    now: datetime,
    key: bytes,
    parts: Sequence[Snapshot] = (),
) -> Findings:
    """Hold two snapshots against each other; `parts` are the steps, payments, documents of the right one.

    The findings go into `folder`; `key` makes the placeholders of the samples. Raises Refused for a thing with itself,
    Inconclusive(INSUFFICIENT_DATA) where an answer would say nothing.
    """
    refuse_itself(left, right)
    refuse_undecidable(left, right, rules, now=now)
    sides = open_side("left", left, engine), open_side("right", right, engine)
    compared = compared_columns(*sides)
    tables = _findings(Comparison(*sides, compared, rules, engine), parts)
    found = engine.keep(_allowed(reduce(lambda one, other: one.union(other), tables), rules.allowed))
    path = folder / f"{left.name}-{right.name}.findings.parquet"
    engine.write(_without_personal(found, left), path)
    return Findings(
        left,
        right,
        rules,
        engine.name,
        compared,
        not_compared(left.shape, compared),
        path,
        tuple(row for side in sides for row in _totals(side, engine)),
        tuple(redacted(row, left, key) for row in _samples(found, engine)),
    )


def _findings(whole: Comparison, parts: Sequence[Snapshot]) -> Iterator[ir.Table]:
    """Every kind of finding. Each side is read twice: fingerprints of all rows, then the rows worth a look."""
    engine, dossiers = whole.engine, whole.left.shape.name == _DOSSIERS
    suspects = engine.keep(suspect_keys(whole))
    codes = [codes_of(side, engine) for side in whole.sides] if dossiers else []
    worth = [is_suspect(side, suspects, engine) for side in whole.sides]
    if dossiers:
        worth = [look | breaks_a_rule(side, own) for look, side, own in zip(worth, whole.sides, codes, strict=True)]
    left, right = (
        replace(side, rows=engine.keep(side.rows.filter(look))) for side, look in zip(whole.sides, worth, strict=True)
    )
    yield from difference_findings(replace(whole, left=left, right=right), suspects)
    for side, own in zip((left, right), codes, strict=False):
        yield from row_findings(side, own)
    for side in whole.sides:
        yield _unreadable(side, engine)
    yield from part_findings(whole.right, {part.shape.name: part for part in parts}, engine)


def _unreadable(side: Side, engine: Engine) -> ir.Table:
    rows = engine.table(side.snapshot.unreadable_path)
    told = {
        "kind": ibis.literal("unreadable"),
        "cause": (rows["column"] == "").ifelse("no_row", "no_value"),
        "field": rows["column"],
        "side": ibis.literal(side.name),
        "key": ibis.literal("row ") + rows["row"].cast("string"),
    }
    return rows.select(**{name: told.get(name, ibis.literal("")) for name in FINDING})


def _allowed(found: ir.Table, allowed: tuple[Allowance, ...]) -> ir.Table:
    """With the reason of the first allowance that fits each finding."""

    def fits(rule: Allowance) -> ir.BooleanValue:
        holds = found["kind"] == rule.kind
        for name in ("cause", "field", "agency"):
            if value := getattr(rule, name):
                holds &= found[name] == value
        return holds & found["key"].isin(list(rule.keys)) if rule.keys else holds

    reasons = [(fits(rule), rule.reason) for rule in allowed]
    return found.mutate(allowed=ibis.cases(*reasons, else_="") if reasons else ibis.literal(""))


def _without_personal(found: ir.Table, snapshot: Snapshot) -> ir.Table:
    personal = [name for name, column in snapshot.shape.columns.items() if column.personal]
    blank = found["field"].isin(personal)
    return found.mutate(**{side: blank.ifelse("", found[side]) for side in ("left", "right")})


def _samples(found: ir.Table, engine: Engine) -> list[Mapping[str, Any]]:
    order = [found[name] for name in ("key", *FINDING)]
    place = ibis.row_number().over(group_by=["kind", "cause"], order_by=order)
    first = found.mutate(place=place).filter(lambda rows: rows.place < SAMPLES).drop("place")
    return sorted(engine.rows(first), key=lambda row: [row[name] for name in FINDING])


def _totals(side: Side, engine: Engine) -> list[Mapping[str, Any]]:
    """The readable rows of a side by agency and month."""
    shape, rows = side.shape, side.rows
    by = {"agency": rows[shape.agency].fill_null("")} if shape.agency else {}
    if shape.month:
        by["month"] = (rows[shape.month] + ibis.interval(hours=HOME_HOURS)).truncate("M")
    if not by:
        return [{"side": side.name, "agency": "", "month": "", "rows": side.snapshot.taken}]
    totals = rows.group_by(**by).aggregate(rows=rows.count())
    if shape.month:  # in words once they are few
        totals = totals.mutate(month=month_of(totals["month"]).fill_null(""))
    counted = engine.rows(totals)
    told = ({"side": side.name, "agency": "", "month": "", **row} for row in counted)
    return sorted(told, key=lambda row: (row["agency"], row["month"]))
