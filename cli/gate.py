"""`gate`: one answer for a pipeline from the records of a build, by a policy, with what persons say beside them."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cli.verify import policy_finder, refuse_unchecked
from harness.beside import NOTHING, Beside, with_files
from harness.combination import combine, made_of
from harness.errors import IntegrityBroken, Refused
from harness.exchange import Json
from harness.expectation import expectations_told, hold_against
from harness.gate import Case, Exit
from harness.known import Known, ledgers_told, left_out, look_up
from harness.policy import Policy, load_policy
from harness.readiness import answer_of
from harness.recomputation import catalogue_of
from harness.signature import load_public
from harness.verify import Verified, verify
from specs import FOLDER

SCHEMA = "lienthong/gate/1"


def decide_gate(
    folders: Sequence[Path],
    *,
    policy: str,
    beside: Beside = NOTHING,
    keys: Sequence[Path],
    build: str,
    json_only: bool,
) -> int:
    """Verify every record, hold them against the ledger, combine them, and answer by the answer table."""
    known, today = [load_public(path) for path in keys], datetime.now(UTC).date()
    refuse_unchecked(folders, known)
    try:
        records = [verify(folder, known, find=policy_finder(), today=today) for folder in folders]
        ledgers, rules = look_up(records), _policy(policy, records)
        missing = left_out(ledgers, rules)
    except IntegrityBroken as exc:
        row = {"schema": SCHEMA, "answer": "UNDECIDED", "exit_code": Exit.INTEGRITY, "reason": str(exc)}
        _say(row, f"UNDECIDED (21): a record contradicts itself: {exc}", json_only=json_only)
        return Exit.INTEGRITY
    case = combine(records, rules, waivers=(), today=today)
    sut = records[-1].record.run["sut"]
    if build and sut["build"] != build:
        raise Refused(f"--build {build}: these records are of build {sut['build']}")
    case, told = with_files(case, records, beside, keys=known)
    case = replace(case, shortfalls=[*case.shortfalls, *missing])
    answer = _answer(case, records, ledgers, sut) | {"notes": [*told, *ledgers_told(ledgers)]}
    _say(answer, _text(answer), json_only=json_only)
    return int(answer["exit_code"])


def _answer(
    case: Case, records: Sequence[Verified], ledgers: Sequence[Known], sut: Mapping[str, Json]
) -> dict[str, Json]:
    return {
        "schema": SCHEMA,
        **answer_of(case, sut=sut),
        "records": made_of(case, records),
        "waivers": [dict(waiver.row) for waiver in case.waivers],
        "challenges": [dict(challenge.row) for challenge in case.challenges],
        "expected": hold_against(case),
        "known": [ledger.to_json() for ledger in ledgers],
    }


def _policy(name: str, records: Sequence[Verified]) -> Policy:
    """A policy of this release by its name, or one of a file; it is held against the requirements of the records."""
    path = Path(name) if name.endswith(".toml") else FOLDER / "policies" / f"{name}.toml"
    catalogue = {name: row for verified in records for name, row in catalogue_of(verified.record.run).items()}
    return load_policy(path, catalogue)


def _text(answer: Mapping[str, Json]) -> str:
    counts = answer["counts"]
    shown = f"{counts['demonstrated_blocking']} of {counts['applicable_blocking']}"
    statuses = {name: row["status"] for name, row in answer["requirements"].items()}
    lines = [
        f"{answer['answer']} ({answer['exit_code']}): {answer['reason']}",
        *(expectations_told(answer["expected"], statuses) if answer["expected"] else ()),
        f"{shown} applicable blocking requirements demonstrated",
        *(f"  {row['id']}: expected {row['expected']}; observed {row['observed']}" for row in answer["blocking"]),
        *(_of_record(row) for row in answer["records"]),
        *(f"waived: {row['requirement']} until {row['expires']} by {row['approved_by']}" for row in answer["waivers"]),
        *answer["notes"],
    ]
    return "\n".join(lines)


def _of_record(row: Mapping[str, Json]) -> str:
    signed = f", signed by {', '.join(row['signed_by'])}" if row["signed_by"] else ", unsigned"
    expired = ", expired" if row["expired"] else ""
    return f"record {row['run_id']}: {row['part']}, sealed {row['sealed'][:10]}{signed}{expired}"


def _say(row: Mapping[str, Json], text: str, *, json_only: bool) -> None:
    sys.stdout.write((json.dumps(row, ensure_ascii=False) if json_only else text) + "\n")
