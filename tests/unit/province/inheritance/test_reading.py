"""Rows of an export: every value as it stands, nothing made up, and a reason where one cannot be taken."""

import tracemalloc
import unicodedata
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mocks.province.inheritance.form import COLUMNS, Format, WrongHeading, read_lines
from mocks.province.inheritance.mapping import CodeMapping, Unfit, WrongTable, read_tables
from mocks.province.inheritance.reading import Reading
from mocks.province.records.clock import VIETNAM
from mocks.province.records.dossier import Status
from tests.unit.province.inheritance.exports import COMMUNE, MAPPING, TABLES, Row, as_csv, as_jsonl, make_open, make_row

READING = Reading("H22", CodeMapping(TABLES))
VALUES = st.none() | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=30)
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, VALUES)), max_size=4)


def write(folder: Path, rows: list[Row], form: Format) -> Path:
    file = folder / f"export.{form}"
    file.write_bytes((as_csv(rows) if form == "csv" else as_jsonl(rows)).encode())
    return file


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@settings(max_examples=20, derandomize=True, deadline=None)
@given(rows=ROWS)
def test_what_was_written_is_read(form: Format, rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> None:
    file = write(tmp_path_factory.mktemp("export"), rows, form)
    assert [line.row for line in read_lines(file, form)] == rows


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_reading_goes_on_from_any_place(form: Format, tmp_path: Path) -> None:
    file = write(tmp_path, [make_row(n, TrichYeu=f"dòng {n}\nvà dòng sau, “Đ”") for n in range(6)], form)
    whole = list(read_lines(file, form))
    for line in whole:
        assert list(read_lines(file, form, place=line.after, number=line.number)) == whole[line.number :]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize("spoilt", [b"\xff\xfe", b"{", b"", b'"a"b,c', b"x" * 200_000, b"a\0b"])
def test_what_is_no_row_is_a_row_that_is_none(form: Format, spoilt: bytes, tmp_path: Path) -> None:
    file = write(tmp_path, [make_row(1), make_row(2)], form)
    first, *rest = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([first, *rest[:-1], spoilt, b"\n", rest[-1]]))
    lines = list(read_lines(file, form))
    assert [line.row is None for line in lines] == [False, True, False]
    assert lines[-1].row == make_row(2)


def test_a_file_without_its_heading_is_none(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text("MaHoSo,ChuHoSo\n1,2\n", encoding="utf-8")
    with pytest.raises(WrongHeading):
        next(read_lines(file, "csv"))


def test_a_byte_order_mark_is_no_letter(tmp_path: Path) -> None:
    file = write(tmp_path, [make_row()], "csv")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert [line.row for line in read_lines(file, "csv")] == [make_row()]


def test_a_long_file_is_read_in_little_memory(tmp_path: Path) -> None:
    line = as_jsonl([make_row()]).encode()
    file = tmp_path / "export.jsonl"
    file.write_bytes(line * 4_000)
    tracemalloc.start()
    try:
        count = sum(found.row is not None for found in read_lines(file, "jsonl"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 4_000
    assert peak < file.stat().st_size / 5


def test_a_closed_dossier_is_read_whole() -> None:
    former = READING.read(make_row(TrichYeu="ữ" * 4_000))
    assert (former.code, former.agency, former.place.commune) == ("000.12.47.H22-250304-0001", "H56.14", COMMUNE)
    assert former.place.district is None
    assert former.accepted["owner"]["name"] == "Đặng Thị Đỗ Quyên"
    assert former.accepted["summary"] == "ữ" * 4_000
    assert former.acts[0].at == datetime(2025, 4, 3, 9, tzinfo=VIETNAM)
    assert [act.status for act in former.acts] == [Status.ACCEPTED, Status.RETURNED]
    assert not former.is_open


@pytest.mark.parametrize("status", ["1", "2", "4", "5", "6", "9"])
def test_an_open_dossier_is_in_the_state_it_was_in(status: str) -> None:
    ended = "09/04/2025 16:00:00" if status == "9" else None
    former = READING.read(make_row(TrangThai=status, NgayKetThuc=ended))
    assert former.is_open
    assert former.acts[-1].status == status


def test_what_is_not_there_is_not_made_up() -> None:
    accepted = READING.read(make_row(SoGiayTo=None, SoDienThoai=None, GhiChu=None)).accepted
    assert (accepted["owner"]["identity"], accepted["owner"]["phone"], accepted["note"]) == (None, None, None)


def test_an_old_card_keeps_its_nine_digits() -> None:
    assert READING.read(make_row(SoGiayTo="012345678")).accepted["owner"]["identity"] == {"number": "012345678"}


def test_texts_are_kept_in_one_form() -> None:
    told = unicodedata.normalize("NFD", "Đặng Thị Đỗ Quyên")
    assert READING.read(make_row(ChuHoSo=told)).accepted["owner"]["name"] == "Đặng Thị Đỗ Quyên"


@pytest.mark.parametrize(
    ("row", "reason", "column"),
    [
        (None, "no-row", ""),
        (make_row(MaHoSo=None), "missing", "MaHoSo"),
        (make_row(MaHoSo="x" * 65), "too-long", "MaHoSo"),
        (make_row(MaDonVi="000.99.47.H22"), "no-code-of-today", "MaDonVi"),
        (make_row(MaTTHC="1.000001"), "no-code-of-today", "MaTTHC"),
        (make_row(MaXa="99002"), "no-code-of-today", "MaXa"),
        (make_row(ChuHoSo=None), "missing", "ChuHoSo"),
        (make_row(ChuHoSo="x" * 251), "too-long", "ChuHoSo"),
        (make_row(KenhThucHien="9"), "unknown-code", "KenhThucHien"),
        (make_row(TrangThai="11"), "unknown-code", "TrangThai"),
        (make_row(SoGiayTo="12345678"), "no-identity-number", "SoGiayTo"),
        (make_row(NgayNop="2025-04-03"), "no-moment", "NgayNop"),
        (make_row(NgayNop="31/02/2025 08:00:00"), "no-moment", "NgayNop"),
        (make_row(NgayNop="03/04/1925 08:00:00"), "no-moment", "NgayNop"),
        (make_row(NgayKetThuc=None), "missing", "NgayKetThuc"),
        (make_open(NgayHenTra=None), "missing", "NgayHenTra"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(row: Row | None, reason: str, column: str) -> None:
    with pytest.raises(Unfit) as refused:
        READING.read(row)
    assert (refused.value.reason, refused.value.column) == (reason, column)


@pytest.mark.parametrize(
    ("table", "rows", "field"),
    [
        ("agencies", [{"old": "a", "new": "H22.14"}], "/mapping/agencies/0/new"),
        ("communes", [{"old": "a", "new": "99999"}], "/mapping/communes/0/new"),
        ("communes", [{"old": "a", "new": COMMUNE}, {"old": "a", "new": COMMUNE}], "/mapping/communes/1/old"),
    ],
)
def test_a_table_that_leads_nowhere_is_refused_whole(table: str, rows: list[Row], field: str) -> None:
    with pytest.raises(WrongTable, match=f"^{field}: "):
        read_tables({**MAPPING, table: rows})
