"""The form of an export: CSV with a heading (RFC 4180) or JSON Lines, in UTF-8. Read row by row, from any place on."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal

import orjson

Format = Literal["csv", "jsonl"]
COLUMNS: Final = (
    "MaHoSo",
    "MaTTHC",
    "MaDonVi",
    "MaHuyen",
    "MaXa",
    "KenhThucHien",
    "ChuHoSo",
    "LoaiDoiTuong",
    "SoGiayTo",
    "SoDienThoai",
    "TrichYeu",
    "GhiChu",
    "NguoiTiepNhan",
    "NgayNop",
    "NgayTiepNhan",
    "NgayHenTra",
    "NgayKetThuc",
    "TrangThai",
)
"""Every row has these and no others; a CSV file has them in any order."""
LONGEST_LINE: Final = 65_536
"""Bytes. A longer line is no row, and is not held in memory whole."""
BYTE_ORDER_MARK: Final = "\ufeff"
Row = Mapping[str, str | None]


class WrongHeading(Exception):
    """The first line of a CSV file does not name the columns."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: its number (1 is the first row), the place in bytes after it, and its text as it stands.

    `row` is None where the text is no row.
    """

    number: int
    after: int
    raw: str
    row: Row | None


def read_lines(file: Path, form: Format, *, place: int = 0, number: int = 0) -> Iterator[Line]:
    """The rows of a file behind `place`, which follows the row with that number; a row at a time is in memory.

    Raises WrongHeading.
    """
    with file.open("rb") as source:
        physical = _Physical(source)
        read = _csv_rows(physical, place) if form == "csv" else _json_rows(physical, place)
        for at, row in enumerate(read, start=number + 1):
            raw, sound = physical.taken()
            yield Line(at, physical.place, raw, row if sound else None)


class _Physical(Iterator[str]):
    """The lines of a file as text; knows how many bytes were read, and the text since somebody asked last."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._since: list[str] = []
        self._sound = True
        self.place = 0

    def __next__(self) -> str:
        line = self._source.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        text = line.decode("utf-8", "backslashreplace").replace("\0", "\\x00")
        self._sound = self._sound and text.encode() == line and len(line) < LONGEST_LINE
        if self.place == 0:
            text = text.removeprefix(BYTE_ORDER_MARK)
        self.place += len(line) + self._skip_rest(line)
        self._since.append(text)
        return text

    def _skip_rest(self, line: bytes) -> int:
        skipped = 0
        while line and not line.endswith(b"\n"):
            line = self._source.readline(LONGEST_LINE)
            skipped += len(line)
        return skipped

    def taken(self) -> tuple[str, bool]:
        """The text since this was asked last, and whether it stands as it was in the file."""
        text, sound = "".join(self._since), self._sound
        self._since, self._sound = [], True
        return text.rstrip("\r\n"), sound

    def go_to(self, place: int) -> None:
        """Go on from a place that an earlier reading has come to."""
        if place > self.place:
            self._source.seek(place)
            self.place = place


def _csv_rows(lines: _Physical, place: int) -> Iterator[Row | None]:
    heading = next(csv.reader([next(lines, "")]), [])
    lines.taken()
    if sorted(heading) != sorted(COLUMNS):
        raise WrongHeading(f"the heading has to name {', '.join(COLUMNS)}")
    lines.go_to(place)
    rows = csv.reader(lines, strict=True)
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield None
            continue
        fits = len(cells) == len(heading)
        yield {name: cell or None for name, cell in zip(heading, cells, strict=True)} if fits else None


def _json_rows(lines: _Physical, place: int) -> Iterator[Row | None]:
    lines.go_to(place)
    for line in lines:
        try:
            found = orjson.loads(line)
        except orjson.JSONDecodeError:
            yield None
            continue
        yield {name: found[name] or None for name in COLUMNS} if _is_row(found) else None


def _is_row(found: object) -> bool:
    if not isinstance(found, dict) or sorted(found) != sorted(COLUMNS):
        return False
    return all(value is None or (isinstance(value, str) and "\0" not in value) for value in found.values())
