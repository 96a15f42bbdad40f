"""Exports that are files: CSV, XLSX, JSON Lines, Parquet. Several files of one form are one export, in name order."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineWorkbook

from harness.errors import Refused
from harness.exchange import Json
from harness.reconcile import csv_file
from harness.reconcile.raw import BATCH, ROW, Batch, Export, Raw, as_text

Read = Mapping[str, Json]
_TROUBLE: Final = (OSError, ValueError, LookupError, pa.ArrowException, CalamineError)
_LOOK_AHEAD: Final = 1000
"""Rows of JSON Lines in which names of columns are looked for."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file: the columns that it has, and its rows of the wanted ones, numbered on from a row."""

    heading: Callable[[Path, Read], tuple[str, ...]]
    rows: Callable[[Path, Read, tuple[str, ...], int], Iterator[Raw]]


def open_files(read: Read) -> Export:
    """Open the files of a declaration's `read`. Raises Refused where there is none, or no heading can be read."""
    pattern = Path(read["path"])
    paths = sorted(pattern.parent.glob(pattern.name))
    if not paths:
        raise Refused(f"{pattern}: no such file")
    form = FORMS[read["kind"]]
    try:
        columns = form.heading(paths[0], read)
        other = next((path for path in paths[1:] if form.heading(path, read) != columns), None)
    except _TROUBLE as exc:
        raise _unreadable(pattern, read, exc) from exc
    if other is not None:
        raise Refused(f"{other}: other columns than {paths[0].name}")
    rows = partial(_rows, form, paths, read)
    return Export(f"file:{pattern.resolve()}", columns, rows, partial(_digest, paths))


def _unreadable(path: Path, read: Read, exc: Exception) -> Refused:
    return Refused(f"{path}: it cannot be read as {read['kind']}: {' '.join(str(exc).split())}")


def _rows(form: Form, paths: list[Path], read: Read, wanted: tuple[str, ...]) -> Iterator[Raw]:
    number = 0
    for place, path in enumerate(paths):
        try:
            for raw in form.rows(path, read, wanted, number):
                number += raw.table.num_rows + len(raw.broken)
                yield replace(raw, share=(place + raw.share) / len(paths))
        except _TROUBLE as exc:
            raise _unreadable(path, read, exc) from exc


def _digest(paths: list[Path]) -> str:
    """SHA-256 of the file; of several, of their digests one after the other."""
    digests = []
    for path in paths:
        with path.open("rb") as source:
            digests.append(hashlib.file_digest(source, "sha256"))
    whole = digests[0] if len(digests) == 1 else hashlib.sha256(b"".join(one.digest() for one in digests))
    return f"sha256:{whole.hexdigest()}"


def _jsonl_heading(path: Path, read: Read) -> tuple[str, ...]:
    """The names in the first rows; a column that only comes later is not known."""
    names: dict[str, None] = {}
    with path.open(encoding=read.get("encoding", "utf-8"), errors="replace") as lines:
        for line in islice(lines, _LOOK_AHEAD):
            names |= dict.fromkeys(_json_object(line) or {})
    if not names:
        raise ValueError(f"no object in its first {_LOOK_AHEAD} lines")
    return tuple(names)


def _jsonl_rows(path: Path, read: Read, wanted: tuple[str, ...], number: int) -> Iterator[Raw]:
    encoding = read.get("encoding", "utf-8")
    batch, size = Batch(wanted), path.stat().st_size
    with path.open("rb") as source:
        for at, line in enumerate(source, start=number + 1):
            try:
                row = _json_object(line.decode(encoding))
            except UnicodeDecodeError:
                row = None
            if row is None:
                batch.refuse(at, "not a JSON object in one line")
            else:
                batch.add(at, tuple(as_text(row.get(name)) for name in wanted))
            if len(batch) == BATCH:
                yield batch.take(source.tell() / size)
    yield batch.take(1.0)


def _json_object(line: str) -> Mapping[str, Json] | None:
    try:
        row = orjson.loads(line.removeprefix("\ufeff"))
    except orjson.JSONDecodeError:
        return None
    return row if isinstance(row, dict) else None


def _sheet(path: Path, read: Read) -> Iterator[list[Json]]:
    """The lines of the sheet from its heading on."""
    book = CalamineWorkbook.from_path(path)
    sheet = book.get_sheet_by_name(read["sheet"]) if "sheet" in read else book.get_sheet_by_index(0)
    return islice(sheet.to_python(skip_empty_area=False), read.get("heading", 1) - 1, None)


def _xlsx_heading(path: Path, read: Read) -> tuple[str, ...]:
    return tuple(as_text(cell) or "" for cell in next(_sheet(path, read), ()))


def _xlsx_rows(path: Path, read: Read, wanted: tuple[str, ...], number: int) -> Iterator[Raw]:
    heading, *lines = _sheet(path, read)
    places = [[as_text(cell) for cell in heading].index(name) for name in wanted]
    batch = Batch(wanted)
    for at, line in enumerate(lines, start=number + 1):
        if any(cell != "" for cell in line):
            batch.add(at, tuple(as_text(line[place]) for place in places))
        else:
            batch.refuse(at, "an empty line")
        if len(batch) == BATCH:
            yield batch.take((at - number) / len(lines))
    yield batch.take(1.0)


def _parquet_heading(path: Path, read: Read) -> tuple[str, ...]:
    del read  # nothing in it changes how Parquet is read
    return tuple(pq.read_schema(path).names)


def _parquet_rows(path: Path, read: Read, wanted: tuple[str, ...], number: int) -> Iterator[Raw]:
    del read  # as above
    file, before = pq.ParquetFile(path), number
    for batch in file.iter_batches(BATCH, columns=list(wanted)):
        rows = pa.array(range(number + 1, number + 1 + batch.num_rows), pa.int64())
        number += batch.num_rows
        table = pa.table([rows, *(_text_of(batch[name]) for name in wanted)], names=[ROW, *wanted])
        yield Raw(table, share=(number - before) / file.metadata.num_rows)


def _text_of(values: pa.Array) -> pa.Array:
    """Typed values as text: moments in ISO 8601, those with a zone in UTC."""
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_timestamp(values.type):
        zone = "UTC" if values.type.tz else None
        values = pc.cast(values, pa.timestamp("us", zone), safe=False)
    return pc.cast(values, pa.string())


FORMS: Final[Mapping[str, Form]] = {
    "csv": Form(csv_file.heading, csv_file.rows),
    "jsonl": Form(_jsonl_heading, _jsonl_rows),
    "xlsx": Form(_xlsx_heading, _xlsx_rows),
    "parquet": Form(_parquet_heading, _parquet_rows),
}
