"""`compare`: what changed from one record to the next, and what could have changed it."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from cli.verify import policy_finder, refuse_unchecked
from harness.comparison import Change, compare
from harness.errors import IntegrityBroken
from harness.gate import Exit
from harness.signature import load_public
from harness.verify import Verified, verify

SCHEMA = "lienthong/comparison/1"


def compare_records(before: Path, after: Path, *, keys: Sequence[Path], json_only: bool) -> int:
    """0 whatever changed; 21 where a record contradicts itself."""
    known, today = [load_public(path) for path in keys], datetime.now(UTC).date()
    refuse_unchecked([before, after], known)
    try:
        pair = [verify(folder, known, find=policy_finder(), today=today) for folder in (before, after)]
    except IntegrityBroken as exc:
        row = {"schema": SCHEMA, "exit_code": Exit.INTEGRITY, "why": str(exc)}
        sys.stdout.write((json.dumps(row) if json_only else f"a record contradicts itself: {exc}") + "\n")
        return Exit.INTEGRITY
    changes = compare(*pair)
    if json_only:
        rows = [asdict(change) for change in changes]
        row = {"schema": SCHEMA, "before": _told(pair[0]), "after": _told(pair[1]), "changes": rows}
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join([*(_line(change) for change in changes), _summary(pair, changes)]) + "\n")
    return Exit.GO


def _told(verified: Verified) -> dict[str, object]:
    run, readiness = verified.record.run, verified.readiness
    return {
        "run_id": run["run_id"],
        "build": run["sut"].get("build"),
        "answer": readiness.get("answer"),
        "exit_code": readiness["exit_code"],
    }


def _line(change: Change) -> str:
    return (
        f"{change.requirement}: {change.before or 'unknown'} → {change.after or 'unknown'} ({', '.join(change.causes)})"
    )


def _summary(pair: Sequence[Verified], changes: Sequence[Change]) -> str:
    codes = [str(verified.readiness["exit_code"]) for verified in pair]
    answers = [str(verified.readiness.get("answer") or "no answer") for verified in pair]
    return f"{answers[0]} ({codes[0]}) → {answers[1]} ({codes[1]}): {len(changes)} requirements changed"
