# ruff: noqa: INP001, S608 - a part of a script; names and paths of our own
"""Millions of dossiers on two sides that agree, but for some thousand planted differences. Made once, kept in .cache.

The planted ones are those of the tests (tests/unit/reconcile/planting.py), with what must be found of each.
"""

import json
import random
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.reconcile.fields import FIELDS
from harness.reconcile.conversion import schema_of
from harness.reconcile.declaration import read_reconciliation
from harness.reconcile.raw import ROW
from harness.reconcile.shapes import shapes
from harness.reconcile.snapshot import Snapshot
from tests.unit.reconcile import planting

FOLDER = Path(".cache/reconcile")
COLUMNS = ("code", *FIELDS, "changed_at")
SHUFFLED = 30_000_000
"""Up to so many rows the two sides are in different random orders; above, sorting would take longer than the rest."""
LEFT_OUT = ("commune", "district", "submitted_at")
PLANTED = 5000
BASE = """
SELECT i AS export_row, printf('%s-%s-%07d', a, strftime(r, '%y%m%d'), i) AS code, a AS agency,
  printf('1.%06d', 1000 + (h % 2000)::INT) AS procedure,
  CASE WHEN done THEN '9' ELSE ['2', '4', '5'][1 + ((h >> 8) % 3)::INT] END AS status,
  (1 + (h >> 16) % 3)::VARCHAR AS channel, printf('09%d%09d', 7 + (h >> 5) % 3, i) AS owner_identity,
  ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng'][1 + ((h >> 20) % 5)::INT] || ' ' ||
  ['Văn', 'Thị', 'Đức', 'Ngọc'][1 + ((h >> 24) % 4)::INT] || ' ' ||
  ['An', 'Bình', 'Hòa', 'Thủy', 'Khánh', 'Lan', 'Vân', 'Sơn'][1 + ((h >> 28) % 8)::INT] AS owner_name,
  r AS received_at, r + to_days(3 + ((h >> 32) % 27)::INT) AS due_at, CASE WHEN done THEN f END AS finished_at,
  ((1 + (h >> 40) % 39) * 5000)::BIGINT AS fee, CASE WHEN done THEN f ELSE r + INTERVAL 5 MINUTE END AS changed_at
FROM (SELECT *, hash(i) % 2 = 0 AS done, r + to_seconds((3600 + (h >> 12) % 860000)::BIGINT) AS f,
             printf('H61.%03d', 1 + (h >> 3) % 124) AS a
      FROM (SELECT i, hash(i) AS h, TIMESTAMP '2025-08-01' + to_seconds((hash(i + 7) % 15552000)::BIGINT) AS r
            FROM range({rows}) t(i)))
"""


@dataclass(frozen=True)
class World:
    """Both snapshots, and what must be found: kind, cause, field, side, key."""

    left: Snapshot
    right: Snapshot
    expected: list[tuple[str, ...]]


def world(rows: int) -> World:
    """So many dossiers on either side."""
    folder = FOLDER / str(rows)
    if not (folder / "expected.json").is_file():
        _make(folder, rows)
    expected = [tuple(row) for row in json.loads((folder / "expected.json").read_text(encoding="utf-8"))]
    return World(_snapshot("left", folder), _snapshot("right", folder), expected)


def _make(folder: Path, rows: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    names = [name for name in planting.PLANTS if not _uses_left_out(name)]
    planting.PLANTS = {name: planting.PLANTS[name] for name in names}
    made = planting.planted_world(rows, sound=0, each=-(-PLANTED // len(names)))
    schema = pa.schema(
        [(ROW, pa.int64()), *(field for field in schema_of(shapes()["dossier"]) if field.name in COLUMNS)]
    )
    database = duckdb.connect(config={"memory_limit": "6GB", "temp_directory": str(folder / "spill")})
    for place, (side, planted) in enumerate((("left", made.left), ("right", made.right))):
        table = pa.Table.from_pylist([{ROW: rows + n, **_moved(row)} for n, row in enumerate(planted)], schema)
        database.register("planted", table)
        order = f"ORDER BY hash({ROW}, {place})" if rows <= SHUFFLED else ""
        base = BASE.format(rows=rows - PLANTED)
        query = f"SELECT * FROM ({base}) UNION ALL BY NAME SELECT * FROM planted {order}"
        database.execute(f"COPY ({query}) TO '{folder / side}.parquet' (FORMAT parquet, COMPRESSION zstd)")
    (folder / "expected.json").write_text(json.dumps(made.expected, ensure_ascii=False), encoding="utf-8")


def _uses_left_out(name: str) -> bool:
    made = planting.PLANTS[name](planting.make_dossier(0, random.Random(0)))
    return any(field in LEFT_OUT for _, _, field, *_ in made.expected) or "received too early" in name


def _moved(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in COLUMNS}


def _snapshot(side: str, folder: Path) -> Snapshot:
    """As `take_snapshot` gives it, of a file that is in the shape already."""
    told = {
        "shape": "dossier",
        "system": f"the system on the {side}",
        "side": "current",
        "taken": planting.TAKEN.replace(tzinfo=UTC),
        "obtained": "made for the benchmark",
        "era": "mixed",
        "read": {"kind": "parquet", "path": f"{side}.parquet"},
        "columns": {name: name for name in COLUMNS},
    }
    declaration = read_reconciliation({"snapshots": {side: told}}, folder).declarations[side]
    path, none = folder / f"{side}.parquet", folder / "none.parquet"
    if not none.is_file():
        pq.write_table(
            pa.table(
                {
                    "row": pa.array([], pa.int64()),
                    "column": pa.array([], pa.string()),
                    "reason": pa.array([], pa.string()),
                }
            ),
            none,
        )
    rows = pq.ParquetFile(path).metadata.num_rows
    return Snapshot(declaration, str(path), str(path), rows, rows, 0, (), 0, 0, 0, path, none)
