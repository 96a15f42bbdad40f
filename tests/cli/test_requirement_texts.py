"""The texts of requirements go out as a workbook and come back, all or none, and into no other line."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.listing import Wanted
from cli.requirement_texts import COLUMNS, REQUIREMENTS, export_texts, import_texts
from harness.errors import Refused
from harness.requirement import load_catalogue

ROUT = Wanted(area="ROUT")
NEW = 'Cán bộ được dẫn đến "đúng" hệ thống \\ của bộ.'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue of its own."""
    shutil.copytree(REQUIREMENTS, tmp_path / "requirements")
    return tmp_path / "requirements"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The texts of one area."""
    export_texts(tmp_path / "texts.xlsx", ROUT)
    return tmp_path / "texts.xlsx"


def changed(path: Path, change: Callable[[Any], object]) -> Path:
    book = openpyxl.load_workbook(path)
    change(book.worksheets[0])
    book.save(path)
    return path


def put(column: str, value: str, row: int = 2) -> Callable[[Any], object]:
    return lambda page: page.cell(row, COLUMNS.index(column) + 1, value)


def test_a_changed_text_is_taken_over_and_nothing_else(
    book: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = load_catalogue(folder)
    import_texts(changed(book, put("text.vi", NEW)), folder)
    after = load_catalogue(folder)

    assert after["ROUT-001"].row["text"] == {**before["ROUT-001"].row["text"], "vi": NEW}
    assert [name for name in before if before[name].row != after[name].row] == ["ROUT-001"]
    assert capsys.readouterr().out.endswith("1 texts of 1 requirements taken over\n")
    other = sorted(
        path.name for path in folder.iterdir() if path.read_bytes() != (REQUIREMENTS / path.name).read_bytes()
    )
    assert other == ["rout.toml"]


def test_an_unchanged_workbook_changes_nothing(book: Path, folder: Path) -> None:
    import_texts(book, folder)

    assert all(path.read_bytes() == (REQUIREMENTS / path.name).read_bytes() for path in folder.iterdir())


BAD: list[tuple[Callable[[Any], object], str]] = [
    (put("id", "ROUT-999"), "'ROUT-999' is in no catalogue"),
    (put("text.en", ""), "a text of ROUT-001 is empty"),
    (lambda page: page.delete_cols(3), "the columns are not those"),
    (lambda page: setattr(page, "title", "other"), "sheet requirements is missing"),
    (lambda page: [put("text.vi", NEW)(page), put("digest", "0")(page)], "ROUT-001 has changed since"),
]


@pytest.mark.parametrize(("change", "reason"), BAD, ids=[row[1] for row in BAD])
def test_a_workbook_that_cannot_be_taken_over_changes_nothing(
    change: Callable[[Any], object], reason: str, book: Path, folder: Path
) -> None:
    path = changed(changed(book, put("text.vi", NEW, row=3)), change)
    with pytest.raises(Refused, match=reason):
        import_texts(path, folder)

    assert all(path.read_bytes() == (REQUIREMENTS / path.name).read_bytes() for path in folder.iterdir())


def test_a_text_that_spans_lines_is_refused(book: Path, folder: Path) -> None:
    path = folder / "rout.toml"
    text = path.read_text(encoding="utf-8")
    old = load_catalogue(folder)["ROUT-001"].row["text"]["en"]
    path.write_text(text.replace(f'text.en = "{old}"', f'text.en = """\\\n{old}"""', 1), encoding="utf-8")

    with pytest.raises(Refused, match=r"rout\.toml: a text is not one line of the file"):
        import_texts(changed(book, put("text.en", "Another text.")), folder)


def test_no_file_is_overwritten_and_nothing_is_no_workbook(book: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="never overwritten"):
        export_texts(book, ROUT)
    with pytest.raises(Refused, match="no requirement is wanted"):
        export_texts(tmp_path / "none.xlsx", Wanted(area="NONE"))
