# ruff: noqa: INP001, T201, D103, PLC0415 - a script of small steps that prints; each engine is imported in its own process
"""The plain field difference alone: which dossiers are missing, extra or differ in which of their fields.

    python -m benchmarks.reconcile.fields [ROWS] [ROUNDS]       all engines, round by round, medians
    PYTHON fields.py ENGINE LEFT RIGHT                          one engine, once, on two folders of files

Ours is what `reconcile` does of it: suspects by fingerprint, then their rows value by value. The others join both files
whole. They are no dependency of ours: they come from an environment of their own,
`uv venv .cache/reconcile-bench`, then `uv pip install` of polars, datafusion, datacompy and pyarrow into it.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

BENCH = Path(".cache/reconcile-bench/bin/python")
FIELDS = (
    "agency",
    "procedure",
    "status",
    "channel",
    "owner_identity",
    "owner_name",
    "received_at",
    "due_at",
    "finished_at",
    "fee",
)
OTHERS = ("polars", "datafusion", "datacompy")


def ours(left: str, _right: str) -> int:
    import ibis

    from benchmarks.reconcile.dossiers import FOLDER, world
    from harness.reconcile.differences import Comparison, compared_columns, difference_findings, suspect_keys
    from harness.reconcile.engine import open_engine
    from harness.reconcile.rules import Rules
    from harness.reconcile.side import open_side
    from tests.unit.reconcile.planting import LAG

    given = world(int(Path(left).parent.parent.name))
    with open_engine(folder=FOLDER) as engine:
        sides = open_side("left", given.left, engine), open_side("right", given.right, engine)
        comparison = Comparison(*sides, compared_columns(*sides), Rules(LAG), engine)
        found = ibis.union(*difference_findings(comparison, engine.keep(suspect_keys(comparison))))
        return int(engine.keep(found).count().to_pyarrow().as_py())


def polars(left: str, right: str) -> int:
    import polars as pl

    one, other = (pl.scan_parquet(f"{path}/*.parquet").select("code", *FIELDS) for path in (left, right))
    joined = one.join(other, on="code", how="full", suffix="_r")
    apart = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_r")) for name in ("code", *FIELDS))
    return joined.filter(apart).collect(engine="streaming").height


def datafusion(left: str, right: str) -> int:
    from datafusion import SessionContext

    context = SessionContext()
    context.register_parquet("l", left)
    context.register_parquet("r", right)
    apart = " OR ".join(f'(l."{name}" IS DISTINCT FROM r."{name}")' for name in ("code", *FIELDS))
    batches = context.sql(f"SELECT l.code, r.code AS rc FROM l FULL JOIN r ON l.code = r.code WHERE {apart}").collect()  # noqa: S608 - names of our own
    return sum(batch.num_rows for batch in batches)


def datacompy(left: str, right: str) -> int:
    import datacompy as dc
    import polars as pl

    one, other = (pl.read_parquet(f"{path}/*.parquet", columns=["code", *FIELDS]) for path in (left, right))
    made = dc.PolarsCompare(one, other, join_columns="code")
    return made.df1_unq_rows.height + made.df2_unq_rows.height + made.all_mismatch().height


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] in {"ours", *OTHERS}:
        _, name, left, right = sys.argv
        begun, cpu = time.perf_counter(), time.process_time()
        rows = globals()[name](left, right)
        took = {"s": round(time.perf_counter() - begun, 2), "cpu_s": round(time.process_time() - cpu, 2)}
        peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2, 2)
        print(json.dumps({"engine": name, **took, "peak_gb": peak, "rows": rows}))
        return
    rows, rounds = (*map(int, sys.argv[1:]), *(10_000_000, 3)[len(sys.argv) - 1 :])
    files = [f".cache/reconcile/{rows}/seed-0/{side}" for side in ("left", "right")]
    made: dict[str, list[dict[str, float]]] = {}
    for _ in range(rounds):
        for name in ("ours", *OTHERS):
            start = [sys.executable, "-m", "benchmarks.reconcile.fields"] if name == "ours" else [str(BENCH), __file__]
            told = subprocess.run([*start, name, *files], check=False, capture_output=True, text=True)
            if told.returncode:
                print(
                    f"{name}: ended with {told.returncode} (out of memory, or {told.stderr.strip()[-300:]})", flush=True
                )
                continue
            print(told.stdout.strip().splitlines()[-1], flush=True)
            made.setdefault(name, []).append(json.loads(told.stdout.splitlines()[-1]))
    medians = {name: {u: statistics.median(r[u] for r in runs) for u in ("s", "cpu_s")} for name, runs in made.items()}
    for unit in ("s", "cpu_s"):
        others = statistics.median(medians[name][unit] for name in OTHERS if name in medians)
        print(f"{rows:,} rows, {unit}: ours {medians['ours'][unit]}, median of the others {others}")


if __name__ == "__main__":
    main()
