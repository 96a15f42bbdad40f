"""What two snapshots held together mean for requirements: which kinds of findings speak against which of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from harness.exchange import Json
from harness.reconcile.asking import most
from harness.reconcile.findings import Findings


@dataclass(frozen=True, slots=True)
class Matter:
    """One requirement asked of a pair: the kinds of findings that speak against it.

    It is asked where the pair has the `part` that it looks at, and both sides the `column` by which it is told.
    """

    requirement: str
    name: str
    purpose: str
    kinds: tuple[str, ...]
    part: str = ""
    column: str = ""


MATTERS: Final[tuple[Matter, ...]] = (
    Matter(
        "SYNC-150",
        "same_dossiers",
        "Both sides hold the same dossiers: none missing, none extra, none doubled.",
        ("missing", "extra", "duplicated"),
    ),
    Matter("SYNC-151", "same_fields", "The fields of one dossier are the same on both sides.", ("differs",)),
    Matter(
        "SYNC-152", "in_time", "No dossier on the right is older than the allowed lag.", ("stale",), column="changed_at"
    ),
    Matter("SYNC-153", "possible_times", "The dates of dossiers are possible.", ("impossible_time",)),
    Matter("SYNC-154", "codes_of_today", "Dossiers stand at agencies of today.", ("closed_code", "district")),
    Matter("SYNC-155", "payments_belong", "Every payment belongs to a dossier.", ("orphan_payment",), "payments"),
    Matter("SYNC-156", "papers_belong", "Every paper belongs to a dossier.", ("orphan_document",), "documents"),
    Matter("SYNC-157", "legal_histories", "Histories go by steps that are allowed.", ("history",), "steps"),
    Matter("SYNC-158", "steps_belong", "Every step belongs to a dossier.", ("orphan_step",), "steps"),
)
"""What pairs of dossiers are asked; what needs a part only where the pair has it."""


SUPPOSED: Final = {"supposed_agency": "an assumed row of our table calls the agency's code closed: worth a look"}
"""Causes that rest on what we only suppose: told, and speaking against nobody."""


def recount_of(
    matter: Matter, findings: Findings, *, pair: str, asked: datetime, snapshots: Sequence[str], looked_at: int
) -> dict[str, Json]:
    """The `recount` event of a matter: its findings by cause, those that a rule allows told beside them."""
    causes, places, allowed = Counter[str](), Counter[tuple[str, str]](), Counter[str]()
    for row in findings.counts("kind", "cause", "field", "agency", "month", "allowed"):
        if row["kind"] not in matter.kinds:
            continue
        if not _speaks(row):
            allowed[SUPPOSED.get(row["cause"]) or row["allowed"]] += row["count"]
            continue
        causes["/".join(filter(None, (row["kind"], row["cause"], row["field"])))] += row["count"]
        places[row["agency"], row["month"]] += row["count"]
    return {
        "id": f"recount-{pair}-{matter.name}",
        "question": f"reconcile/{pair}::{matter.name}",
        "asked": asked.isoformat(timespec="seconds"),
        "snapshots": list(snapshots),
        "looked_at": looked_at,
        "against": dict(causes.most_common()),
        "cells": [[agency or None, month or None, number] for (agency, month), number in places.most_common()],
        "procedures": _procedures(matter, findings),
        "samples": [_sample(row) for row in findings.samples if row["kind"] in matter.kinds and _speaks(row)],
        "notes": [f"{number} not counted: {reason}" for reason, number in allowed.items()]
        + _not_compared(matter, findings),
        "sheet": [],
    }


def _procedures(matter: Matter, findings: Findings) -> list[Json]:
    counted = Counter[str]()
    for row in findings.counts("kind", "cause", "procedure", "allowed"):
        if row["kind"] in matter.kinds and _speaks(row):
            counted[row["procedure"]] += row["count"]
    return most(counted.most_common())


def _not_compared(matter: Matter, findings: Findings) -> list[str]:
    """What could not be held together, where that matters: columns that one side lacks, and rows under way."""
    if matter.name == "same_fields" and findings.not_compared:
        return [f"not compared, for one side lacks them: {', '.join(findings.not_compared)}"]
    under_way = sum(row["count"] for row in findings.counts("kind") if row["kind"] == "in_flight")
    return [f"{under_way} under way, within the allowed lag"] if matter.name == "in_time" and under_way else []


def _speaks(row: Mapping[str, Json]) -> bool:
    """Whether a finding speaks against anybody."""
    return not row["allowed"] and row["cause"] not in SUPPOSED


def _sample(row: Mapping[str, Json]) -> dict[str, Json]:
    detail = (
        f"{row['field']}: {row['left'] or 'nothing'} | {row['right'] or 'nothing'}" if row["field"] else row["side"]
    )
    told = {name: row[name] or None for name in ("key", "agency", "procedure", "month")}
    return {"cause": "/".join(filter(None, (row["kind"], row["cause"], row["field"]))), **told, "detail": detail}
