"""The six steps by which a province brings a dossier: what each takes and refuses; a refusal changes nothing."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.mocks.ministry.visiting import CONTENT, Ministry, component, dossier, status_row, step


def test_a_dossier_goes_all_the_way(ministry: Ministry) -> None:
    file = ministry.upload()
    paper = component(IdGiayTo=file["IdTepTin"], HashTepTin=file["HashTepTin"])
    known = ministry.create(ThanhPhanHoSo=paper)
    assert ministry.call("CapNhatTienDo", [step(known), step(known, TrangThai=4)]).json()["SoLuong"] == 2
    for status in ("2", "4", "9", "10"):
        assert ministry.status(known, status).status_code == 200
    told = ministry.call("TraCuuHoSo", path={"MaHoSo": known["maHoSo"]}).json()
    head = told["HoSo"]
    assert (head["IDHoSo"], head["TrangThai"], head["LoaiDoiTuong"]) == (known["idHoSo"], "10", "0")
    assert head["ChuHoSo"] == "Nguyễn Thị Thử Nghiệm"
    assert all(head[name] for name in ("NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra"))
    assert [row["TrangThai"] for row in told["TienDo"]] == ["2", "4"]


def test_b1_a_token_opens_and_is_not_stored(start: Callable[..., Ministry]) -> None:
    ministry = start()
    answer = ministry.national.post("/oauth2/token", data={"grant_type": "client_credentials", **ministry.accounts})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    body = answer.json()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 1800)
    sent = ministry.last()["request"]["body"]
    assert ministry.accounts["client_secret"] not in str(sent)


@pytest.mark.parametrize(
    ("change", "status", "error", "reason"),
    [
        ({"client_secret": "x"}, 401, "invalid_client", "wrong-client"),
        ({"client_id": "x"}, 401, "invalid_client", "wrong-client"),
        ({"client_id": ""}, 400, "invalid_request", "malformed"),
        ({"grant_type": "password"}, 400, "invalid_request", "malformed"),
    ],
)
def test_b1_refused(start: Callable[..., Ministry], change: Any, status: int, error: str, reason: str) -> None:
    ministry = start()
    form = {"grant_type": "client_credentials", **ministry.accounts, **change}
    answer = ministry.checked("LayToken", ministry.national.post("/oauth2/token", data=form))
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert ministry.last()["facts"]["reason"] == reason


def test_b1_another_grant_is_refused_by_name_where_the_form_is_not_checked(start: Callable[..., Ministry]) -> None:
    ministry = start(lenient=True)
    form = {"grant_type": "password", **ministry.accounts}
    answer = ministry.checked("LayToken", ministry.national.post("/oauth2/token", data=form))
    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


def test_tokens_end(ministry: Ministry) -> None:
    assert ministry.command("sessions/expire") == {"expired": 1}
    assert ministry.refused("LayDanhMucDonVi") == (401, "expired-token")
    ministry.sign_in()
    assert ministry.call("LayDanhMucDonVi").status_code == 200


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nobody-gave-this", "Basic eDp5"])
def test_without_a_token_nothing_is_done(ministry: Ministry, header: str) -> None:
    ministry.national.headers["Authorization"] = header
    assert ministry.refused("GetNextValue", code=ministry.unit) == (401, "no-token")
    ministry.national.headers["Authorization"] = header
    assert ministry.call("GetNextValue", code=ministry.unit).headers["WWW-Authenticate"] == "Bearer"


def test_b2_codes_are_counted_by_unit_and_day(ministry: Ministry) -> None:
    codes = [ministry.next_code() for _ in range(3)]
    assert all(re.fullmatch(r"G09\.11-20[0-9]{6}-[0-9]{7}", code) for code in codes)
    assert [code[-7:] for code in codes] == ["0000001", "0000002", "0000003"]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("H56.107", (404, "unknown-unit")),
        ("G99", (404, "unknown-unit")),
        ("H26.107", (403, "foreign-unit")),
        ("H22.10", (404, "closed-unit")),
        ("x", (400, "malformed")),
        ("", (400, "malformed")),
    ],
)
def test_b2_refused(steady: Ministry, unit: str, expected: Any) -> None:
    assert steady.refused("GetNextValue", code=unit) == expected


def test_b3_a_file_comes_back_as_it_was(ministry: Ministry) -> None:
    file = ministry.upload()
    assert file["HashTepTin"] == hashlib.sha256(CONTENT).hexdigest()
    assert ministry.call("TaiTepXuong", path=file).content == CONTENT
    sent = ministry.journal()[-2]["request"]["body"]["file"]
    assert "%PDF" not in str(sent)


def test_b3_refused(steady: Ministry) -> None:
    assert steady.refused("TaiTepLen", {"file": "x"}) == (400, "malformed")
    assert steady.refused("TaiTepXuong", path={"IdTepTin": "tep-999999"}) == (404, "unknown-file")


def test_b4_takes_what_the_upload_told_and_nothing_else(ministry: Ministry) -> None:
    file, code = ministry.upload(), ministry.next_code()
    number, digest = file["IdTepTin"], file["HashTepTin"]
    wrong = dossier(code, ThanhPhanHoSo=component(IdGiayTo=number, HashTepTin="0" * 64))
    assert ministry.refused("TaoHoSo", wrong) == (400, "wrong-hash")
    unknown = dossier(code, ThanhPhanHoSo=component(IdGiayTo="tep-999999", HashTepTin=digest))
    assert ministry.refused("TaoHoSo", unknown) == (404, "unknown-file")
    empty = dossier(code, ThanhPhanHoSo=component())
    assert ministry.refused("TaoHoSo", empty) == (400, "malformed")
    reused = dossier(code, ThanhPhanHoSo=component(MaKetQua="KQ.2.001019.01"))
    assert ministry.call("TaoHoSo", reused).status_code == 200


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"MaTTHC": "2.000815"}, (404, "not-on-this-system")),
        ({"MaTTHC": "9.999999"}, (404, "unknown-procedure")),
        ({"MaDonViTiepNhan": "H26.107"}, (403, "foreign-unit")),
        ({"MaDonViTiepNhan": "H22.10"}, (404, "closed-unit")),
        ({"MaDonViTiepNhan": "H56.999"}, (404, "unknown-unit")),
        ({"MaHoSo": "G09.11-20260609-0099999"}, (400, "unknown-code")),
        ({"LoaiDoiTuong": "3"}, (400, "malformed")),
        ({"NgayNop": "22/11/2026"}, (400, "malformed")),
        ({"ChuHoSo": ""}, (400, "malformed")),
        ({"ThongTinNguoiNop": ...}, (400, "malformed")),
        ({"ThanhPhanHoSo": [{"LoaiBan": 3}]}, (400, "malformed")),
        ({"DanhSachLePhi": [{"HinhThucThu": 3, "TrangThaiThanhToan": 0}]}, (400, "malformed")),
    ],
)
def test_b4_refused(steady: Ministry, change: Any, expected: Any) -> None:
    assert steady.refused("TaoHoSo", dossier(steady.next_code(), **change)) == expected


@pytest.mark.parametrize("kind", ["0", "1", "2", 0, 1, 2])
def test_b4_kinds_of_owner_are_counted_from_0(steady: Ministry, kind: Any) -> None:
    known = steady.create(LoaiDoiTuong=kind, DanhSachLePhi=[{"HinhThucThu": 4, "TrangThaiThanhToan": "1"}])
    told = steady.call("TraCuuHoSo", path={"MaHoSo": known["maHoSo"]}).json()
    assert told["HoSo"]["LoaiDoiTuong"] == str(kind)


def test_b4_a_code_is_good_for_one_dossier(ministry: Ministry) -> None:
    known = ministry.create()
    assert ministry.refused("TaoHoSo", dossier(known["maHoSo"])) == (400, "exists")


def test_b5_takes_all_steps_or_none(ministry: Ministry) -> None:
    known = ministry.create()
    other = {**known, "maHoSo": "G09.11-20260609-0099999"}
    assert ministry.refused("CapNhatTienDo", [step(known), step(other)]) == (404, "unknown-dossier")
    assert ministry.refused("CapNhatTienDo", [step({**known, "idHoSo": "hs-9"})]) == (404, "unknown-dossier")
    assert ministry.refused("CapNhatTienDo", [step(known, TrangThai="11")]) == (400, "malformed")
    assert ministry.refused("CapNhatTienDo", []) == (400, "malformed")
    assert [row["steps"] for row in ministry.view("dossiers")["dossiers"]] == [0]


def test_b6_follows_the_graph(ministry: Ministry) -> None:
    known = ministry.create()
    assert ministry.refused("CapNhatTrangThai", [status_row(known, "9")]) == (400, "illegal-status")
    assert ministry.status(known, "2").status_code == 200
    assert ministry.status(known, "2").status_code == 200, "the same one again is no change"
    assert ministry.status(known, "3").status_code == 400
    assert ministry.status(known, "8").status_code == 200
    assert ministry.refused("CapNhatTrangThai", [status_row(known, 4)]) == (400, "illegal-status")


def test_b6_takes_all_or_none(ministry: Ministry) -> None:
    first, second = ministry.create(), ministry.create()
    both = [status_row(first, 2), status_row(second, 9)]
    assert ministry.refused("CapNhatTrangThai", both) == (400, "illegal-status")
    torn = [status_row(first, 2), status_row(first, 3)]
    assert ministry.refused("CapNhatTrangThai", torn) == (400, "malformed")
    assert {row["TrangThai"] for row in ministry.view("dossiers")["dossiers"]} == {"1"}


def test_a_lenient_system_notes_what_breaks_the_profile(start: Callable[..., Ministry]) -> None:
    ministry = start(lenient=True).sign_in()
    known = ministry.create(ThanhPhanHoSo=..., MaDichVuCong=5)
    assert known["maHoSo"].startswith("G09.11-")
    assert {row["rule"] for row in ministry.last()["defects"]} == {"required", "type"}
    assert ministry.refused("TaoHoSo", dossier(ministry.next_code(), LoaiDoiTuong="7")) == (400, "malformed")
    assert ministry.refused("CapNhatTienDo", {"a": 1}) == (400, "malformed")
    assert ministry.refused("CapNhatTrangThai", ["x"]) == (400, "malformed")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/ho-so", 405), ("DELETE", "/danh-sach-thu-tuc", 405), ("GET", "/", 404), ("POST", "/api", 404)],
)
def test_other_addresses_and_methods(steady: Ministry, method: str, path: str, status: int) -> None:
    assert steady.national.request(method, path).status_code == status
    assert steady.last()["facts"]["accepted"] is False
