"""Exports of rows in every form that can be read, and their declarations."""

import csv
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from harness.reconcile.conversion import TYPES
from harness.reconcile.declaration import Declaration, read_reconciliation
from harness.reconcile.findings import Findings
from harness.reconcile.shapes import shapes
from harness.reconcile.snapshot import Snapshot, take_snapshot
from tests.unit.reconcile.planting import TAKEN, Row

NOW = TAKEN.replace(tzinfo=UTC) + timedelta(hours=1)
Found = tuple[str, str, str, str, str]


def _csv(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows({name: _local(value) for name, value in row.items()} for row in rows)


def _jsonl(path: Path, rows: Sequence[Row]) -> None:
    path.write_bytes(b"".join(orjson.dumps({n: _local(v) for n, v in row.items()}) + b"\n" for row in rows))


def _xlsx(path: Path, rows: Sequence[Row]) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([_local(value) for value in row.values()])
    book.save(path)


def _parquet(path: Path, rows: Sequence[Row]) -> None:
    """With types of its own: moments in UTC that say so, figures as decimals."""
    columns = shapes()["dossier"].columns
    types = {"instant": pa.timestamp("us", "UTC"), "money": pa.decimal128(18, 2)}
    schema = pa.schema([(n, types.get(columns[n].type, TYPES[columns[n].type])) for n in rows[0]])
    pq.write_table(pa.Table.from_pylist(list(rows), schema), path)


def _sqlite(path: Path, rows: Sequence[Row]) -> None:
    names = list(rows[0])
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE TABLE export ({', '.join(names)})")
        values = [tuple(_local(value) for value in row.values()) for row in rows]
        marks = ", ".join("?" * len(names))
        database.executemany(f"INSERT INTO export VALUES ({marks})", values)  # noqa: S608 - question marks alone
    database.close()


def _local(value: Any) -> Any:
    """A moment as an export writes it: by the clocks of Vietnam, without saying so."""
    return (value + timedelta(hours=7)).isoformat(sep=" ") if isinstance(value, datetime) else value


WRITERS: Mapping[str, Callable[[Path, Sequence[Row]], None]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "sqlite": _sqlite,
}


def declare(name: str, read: Mapping[str, Any], folder: Path, *, columns: Iterable[str], **told: Any) -> Declaration:
    """A declaration of an export whose columns are named as those of the shape, or mapped to them."""
    row = {
        "shape": "dossier",
        "system": f"the system {name}",
        "side": "current",
        "taken": TAKEN.replace(tzinfo=UTC),
        "obtained": "made for a test",
        "read": read,
        "columns": columns if isinstance(columns, Mapping) else {column: column for column in columns},
        "era": "mixed",
    }
    return read_reconciliation({"snapshots": {name: row | told}}, folder).declarations[name]


def export(
    name: str,
    rows: Sequence[Row],
    folder: Path,
    *,
    form: str = "csv",
    told: Callable[[int, float], None] = lambda _rows, _share: None,
    **said: Any,
) -> Snapshot:
    """Write rows in a form, and read them; `told` hears how far the reading is."""
    folder.mkdir(parents=True, exist_ok=True)
    WRITERS[form](folder / f"{name}.{form}", rows)
    read = {"kind": form, "path": f"{name}.{form}"}
    read |= {"csv": {"delimiter": ";"}, "sqlite": {"query": "SELECT * FROM export"}}.get(form, {})
    return take_snapshot(declare(name, read, folder, columns=list(rows[0]), **said), folder / "taken", told=told)


def found(findings: Findings) -> list[Found]:
    """Every finding: kind, cause, field, side, key; sorted."""
    rows = findings.counts("kind", "cause", "field", "side", "key")
    names = ("kind", "cause", "field", "side", "key")
    return sorted(tuple(row[name] for name in names) for row in rows for _ in range(row["count"]))
