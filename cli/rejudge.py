"""`rejudge`: the same judgements from the same evidence, offline, or the contradiction by name."""

import json
import sys
from pathlib import Path

from harness.errors import IntegrityBroken
from harness.gate import Exit
from harness.record import load_record
from harness.rejudge import rejudge


def rejudge_record(folder: Path, *, json_only: bool) -> int:
    """0 where all judgements are the same byte for byte, 21 where the record contradicts itself or they differ."""
    try:
        record = load_record(folder)
    except IntegrityBroken as exc:
        _tell({"record": str(folder), "intact": False, "why": str(exc)}, str(exc), json_only=json_only)
        return Exit.INTEGRITY
    differences = rejudge(record)
    rows = [
        {"requirement": row.judgement["requirement"], "case": row.judgement["case"], "now": row.now}
        for row in differences
    ]
    text = (
        f"{len(record.judgements)} judgements made again: {len(rows) or 'none'} differ{'s' if len(rows) == 1 else ''}"
    )
    lines = [f"  {row['requirement']} {row['case']}: {row['now']}" for row in rows]
    result = {"record": str(folder), "intact": True, "judgements": len(record.judgements), "differences": rows}
    _tell(result, "\n".join([text, *lines]), json_only=json_only)
    return Exit.INTEGRITY if rows else Exit.GO


def _tell(row: dict[str, object], text: str, *, json_only: bool) -> None:
    sys.stdout.write((json.dumps(row, ensure_ascii=False) if json_only else text) + "\n")
