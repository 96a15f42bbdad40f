"""The same expressions on Spark. Too slow for `make test`: `pytest tests/unit/reconcile/spark_sample.py` plays it."""

from pathlib import Path

import pytest

from harness.reconcile.compare import reconcile
from harness.reconcile.engine import EngineName, open_engine
from harness.reconcile.findings import Findings
from harness.reconcile.rules import Rules
from harness.reconcile.side import FINDING
from tests.unit.reconcile.planting import LAG, Row, planted_world
from tests.unit.reconcile.worlds import NOW, export, found

COLUMNS = ("code", "agency", "procedure", "status", "owner_name", "received_at", "due_at", "fee", "changed_at")
LEFT_OUT = {"channel", "owner_identity", "commune", "district", "submitted_at", "finished_at"}


def few(rows: list[Row]) -> list[Row]:
    return [{name: row[name] for name in COLUMNS} for row in rows]


@pytest.mark.timeout(1200)  # Spark starts a Java machine, and plans each query for seconds on a busy one
def test_spark_finds_exactly_what_duckdb_finds(tmp_path: Path) -> None:
    world = planted_world(11, sound=30, each=1)
    left, right = export("here", few(world.left), tmp_path), export("there", few(world.right), tmp_path)

    def compare(name: EngineName) -> Findings:
        folder = tmp_path / name
        folder.mkdir()
        with open_engine(name, memory="1GB", folder=tmp_path) as engine:
            return reconcile(left, right, Rules(LAG), engine=engine, folder=folder, now=NOW, key=b"key")

    on_duckdb, on_spark = compare("duckdb"), compare("spark")
    assert found(on_duckdb) == sorted(
        row for row in world.expected if row[2] not in LEFT_OUT and "submitted" not in row[1]
    )
    assert on_spark.counts(*FINDING, "allowed") == on_duckdb.counts(*FINDING, "allowed")
    assert (on_spark.samples, on_spark.totals) == (on_duckdb.samples, on_duckdb.totals)
