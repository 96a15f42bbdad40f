"""Nothing personal of a land dossier is found in the journal, nor in what the control port shows."""

import base64
import json
from typing import Any

import pytest

from tests.unit.mocks.land.conftest import DOSSIER, Land

CONTENT = base64.b64encode("bản đồ của bà Vành Khuyên".encode() * 20).decode()
PERSONAL: dict[str, Any] = {
    "NguoiTiepNhan": "Cán Bộ Chào Mào",
    "ThongTinNguoiNopDon": {
        "HoTen": "Chim Hoàng Yến",
        "SoGiayTo": "098190123456",
        "NgaySinh": "1990-05-17",
        "SoDienThoai": "0912345678",
        "Email": "hoang.yen@example.com",
        "DiaChi": "Ngõ Vành Khuyên",
    },
    "ThongTinThuaDat": [
        {"SoThuTuThua": "7", "SoHieuBanDo": "2", "DienTich": 1.5, "DiaChiChiTiet": "cạnh nhà ông Sơn Ca"}
    ],
    "DanhSachGiayToDinhKem": [
        {"TenGiayTo": "Đơn", "TenTep": "don-cua-Bo-Cau.pdf", "NoiDung": CONTENT, "DuongDan": "http://x/canary-file"}
    ],
}
CANARIES = [
    "Chào Mào", "Hoàng Yến", "098190123456", "1990-05-17", "0912345678", "hoang.yen", "Vành Khuyên", "Sơn Ca",
    "Bo-Cau", CONTENT[:40], "canary", "Cú Mèo",
]  # fmt: skip


def found(land: Land) -> list[str]:
    """The personal values that stand in the journal or among the dossiers."""
    shown = [land.side.journal(), land.dossiers(), land.side.view("pushes")]
    text = json.dumps(shown, ensure_ascii=False)
    return [value for value in [*CANARIES, land.side.accounts["security_code"]] if value in text]


def test_a_dossier_that_is_taken(land: Land) -> None:
    assert land.hand_over(**PERSONAL).json()["Result"] == 1
    assert found(land) == []
    kept = land.last()["request"]["body"]
    assert kept["SoBienNhan"] == DOSSIER["SoBienNhan"]
    assert kept["DanhSachGiayToDinhKem"][0]["NoiDung"] != CONTENT


@pytest.mark.parametrize(
    "change",
    [
        {"SecurityCode": "canary-code"},
        {"HuyenId": "380"},
        {"ThongTinNguoiNopDon": {"Khac": "Cú Mèo", "Sau": {"Ten": "Cú Mèo"}}},
        {"NguoiTiepNhan": ["Cán Bộ Chào Mào"]},
        {"ThongTinThuaDat": {"DiaChiChiTiet": "cạnh nhà ông Sơn Ca"}},
    ],
)
def test_a_dossier_that_is_refused(land: Land, change: dict[str, Any]) -> None:
    assert land.hand_over(**(PERSONAL | change)).json()["Result"] == 0
    assert found(land) == []


def test_json_that_is_broken(land: Land) -> None:
    body = json.dumps(DOSSIER | PERSONAL | {"SecurityCode": "canary-code"}, ensure_ascii=False)
    headers = {"Content-Type": "application/json"}
    land.side.national.post("/api/vbdlis/TiepNhanHoSo", content=body[:-5].encode(), headers=headers)
    assert found(land) == []
