"""A file that is no filled form is refused whole: what it is, its sheets, its columns, its cells."""

import io
import random
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from harness.attestation import reading
from harness.attestation.cells import Setting, read_cell
from harness.attestation.form import FORM, Column, load_form
from harness.errors import Refused
from tests.unit.harness.attestation.judging import read, sample, written

SETTING = Setting(date(2026, 11, 22), "86")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The sample as a file."""
    return written(sample(), tmp_path)


def changed(path: Path, change: Callable[[Any], object]) -> Path:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def test_the_sample_is_read(path: Path) -> None:
    filled = read(path)

    assert filled.statements["OPS-026"]["role"] == "police"
    assert filled.statements["OPS-001"]["attachment"]["bytes"] == len("synthetic\n")
    assert filled.tables["support"][0] == {
        "row": 3,
        "place": "ioc",
        "supporter": "Doanh nghiệp phần mềm Một",
        "people": "4",
        "first_day": "2026-01-05",
        "last_day": "2026-01-16",
    }


BOOKS: list[tuple[Callable[[Any], object], str]] = [
    (lambda book: book.remove(book["training"]), "sheet training is missing"),
    (lambda book: book.create_sheet("notes"), "sheet notes is not of the form"),
    (lambda book: book["hotlines"].delete_cols(1), "column 'number' is missing"),
    (lambda book: book["hotlines"].cell(1, 9, "more"), "column 'more' is missing, twice there, or not of the form"),
    (lambda book: book["hotlines"].cell(1, 9, "serves"), "column 'serves' is missing, twice there"),
    (lambda book: book["cover"].delete_rows(3), "sheet cover has 0 rows"),
    (lambda book: book["statements"].delete_rows(3, 200), "sheet statements: nobody has stated anything"),
    (lambda book: book["communes"].cell(4, 1, book["communes"].cell(3, 1).value), "stands more than once"),
]


@pytest.mark.parametrize(("change", "reason"), BOOKS, ids=[row[1] for row in BOOKS])
def test_sheets_and_columns_are_those_of_the_form(change: Callable[[Any], object], reason: str, path: Path) -> None:
    with pytest.raises(Refused, match=reason):
        read(changed(path, change))


def test_a_file_that_is_not_there_or_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("no workbook", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "pack.xlsx", "w") as pack:
        pack.writestr("a.txt", "a")

    for name, reason in (("gone.xlsx", "No such file"), ("text.xlsx", "no XLSX"), ("pack.xlsx", "no XLSX")):
        with pytest.raises(Refused, match=reason):
            read(tmp_path / name)


def test_a_damaged_workbook_is_refused_in_one_line_or_read_as_a_whole(tmp_path: Path) -> None:
    """Bytes flipped in the file, and parts of it cut or changed: nothing ends in a traceback."""
    raw = written({**sample(), "communes": []}, tmp_path).read_bytes()
    rng, refused = random.Random(7), []
    for number in range(40):
        damaged = damaged_part(raw, rng) if number % 2 else damaged_bytes(raw, rng)
        (tmp_path / "workbook.xlsx").write_bytes(damaged)
        try:
            read(tmp_path / "workbook.xlsx")
        except Refused as exc:
            refused.append(str(exc))

    assert len(refused) > 20
    assert [line for line in refused if "\n" in line] == []


def damaged_bytes(raw: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(raw))
    return raw[:place] + bytes([raw[place] ^ 1 << rng.randrange(8)]) + raw[place + 1 :]


def damaged_part(raw: bytes, rng: random.Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as pack, zipfile.ZipFile(made, "w") as other:
        chosen = rng.choice(pack.namelist())
        for name in pack.namelist():
            part = pack.read(name)
            place = rng.randrange(len(part))
            other.writestr(name, part[:place] + part[place + 5 :] if name == chosen else part)
    return made.getvalue()


@pytest.mark.parametrize("limit", ["MOST_BYTES", "MOST_UNPACKED"])
def test_what_is_too_large_packed_or_unpacked_is_refused(
    limit: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, limit, 1000)
    with pytest.raises(Refused, match="too large"):
        read(path)


def test_more_rows_than_a_form_has_are_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 100)
    with pytest.raises(Refused, match="sheet communes has more than 100 rows"):
        read(path)


def test_without_the_extra_one_line_says_what_to_install(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(Refused, match="needs the extra reconcile"):
        read(path)


def column(kind: str, **more: Any) -> Column:
    return Column("c", kind, "vi", "en", **more)


READ = [
    ("text", None, ""),
    ("text", 12.0, "12"),
    ("number", 7, "7"),
    ("date", datetime(2026, 1, 5, 8, 0), "2026-01-05"),  # noqa: DTZ001 - a cell has no zone
    ("date", "05/01/2026", "2026-01-05"),
    ("date", "2026-01-05", "2026-01-05"),
    ("yes-no", "Có", "yes"),
    ("yes-no", "NO", "no"),
    ("phone", "+84 (0) 00-000.101", "+84000000101"),
    ("commune", 28756, "28756"),
    ("path", "a>b  >  c", "a > b > c"),
]


@pytest.mark.parametrize(("kind", "value", "said"), READ)
def test_a_cell_is_read_by_its_column(kind: str, value: object, said: str) -> None:
    assert read_cell(value, column(kind), SETTING) == said


def test_a_text_is_composed_and_has_single_spaces() -> None:
    assert read_cell("  Hoa\u0300   B ", column("text"), SETTING) == "Hoà B"


BAD = [
    ("text", "x" * 2001, "2001 characters"),
    ("number", -1, "no whole number"),
    ("number", 1.5, "no whole number"),
    ("date", "2026-02-30", "is no day"),
    ("date", date(2026, 11, 23), "in the future"),
    ("yes-no", "maybe", "neither yes"),
    ("phone", "113", "no telephone number"),
    ("choice", "b", "is none of a"),
    ("commune", "00004", "no commune of province 86"),
    ("path", "a > ", "empty step"),
]


@pytest.mark.parametrize(("kind", "value", "reason"), BAD)
def test_a_cell_that_cannot_be_read_says_why(kind: str, value: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_cell(value, column(kind, choices=("a",)), SETTING)


def test_a_day_may_lie_ahead_where_the_form_lets_it() -> None:
    assert read_cell("2027-01-01", column("date", future=True), SETTING) == "2027-01-01"


FORMS = [
    ('by = ["police"]', 'by = ["nobody"]', "a role or sheet is unknown"),
    ('table = "workflows"', 'table = "works"', "a role or sheet is unknown"),
    ('type = "phone"', 'type = "fax"', "none of text"),
    ('name = "hotlines"', 'title = "hotlines"', "KeyError"),
]


@pytest.mark.parametrize(("old", "new", "reason"), FORMS)
def test_a_form_that_cannot_be_used_is_refused(old: str, new: str, reason: str, tmp_path: Path) -> None:
    text = FORM.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "form.toml").write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(Refused, match=reason):
        load_form(tmp_path / "form.toml")
