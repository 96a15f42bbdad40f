"""Lists for those who must act: a workbook (XLSX) for each agency, with its own rows and nobody else's."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from harness.exchange import Json
from reports.cause_words import cause_words

COLUMNS: Final = ("requirement", "cause", "key", "procedure", "month", "detail")
TITLES: Final = (
    *("Yêu cầu", "Mã nguyên nhân", "Khóa", "Thủ tục", "Tháng", "Chi tiết"),
    *("Nguyên nhân", "Nội dung yêu cầu"),
)
NOBODYS: Final = "khong-ro-co-quan"
"""The file of rows that name no agency."""
MOST_ROWS: Final = 1_000_000
"""Rows of one sheet; a workbook takes a few more. What is beyond stands on the next sheet."""
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_lists(rows: Iterable[Mapping[str, Json]], texts: Mapping[str, str], folder: Path) -> list[Path]:
    """Write the workbooks. `rows` come sorted by agency, then by requirement; `texts` are the requirements in words."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for agency, own in groupby(rows, key=lambda row: row["agency"] or ""):
        path = folder / f"{_file_name(agency, taken={other.stem for other in written})}.xlsx"
        _write(path, own, texts)
        written.append(path)
    return written


def _file_name(agency: str, *, taken: set[str]) -> str:
    """A name that every file system takes, and that no other agency has."""
    name = re.sub(r"[^\w.-]", "_", agency).strip(".") or NOBODYS
    number, free = 1, name
    while free in taken:
        number, free = number + 1, f"{name}-{number + 1}"
    return free


def _write(path: Path, rows: Iterable[Mapping[str, Json]], texts: Mapping[str, str]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - of the extra, and half a second

    book = Workbook(write_only=True)
    for number, page in enumerate(_pages(iter(rows)), start=1):
        sheet = book.create_sheet(f"{number}")
        sheet.freeze_panes = "A2"
        sheet.append(TITLES)
        for row in page:
            values = [*(row[name] for name in COLUMNS), cause_words(row["cause"]).vi, texts.get(row["requirement"], "")]
            sheet.append([_cell(sheet, value) for value in values])
    book.save(path)


def _pages(rows: Iterator[Mapping[str, Json]]) -> Iterator[Iterator[Mapping[str, Json]]]:
    """The rows, so many on a page; a page is read before the next one is asked for."""
    for first in rows:
        yield _page(first, rows)


def _page(first: Mapping[str, Json], rows: Iterator[Mapping[str, Json]]) -> Iterator[Mapping[str, Json]]:
    yield first
    for _ in range(MOST_ROWS - 1):
        row = next(rows, None)
        if row is None:
            return
        yield row


def _cell(sheet: Any, value: Json) -> Any:
    """A text as text: what begins with = is none of ours, and must not be computed."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above

    cell = WriteOnlyCell(sheet, _UNWRITABLE.sub("�", str(value or "")))
    cell.data_type = "s"
    return cell
