"""What a reconciliation found: every finding in a file, counts of them, and some as samples without personal data."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from harness.exchange import Json
from harness.reconcile.rules import Rules
from harness.reconcile.side import FINDING
from harness.reconcile.snapshot import Snapshot
from specs.placeholders import placeholder

NO_DIFFERENCE: Final = "in_flight"
"""The kind of finding that is counted and is none."""
Row = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found. `path` is Parquet, a line a finding: the columns of FINDING and `allowed`, the reason or "".

    In that file and in everything told here a value of a personal column is a placeholder or left out. `compared` are
    the columns that were held against each other, `not_compared` those that one side lacks. `totals` are the readable
    rows by side, agency and month.
    """

    left: Snapshot
    right: Snapshot
    rules: Rules
    engine: str
    compared: tuple[str, ...]
    not_compared: tuple[str, ...]
    path: Path
    totals: tuple[Row, ...]
    samples: tuple[Row, ...]

    def counts(self, *columns: str) -> list[Row]:
        """The number of findings by columns of FINDING or `allowed`, under `count`, in the order of the columns."""
        return _counted(self._files, columns or ("kind", "cause"))

    @property
    def differences(self) -> int:
        """How many findings there are that no rule allows and no lag excuses."""
        rows = self.counts("kind", "allowed")
        return sum(row["count"] for row in rows if row["kind"] != NO_DIFFERENCE and not row["allowed"])

    def evidence(self) -> Row:
        """What a record keeps: counts by cause, by agency and month, and the samples."""
        return {
            "left": self.left.name,
            "right": self.right.name,
            "compared": list(self.compared),
            "not_compared": list(self.not_compared),
            "differences": self.differences,
            "causes": self.counts("kind", "cause", "field", "side", "allowed"),
            "places": self.counts("kind", "agency", "month"),
            "samples": list(self.samples),
        }

    @property
    def _files(self) -> str:
        """One file, or the folder that Spark writes."""
        return str(self.path / "*.parquet" if self.path.is_dir() else self.path)


def _counted(files: str, columns: tuple[str, ...]) -> list[Row]:
    names = ", ".join(f'"{name}"' for name in columns)
    with duckdb.connect() as database:
        rows = database.read_parquet(files).aggregate(f'{names}, count(*) AS "count"', names).order(names).fetchall()
    return [dict(zip((*columns, "count"), row, strict=True)) for row in rows]


def redacted(row: Mapping[str, Any], snapshot: Snapshot, key: bytes) -> Row:
    """A finding with placeholders where its field is personal; equal values share one."""
    field = snapshot.shape.columns.get(row["field"])
    clean = {name: row[name] for name in (*FINDING, "allowed")}
    if field is not None and field.personal:
        for side in ("left", "right"):
            clean[side] = placeholder(row[side], field.personal, key) if row[side] else ""
    return clean
