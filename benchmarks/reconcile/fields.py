# ruff: noqa: INP001, T201 - a script that prints
"""The plain field difference alone: which dossiers are missing, extra or differ in which of their fields.

    python -m benchmarks.reconcile.fields [ROWS [ROUNDS]]       all engines, round by round, medians

Ours is what `reconcile` does of it: suspects by fingerprint, then their rows value by value. The others (`others.py`)
join both files whole. Each is a process of its own.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import ibis

from benchmarks.reconcile.dossiers import FIELDS, FOLDER, folder_of, world
from benchmarks.reconcile.others import OTHERS, print_cost
from harness.reconcile.differences import Comparison, compared_columns, difference_findings, suspect_keys
from harness.reconcile.engine import open_engine
from harness.reconcile.rules import Rules
from harness.reconcile.side import open_side
from tests.unit.reconcile.planting import LAG

BENCH = Path(".cache/reconcile-bench/bin/python")
OURS = "ours"
UNITS = ("s", "cpu_s")


def ours(rows: int) -> int:
    """The number of findings."""
    given = world(rows)
    with open_engine(folder=FOLDER) as engine:
        sides = open_side("left", given.left, engine), open_side("right", given.right, engine)
        comparison = Comparison(*sides, compared_columns(*sides), Rules(LAG), engine)
        found = ibis.union(*difference_findings(comparison, engine.keep(suspect_keys(comparison))))
        return int(engine.rows(found.aggregate(number=found.count()))[0]["number"])


def played(words: Sequence[str]) -> dict[str, float] | None:
    """What a process took; None where it did not come to its end."""
    told = subprocess.run(words, check=False, capture_output=True, text=True)
    if told.returncode:
        why = told.stderr.strip()[-300:] or "out of memory"
        print(f"{' '.join(words[1:4])}: ended with {told.returncode}: {why}", flush=True)
        return None
    line = told.stdout.strip().splitlines()[-1]
    print(line, flush=True)
    made: dict[str, float] = json.loads(line)
    return made


def main() -> None:
    """Print what each engine took, and the median of ours beside that of the others."""
    if sys.argv[1:2] == [OURS]:
        print_cost(OURS, lambda: ours(int(sys.argv[2])))
        return
    rows, rounds = map(int, (*sys.argv[1:], *(10_000_000, 3)[len(sys.argv) - 1 :]))
    world(rows)
    sides = [str(folder_of(rows) / side) for side in ("left", "right")]
    others = str(Path(__file__).with_name("others.py"))
    words = {OURS: [sys.executable, "-m", "benchmarks.reconcile.fields", OURS, str(rows)]}
    words |= {name: [str(BENCH), others, name, *sides, *FIELDS] for name in OTHERS}
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in words}
    for _ in range(rounds):
        for name, own in words.items():
            if made := played(own):
                runs[name].append(made)
    for unit in UNITS:
        medians = {name: statistics.median(run[unit] for run in found) for name, found in runs.items() if found}
        beside = statistics.median(medians[name] for name in OTHERS if name in medians)
        print(f"{rows:,} rows, {unit}: {medians}; ours {medians[OURS]}, median of the others {beside}")


if __name__ == "__main__":
    main()
