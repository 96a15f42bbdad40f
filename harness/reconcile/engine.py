"""Where expressions are computed: DuckDB in this process, or Spark for whom one machine is too small."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import Parameter, Signature
from pathlib import Path
from typing import Any, Final, Literal

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from harness.errors import Refused

EngineName = Literal["duckdb", "spark"]
MEMORY: Final = "3GB"
"""What DuckDB may hold before it spills; the process needs somewhat more."""
LARGEST: Final = (1 << 63) - 1
"""The largest fingerprint."""
_ALWAYS: Final = {"spark.sql.session.timeZone": "UTC", "spark.ui.enabled": "false"}
_HERE: Final = {
    "spark.master": "local[2]",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
}
"""Spark on this machine; whoever has another one says so with a folder of its settings, SPARK_CONF_DIR."""


@dataclass(frozen=True)
class Engine:
    """One way to compute an expression. Every engine gives the same rows; their order means nothing."""

    name: EngineName
    backend: Any
    hash_function: tuple[str, str]
    keeper: Callable[[Any, ir.Table], ir.Table]
    reader: Callable[[Any, ir.Table], pa.Table]
    folder: Path

    def table(self, path: Path) -> ir.Table:
        """The rows of a Parquet file, or of the files of a folder."""
        return self.backend.read_parquet(str(path))

    def listed(self, values: Iterable[str]) -> ir.Column:
        """A list of texts as a column of a table."""
        path = self.folder / f"{ibis.util.gen_name('listed')}.parquet"
        pq.write_table(pa.table({"value": pa.array(values, pa.string())}), path)
        return self.table(path)["value"]

    def keep(self, rows: ir.Table) -> ir.Table:
        """Compute now, and hold what came out until the engine is gone."""
        return self.keeper(self.backend, rows)

    def rows(self, table: ir.Table) -> list[dict[str, Any]]:
        """Compute now, and read what came out: few rows."""
        found: list[dict[str, Any]] = self.reader(self.backend, table).to_pylist()
        return found

    def share(self) -> float:
        """Which share of the statement under way is done, from 0 to 1; 0 where nobody can say. For another thread."""
        return max(0.0, float(self.backend.con.query_progress())) / 100 if self.name == "duckdb" else 0.0

    def fingerprint(self, *values: ir.Value) -> ir.IntegerValue:
        """A number from 0 to LARGEST that equal values share. It only tells where to look: no finding rests on it."""
        if self.name == "spark":  # its hash passes over nulls: a value in another column would not be told apart
            values = (*values, *(value.isnull() for value in values))
        name, gives = self.hash_function
        taken = {f"v{place}": value.type() for place, value in enumerate(values)}
        hashed = _function(name, taken, gives)(*values)
        return ((hashed >> 1) & LARGEST).cast("int64")

    def write(self, rows: ir.Table, path: Path) -> None:
        """Compute, and write to a Parquet file (Spark: a folder of them)."""
        rows.to_parquet(str(path))


def _function(name: str, taken: Mapping[str, Any], gives: str) -> Callable[..., Any]:
    """A function of the database, of so many arguments of these types."""

    def stands_for_it() -> None: ...

    stands_for_it.__signature__ = Signature([Parameter(own, Parameter.POSITIONAL_OR_KEYWORD) for own in taken])  # type: ignore[attr-defined]  # where Ibis looks for its arguments
    made: Callable[..., Any] = ibis.udf.scalar.builtin(stands_for_it, name=name, signature=((*taken.values(),), gives))
    return made


@contextmanager
def open_engine(name: EngineName = "duckdb", *, memory: str = MEMORY, folder: Path | None = None) -> Iterator[Engine]:
    """An engine, gone at the end of the block. What does not fit into memory is put into `folder` for the time.

    Raises Refused where the engine cannot be had.
    """
    with tempfile.TemporaryDirectory(prefix="lienthong-", dir=folder) as spill:
        if name == "duckdb":
            yield from _duckdb(memory, spill)
        else:
            yield from _spark(memory, spill)


def _duckdb(memory: str, spill: str) -> Iterator[Engine]:
    backend = ibis.duckdb.connect(memory_limit=memory, temp_directory=spill, preserve_insertion_order=False)
    for setting in ("enable_progress_bar = true", "enable_progress_bar_print = false"):  # counted, and not shown
        backend.raw_sql(f"SET {setting}")
    try:
        yield Engine("duckdb", backend, ("hash", "uint64"), _duckdb_keep, _duckdb_read, Path(spill))
    finally:
        backend.disconnect()


def _duckdb_keep(backend: Any, rows: ir.Table) -> ir.Table:
    """In a table of its own: what Ibis 12 caches on DuckDB 2 cannot be dropped again."""
    name = ibis.util.gen_name("kept")
    backend._run_pre_execute_hooks(rows)  # noqa: SLF001 - raw SQL does not bring tables of ours in, as executing does
    backend.raw_sql(f"CREATE TEMP TABLE {name} AS {backend.compile(rows)}")
    return backend.table(name)


def _duckdb_read(backend: Any, rows: ir.Table) -> pa.Table:
    """As Ibis does, which imports pandas for it: a third of a second."""
    backend._run_pre_execute_hooks(rows)  # noqa: SLF001 - as above
    return backend.con.sql(backend.compile(rows)).to_arrow_table()


def _spark_read(_backend: Any, rows: ir.Table) -> pa.Table:
    return rows.to_pyarrow()


def _spark_keep(backend: Any, rows: ir.Table) -> ir.Table:
    """Cut off from how it came about: what Spark caches keeps its whole plan, and each use of it plans that again."""
    name = ibis.util.gen_name("kept")
    backend._run_pre_execute_hooks(rows)  # noqa: SLF001 - as above
    backend._session.sql(backend.compile(rows)).localCheckpoint().createOrReplaceTempView(name)  # noqa: SLF001 - Ibis has no word for it
    return backend.table(name)


def _spark(memory: str, spill: str) -> Iterator[Engine]:
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - a second at import, and Java behind it
    except ImportError:
        raise Refused("the engine spark needs the package pyspark and Java 17") from None
    builder = SparkSession.builder.appName("lienthong")
    settings = {} if "SPARK_CONF_DIR" in os.environ else _HERE
    spilled = {"spark.local.dir": spill, "spark.sql.warehouse.dir": f"{spill}/warehouse"}
    memory = memory.lower().removesuffix("b")
    for name, value in {**settings, **spilled, **_ALWAYS, "spark.driver.memory": memory}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        yield Engine(
            "spark", ibis.pyspark.connect(session), ("xxhash64", "int64"), _spark_keep, _spark_read, Path(spill)
        )
    finally:
        session.stop()
