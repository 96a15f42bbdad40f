"""Dossiers are handed over, looked up and refused; parcels are looked up; nothing obsolete is taken."""

from collections.abc import Callable
from typing import Any

import pytest

from specs.profile import load_profile
from tests.unit.mocks.land.conftest import DOSSIER, RECEIPT, Land


def test_a_dossier_is_taken_in(land: Land) -> None:
    told = land.hand_over().json()
    assert (told["Result"], told["Message"], told["Data"]["SoBienNhan"]) == (1, "Thành công", RECEIPT)
    assert told["Data"]["ThoiGian"].endswith("+07:00")
    (row,) = land.dossiers()
    assert (row["SoBienNhan"], row["MaHoSoMotCua"], row["state"]) == (RECEIPT, DOSSIER["MaHoSoMotCua"], "received")
    assert row["parcels"] == [{"SoHieuBanDo": "2", "SoThuTuThua": "7", "known": True}]
    facts = land.last()["facts"]
    assert (facts["security_code"], facts["effect"], facts["parcels_known"]) == ("right", "added", 1)


@pytest.mark.parametrize("district", ["", None])
def test_a_blank_district_is_none(land: Land, district: str | None) -> None:
    assert land.hand_over(HuyenId=district).json()["Result"] == 1
    assert land.last()["defects"] == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"SecurityCode": "wrong"}, "wrong-security-code"),
        ({"SecurityCode": ...}, "wrong-security-code"),
        ({"SecurityCode": 7}, "wrong-security-code"),
        ({"HuyenId": "380"}, "obsolete-district"),
        ({"XaId": "99999"}, "unknown-commune"),
        ({"TinhId": "01"}, "other-province"),
        ({"XaId": 14797}, "malformed"),
        ({"ThongTinThuaDat": [{"SoThuTuThua": "7"}]}, "malformed"),
        ({"ThongTinNguoiNopDon": {}}, "malformed"),
        ({"NgayTiepNhan": "22/11/2026"}, "malformed"),
        ({"SoBienNhan": ...}, "malformed"),
        ({"SoBienNhan": "BN 1"}, "malformed"),
        ({"KhongCo": "x"}, "malformed"),
    ],
)
def test_what_is_not_taken_in(land: Land, change: dict[str, Any], reason: str) -> None:
    before = land.side.view("state/changes")
    land.refused(land.hand_over(**change), reason)
    assert land.side.view("state/changes") == before
    assert land.dossiers() == []


@pytest.mark.parametrize("body", ["[]", "7", '"x"', "{", ""])
def test_what_is_no_object(land: Land, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = land.side.national.post("/api/vbdlis/TiepNhanHoSo", content=body, headers=headers)
    land.refused(answer, "wrong-security-code")


def test_a_receipt_is_taken_once(land: Land) -> None:
    land.hand_over()
    land.refused(land.hand_over(), "exists")
    assert len(land.dossiers()) == 1


def test_how_far_a_dossier_is(land: Land) -> None:
    land.hand_over()
    data = land.ask("TraCuuHoSo", SoBienNhan=RECEIPT).json()["Data"]
    assert (data["TrangThai"], data["MaHoSoMotCua"]) == ("1", DOSSIER["MaHoSoMotCua"])
    land.refused(land.ask("TraCuuHoSo", SoBienNhan="BN-0"), "unknown-dossier")
    land.refused(land.ask("TraCuuHoSo", SoBienNhan=RECEIPT, SecurityCode="x"), "wrong-security-code")
    land.refused(land.ask("TraCuuHoSo"), "malformed")


def test_parcels_are_looked_up(land: Land) -> None:
    parcels = land.side.command("parcels/find", XaId="14797")["parcels"]
    assert len({(row["SoHieuBanDo"], row["SoThuTuThua"]) for row in parcels}) == len(parcels) == 48
    asked = {"TinhId": "38", "XaId": "14797", "SoHieuBanDo": "4", "SoThuTuThua": "12"}
    assert land.ask("TraCuuThuaDat", **asked).json()["Data"] == parcels[-1]
    assert land.ask("TraCuuThuaDat", **(asked | {"SoThuTuThua": "99"})).json()["Data"] is None
    assert land.last()["facts"]["found"] is False
    land.refused(land.ask("TraCuuThuaDat", **asked, HuyenId="380"), "obsolete-district")
    land.refused(land.ask("TraCuuThuaDat", **(asked | {"TinhId": "01"})), "other-province")
    land.refused(land.ask("TraCuuThuaDat", TinhId="38", XaId="14797"), "malformed")


def test_parcels_are_the_same_for_the_same_seed(start: Callable[..., Land]) -> None:
    told = [start(seed=seed).side.command("parcels/find", XaId="00004")["parcels"] for seed in (3, 3, 4)]
    assert told[0] == told[1] != told[2]
    assert "owner" not in told[0][0]


def test_before_july_2025_there_were_districts(start: Callable[..., Land]) -> None:
    land = start("vbdlis-2024")
    land.refused(land.hand_over(), "malformed")
    land.refused(land.hand_over(HuyenId=""), "malformed")
    assert land.hand_over(HuyenId="380", XaId="14800").json()["Result"] == 1
    assert land.ask("TraCuuHoSo", SoBienNhan=RECEIPT).json()["Data"]["TrangThai"] == "1"
    asked = {"TinhId": "38", "HuyenId": "380", "XaId": "14800", "SoHieuBanDo": "1", "SoThuTuThua": "1"}
    assert land.ask("TraCuuThuaDat", **asked).json()["Data"]["XaId"] == "14800"
    land.refused(land.ask("TraCuuThuaDat", **(asked | {"HuyenId": None})), "malformed")


def test_the_older_profile_says_only_what_differs() -> None:
    new, old = (load_profile("vbdlis", name) for name in ("vbdlis-2025", "vbdlis-2024"))
    assert {row.name for row in new.operations} == {row.name for row in old.operations}
    assert old.pushes == new.pushes
    differing = {name for name in new.settings if new.settings[name] != old.settings[name]}
    assert differing == {"districts", "communes"}


def test_a_lenient_database_notes_and_takes(start: Callable[..., Land]) -> None:
    land = start(lenient=True)
    assert land.hand_over(NgayTiepNhan="22/11/2026", KhongCo="x").json()["Result"] == 1
    assert len(land.last()["defects"]) == 2
    land.refused(land.hand_over(HuyenId="380"), "obsolete-district")
    land.refused(land.hand_over(SoBienNhan=...), "malformed")


def test_a_refusal_that_a_behaviour_asks_for(land: Land) -> None:
    before = land.side.view("state/changes")
    land.side.behave("refuse", message="Hệ thống bận", times=1)
    assert land.hand_over().json() == {"Result": 0, "Message": "Hệ thống bận", "Data": None}
    assert land.side.view("state/changes") == before
    assert land.hand_over().json()["Result"] == 1


def test_the_right_code_is_taken_for_a_wrong_one(land: Land) -> None:
    land.side.behave("wrong-security-code", times=1)
    land.refused(land.hand_over(), "wrong-security-code")
    assert land.last()["behaviour"] == ["wrong-security-code"]
    assert land.hand_over().json()["Result"] == 1


def test_anything_is_accepted(land: Land) -> None:
    land.side.behave("accepts-anything")
    assert land.hand_over(HuyenId="380", XaId="99999", SecurityCode="x").json()["Result"] == 1
    assert land.hand_over(HuyenId="380").json()["Result"] == 1
    assert land.hand_over(SoBienNhan=7, ThongTinThuaDat="x", ThongTinNguoiNopDon=7).json()["Result"] == 1
    assert land.ask("TraCuuHoSo", SoBienNhan="never").json() == {"Result": 1, "Message": "Thành công", "Data": None}
    assert land.ask("TraCuuThuaDat").json()["Result"] == 1
    assert land.side.national.get("/thong-bao-thue/TB-x").content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/", 404), ("GET", "/api/vbdlis/TiepNhanHoSo", 405), ("GET", "/thong-bao-thue/TB-x", 404)],
)
def test_other_addresses_and_methods(land: Land, method: str, path: str, status: int) -> None:
    assert land.side.national.request(method, path).status_code == status
    assert land.last()["facts"]["accepted"] is False
