"""Read a filled workbook whole, or refuse it whole with file, sheet, row, column and reason in one line."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from harness.attestation.cells import Setting, read_cell
from harness.attestation.form import COVER, STATEMENTS, Column, Form, Sheet
from harness.errors import Refused
from harness.exchange import Json
from specs.codebook import provinces

HEAD_ROWS = 2
MOST_BYTES, MOST_UNPACKED, MOST_ROWS = 10_000_000, 100_000_000, 20_000
MISSING = "reading and writing workbooks needs the extra reconcile: python3 scripts/bootstrap.py full"
BROKEN = (
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    RuntimeError,
    EOFError,
    OSError,
    zlib.error,
    zipfile.BadZipFile,
)
"""What openpyxl, the XML parsers below it and zipfile raise where a workbook is damaged; seen with damaged ones."""
UNIQUE = {STATEMENTS: "requirement", "communes": "commune", "incidents": "number"}
"""Columns in which no value may stand twice."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Filled:
    """A workbook as it was read: its digest, the cover, the answered statements by requirement, the tables by sheet.

    A row has the text of each column, and `row`: its number in the sheet.
    """

    path: Path
    digest: str
    province: str
    statements: Mapping[str, Row]
    tables: Mapping[str, Sequence[Row]]


def read_workbook(path: Path, form: Form, *, sut: Mapping[str, Json], today: date) -> Filled:
    """Read what the offices filled in for this system. Raises Refused on the first thing that cannot be used."""
    book, digest = open_book(path)
    sheets = _cells_of(book, path, form)
    cover = _cover(path, form, sheets, sut)
    setting = Setting(today, cover["province"])
    tables = {
        name: _rows(path, sheet, sheets[name], setting)
        for name, sheet in form.sheets.items()
        if name not in {COVER, STATEMENTS}
    }
    rows = _rows(path, form.sheets[STATEMENTS], sheets[STATEMENTS], setting)
    statements = {row["requirement"]: _statement(path, form, row) for row in rows if row["answer"]}
    unknown = sorted({row["requirement"] for row in rows} - set(form.examinations))
    if unknown:
        raise Refused(f"{path.name}: sheet {STATEMENTS}: {unknown[0]!r} is examined by no statement")
    if not statements:
        raise Refused(f"{path.name}: sheet {STATEMENTS}: nobody has stated anything")
    return Filled(path, digest, cover["province"], statements, tables)


def _bytes(path: Path) -> bytes:
    """The file; refused where it is too large to be a filled form, or unpacks to what is."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
        with zipfile.ZipFile(path) as pack:
            unpacked = sum(item.file_size for item in pack.infolist())
    except OSError as exc:
        raise Refused(f"{path.name}: {exc.strerror}") from exc
    except BROKEN:
        raise Refused(f"{path.name} is no XLSX workbook") from None
    if not raw or unpacked > MOST_UNPACKED:
        raise Refused(f"{path.name} is too large for a filled form")
    return raw


def open_book(path: Path) -> tuple[Any, str]:
    """The workbook as openpyxl gives it, and the digest of the file.

    Raises Refused where it is none, is too large, or the extra is not there.
    """
    raw = _bytes(path)
    try:
        import openpyxl  # noqa: PLC0415 - an extra, and only workbooks need it
    except ImportError:
        raise Refused(MISSING) from None
    try:
        book = openpyxl.load_workbook(BytesIO(raw))
    except BROKEN as exc:
        raise Refused(f"{path.name} is no XLSX workbook: {' '.join(str(exc).split())[:200]}") from exc
    return book, f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _cells_of(book: Any, path: Path, form: Form) -> dict[str, list[tuple[Any, ...]]]:
    """The cells of each sheet of the form."""
    for name in sorted({*form.sheets} ^ {*book.sheetnames}):
        raise Refused(f"{path.name}: sheet {name} is {'missing' if name in form.sheets else 'not of the form'}")
    large = [sheet.title for sheet in book if sheet.max_row > MOST_ROWS]
    if large:
        raise Refused(f"{path.name}: sheet {large[0]} has more than {MOST_ROWS} rows")
    return {sheet.title: list(sheet.iter_rows()) for sheet in book}


def _cover(path: Path, form: Form, sheets: Mapping[str, Any], sut: Mapping[str, Json]) -> Row:
    rows = _rows(path, form.sheets[COVER], sheets[COVER], Setting(date.max, ""))
    if len(rows) != 1:
        raise Refused(f"{path.name}: sheet {COVER} has {len(rows)} rows: one is wanted")
    cover = rows[0]
    if cover["province"] not in provinces():
        raise Refused(f"{path.name}: sheet {COVER}: {cover['province']!r} is no code of a province in force")
    for name, other in (("system", sut["name"]), ("version", sut["version"])):
        if cover[name] != other:
            raise Refused(f"{path.name}: sheet {COVER}: {name} is {cover[name]!r}, and the target file says {other!r}")
    return cover


def _rows(path: Path, sheet: Sheet, cells: Sequence[tuple[Any, ...]], setting: Setting) -> list[Row]:
    places = _places(path, sheet, cells)
    rows: list[Row] = []
    for number, line in enumerate(cells[HEAD_ROWS:], HEAD_ROWS + 1):
        row = dict(_cells(f"{path.name}: sheet {sheet.name}, row {number}", line, places, setting))
        if any(row.values()):
            _refuse_lacking(f"{path.name}: sheet {sheet.name}, row {number}", row, places)
            rows.append({"row": number, **row})
    unique = UNIQUE.get(sheet.name, "")
    values = [row[unique] for row in rows] if unique else []
    for made in rows:
        if values.count(made.get(unique)) > 1:
            raise Refused(f"{path.name}: sheet {sheet.name}, row {made['row']}: {made[unique]} stands more than once")
    return rows


def _places(path: Path, sheet: Sheet, cells: Sequence[tuple[Any, ...]]) -> list[tuple[int, Column]]:
    """Where each column of the form stands in the sheet."""
    head = [str(cell.value or "").strip() for cell in cells[0]] if cells else []
    known = {column.name: column for column in sheet.columns}
    wrong = sorted(({*head} - {""}) ^ {*known}) or sorted({name for name in head if name and head.count(name) > 1})
    if wrong:
        raise Refused(
            f"{path.name}: sheet {sheet.name}: column {wrong[0]!r} is missing, twice there, or not of the form"
        )
    return [(head.index(name), column) for name, column in known.items()]


def _cells(
    place: str, line: tuple[Any, ...], places: Sequence[tuple[int, Column]], setting: Setting
) -> Iterator[tuple[str, str]]:
    for index, column in places:
        cell = line[index]
        if cell.data_type == "f":
            raise Refused(f"{place}, column {column.name}: a formula states nothing; put its value there")
        try:
            yield column.name, read_cell(cell.value, column, setting)
        except ValueError as exc:
            raise Refused(f"{place}, column {column.name}: {exc}") from exc


def _refuse_lacking(place: str, row: Mapping[str, str], places: Sequence[tuple[int, Column]]) -> None:
    lacking = [column.name for _, column in places if column.needed and not row[column.name]]
    if lacking:
        raise Refused(f"{place}, column {lacking[0]}: it is empty")


def _statement(path: Path, form: Form, row: Row) -> Row:
    """An answered statement with the digest of what is attached to it."""
    place = f"{path.name}: sheet {STATEMENTS}, row {row['row']} ({row['requirement']})"
    for name in ("name", "role", "stated_on"):
        if not row[name]:
            raise Refused(f"{place}, column {name}: an answer needs it")
    examination = form.examinations.get(row["requirement"])
    if examination and row["role"] not in examination.by:
        raise Refused(f"{place}, column role: {row['role']} may not state it; {' or '.join(examination.by)} may")
    return {**row, "attachment": _attachment(path, place, row["attachment"]) if row["attachment"] else None}


def _attachment(path: Path, place: str, name: str) -> dict[str, Json]:
    file = path.parent / name
    if Path(name).name != name or not file.is_file() or file.is_symlink():
        raise Refused(f"{place}, column attachment: there is no file {name!r} beside the workbook")
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return {"name": name, "digest": f"sha256:{digest}", "bytes": file.stat().st_size}
