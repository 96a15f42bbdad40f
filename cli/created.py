"""`created`: what a run left behind in the system under test, for those who clean up."""

import json
import sys
from collections import Counter
from pathlib import Path

from harness.created import Created, created_in, load_creating
from harness.errors import IntegrityBroken
from harness.gate import Exit
from harness.record import load_record
from specs import FOLDER


def list_created(folder: Path, *, language: str, json_only: bool) -> int:
    """0 with the list; 21 where the record contradicts itself."""
    try:
        record = load_record(folder)
    except IntegrityBroken as exc:
        sys.stderr.write(f"lienthong: {exc}\n")
        return Exit.INTEGRITY
    rows = created_in(record, load_creating(FOLDER / "created.toml"))
    if json_only:
        told = {"record": str(folder), "run_id": record.run["run_id"], "created": [row.to_json() for row in rows]}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        return Exit.GO
    for row in rows:
        sys.stdout.write(_line(row, language) + "\n")
    counts = Counter(row.words[language] for row in rows)
    sys.stdout.write(", ".join(f"{count} {words}" for words, count in counts.items()) + "\n" if rows else "")
    return Exit.GO


def _line(row: Created, language: str) -> str:
    unsure = {"vi": "(không có trả lời, có thể đã tạo)", "en": "(not answered: it may be there)"}
    return f"{row.words[language]}\t{row.id or unsure[language]}\t{row.at}\t{row.evidence}"
