# ruff: noqa: INP001 - a script
"""How much the reference province carries, on SQLite and on PostgreSQL, beside what this machine could do meanwhile.

    PYTHONPATH=. .venv/bin/python benchmarks/province/capacity.py [--repeats 3] [--province 79]

Each repeat is a calibration, then `lienthong load --scenario find-capacity`. The calibration counts how many dossiers a
second one core writes into SQLite in memory, without any HTTP; the ratio of what is carried to that says less of the
machine and of its neighbours than the rate alone. The province defaults to the one with the most communes.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from load.volume import expected_volume, largest_province
from mocks.province.records.codes import make_code
from mocks.province.records.database import Database
from mocks.province.records.dossiers import Dossiers
from tests.postgres import running_postgres
from tests.unit.province.samples import NOON, make_accept

CALIBRATION_S = 3.0


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


def search(province: str, database: str | None) -> tuple[float, float, str]:
    """Times the expected peak that are carried, calls a second there, and the first limit."""
    words = ["--scenario", "find-capacity", "--province", province, "--json"]
    words += ["--database", database] if database else []
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-P", "-m", "cli.main", "load", *words, "--out", f"{folder}/out"]
        subprocess.run(command, check=False, capture_output=True)
        events = (Path(folder) / "out" / "record" / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    series = [row["data"] for row in map(json.loads, events) if row["kind"] == "series"]
    steps = next(row["steps"] for row in series if row["of"] == "search")
    broken = [step for step in steps if step["broke"]]
    ceiling = min((step["times"] for step in broken), default=float("inf"))
    carried = max((s for s in steps if s["sound"] and s["times"] < ceiling), key=lambda s: s["times"], default=None)
    limit = next((step["broke"] for step in broken if step["times"] == ceiling), "none was met")
    return (carried["times"], carried["planned_per_s"], limit) if carried else (0.0, 0.0, limit)


def main() -> None:
    """Print a line a repeat, then the spread: the widest distance from the median."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--province", default=largest_province())
    options = parser.parse_args()
    volume = expected_volume(options.province)
    sys.stdout.write(
        f"province {options.province}: {sum(volume.calls_per_s(peak=True).values()):.1f} calls/s expected\n"
    )
    for kind in ("SQLite", "PostgreSQL"):
        ratios = []
        for _ in range(options.repeats):
            beside = calibrate()
            with databases(kind) as database:
                times, rate, limit = search(options.province, database)
            ratios.append(rate / beside)
            told = f"carries {times:.2f} × the expected peak ({rate:.0f} calls/s), calibration {beside:.0f}/s"
            sys.stdout.write(f"{kind}: {told}, ratio {ratios[-1]:.3f}; first limit: {limit}\n")
            sys.stdout.flush()
        middle = statistics.median(ratios)
        spread = max(abs(ratio - middle) for ratio in ratios) / middle if middle else float("inf")
        sys.stdout.write(f"{kind}: ratio {middle:.3f}, spread ±{spread:.0%}\n")


if __name__ == "__main__":
    main()
