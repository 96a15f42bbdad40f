"""A question put to the tables: the rows that speak against it by cause, agency, month, procedure; some of them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from harness.exchange import Json
from harness.reconcile.question import AGAINST, Given, Question

SAMPLES: Final = 5
"""Rows of each cause that the record keeps."""
CELLS: Final = 2_000
"""Cells of agency and month that the record keeps, the fullest first; the rest is told as one."""


PROCEDURES: Final = 200
"""Procedures that the record keeps, those with the most first; the rest is told as one."""


@dataclass(frozen=True)
class Asked:
    """What a question came to: the event for the record, and all rows for those who must act, where they live."""

    event: dict[str, Json]
    lists: tuple[ir.Table, ...]


Keep = Callable[[ir.Table], ir.Table]
"""Puts what an expression gives where it need not be computed again."""


def ask(question: Question, given: Given, *, snapshots: Sequence[str], asked: datetime, keep: Keep) -> Asked:
    """Put a question. `snapshots` are the ids of the evidence that it is asked of."""
    answer = question.ask(given)
    against = keep(answer.against)
    counted = _rows(against.group_by(["cause", "agency", "month"]).aggregate(number=lambda rows: rows.count()))
    event: dict[str, Json] = {
        "id": f"recount-{question.id.removeprefix('reconcile/')}",
        "question": question.id,
        "asked": asked.isoformat(timespec="seconds"),
        "snapshots": list(snapshots),
        "looked_at": int(answer.looked_at.count().to_pyarrow().as_py()),
        "against": dict(_sums(counted, "cause")),
        "cells": _cells(counted),
        "procedures": _procedures(against) if counted else [],
        "samples": _samples(against) if counted else [],
        "notes": list(answer.notes),
        "sheet": [] if answer.sheet is None else _rows(answer.sheet),
    }
    return Asked(event, (against,) if answer.beside is None else (against, answer.beside))


def _rows(table: ir.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


def _sums(counted: Sequence[Mapping[str, Any]], *columns: str) -> list[tuple[Any, int]]:
    """The numbers added up by columns, the largest first."""
    sums: Counter[Any] = Counter()
    for row in counted:
        values = tuple(row[name] for name in columns)
        sums[values if len(values) > 1 else values[0]] += row["number"]
    return sorted(sums.items(), key=lambda item: (-item[1], str(item[0])))


def _cells(counted: Sequence[Mapping[str, Any]]) -> list[Json]:
    """[agency, month, number], the fullest first."""
    cells = _sums(counted, "agency", "month")
    rest = sum(number for _, number in cells[CELLS:])
    kept = [[agency, month, number] for (agency, month), number in cells[:CELLS]]
    return [*kept, ["…", "…", rest]] if rest else kept


def _procedures(against: ir.Table) -> list[Json]:
    counted = against.group_by("procedure").aggregate(number=lambda rows: rows.count())
    return most(_sums(_rows(counted), "procedure"))


def most(procedures: Sequence[tuple[str | None, int]]) -> list[Json]:
    """[procedure, number] as a record keeps them, of all procedures with the most first."""
    rest = sum(number for _, number in procedures[PROCEDURES:])
    kept = [[procedure or None, number] for procedure, number in procedures[:PROCEDURES]]
    return [*kept, ["…", rest]] if rest else kept


def _samples(against: ir.Table) -> list[Json]:
    """The first rows of each cause, by key: the same rows in whatever order the export had them."""
    order = list(AGAINST)
    numbered = against.mutate(place=ibis.row_number().over(group_by="cause", order_by=order[1:]))
    return _rows(numbered.filter(numbered.place < SAMPLES).drop("place").order_by(order))
