"""The same expressions on Spark: every finding, sample and total as on DuckDB, of other forms and in another order."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.reconcile.both_engines import sample

SMALL = """
spark.master local[1]
spark.driver.bindAddress 127.0.0.1
spark.driver.host 127.0.0.1
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.default.parallelism 1
spark.sql.shuffle.partitions 1
spark.sql.adaptive.enabled false
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.sql.parquet.compression.codec uncompressed
"""
"""Of sixty rows each task and each class that is compiled for a query costs more than the rows."""


@pytest.mark.timeout(600)  # Java takes 20 s of processor time, and whoever is beside it takes that from it
def test_spark_finds_exactly_what_duckdb_finds(tmp_path: Path) -> None:
    (tmp_path / "spark-defaults.conf").write_text(SMALL, encoding="utf-8")

    on_duckdb, on_spark = both(tmp_path)

    told = [(row["kind"], row["cause"], row["field"], row["side"], row["key"]) for row in on_duckdb["counts"]]
    assert sorted(told) == sorted(sample().expected)
    assert on_spark == on_duckdb


def both(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What DuckDB and Spark find, of a process that is given the folder and its settings of Spark."""
    words = [sys.executable, "-m", "tests.unit.reconcile.both_engines", str(folder)]
    environment = {**os.environ, "SPARK_CONF_DIR": str(folder)}
    made = subprocess.run(words, env=environment, capture_output=True, check=False)
    assert made.returncode == 0, made.stderr.decode(errors="replace")[-2000:]
    found = json.loads(made.stdout.splitlines()[-1])
    return found["duckdb"], found["spark"]
