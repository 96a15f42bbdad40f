"""The end of a command that writes a partial record: what became of each requirement, on paper and in the terminal."""

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.ledger import settled
from cli.progress import MARKS
from harness.assessment import Status
from harness.errors import IntegrityBroken
from harness.partial import Part, partial_result
from harness.policy import Policy
from harness.record import SealedRecord, load_record

RESULT = "partial.json"
SETTLED = {Status.DEMONSTRATED.value, Status.ATTESTED.value, Status.NOT_APPLICABLE.value}


def conclude_part(
    part: Part, policy: Policy, out: Path, *, sut: Mapping[str, Any]
) -> tuple[SealedRecord | None, dict[str, Any]]:
    """Read the sealed record of `out` back, and write what it came to beside it."""
    record = None
    try:
        record = load_record(out / "record")
    except IntegrityBroken as exc:
        sys.stderr.write(f"lienthong: {exc}\n")
    result = partial_result(part, policy, record, sut=sut, today=datetime.now(UTC).date())
    settled(out, result)
    (out / RESULT).write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return record, result


def show_part(record: SealedRecord | None, result: Mapping[str, Any], *, language: str) -> None:
    """One line a requirement: what it came to, and what was seen; then the reason of the exit code."""
    ended = {row["case"]: row for row in record.data("case-ended")} if record else {}
    seen = {row["case"]: row["observed"] for row in record.judgements} if record else {}
    texts = {row["id"]: row["text"] for row in record.run["requirements"]} if record else {}
    for name, row in result["requirements"].items():
        if row["status"] == Status.NOT_APPLICABLE.value:
            continue
        sys.stdout.write(f"{name}  {row['status']:<17} {texts.get(name, {}).get(language, '')}\n")
        for case in row["cases"]:
            told = seen.get(case["id"]) or ended.get(case["id"], {}).get("message", "")
            code = f" {case['code']}" if case["code"] else ""
            sys.stdout.write(f"    {MARKS[case['verdict']]} {case['verdict']}{code}  {told}\n")
    looked = [row["status"] for row in result["requirements"].values() if row["status"] != Status.NOT_APPLICABLE.value]
    shown = sum(status in SETTLED for status in looked)
    sys.stdout.write(
        f"{shown} of {len(looked)} requirements demonstrated or attested; {result['reason']} "
        f"(exit {result['exit_code']}). This is a part of an examination and answers nothing alone.\n"
    )
