"""What a command that opens a record writes into the ledger of the output root, and what the record keeps of it."""

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harness.errors import IntegrityBroken
from harness.ledger import answers_of, note_opened, note_sealed
from harness.record import MANIFEST, RUN, digest


def entered(out: Path, run: Mapping[str, Any], *, part: str, mode: str) -> dict[str, Any]:
    """`run` with what the ledger of the output root knew of the build; and the ledger knows of the record from now on.

    Where no ledger can be kept, or its chain does not hold, that is said, and `known` is None.
    """
    row = {
        "run_id": run["run_id"],
        "folder": out.resolve().name,
        "part": part,
        "mode": mode,
        "build": run["sut"].get("build", ""),
        "policy": run["policy"]["name"],
        "at": run["started"],
    }
    try:
        before = note_opened(out.resolve().parent, row)
    except (OSError, IntegrityBroken) as exc:
        _say(out, exc)
        return {**run, "known": None}
    entries = before.of_build(row["build"])
    return {**run, "known": {"records": len(entries), "answers": answers_of(entries), "ledger": before.head}}


def settled(out: Path, result: Mapping[str, Any]) -> None:
    """Tell the ledger what the record of a folder came to, where it knows of the record."""
    try:
        run = json.loads((out / "record" / RUN).read_bytes())
        if run["known"] is not None:
            note_sealed(out.resolve().parent, {"run_id": run["run_id"], **_came_to(out, result)})
    except (OSError, ValueError, LookupError, IntegrityBroken) as exc:  # of a record that is broken, too
        _say(out, exc)


def _came_to(out: Path, result: Mapping[str, Any]) -> dict[str, Any]:
    manifest = out / "record" / MANIFEST
    return {
        "record": digest(manifest.read_bytes()) if manifest.is_file() else None,
        "answer": result.get("answer"),
        "exit_code": result["exit_code"],
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _say(out: Path, why: Exception) -> None:
    sys.stderr.write(f"lienthong: no ledger of the records in {out.resolve().parent} is kept: {why}\n")
