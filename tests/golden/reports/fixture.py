"""The record that the tests of the reports render: `record.json`, chained and sealed the way a run does it."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from harness.plan import PlannedCase, TestCase, TestPlan
from harness.policy import Policy
from harness.readiness import readiness_of
from harness.record import SealedRecord, load_record, open_record, seal
from harness.requirement import Requirement

HERE = Path(__file__).parent
SEALED = datetime(2026, 11, 22, 8, 16, 42, tzinfo=UTC)


def read_json(name: str) -> dict[str, Any]:
    """A fresh copy of one of the fixture's files."""
    content: dict[str, Any] = json.loads((HERE / name).read_text(encoding="utf-8"))
    return content


def seal_record(content: dict[str, Any], folder: Path) -> SealedRecord:
    """Write `{"run", "events"}` into the empty `folder` as a record and read it back."""
    writer = open_record(folder, content["run"])
    for event in content["events"]:
        writer.append(event["kind"], event["data"])
    writer.close()
    seal(folder, at=SEALED)
    return load_record(folder)


def assess_record(record: SealedRecord) -> dict[str, Any]:
    """The readiness that the harness itself makes of a record, under a policy in which every blocking row blocks."""
    run = record.run
    catalogue = {row["id"]: _requirement(row) for row in run["requirements"]}
    planned = tuple(
        PlannedCase(
            TestCase(row["id"], row["phase"], tuple(row["requirements"]), row["purpose"]),
            row["selected"],
            row["reason"],
        )
        for row in run["plan"]["cases"]
    )
    plan = TestPlan(planned, run["plan"]["not_applicable"], run["mode"])
    policy = Policy(
        name=run["policy"]["name"],
        version=run["policy"]["version"],
        digest=run["policy"]["digest"],
        valid_from=date.fromisoformat(run["policy"]["valid_from"]),
        valid_until=date.fromisoformat(run["policy"]["valid_until"]),
        blocks=frozenset({"blocking"}),
        min_applicable={},
        derived={name: {"vi": "…", "en": "…"} for name, row in catalogue.items() if row.derived},
        attested=frozenset(),
        not_looked_at=tuple(run["policy"]["not_looked_at"]),
    )
    return readiness_of(plan, catalogue, policy, record.events, sut=run["sut"], today=date(2026, 11, 22))


def _requirement(row: dict[str, Any]) -> Requirement:
    names = ("id", "area", "level", "gate_class", "fidelity", "applicable")
    return Requirement(**{name: row[name] for name in names}, derived=bool(row.get("derived_from")), row=row)
