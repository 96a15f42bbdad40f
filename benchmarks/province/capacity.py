# ruff: noqa: INP001 - a script
"""How much the reference province carries, on SQLite and on PostgreSQL, beside what this machine could do meanwhile.

    PYTHONPATH=. .venv/bin/python benchmarks/province/capacity.py [--province 79] [--engine SQLite] [--first 6]

Each repeat is `lienthong load --scenario find-capacity`, which repeats around its knee, between two calibrations.
Every search but the first begins where the one before ended. A calibration counts how many dossiers a second one core
writes into an SQLite file, without any HTTP; the ratio of what is carried to the mean of both says less of the machine
and of its neighbours than the rate alone. The province defaults to the one with the most communes. A repeat takes
about four minutes. Exits 1 where the expected peak was not carried, or the spread of an engine is over 30 %.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from load.volume import expected_volume, largest_province
from mocks.province.records.codes import make_code
from mocks.province.records.database import Database
from mocks.province.records.dossiers import Dossiers
from tests.postgres import running_postgres
from tests.unit.province.samples import NOON, make_accept

CALIBRATION_S = 5.0
WIDEST = 0.3
ENGINES = ("SQLite", "PostgreSQL")


class Carried(NamedTuple):
    """Times the expected peak that are carried, and the first limit."""

    times: float
    limit: str


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


def search(province: str, database: str | None, first: float) -> Carried:
    """What one search found, from `first` times the expected peak on. Raises SystemExit where it left no record."""
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
    return read_steps(next(row["steps"] for row in series if row["of"] == "search"))


def read_steps(steps: Sequence[dict[str, Any]]) -> Carried:
    """The highest step that was carried each time, below the lowest that was not."""
    broken = [step for step in steps if step["broke"]]
    ceiling = min((step["times"] for step in broken), default=float("inf"))
    carried = max((step["times"] for step in steps if step["sound"] and step["times"] < ceiling), default=0.0)
    limit = next((step["broke"] for step in broken if step["times"] == ceiling), "none was met")
    return Carried(carried, limit)


def measure(kind: str, province: str, *, repeats: int, first: float) -> tuple[bool, float]:
    """Print a line a repeat, then the spread: the widest distance from the median.

    Gives whether it is as it should be, and where the next search should begin.
    """
    expected = sum(expected_volume(province).calls_per_s(peak=True).values())
    ratios, least = [], float("inf")
    for _ in range(repeats):
        before = calibrate()
        with databases(kind) as database:
            found = search(province, database, first)
        beside, rate = (before + calibrate()) / 2, found.times * expected
        ratios.append(rate / beside)
        least, first = min(least, found.times), max(found.times, 1.0)
        told = f"carries {found.times:.2f} × the expected peak ({rate:.0f} calls/s), calibration {beside:.0f}/s"
        sys.stdout.write(f"{kind}: {told}, ratio {ratios[-1]:.3f}; first limit: {found.limit}\n")
        sys.stdout.flush()
    middle = statistics.median(ratios)
    spread = max(abs(ratio - middle) for ratio in ratios) / middle if middle else float("inf")
    peak = "the expected peak is carried" if least >= 1 else "the expected peak is not carried each time"
    sys.stdout.write(f"{kind}: ratio {middle:.3f}, spread ±{spread:.0%}; {peak}\n")
    return least >= 1 and spread <= WIDEST, first


def main() -> int:
    """Measure each engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--province", default=largest_province())
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument(
        "--first", type=float, default=1.0, help="times the expected peak, where the first search begins"
    )
    options = parser.parse_args()
    volume = expected_volume(options.province)
    calls = sum(volume.calls_per_s(peak=True).values())
    sys.stdout.write(f"province {options.province}: {calls:.1f} calls/s expected at the peak\n")
    all_fine, first = True, options.first
    for kind in options.engine or ENGINES:
        fine, first = measure(kind, options.province, repeats=options.repeats, first=first)
        all_fine &= fine
    return int(not all_fine)


if __name__ == "__main__":
    sys.exit(main())
