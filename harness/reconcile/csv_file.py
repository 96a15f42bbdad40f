"""CSV (RFC 4180): read in blocks by Arrow; a row of another length, or of bytes that are no text, is refused."""

from collections.abc import Callable, Iterator, Mapping
from itertools import count, islice
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.csv as pc_csv

from harness.exchange import Json
from harness.reconcile.raw import ROW, Raw, Unreadable

BLOCK: Final = 1 << 22
"""Bytes read at once; no row may be longer."""


def heading(path: Path, read: Mapping[str, Json]) -> tuple[str, ...]:
    """The names of the columns."""
    return tuple(_open(path, read, None, lambda _number: None).schema.names)


def rows(path: Path, read: Mapping[str, Json], wanted: tuple[str, ...], number: int) -> Iterator[Raw]:
    """The rows below the heading, numbered on from `number`."""
    wrong: dict[int, str] = {}
    after, size = 0, path.stat().st_size
    reader = _open(path, read, wanted, lambda row: wrong.update({row: "another number of values than columns"}))
    for block, batch in enumerate(reader, start=1):
        numbers = list(islice((n for n in count(after + 1) if n not in wrong), batch.num_rows))
        after = numbers[-1] if numbers else after
        due = [n for n in wrong if n <= after]
        table, broken = _decoded(batch, [number + n for n in numbers])
        refused = (Unreadable(number + n, "", wrong.pop(n)) for n in due)
        yield Raw(table, (*broken, *refused), min(1.0, block * BLOCK / size))
    if wrong:
        none = pa.table({name: pa.array([], pa.int64() if name == ROW else pa.string()) for name in (ROW, *wanted)})
        yield Raw(none, tuple(Unreadable(number + n, "", reason) for n, reason in wrong.items()), 1.0)


def _open(
    path: Path, read: Mapping[str, Json], wanted: tuple[str, ...] | None, refuse: Callable[[int], None]
) -> pc_csv.CSVStreamingReader:
    def on_invalid(row: pc_csv.InvalidRow) -> str:
        refuse(row.number - 1)  # Arrow counts the heading
        return "skip"

    return pc_csv.open_csv(
        path,
        pc_csv.ReadOptions(encoding=read.get("encoding", "utf-8"), use_threads=False, block_size=BLOCK),
        pc_csv.ParseOptions(
            delimiter=read.get("delimiter", ","), newlines_in_values=True, invalid_row_handler=on_invalid
        ),
        pc_csv.ConvertOptions(
            include_columns=wanted, column_types=dict.fromkeys(wanted or (), pa.binary()), check_utf8=False
        ),
    )


def _decoded(batch: pa.RecordBatch, numbers: list[int]) -> tuple[pa.Table, list[Unreadable]]:
    """The rows as text, and those whose bytes are no UTF-8."""
    table = pa.table([pa.array(numbers, pa.int64()), *batch.columns], names=[ROW, *batch.schema.names])
    text = pa.schema([(name, pa.int64() if name == ROW else pa.string()) for name in table.schema.names])
    try:
        return table.cast(text), []
    except pa.ArrowInvalid:
        sound = [all(map(_is_text, row.values())) for row in table.to_pylist()]
    broken = [Unreadable(n, "", "bytes that are no UTF-8") for n, ok in zip(numbers, sound, strict=True) if not ok]
    return table.filter(pa.array(sound)).cast(text), broken


def _is_text(value: bytes | int | None) -> bool:
    if not isinstance(value, bytes):
        return True
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True
