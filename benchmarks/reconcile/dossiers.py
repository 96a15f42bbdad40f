# ruff: noqa: INP001 - a part of a script; names and paths of our own
"""Millions of dossiers on two sides that agree, but for some thousand planted differences. Made once, kept in .cache.

The sound rows of a size are made once, in parts, and an interrupted making goes on. What is planted is drawn by a seed
(tests/unit/reconcile/planting.py, with what must be found of each) and lies in small files among the parts.
"""

import json
import math
import os
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from harness.reconcile.conversion import schema_of
from harness.reconcile.declaration import read_reconciliation
from harness.reconcile.raw import ROW
from harness.reconcile.shapes import shapes
from harness.reconcile.snapshot import Snapshot
from tests.unit.reconcile import planting

FOLDER = Path(".cache/reconcile")
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
"""The columns that are compared."""
COLUMNS = ("code", *FIELDS, "changed_at")
SCATTER = {"left": 0.618, "right": 0.755}
"""Row j of a side is dossier j · p modulo all, p about this share of them: another order on each side, unsorted."""
PART = 1_000_000
LEFT_OUT = ("commune", "district", "submitted_at")
PLANTED = 5000
BASE = """
SELECT i AS export_row, printf('%s-%s-%07d', a, strftime(r, '%y%m%d'), {first} + i) AS code, a AS agency,
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
            FROM (SELECT j * {step} % {rows} AS i FROM range({begin}, {end}) t(j))))
"""


@dataclass(frozen=True)
class World:
    """Both snapshots, and what must be found: kind, cause, field, side, key."""

    left: Snapshot
    right: Snapshot
    expected: list[tuple[str, ...]]


def folder_of(rows: int, seed: int = 0) -> Path:
    """Where both sides lie, `left` and `right`."""
    return FOLDER / str(rows) / f"seed-{seed}"


def world(rows: int, seed: int = 0) -> World:
    """So many dossiers on either side, and what this seed plants among them."""
    base, folder = FOLDER / str(rows), folder_of(rows, seed)
    if not (folder / "expected.json").is_file():
        parts = {side: _parts(side, base, rows - PLANTED) for side in SCATTER}
        _plant(folder, parts, seed)
    expected = [tuple(row) for row in json.loads((folder / "expected.json").read_text(encoding="utf-8"))]
    return World(_snapshot("left", folder), _snapshot("right", folder), expected)


def _parts(side: str, base: Path, rows: int) -> list[Path]:
    """The files of the sound rows of a side; those that are there already stay."""
    (base / side).mkdir(parents=True, exist_ok=True)
    step = int(rows * SCATTER[side])
    while math.gcd(step, rows) > 1:
        step += 1
    paths = {base / side / f"{begin:010}.parquet": begin for begin in range(0, rows, PART)}
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        missing = [(path, begin) for path, begin in paths.items() if not path.is_file()]
        list(threads.map(partial(_make, rows, step), *zip(*missing, strict=True)) if missing else ())
    return list(paths)


def _make(rows: int, step: int, path: Path, begin: int) -> None:
    end = min(rows, begin + PART)
    query = BASE.format(rows=rows, step=step, begin=begin, end=end, first=2 * PLANTED)  # no code of a planted one
    made = path.with_suffix(".making")
    with duckdb.connect(config={"threads": 1}) as database:
        database.execute(f"COPY ({query}) TO '{made}' (FORMAT parquet, COMPRESSION zstd)")
    made.rename(path)


def _plant(folder: Path, parts: dict[str, list[Path]], seed: int) -> None:
    """Beside each part of the sound rows its share of the planted ones, for both sides."""
    names = [name for name in planting.PLANTS if not _uses_left_out(name)]
    made = planting.make_world(seed, sound=0, plants=names * -(-PLANTED // len(names)))
    schema = pa.schema(
        [(ROW, pa.int64()), *(field for field in schema_of(shapes()["dossier"]) if field.name in COLUMNS)]
    )
    for side, planted in (("left", made.left), ("right", made.right)):
        (folder / side).mkdir(parents=True, exist_ok=True)
        rows = [{ROW: -n, **{name: row[name] for name in COLUMNS}} for n, row in enumerate(planted, start=1)]
        for number, part in enumerate(parts[side]):
            linked = folder / side / part.name
            if not linked.exists():
                os.link(part, linked)
            table = pa.Table.from_pylist(rows[number :: len(parts[side])], schema)
            pq.write_table(table, folder / side / f"{part.stem}-planted.parquet")
    (folder / "expected.json").write_text(json.dumps(made.expected, ensure_ascii=False), encoding="utf-8")


def _uses_left_out(name: str) -> bool:
    made = planting.PLANTS[name](planting.make_dossier(0, random.Random(0)))
    return any(field in LEFT_OUT for _, _, field, *_ in made.expected) or "received too early" in name


def _snapshot(side: str, folder: Path) -> Snapshot:
    """As `take_snapshot` gives it, of a file that is in the shape already."""
    told = {
        "shape": "dossier",
        "system": f"the system on the {side}",
        "side": "current",
        "taken": planting.TAKEN.replace(tzinfo=UTC),
        "obtained": "made for the benchmark",
        "era": "mixed",
        "read": {"kind": "parquet", "path": f"{side}/*.parquet"},
        "columns": {name: name for name in COLUMNS},
    }
    declaration = read_reconciliation({"snapshots": {side: told}}, folder).declarations[side]
    path, none = folder / side / "*.parquet", folder / "none.parquet"
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
    rows = sum(pq.read_metadata(file).num_rows for file in (folder / side).glob("*.parquet"))
    return Snapshot(declaration, str(path), str(path), rows, rows, 0, (), 0, 0, 0, path, none)
