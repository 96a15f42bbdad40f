# ruff: noqa: INP001, T201, D103, PLC0415 - a script of small steps that prints; each engine is imported in its own process
"""The plain field difference as Polars, DataFusion and datacompy do it: both sides joined whole.

    PYTHON others.py ENGINE LEFT RIGHT FIELD…       one engine, once, on two folders of files

They are no dependency of ours: PYTHON is that of an environment of its own, `uv venv .cache/reconcile-bench`, then
`uv pip install` of polars, datafusion, datacompy and pyarrow into it. So nothing of ours is imported here.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module

KEY = "code"


def polars(left: str, right: str, fields: Sequence[str]) -> int:
    import polars as pl

    one, other = (pl.scan_parquet(f"{path}/*.parquet").select(KEY, *fields) for path in (left, right))
    joined = one.join(other, on=KEY, how="full", suffix="_r")
    apart = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_r")) for name in (KEY, *fields))
    return joined.filter(apart).collect(engine="streaming").height


def datafusion(left: str, right: str, fields: Sequence[str]) -> int:
    from datafusion import SessionContext

    context = SessionContext()
    context.register_parquet("l", left)
    context.register_parquet("r", right)
    apart = " OR ".join(f'(l."{name}" IS DISTINCT FROM r."{name}")' for name in (KEY, *fields))
    query = f"SELECT l.{KEY}, r.{KEY} AS other FROM l FULL JOIN r ON l.{KEY} = r.{KEY} WHERE {apart}"  # noqa: S608 - names of our own
    return sum(batch.num_rows for batch in context.sql(query).collect())


def datacompy(left: str, right: str, fields: Sequence[str]) -> int:
    import datacompy as dc
    import polars as pl

    one, other = (pl.read_parquet(f"{path}/*.parquet", columns=[KEY, *fields]) for path in (left, right))
    made = dc.PolarsCompare(one, other, join_columns=KEY)
    return made.df1_unq_rows.height + made.df2_unq_rows.height + made.all_mismatch().height


OTHERS = {work.__name__: work for work in (polars, datafusion, datacompy)}


def print_cost(name: str, work: Callable[[], int]) -> None:
    """Do it, and print what it took as one line of JSON; `work` gives a number of rows."""
    begun, cpu = time.perf_counter(), time.process_time()
    rows = work()
    took = {"s": round(time.perf_counter() - begun, 2), "cpu_s": round(time.process_time() - cpu, 2)}
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2, 2)
    print(json.dumps({"engine": name, **took, "peak_gb": peak, "rows": rows}))


if __name__ == "__main__":
    _, engine, one_side, other_side, *columns = sys.argv
    import_module(engine)  # before the clock, as ours
    print_cost(engine, lambda: OTHERS[engine](one_side, other_side, columns))
