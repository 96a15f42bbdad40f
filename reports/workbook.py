"""Workbooks (XLSX) of the project: a form to be filled in, and the texts of requirements for those who own them."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from harness.attestation.form import Column, Form
from harness.attestation.reading import MISSING
from harness.errors import Refused
from harness.exchange import Json

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

WIDTHS = {"text": 32, "path": 40}
LAST_ROW = 2000


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
