# ruff: noqa: INP001, T201 - a script that prints
"""Every question to bulk data, on DuckDB and on Spark: of a province in order, and of one from which rows were lost.

python -m benchmarks.reconcile.engines      stops at the first question that is answered otherwise

About half an hour of a busy machine: Spark plans each question anew.
"""

import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.reconcile import ReconcileOptions, reconcile_exports
from harness.reconcile.engine import EngineName
from harness.record import load_record
from tests.unit.reconcile.exports import Rows, in_order
from tests.unit.reconcile.handed_over import PAIR, hand_over

OTHERWISE = ("asked", "snapshots")
"""What a recount says that no two runs have in common."""
PROFILES = ("D-2020",)


def answers(target: Path, out: Path, engine: EngineName) -> dict[str, Mapping[str, Any]]:
    """By question what was counted."""
    reconcile_exports(ReconcileOptions(target, out, engine=engine, memory="1GB", profiles=PROFILES))
    found = load_record(out / "record").data("recount")
    return {row["question"]: {name: row[name] for name in row if name not in OTHERWISE} for row in found}


def damaged() -> Rows:
    """Of every list the second row is lost, and the last one stands there twice."""
    rows = in_order()
    return {role: [found[0], *found[2:], found[-1]] for role, found in rows.items()}


def main() -> None:
    """Print how many questions both answered, and how many rows speak against them."""
    for name, rows in (("in order", in_order()), ("damaged", damaged())):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            rows["portal"] = [dict(row) for row in rows["dossiers"]][:-1]
            target = hand_over(rows, folder, taken=datetime.now(UTC).replace(microsecond=0))
            target.write_text(target.read_text(encoding="utf-8") + PAIR, encoding="utf-8")
            one, other = (answers(target, folder / engine, engine) for engine in ("duckdb", "spark"))
        unlike = [question for question in one.keys() | other.keys() if one.get(question) != other.get(question)]
        for question in sorted(unlike):
            print(f"{question}\n  duckdb {one.get(question)}\n  spark  {other.get(question)}")
        if unlike:
            sys.exit(f"{name}: {len(unlike)} of {len(one)} questions are answered otherwise")
        against = sum(sum(row["against"].values()) for row in one.values())
        print(f"{name}: {len(one)} questions, {against} rows against, the same on both")


if __name__ == "__main__":
    main()
