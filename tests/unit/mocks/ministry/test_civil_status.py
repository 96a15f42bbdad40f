"""The civil-status interface of the Ministry of Justice: refused in the body, never twice, nobody's data kept."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.mocks.ministry.visiting import Ministry

CODE = "H56.107-261122-0001"


def registration(**changes: Any) -> dict[str, Any]:
    whole = {
        "maDonVi": "H56.107",
        "module": "KS",
        "maHoSoLT": "LT-0001",
        "maHoSoMCDT": CODE,
        "ngayTiepNhan": "20261122081502",
        "data": {"nksHoTen": "Nguyễn Văn Chưa Có", "meHoTen": "Trần Thị Giả", "nksGioiTinh": 1},
        "fileDinhKem": [],
    }
    return {name: value for name, value in (whole | changes).items() if value is not ...}


def refused(ministry: Ministry, name: str, body: Any) -> tuple[int, int, str]:
    status, reason = ministry.refused(name, body)
    return status, ministry.last()["response"]["body"]["status"], reason


def scan(ministry: Ministry, *codes: str, module: str = "KS") -> list[dict[str, Any]]:
    body = {"maDinhDanhHoSo": list(codes), "maTinh": "38", "module": module}
    return list(ministry.call("QuetHoSoHoTich", body).json()["value"])


def test_a_registration_is_taken_once(ministry: Ministry) -> None:
    answer = ministry.call("DayHoSoHoTich", registration()).json()
    assert answer == {"status": 1, "statusDescription": "Thành công", "errorCode": "00", "errorDescription": ""}
    assert refused(ministry, "DayHoSoHoTich", registration()) == (200, 0, "exists")
    exchange = str(ministry.journal()[-2])
    assert "Nguyễn Văn Chưa Có" not in exchange
    assert "Trần Thị Giả" not in exchange
    assert "nks" not in str(ministry.view("civil-status"))


@pytest.mark.parametrize(
    "change",
    [
        {"module": "LH"},
        {"data": {}},
        {"data": {"hoTen": "x"}},
        {"data": "x"},
        {"maDonVi": "H56.x"},
        {"maHoSoMCDT": ""},
        {"maHoSoMCDT": ...},
        {"ngayTiepNhan": "2026-11-22"},
    ],
)
def test_registrations_that_make_no_sense(steady: Ministry, change: Any) -> None:
    assert refused(steady, "DayHoSoHoTich", registration(**change)) == (200, 0, "malformed")


def test_without_a_token_the_gateway_refuses_by_status(start: Callable[..., Ministry]) -> None:
    assert start().refused("DayHoSoHoTich", registration()) == (401, "no-token")


def test_a_scan_tells_how_far_a_registration_is(ministry: Ministry) -> None:
    ministry.call("DayHoSoHoTich", registration())
    assert [(row["trangThai"], row["maTinh"], row["errors"]) for row in scan(ministry, CODE, "other")] == [
        ("2", "38", "")
    ]
    assert ministry.command("civil-status/advance") == {"moved": 1}
    assert ministry.command("civil-status/advance") == {"moved": 1}
    assert [row["trangThai"] for row in scan(ministry, CODE)] == ["9"]
    assert ministry.command("civil-status/advance") == {"moved": 0}
    assert scan(ministry, CODE, module="KT") == []


def test_a_registration_can_have_an_error(ministry: Ministry) -> None:
    ministry.call("DayHoSoHoTich", registration())
    ministry.command("civil-status/fail", maHoSoMCDT=CODE, errors="Thiếu giấy chứng sinh")
    assert [row["errors"] for row in scan(ministry, CODE)] == ["Thiếu giấy chứng sinh"]
    assert ministry.command("civil-status/advance") == {"moved": 0}


def test_scans_that_make_no_sense(steady: Ministry) -> None:
    asked = {"maDinhDanhHoSo": [CODE], "maTinh": "38", "module": "KS"}
    assert refused(steady, "QuetHoSoHoTich", {**asked, "maDinhDanhHoSo": []}) == (200, 0, "malformed")
    assert refused(steady, "QuetHoSoHoTich", {**asked, "maTinh": "Thanh Hóa"}) == (200, 0, "malformed")


def test_the_status_of_a_linked_service_is_taken(ministry: Ministry) -> None:
    told = {"maTTHC": "1.000894", "soHoSoLT": "LT-1", "coQuanXuLy": "UBND", "maHoSo": CODE, "trangThai": 4}
    assert ministry.call("CapNhatTrangThaiLienThong", told).json()["status"] == 1
    assert ministry.view("civil-status")["linked"] == [{**told, "trangThai": "4"}]
    assert refused(ministry, "CapNhatTrangThaiLienThong", {**told, "trangThai": 11}) == (200, 0, "malformed")


def test_other_ministries_have_no_such_interface(start: Callable[..., Ministry]) -> None:
    ministry = start("bdtg").sign_in()
    assert ministry.national.post("/ho-tich/day-ho-so", json=registration()).status_code == 404
