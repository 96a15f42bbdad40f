"""Workbooks (XLSX) of the project: a form to be filled in, and the texts of requirements for those who own them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from harness.attestation.form import Column, Form
from harness.attestation.reading import MISSING
from harness.errors import Refused
from harness.exchange import Json
from reports.messages import Text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

WIDTHS = {"text": 32, "path": 40}
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first instant that a ZIP archive can hold."""
LONGEST_NAME = 31
"""Characters in the name of a sheet."""
LAST_ROW = 2000


@dataclass(frozen=True)
class Page:
    """A sheet: its name, its columns with their widths in characters, its rows."""

    title: Text
    columns: Sequence[tuple[Text, int]]
    rows: Sequence[Sequence[str | Text]]


def render_form(form: Form, sheets: Mapping[str, Sequence[Mapping[str, Json]]]) -> bytes:
    """The workbook of the form with these rows by sheet: names, meanings, then the rows; lists to choose from."""
    book = _new_book()
    for sheet in form.sheets.values():
        page = book.create_sheet(sheet.name)
        _write(page, [column.name for column in sheet.columns], sheets.get(sheet.name, ()))
        page.insert_rows(2)
        for number, column in enumerate(sheet.columns, 1):
            page.cell(2, number, f"{column.vi} / {column.en}{' (*)' if column.needed else ''}")
            _restrict(page, number, column)
        page.freeze_panes = "A3"
    return _bytes(book)


def render_table(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Json]]) -> bytes:
    """A workbook of one sheet: a row of names, then the rows."""
    book = _new_book()
    page = book.create_sheet(name)
    _write(page, columns, rows)
    page.freeze_panes = "A2"
    return _bytes(book)


def render_pages(pages: Sequence[Page], language: str, *, at: str) -> bytes:
    """A workbook in one language, with filters and wrapped words. The same pages and instant give the same bytes.

    Raises ImportError without openpyxl.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - an extra, and only this needs it
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "lienthong"
    for page in pages:
        sheet = book.create_sheet(page.title.in_language(language)[:LONGEST_NAME])
        heads = [title for title, _ in page.columns]
        for number, row in enumerate([heads, *page.rows], 1):
            _write_row(sheet, number, [text if isinstance(text, str) else text.in_language(language) for text in row])
        for number, (_, width) in enumerate(page.columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
    return still(_bytes(book), at)


def _write_row(sheet: "Worksheet", number: int, row: Sequence[str]) -> None:
    """Every cell as text: what begins with = is none of ours, and must not be computed."""
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - as above

    for place, words in enumerate(row, 1):
        cell = sheet.cell(number, place)
        cell.value = words
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=number == 1)


def still(content: bytes, at: str) -> bytes:
    """The same workbook, made at that instant and not packed: openpyxl writes the time of day, and zlibs differ."""
    stilled = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(stilled, "w", ZIP_STORED) as made:
        for name in sorted(given.namelist()):
            part = given.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>" + at[:19].encode() + b"Z", part)
            made.writestr(ZipInfo(name, EPOCH), part)
    return stilled.getvalue()


def _new_book() -> "Workbook":
    try:
        from openpyxl import Workbook  # noqa: PLC0415 - an extra, and only this needs it
    except ImportError:
        raise Refused(MISSING) from None
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "lienthong"
    return book


def _write(page: "Worksheet", columns: Sequence[str], rows: Iterable[Mapping[str, Json]]) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415 - as above

    page.append(list(columns))
    for row in rows:
        page.append([row.get(column, "") for column in columns])
    for cell in page[1]:
        cell.font = Font(bold=True)


def _restrict(page: "Worksheet", number: int, column: Column) -> None:
    """What a cell of the column may hold: a list to choose from, or text, so that no leading zero is lost."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - as above

    letter = get_column_letter(number)
    page.column_dimensions[letter].width = WIDTHS.get(column.type, 18)
    page.column_dimensions[letter].number_format = "@"
    choices = ("có", "không") if column.type == "yes-no" else column.choices
    if choices:
        validation = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        validation.add(f"{letter}3:{letter}{LAST_ROW}")
        page.add_data_validation(validation)


def _bytes(book: "Workbook") -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
