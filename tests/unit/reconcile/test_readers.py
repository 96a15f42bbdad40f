"""Exports are read whole: every row is taken, or named as unreadable with what it is and why."""

import hashlib
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from harness.errors import Refused
from harness.reconcile import csv_file
from harness.reconcile.raw import Unreadable
from harness.reconcile.snapshot import Snapshot, take_snapshot
from tests.unit.reconcile.worlds import declare

NEEDED = ("code", "agency", "procedure", "status", "received_at")
HEAD = ",".join(NEEDED)
EIGHT = datetime(2026, 1, 1, 1, 0)  # noqa: DTZ001 - eight o'clock in Hà Nội; the tables are UTC and do not say so


def line(number: int, at: str = "2026-01-01 08:00:00") -> str:
    return f"H61.001-260101-{number:07d},H61.001,1.001000,9,{at}"


def read(
    folder: Path, text: str | bytes, *, form: str = "csv", columns: Iterable[str] = NEEDED, **told: Any
) -> Snapshot:
    path = folder / f"export.{form}"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    reading = {"kind": form, "path": path.name} | told.pop("reading", {})
    return take_snapshot(declare("export", reading, folder, columns=columns, **told), folder / "taken")


def rows(snapshot: Snapshot) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(snapshot.path).to_pylist()
    return found


def test_a_row_that_cannot_be_read_is_counted_and_listed_with_its_number(tmp_path: Path) -> None:
    broken = f"{HEAD}\n{line(1)}\nx,H61.001\n{line(2, '32/01/2026')}\n,H61.001,1,9,2026-01-01\n".encode()
    snapshot = read(
        tmp_path, broken + line(5).replace("H61.001,", "\xff,").encode("latin-1") + f"\n{line(6)}\n".encode()
    )
    assert (snapshot.rows, snapshot.taken, snapshot.unreadable) == (6, 2, 4)
    assert [row["export_row"] for row in rows(snapshot)] == [1, 6]
    expected = (
        Unreadable(2, "", "another number of values than columns"),
        Unreadable(3, "received_at", "no moment of a declared form"),
        Unreadable(4, "code", "empty"),
        Unreadable(5, "", "bytes that are no UTF-8"),
    )
    assert snapshot.refused == expected
    listed = pq.read_table(snapshot.unreadable_path).to_pylist()
    assert [row["row"] for row in listed] == [2, 3, 4, 5]


def test_all_unreadable_rows_are_listed_even_where_the_snapshot_shows_the_first_hundred(tmp_path: Path) -> None:
    snapshot = read(tmp_path, "\n".join([HEAD, line(1), *(f"{n},a,b,c,never" for n in range(250))]))
    assert (snapshot.unreadable, len(snapshot.refused)) == (250, 100)
    assert pq.read_metadata(snapshot.unreadable_path).num_rows == 250


@pytest.mark.parametrize("block", [1 << 9, 1 << 12])
def test_blocks_change_neither_rows_nor_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    text = "\n".join([HEAD, *(line(n) if n % 7 else f"{n},short" for n in range(1, 200))])
    whole = read(tmp_path, text)
    monkeypatch.setattr(csv_file, "BLOCK", block)
    in_blocks = read(tmp_path, text)
    assert rows(in_blocks) == rows(whole)
    assert in_blocks.refused == whole.refused
    assert [row.row for row in whole.refused] == [n for n in range(1, 200) if n % 7 == 0]


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({}, "2026-01-01T08:00:00"),
        ({}, "2026-01-01T01:00:00Z"),
        ({}, "2026-01-01 08:00:00.000+07:00"),
        ({"zone": "UTC"}, "2026-01-01 01:00"),
        ({"instants": ["%d/%m/%Y %H:%M:%S", "%Y%m%d%H%M%S"]}, "01/01/2026 08:00:00"),
        ({"instants": ["%d/%m/%Y %H:%M:%S", "%Y%m%d%H%M%S"]}, "20260101080000"),
    ],
)
def test_a_moment_is_utc_by_the_zone_and_the_forms_that_are_declared(tmp_path: Path, told: Any, text: str) -> None:
    assert rows(read(tmp_path, f"{HEAD}\n{line(1, text)}\n", **told))[0]["received_at"] == EIGHT


@pytest.mark.parametrize("text", ["01/02/2026", "2026-02-30", "infinity", "epoch", "20260101080000"])
def test_a_moment_is_never_guessed(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, f"{HEAD}\n{line(1, text)}\n").refused[0].column == "received_at"


def test_text_is_put_into_form_nfc_and_counted(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Nguyễn Thị Hòa")
    snapshot = read(tmp_path, f"{HEAD},owner_name\n{line(1)},{name}\n{line(2)}, An \n", columns=(*NEEDED, "owner_name"))
    assert [row["owner_name"] for row in rows(snapshot)] == ["Nguyễn Thị Hòa", "An"]
    assert snapshot.recomposed == 1


def test_figures_and_codes_are_read_as_declared(tmp_path: Path) -> None:
    columns = {name: name for name in NEEDED} | {
        "status": {"from": "status", "values": {"Đã xong": "9"}},
        "fee": {"from": "Phí (nghìn)", "times": 1000},
    }
    text = f"{HEAD},Phí (nghìn)\n{line(1).replace(',9,', ',Đã xong,')},5\n{line(2)},1\n"
    text += f"{line(3).replace(',9,', ',Đã xong,')},5.5\n"
    snapshot = read(tmp_path, text, columns=columns)
    assert [(row["status"], row["fee"]) for row in rows(snapshot)] == [("9", 5000), ("9", 5500)]
    assert snapshot.refused == (Unreadable(2, "status", "no code that is declared"),)


def test_half_a_dong_is_unreadable(tmp_path: Path) -> None:
    snapshot = read(tmp_path, f"{HEAD},fee\n{line(1)},0.5\n", columns=(*NEEDED, "fee"))
    assert snapshot.refused == (Unreadable(1, "fee", "no whole number of đồng"),)


def test_keys_that_stand_twice_and_codes_of_another_era_are_counted(tmp_path: Path) -> None:
    other = line(2).replace("H61.001,", "000.00.01.H61,")
    snapshot = read(tmp_path, f"{HEAD}\n{line(1)}\n{line(1)}\n{other}\n", era="qd20")
    assert (snapshot.duplicate_keys, snapshot.other_era) == (1, 1)


def test_a_line_that_is_no_json_object_is_unreadable(tmp_path: Path) -> None:
    good = orjson.dumps(dict(zip(NEEDED, line(1).split(","), strict=True)))
    snapshot = read(tmp_path, good + b'\n{"code": \n[1]\n\xff\n' + good + b"\n", form="jsonl")
    assert (snapshot.taken, [row.row for row in snapshot.refused]) == (2, [2, 3, 4])


def test_a_sheet_is_read_from_its_heading_on_and_an_empty_line_is_unreadable(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for cells in (["Báo cáo hồ sơ"], list(NEEDED), line(1).split(","), [], [*line(2).split(",")[:4], EIGHT]):
        sheet.append(cells or [None])
    book.save(tmp_path / "export.xlsx")
    snapshot = read(tmp_path, (tmp_path / "export.xlsx").read_bytes(), form="xlsx", reading={"heading": 2}, zone="UTC")
    assert [row["export_row"] for row in rows(snapshot)] == [1, 3]
    assert rows(snapshot)[1]["received_at"] == EIGHT
    assert snapshot.refused == (Unreadable(2, "", "an empty line"),)


def test_parquet_keeps_the_meaning_of_its_types(tmp_path: Path) -> None:
    cells = dict(zip(NEEDED, line(1).split(","), strict=True))
    table = pa.table(
        {name: [value] for name, value in cells.items()} | {"fee": pa.array([5000.0]), "paid_online": [True]}
    )
    table = table.set_column(
        4, "received_at", pa.array([EIGHT], pa.timestamp("ns", "UTC")).cast(pa.timestamp("ns", "Asia/Tokyo"))
    )
    pq.write_table(table, tmp_path / "t.parquet")
    columns = (*NEEDED, "fee", "paid_online")
    snapshot = read(tmp_path, (tmp_path / "t.parquet").read_bytes(), form="parquet", columns=columns)
    found = rows(snapshot)[0]
    assert (found["received_at"], found["fee"], found["paid_online"]) == (EIGHT, 5000, True)


def test_several_files_are_one_export_with_one_digest(tmp_path: Path) -> None:
    for month in (1, 2):
        (tmp_path / f"part-{month}.csv").write_text(f"{HEAD}\n{line(month)}\nbroken\n", encoding="utf-8")
    declaration = declare("export", {"kind": "csv", "path": "part-*.csv"}, tmp_path, columns=NEEDED)
    snapshot = take_snapshot(declaration, tmp_path / "taken")
    assert [row["export_row"] for row in rows(snapshot)] == [1, 3]
    assert [row.row for row in snapshot.refused] == [2, 4]
    (tmp_path / "part-3.csv").write_text(f"{HEAD},more\n", encoding="utf-8")
    with pytest.raises(Refused, match="other columns than part-1"):
        take_snapshot(declaration, tmp_path / "taken")


def test_the_digest_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    text = f"{HEAD}\n{line(1)}\n"
    assert read(tmp_path, text).digest == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def test_what_cannot_be_opened_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no such file"):
        take_snapshot(declare("export", {"kind": "csv", "path": "none.csv"}, tmp_path, columns=NEEDED), tmp_path)
    with pytest.raises(Refused, match="has no column 'received_at'"):
        read(tmp_path, "code,agency,procedure,status\n")
    with pytest.raises(Refused, match="cannot be read as parquet"):
        read(tmp_path, "no parquet", form="parquet")
    with pytest.raises(Refused, match="cannot be read as xlsx"):
        read(tmp_path, "no sheet", form="xlsx")
