"""Small sealed records of a made-up run: two requirements of the catalogue, two cases, real checks on real evidence."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from harness.assessment import totals
from harness.checks import CHECKS
from harness.errors import Nonconformity
from harness.judge import Judge
from harness.policy import Policy, read_policy
from harness.recomputation import answer_again
from harness.record import RecordWriter, load_record, open_record, read_events, seal
from harness.requirement import load_catalogue
from specs import FOLDER
from tests.unit.harness.evidence import FENCE, fence, make_exchange

AT = datetime(2026, 11, 22, 8, 0, 0, tzinfo=UTC)
BUILD = "sha256:" + "ab" * 32
FIRST, SECOND = "SYNC-001", "SYNC-004"
POLICY = """schema = "lienthong/policy/1"
name = "strict"
version = "1.0.0"
valid_from = "2026-11-01"
valid_until = "2027-10-31"
title = {vi = "a", en = "a"}
blocks = ["blocking"]
attested = []
not_looked_at = [{vi = "a", en = "a"}]
[timers]
sync_within_s_at_most = 900
quiet_s_at_least = 0.2
first_pause_s_at_least = 0.1
[min_applicable]
SYNC = 1
[[derived]]
ids = ["SYNC-001", "SYNC-004"]
reason = {vi = "a", en = "a"}
"""


def policy_text(evidence: str = "", **changes: str) -> str:
    """The policy `strict`, with a table [evidence] or with other lines."""
    lines = [
        f"{line.split(' = ')[0]} = {changes.get(line.split(' = ')[0])}" if line.split(" = ")[0] in changes else line
        for line in POLICY.splitlines()
    ]
    return "\n".join([*lines, *(["[evidence]", evidence] if evidence else [])]) + "\n"


def policy(evidence: str = "", **changes: str) -> Policy:
    """The same, read."""
    return read_policy(policy_text(evidence, **changes).encode(), "strict.toml")


@cache
def rows() -> Mapping[str, Mapping[str, Any]]:
    """Rows of the catalogue, by id."""
    return {name: row.row for name, row in load_catalogue(FOLDER / "requirements").items()}


def run_json(
    requirements: Sequence[str] = (FIRST, SECOND), *, policy_source: str = POLICY, **changes: Any
) -> dict[str, Any]:
    """What a run writes when it opens its record: one case a requirement."""
    cases = [
        {
            "id": case_of(name),
            "requirements": [name],
            "phase": "behaviour",
            "purpose": "p",
            "selected": True,
            "reason": "",
        }
        for name in requirements
    ]
    return {
        "schema": "lienthong/run/1",
        "run_id": "20261122T075500Z-00000001",
        "started": "2026-11-22T07:55:00+00:00",
        "mode": "certification",
        "seed": 1,
        "command": ["lienthong", "run"],
        "harness": {"version": "0.1.0", "build": "sha256:" + "cd" * 32, "python": "3.11.7"},
        "sut": {"name": "Một cửa tỉnh", "supplier": "Công ty", "version": "1", "build": BUILD},
        "statement": {"portal.sync": True},
        "policy": read_policy(policy_source.encode(), "strict.toml").to_json(),
        "time_budget_s": 0.0,
        "plan": {"cases": cases, "not_applicable": {}},
        "requirements": [dict(rows()[name]) for name in requirements],
        **changes,
    }


def nowhere(_digest: str) -> Policy | None:
    """Where no policy is found: every record here keeps the text of its own."""
    return None


def case_of(requirement: str) -> str:
    """The case that verifies a requirement."""
    return f"behaviour/test_x::test_{requirement.lower().replace('-', '_')}"


def make_record(
    folder: Path,
    fails: Sequence[str] = (),
    *,
    run: Mapping[str, Any] | None = None,
    at: datetime = AT,
    silent: Sequence[str] = (),
    ended: bool = True,
    attempts: int = 1,
) -> Path:
    """A sealed record with its `readiness.json` beside it; `fails` are violated, of `silent` nothing is judged.

    Every case is played so many times.
    """
    run = run_json() if run is None else run
    writer = open_record(folder / "record", run)
    exchanges = [make_exchange(1, "DangNhap"), make_exchange(2, "DangNhap"), fence()]
    for exchange in exchanges:
        writer.append("exchange", exchange.raw)
    for attempt, case in product(range(1, attempts + 1), run["plan"]["cases"]):
        (name,) = case["requirements"]
        key = {"case": case["id"], "instance": "", "attempt": attempt}
        _play(writer, key, name, exchanges, most=1 if name in fails else 2, silent=name in silent)
    if ended:
        writer.append("campaign-ended", {**totals(read_events(writer.folder)), "completed": True})
    writer.close()
    seal(writer.folder, at=at)
    readiness = answer_again(load_record(writer.folder), nowhere)
    (folder / "readiness.json").write_text(json.dumps(readiness, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return writer.folder


def _play(
    writer: RecordWriter, key: Mapping[str, Any], name: str, exchanges: Sequence[Any], *, most: int, silent: bool
) -> None:
    writer.append("case-started", key)
    judge = Judge(key["case"], "", key["attempt"], (name,), writer.append)
    verdict = "PASS"
    if silent:
        verdict = "NONE"
    else:
        try:
            judge(
                name, CHECKS["number_is"](exchanges, {"operation": "DangNhap"}, at_least=0, at_most=most, fence=FENCE)
            )
        except Nonconformity:
            verdict = "FAIL"
    ending = {"verdict": verdict, "code": None, "message": "", "judgements": len(judge.judgements)}
    writer.append("case-ended", {**key, **ending})
