"""Exports of earlier systems, as tests need them."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from mocks.province.inheritance.form import COLUMNS

COMMUNE = "00004"
OLD_AGENCY, OLD_PROCEDURE, OLD_COMMUNE, OLD_DISTRICT = "000.12.47.H22", "2.001019.000.00.00.H22", "99001", "502"
MAPPING = {
    "agencies": [{"old": OLD_AGENCY, "new": "H56.14"}],
    "procedures": [{"old": OLD_PROCEDURE, "new": "2.001019"}],
    "communes": [{"old": OLD_COMMUNE, "new": COMMUNE}],
}
TABLES = {name: {row["old"]: row["new"] for row in rows} for name, rows in MAPPING.items()}
Row = dict[str, str | None]


def make_row(number: int = 1, **changes: str | None) -> Row:
    """A closed dossier; `changes` replaces what the test is about."""
    plain: Row = {
        "MaHoSo": f"000.12.47.H22-250304-{number:04d}",
        "MaTTHC": OLD_PROCEDURE,
        "MaDonVi": OLD_AGENCY,
        "MaHuyen": OLD_DISTRICT,
        "MaXa": OLD_COMMUNE,
        "KenhThucHien": "1",
        "ChuHoSo": "Đặng Thị Đỗ Quyên",
        "LoaiDoiTuong": "1",
        "SoGiayTo": "097090123456",
        "SoDienThoai": "0000000001",
        "TrichYeu": "Xin cấp bản sao trích lục",
        "GhiChu": None,
        "NguoiTiepNhan": "Lê Thị Thử Nghiệm",
        "NgayNop": "03/04/2025 08:15:00",
        "NgayTiepNhan": "03/04/2025 09:00:00",
        "NgayHenTra": "10/04/2025 17:00:00",
        "NgayKetThuc": "09/04/2025 16:00:00",
        "TrangThai": "10",
    }
    return {**plain, **changes}


def make_open(number: int = 1, status: str = "4", **changes: str | None) -> Row:
    """One that is still open."""
    return make_row(number, TrangThai=status, NgayKetThuc=None, **changes)


def as_csv(rows: Sequence[Row]) -> str:
    """The rows as a CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def as_jsonl(rows: Sequence[Row]) -> str:
    """The rows as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def hand_over(rows: Sequence[Row], *, source: str = "H22", form: str = "csv", **changes: Any) -> dict[str, Any]:
    """The body that hands rows over; the control figures are those of the rows unless `changes` says otherwise."""
    closed = sum(row["TrangThai"] in {"3", "7", "8", "10"} for row in rows)
    control: Mapping[str, int] = {"rows": len(rows), "open": len(rows) - closed, "closed": closed}
    content = as_csv(rows) if form == "csv" else as_jsonl(rows)
    plain = {"source": source, "format": form, "content": content, "mapping": MAPPING, "control": control}
    return {**plain, **changes}
