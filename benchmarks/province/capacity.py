# ruff: noqa: INP001 - a script
"""How much the reference province carries, on SQLite and on PostgreSQL, beside what this machine could do meanwhile.

    PYTHONPATH=. .venv/bin/python benchmarks/province/capacity.py [--province 79] [--engine SQLite] [--first 6]

Each repeat is `lienthong load --scenario find-capacity` between two calibrations; every search of an engine but the
first begins where the one before ended. One that begins far above takes long, for what waits must be drained. Its steps
are printed: times the expected peak, and whether it was carried (+), was not (-) or says nothing (?). A calibration
counts how many dossiers a second one core writes into an SQLite file, without any HTTP; the ratio of what is carried to
the mean of both says less of the machine and of its neighbours than the rate alone. The province defaults to the one
with the most communes. Exits 1 where the expected peak was not carried, or the spread of an engine is over 30 %.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from harness.checks.capacity import knee_of
from load.volume import expected_volume, largest_province
from mocks.province.records.codes import make_code
from mocks.province.records.database import Database
from mocks.province.records.dossiers import Dossiers
from tests.postgres import running_postgres
from tests.unit.province.samples import NOON, make_accept

CALIBRATION_S = 5.0
WIDEST = 0.3
ENGINES = ("SQLite", "PostgreSQL")


def calibrate() -> float:
    """Dossiers a second."""
    body: Any = make_accept()
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Database(f"sqlite:///{Path(folder) / 'x.sqlite3'}")) as database,
    ):
        dossiers = Dossiers(database)
        number, until = 0, time.perf_counter() + CALIBRATION_S
        while time.perf_counter() < until:
            dossiers.accept(body, at=NOON, agency="H56.14", make_code=make_code)
            number += 1
    return number / CALIBRATION_S


@contextmanager
def databases(kind: str) -> Iterator[str | None]:
    """An empty database; None is an SQLite file of the province's own."""
    if kind == "SQLite":
        yield None
        return
    with running_postgres() as server, server.new_database() as url:
        yield url


def search(province: str, database: str | None, first: float) -> Sequence[Mapping[str, Any]]:
    """The steps of one search, from `first` times the expected peak on. Raises SystemExit where it left no record."""
    words = ["--scenario", "find-capacity", "--province", province, "--times", f"{first:.2f}", "--json"]
    words += ["--database", database] if database else []
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-P", "-m", "cli.main", "load", *words, "--out", f"{folder}/out"]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        journal = Path(folder) / "out" / "record" / "journal.jsonl"
        if not journal.is_file():
            raise SystemExit(done.stderr)
        events = journal.read_text(encoding="utf-8").splitlines()
    series = [row["data"] for row in map(json.loads, events) if row["kind"] == "series"]
    steps: Sequence[Mapping[str, Any]] = next(row["steps"] for row in series if row["of"] == "search")
    return steps


def told(step: Mapping[str, Any]) -> str:
    """One step in a word: times the peak, and whether it was carried (+), was not (-) or says nothing (?)."""
    return f"{step['times']:g}{'?' if not step['sound'] else '-' if step['broke'] else '+'}"


def measure(kind: str, province: str, *, repeats: int, first: float) -> bool:
    """Print each repeat, then the spread: the widest distance from the median. Gives whether it is as it should be."""
    expected = sum(expected_volume(province).calls_per_s(peak=True).values())
    ratios, least = [], float("inf")
    for _ in range(repeats):
        before = calibrate()
        with databases(kind) as database:
            began, steps = time.monotonic(), search(province, database, first)
        lasted, found = time.monotonic() - began, knee_of(steps)
        beside, rate = (before + calibrate()) / 2, found.carried * expected
        ratios.append(rate / beside)
        least, first = min(least, found.carried), max(found.carried, 1.0)
        words = f"carries {found.carried:.2f} × the expected peak ({rate:.0f} calls/s), calibration {beside:.0f}/s"
        sys.stdout.write(f"{kind}: {words}, ratio {ratios[-1]:.3f}; first limit: {found.limit or 'none was met'}\n")
        sys.stdout.write(f"  {' '.join(map(told, steps))} ({lasted:.0f} s)\n")
        sys.stdout.flush()
    middle = statistics.median(ratios)
    spread = max(abs(ratio - middle) for ratio in ratios) / middle if middle else float("inf")
    peak = "the expected peak is carried" if least >= 1 else "the expected peak is not carried each time"
    sys.stdout.write(f"{kind}: ratio {middle:.3f}, spread ±{spread:.0%}; {peak}\n")
    return least >= 1 and spread <= WIDEST


def main() -> int:
    """Measure each engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--province", default=largest_province())
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument(
        "--first", type=float, default=1.0, help="times the expected peak, where the first search of an engine begins"
    )
    options = parser.parse_args()
    volume = expected_volume(options.province)
    calls = sum(volume.calls_per_s(peak=True).values())
    sys.stdout.write(f"province {options.province}: {calls:.1f} calls/s expected at the peak\n")
    fine = [
        measure(kind, options.province, repeats=options.repeats, first=options.first)
        for kind in options.engine or ENGINES
    ]
    return int(not all(fine))


if __name__ == "__main__":
    sys.exit(main())
