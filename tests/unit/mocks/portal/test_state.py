"""What is kept is kept whole, and a refusal keeps nothing: every operation, accepted, refused and lax."""

from typing import Any

import pytest

ROWS = {
    "DongBoHoSoMC": {"isUpdating": "False"},
    "CapNhatTienDoHoSoMC": {},
    "DongBoTrangThaiHoSo": {"type": "2"},
    "DongBoDanhGia": {},
    "DongBoHoiDap": {},
    "DongBoKetQuaHoiDapGuiTuDVCQG": {},
}
SENSELESS: tuple[Any, ...] = (..., None, {}, ["x"], [{}], [{"MaHoSo": 1, "MaCauHoi": 1}], "x")
LISTS = ["LayDanhSachTTHC", "LayDVC", "LayDanhMucCoQuan", "LayDanhMucLinhVuc", "LayDanhSachHoiDapGuiTuDVCQG",
         "LayDanhSachHoiDapBoCoQuan"]  # fmt: skip
LOOK_UPS = {
    "LayThuTuc": "maTTHC",
    "TraCuuHoSo": "mahoso",
    "TraCuuTechID": "mstorcmnd",
    "LayNoiDungTraLoiTheoCauHoi": "maCauHoi",
}


def changes(mock: Any) -> int:
    return int(mock.view("state/changes")["changes"])


def refused(mock: Any, service: str, **body: Any) -> None:
    before = changes(mock)
    assert mock.call(service, **body).json()["error_code"] == "-1"
    assert mock.last()["facts"]["reason"] == "malformed"
    assert changes(mock) == before


@pytest.mark.parametrize("service", list(ROWS))
def test_rows_that_break_the_profile_change_nothing(strict: Any, service: str) -> None:
    for data in (*SENSELESS, [], [None]):
        refused(strict, service, data=data, **ROWS[service])


@pytest.mark.parametrize("service", list(ROWS))
def test_rows_without_sense_are_refused_even_where_defects_are_noted_only(signed_in: Any, service: str) -> None:
    for data in SENSELESS:
        refused(signed_in, service, data=data, **ROWS[service])


def test_a_list_is_refused_without_its_agency(strict: Any) -> None:
    for service in LISTS:
        refused(strict, service, madonvi=...)
        assert strict.call(service).json()["error_code"] == "0"


def test_a_look_up_without_its_key_is_refused(strict: Any) -> None:
    for service, key in LOOK_UPS.items():
        for value in (..., "", 1, None, ["x"]):
            refused(strict, service, **{key: value})


def test_statuses_of_another_type_are_refused(strict: Any) -> None:
    filed = strict.command("online-dossiers/create")["MaHoSo"]
    for body in ({}, {"type": "1"}, {"type": 2}):
        refused(strict, "DongBoTrangThaiHoSo", data=[{"MaHoSo": filed, "TrangThaiHoSo": "2"}], **body)


def test_whoever_accepts_anything_refuses_nothing(strict: Any, dossier: Any) -> None:
    strict.behave("accepts-anything")
    accepted = []
    for operation in strict.profile.operations:
        path = operation.path.replace("{ma}", "none")
        told = {"service": operation.name} if operation.discriminator else {}
        for body in ({**told}, {**told, "data": [{"MaHoSo": "x", "MaCauHoi": "y"}, 1]}, {**told, "data": "x"}):
            answer = strict.national.request(operation.method, path, json=body)
            assert answer.status_code == 200, operation.name
            accepted.append(strict.last()["facts"]["accepted"])
    assert all(accepted)
    assert len(accepted) == 3 * len(strict.profile.operations)
    assert strict.call("DongBoHoSoMC", session="none", isUpdating="True", data=[dossier]).json()["error_code"] == "0"
    assert strict.call("DongBoHoSoMC", session="none", isUpdating="False", data=[dossier]).json()["error_code"] == "0"


def test_state_is_taken_back_and_brought_back(strict: Any, dossier: Any, step: Any) -> None:
    strict.push(dossier)
    kept = strict.command("snapshot")["id"]
    before = strict.dossiers()
    strict.call("CapNhatTienDoHoSoMC", data=[step])
    strict.command("procedures/withdraw", MATTHC="2.001019")
    assert strict.dossiers() != before
    strict.command("restore", id=kept)
    assert strict.dossiers() == before
    assert strict.call("LayThuTuc", maTTHC="2.001019").json()["result"]["TRANGTHAI"] == "Còn hiệu lực"
    strict.command("reset")
    assert strict.dossiers() == []


def test_no_personal_data_is_in_the_tables_that_last(strict: Any, dossier: Any, step: Any) -> None:
    person = {"SoGiayToChuHoSo": "097199000018", "GhiChu": "Ghi chú riêng", "SoDienThoai": "0000123456"}
    strict.push(dossier | person)
    strict.call("CapNhatTienDoHoSoMC", data=[step])
    shown = str([strict.view(name) for name in ("dossiers", "questions", "ratings", "monitoring", "tax")])
    for text in (*person.values(), dossier["ChuHoSo"], step["NguoiXuLy"]):
        assert text not in shown
