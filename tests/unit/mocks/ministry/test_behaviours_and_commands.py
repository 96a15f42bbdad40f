"""What a ministry can be told to do otherwise, and what it can be had to do."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from mocks.ministry.discreet import DiscreetTable
from mocks.state.store import Store
from tests.unit.mocks.ministry.visiting import CONTENT, Ministry, component, dossier, status_row, step


@pytest.mark.parametrize("status", [400, 401, 403, 404, 502])
def test_refuse_comes_before_any_side_effect(ministry: Ministry, status: int) -> None:
    code = ministry.next_code()
    ministry.behave("refuse", operation="TaoHoSo", times=1, status=status, message="Hệ thống bận")
    before = ministry.changes()
    answer = ministry.call("TaoHoSo", dossier(code))
    assert (answer.status_code, answer.json()) == (status, {"status": status, "message": "Hệ thống bận"})
    assert (ministry.changes(), ministry.last()["facts"]["reason"]) == (before, "told-to-refuse")
    assert ministry.call("TaoHoSo", dossier(code)).status_code == 200
    assert ministry.hits() == {"refuse": 1}


def test_a_sign_in_can_be_refused_too(start: Callable[..., Ministry]) -> None:
    ministry = start()
    ministry.behave("refuse", operation="LayToken", status=403, message="Đã khóa")
    form = {"grant_type": "client_credentials", **ministry.accounts}
    answer = ministry.checked("LayToken", ministry.national.post("/oauth2/token", data=form))
    expected = {"error": "access_denied", "error_description": "Đã khóa"}
    assert (answer.status_code, answer.json()) == (403, expected)


def test_a_token_can_be_taken_for_an_expired_one(ministry: Ministry) -> None:
    ministry.behave("expired-session", operation="GetNextValue", times=1)
    assert ministry.refused("GetNextValue", code=ministry.unit) == (401, "expired-token")
    assert ministry.next_code()
    assert ministry.hits() == {"expired-session": 1}


@pytest.mark.parametrize("name", ["GetNextValue", "LayThayDoiHoSo", "LayDanhMucThuTuc"])
def test_its_own_back_end_can_be_down(ministry: Ministry, name: str) -> None:
    ministry.behave("bad-gateway", operation=name, times=1)
    wanted: dict[str, Any] = {"code": ministry.unit} if name == "GetNextValue" else {}
    assert ministry.refused(name, **wanted) == (502, "bad-gateway")
    assert ministry.call(name, **wanted).status_code == 200


def test_short_codes_have_other_widths_and_are_taken(ministry: Ministry) -> None:
    ministry.behave("short-counter", times=1)
    code = ministry.next_code()
    assert re.fullmatch(r"G09\.11-[0-9]{6}-0001", code)
    assert ministry.call("TaoHoSo", dossier(code)).status_code == 200
    assert re.fullmatch(r"G09\.11-[0-9]{8}-0000001", ministry.next_code())


def test_an_uploaded_file_can_be_lost(ministry: Ministry) -> None:
    ministry.behave("lost-file", operation="TaiTepLen", times=1)
    file = ministry.upload()
    assert ministry.refused("TaiTepXuong", path=file) == (404, "unknown-file")
    paper = component(IdGiayTo=file["IdTepTin"], HashTepTin=file["HashTepTin"])
    assert ministry.refused("TaoHoSo", dossier(ministry.next_code(), ThanhPhanHoSo=paper)) == (404, "unknown-file")


def test_a_file_can_be_away_for_a_while(ministry: Ministry) -> None:
    file = ministry.upload()
    ministry.behave("lost-file", operation="TaiTepXuong", times=1)
    assert ministry.refused("TaiTepXuong", path=file) == (404, "unknown-file")
    assert ministry.call("TaiTepXuong", path=file).content == CONTENT


def test_a_digest_can_be_wrong(ministry: Ministry) -> None:
    right = ministry.upload()["HashTepTin"]
    ministry.behave("wrong-hash", times=1)
    file = ministry.upload()
    assert file["HashTepTin"] != right
    paper = component(IdGiayTo=file["IdTepTin"], HashTepTin=file["HashTepTin"])
    assert ministry.refused("TaoHoSo", dossier(ministry.next_code(), ThanhPhanHoSo=paper)) == (400, "wrong-hash")


NONSENSE: list[tuple[str, Any, dict[str, Any]]] = [
    ("GetNextValue", None, {}),
    ("TaoHoSo", {"MaHoSo": "x"}, {}),
    ("TaoHoSo", None, {}),
    ("CapNhatTienDo", {}, {}),
    ("CapNhatTrangThai", [{"IdHoSo": 1}], {}),
    ("TraCuuHoSo", None, {"path": {"MaHoSo": "x"}}),
    ("TaiTepXuong", None, {"path": {"IdTepTin": "x"}}),
    ("TaiTepLen", "x", {}),
    ("LayThayDoiHoSo", None, {"conTro": "x"}),
    ("LayQuyTrinh", None, {"path": {"MaTTHC": "x"}}),
    ("CapTaiKhoan", [], {}),
    ("PhanQuyen", {}, {"path": {"TaiKhoan": "x"}}),
    ("BanGiaoQuanTri", {}, {"path": {"TaiKhoan": "x"}}),
    ("DangKyCanBo", {}, {}),
    ("CapNhatTaiKhoanNganHang", {}, {"path": {"MaDonVi": "x"}}),
    ("LayTaiKhoanNganHang", None, {"MaDonVi": "x"}),
    ("LayDanhSachTaiKhoan", None, {"MaDonVi": "x"}),
    ("LayCanBoChuaCoTaiKhoan", None, {"MaDonVi": "x"}),
    ("DayHoSoHoTich", {}, {}),
    ("QuetHoSoHoTich", None, {}),
    ("CapNhatTrangThaiLienThong", 5, {}),
    ("LayToken", {}, {}),
]


def test_it_accepts_anything_when_told_to(ministry: Ministry) -> None:
    ministry.national.headers["Authorization"] = ""
    ministry.behave("accepts-anything")
    for name, body, how in NONSENSE:
        answer = ministry.call(name, body, **how)
        assert (name, answer.status_code) == (name, 200)
        assert ministry.last()["facts"]["accepted"] is True


def test_dossiers_are_the_same_for_the_same_seed(start: Callable[..., Ministry]) -> None:
    def heads(seed: int) -> list[Any]:
        ministry = start(seed=seed).sign_in()
        ministry.command("dossiers/make", count=4)
        ministry.command("dossiers/advance", count=2)
        return [(change["HoSo"]["ChuHoSo"], change["HoSo"]["TrangThai"]) for change in ministry.feed()]

    assert heads(1) == heads(1)
    assert heads(1) != heads(2)


def test_dossiers_can_be_wished_for(ministry: Ministry) -> None:
    ministry.command("dossiers/make", count=2, MaTTHC="1.000894", MaDonVi="H56.108")
    rows = ministry.view("dossiers")["dossiers"]
    assert {(row["MaTTHC"], row["MaDonViTiepNhan"], row["from"]) for row in rows} == {
        ("1.000894", "H56.108", "ministry")
    }


def test_a_dossier_can_be_moved_to_a_status_and_brought_back(ministry: Ministry) -> None:
    (code,) = ministry.command("dossiers/make", count=1)["dossiers"]
    assert ministry.command("dossiers/advance", MaHoSo=code, TrangThai="2") == {"moved": {code: "2"}}
    assert ministry.command("dossiers/advance", MaHoSo=code, TrangThai="5") == {"moved": {code: "5"}}
    assert ministry.command("dossiers/return", MaHoSo=code) == {"returned": [code]}
    assert [row["TrangThai"] for row in ministry.view("dossiers")["dossiers"]] == ["10"]
    assert ministry.command("dossiers/advance") == {"moved": {}}
    assert ministry.command("dossiers/return") == {"returned": []}


def test_what_ends_without_a_result_is_left_alone(ministry: Ministry) -> None:
    first, second = ministry.command("dossiers/make", count=2)["dossiers"]
    ministry.command("dossiers/advance", MaHoSo=first, TrangThai="3")
    assert ministry.command("dossiers/return") == {"returned": [second]}


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("dossiers/make", {"count": 1, "MaTTHC": "2.000815"}),
        ("dossiers/make", {"count": 1, "MaDonVi": "H56.999"}),
        ("dossiers/make", {"count": 0}),
        ("dossiers/make", {}),
        ("dossiers/advance", {"MaHoSo": "x"}),
        ("dossiers/return", {"MaHoSo": "x"}),
        ("procedures/set", {"MaTTHC": "9.999999", "state": "none"}),
        ("procedures/set", {"MaTTHC": "2.001019", "state": "some"}),
        ("workflows/revise", {"MaTTHC": "9.999999", "model": "2-level"}),
        ("feed/push", {"on": "yes"}),
        ("feed/push-again", {"conTro": "td-99"}),
        ("officers/add", {"MaDonVi": "H56.999", "count": 1}),
        ("bank-accounts/set", {"MaDonVi": "H56.999", "complete": True}),
        ("civil-status/fail", {"maHoSoMCDT": "x", "errors": "y"}),
        ("roll-out", {"open": 1}),
    ],
)
def test_a_command_that_cannot_be_done_says_so_and_changes_nothing(
    steady: Ministry, name: str, arguments: dict[str, Any]
) -> None:
    before = steady.changes()
    answer = steady.control.post(f"/control/1/commands/{name}", json=arguments)
    assert (answer.status_code, bool(answer.json()["detail"])) == (422, True)
    assert steady.changes() == before


def test_a_snapshot_brings_everything_back(ministry: Ministry) -> None:
    known = ministry.create()
    kept = ministry.command("snapshot")["id"]
    before = ministry.feed()
    ministry.status(known, "2")
    ministry.command("dossiers/make", count=2)
    ministry.command("restore", id=kept)
    assert ministry.feed() == before
    assert ministry.call("CapNhatTienDo", [step(known)]).status_code == 200
    assert ministry.call("CapNhatTrangThai", [status_row(known, 2)]).status_code == 200


def test_a_reset_begins_again(ministry: Ministry) -> None:
    ministry.create()
    ministry.command("reset")
    assert ministry.refused("LayDanhMucDonVi") == (401, "no-token")
    ministry.sign_in()
    assert ministry.feed() == []
    assert ministry.next_code().endswith("-0000001")


def test_people_of_requests_are_kept_in_memory_only() -> None:
    store = Store()
    table = DiscreetTable(store, "dossiers")
    told = {"MaHoSo": "a", "ChuHoSo": "b", "TienDo": [{"NguoiXuLy": "c", "TrangThai": "2"}]}
    table.put("a", told, synthetic=False)
    assert table.get("a") == told
    assert store.table("dossiers").get("a") == {
        "MaHoSo": "a",
        "ChuHoSo": None,
        "TienDo": [{"NguoiXuLy": None, "TrangThai": "2"}],
    }
    table.put("b", told, synthetic=True)
    assert store.table("dossiers").get("b") == told
    assert [key for key, _ in table.items()] == ["a", "b"]
