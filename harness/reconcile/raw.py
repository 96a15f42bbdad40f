"""Rows as an export has them: Arrow tables of text with the number of each row, and the rows that are none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

import orjson
import pyarrow as pa

from harness.exchange import Json

BATCH: Final = 122_880
"""Rows of one table, where the reader chooses."""
ROW: Final = "export_row"
"""The column with the number of the row in the export: 1 is the first row below the heading."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that cannot be read: its number, the column of the shape ("" where it is no row at all), and why.

    The value itself is not told: it may be anybody's.
    """

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Raw:
    """Some rows: a table of text columns, named as in the export, with `ROW` before them, and what is no row.

    `share` of the export is read once these are, from 0 to 1; 0 where nobody can say.
    """

    table: pa.Table
    broken: tuple[Unreadable, ...] = ()
    share: float = 0.0


@dataclass(slots=True)
class Export:
    """An opened export: what was read (no secret in it), the columns that it has, its rows, and its digest.

    The digest is of the bytes of the files, or of the rows that a query gave, and is there when the rows are read.
    """

    source: str
    columns: tuple[str, ...]
    rows: Callable[[tuple[str, ...]], Iterator[Raw]]
    digest: Callable[[], str]


@dataclass(slots=True)
class Batch:
    """Collects rows of text until there are enough of them."""

    columns: tuple[str, ...]
    numbers: list[int] = field(default_factory=list)
    rows: list[tuple[str | None, ...]] = field(default_factory=list)
    broken: list[Unreadable] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)

    def add(self, number: int, values: tuple[str | None, ...]) -> None:
        """Take one row."""
        self.numbers.append(number)
        self.rows.append(values)

    def refuse(self, number: int, reason: str) -> None:
        """Take note of what is no row."""
        self.broken.append(Unreadable(number, "", reason))

    def take(self, share: float = 0.0) -> Raw:
        """Give what was collected, and begin again."""
        cells = zip(*self.rows, strict=True) if self.rows else ((),) * len(self.columns)
        arrays = [pa.array(self.numbers, pa.int64()), *(pa.array(values, pa.string()) for values in cells)]
        raw = Raw(pa.table(arrays, names=[ROW, *self.columns]), tuple(self.broken), share)
        self.numbers, self.rows, self.broken = [], [], []
        return raw


def as_text(value: Json) -> str | None:
    """A value as text: moments in ISO 8601, whole numbers without a decimal point, what has parts as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return orjson.dumps(value).decode() if isinstance(value, dict | list) else str(value)
