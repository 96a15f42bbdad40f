# ruff: noqa: INP001, S608, T201, D103 - a script of small steps that prints; names and paths of our own
"""One reconciliation in a process of its own; prints what it took as one line of JSON.

python -m benchmarks.reconcile.once ours|hand ROWS [MEMORY [SEED]]
"""

import json
import resource
import sys
import tempfile
import time
from datetime import UTC, timedelta
from pathlib import Path

import duckdb

from benchmarks.reconcile.dossiers import FOLDER, World, world
from harness.reconcile.compare import reconcile
from harness.reconcile.engine import MEMORY, open_engine
from harness.reconcile.rules import Rules
from harness.reconcile.side import FINDING
from tests.unit.reconcile.planting import LAG, TAKEN


def ours(given: World, memory: str, folder: Path) -> Path:
    now = TAKEN.replace(tzinfo=UTC) + timedelta(hours=1)
    with open_engine(memory=memory, folder=FOLDER) as engine:
        return reconcile(given.left, given.right, Rules(LAG), engine=engine, folder=folder, now=now, key=b"key").path


def hand(given: World, memory: str, folder: Path) -> Path:
    settings = {"memory_limit": memory, "temp_directory": str(FOLDER / "spill"), "preserve_insertion_order": "false"}
    path = folder / "found.parquet"
    with duckdb.connect(config=settings) as database:
        database.execute(
            Path(__file__)
            .with_name("by_hand.sql")
            .read_text(encoding="utf-8")
            .format(left=given.left.path, right=given.right.path, found=path)
        )
    return path


def main() -> None:
    how, rows, memory, seed = (*sys.argv[1:], *("ours", "10000000", MEMORY, "0")[len(sys.argv) - 1 :])
    given = world(int(rows), int(seed))
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        begun, cpu = time.perf_counter(), time.process_time()
        path = {"ours": ours, "hand": hand}[how](given, memory, Path(folder))
        took, cpu = time.perf_counter() - begun, time.process_time() - cpu
        names = ", ".join(f'"{name}"' for name in FINDING[:5])
        found = duckdb.sql(f"SELECT {names} FROM '{path}'").fetchall()
        whole = ", ".join(f'"{name}"' for name in FINDING)
        answer = duckdb.sql(f"SELECT count(*), sum(hash({whole})::HUGEINT) FROM (SELECT * FROM '{path}')").fetchall()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    right = sorted(found) == sorted(given.expected)
    print(
        json.dumps(
            {
                "how": how,
                "rows": int(rows),
                "seed": int(seed),
                "s": round(took, 2),
                "cpu_s": round(cpu, 2),
                "peak_gb": round(peak, 2),
                "found": len(found),
                "planted_all_found_none_invented": right,
                "answer": str(answer),
            }
        )
    )


if __name__ == "__main__":
    main()
