"""Five profiles of one system: each with its own units and procedures, two of them not rolled out yet."""

from collections.abc import Callable
from typing import Any

import pytest

from specs.profile import load_profile
from tests.unit.mocks.ministry.visiting import UNIT, Ministry, dossier

BUSINESS = [
    operation
    for operation in load_profile("btc", "btc-2026").operations
    if operation.name != "LayToken" and not operation.path_names and operation.request_type != "multipart/form-data"
]


@pytest.mark.parametrize("system", ["ministry", "btp", "bdtg"])
def test_what_is_rolled_out_takes_dossiers_of_its_own_procedures(start: Callable[..., Ministry], system: str) -> None:
    ministry = start(system).sign_in()
    assert ministry.view("roll-out") == {"open": True}
    (own, *_) = [row["MaTTHC"] for row in ministry.view("procedures") if row["TrangThaiTrienKhai"] == "TOAN_BO"]
    code = ministry.next_code()
    assert code.startswith(f"{UNIT[system]}-")
    assert ministry.call("TaoHoSo", dossier(code, MaTTHC=own)).status_code == 200


@pytest.mark.parametrize("system", ["btc", "bvhttdl"])
def test_what_is_not_rolled_out_lets_one_sign_in_and_nothing_else(start: Callable[..., Ministry], system: str) -> None:
    ministry = start(system).sign_in()
    for operation in BUSINESS:
        answer = ministry.national.request(operation.method, operation.path, json={})
        assert (operation.name, answer.status_code) == (operation.name, 403)
        assert ministry.last()["facts"]["reason"] == "not-open"
    assert "chưa triển khai" in ministry.national.get("/danh-sach-thu-tuc").text
    refused = ministry.control.post("/control/1/dossiers/make", json={"count": 1})
    assert (refused.status_code, "not rolled out" in refused.text) == (422, True)


@pytest.mark.parametrize("system", ["btc", "bvhttdl"])
def test_it_can_be_rolled_out_and_closed_again(start: Callable[..., Ministry], system: str) -> None:
    ministry = start(system).sign_in()
    assert ministry.command("roll-out") == {"open": True}
    assert ministry.next_code().startswith(f"{UNIT[system]}-")
    assert len(ministry.command("dossiers/make", count=3)["dossiers"]) == 3
    assert ministry.command("roll-out", open=False) == {"open": False}
    assert ministry.refused("LayThayDoiHoSo") == (403, "not-open")


def test_a_reset_closes_it_as_it_was_at_first(start: Callable[..., Ministry]) -> None:
    ministry = start("btc").sign_in()
    ministry.command("roll-out")
    ministry.command("reset")
    ministry.sign_in()
    assert ministry.refused("LayDanhMucDonVi") == (403, "not-open")


def test_ministries_differ_in_units_procedures_and_accounts(start: Callable[..., Ministry]) -> None:
    seen: dict[str, Any] = {}
    for system in UNIT:
        ministry = start(system)
        seen[system] = {row["MaTTHC"] for row in ministry.view("procedures")}
        assert ministry.accounts["client_id"].startswith(f"{system}-")
        assert {row["TaiKhoan"] for row in ministry.view("accounts")["accounts"]} >= {f"{system}.tinh"}
    assert sum(map(len, seen.values())) == len(set().union(*seen.values())), "no procedure is with two ministries"


def test_the_coordination_system_knows_the_same_pages(start: Callable[..., Ministry]) -> None:
    states = {"complete": "TOAN_BO", "partial": "MOT_PHAN", "none": "CHUA"}
    led = load_profile("dieuphoi", "assumed-2026").table("table")["procedure"]
    for system in ("btp", "bdtg", "btc", "bvhttdl"):
        known = {row["MaTTHC"]: row for row in start(system).view("procedures")}
        rows = [row for row in led if row["ministry"] == system]
        assert rows
        for row in rows:
            here = known[row["code"]]
            expected = (row["page"], states[row["state"]], row["service"])
            assert (here["IdThuTuc"], here["TrangThaiTrienKhai"], here["MaDichVuCong"]) == expected
