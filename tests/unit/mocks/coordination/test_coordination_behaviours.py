"""What the site can be told to do wrong, and that its profile claims nothing that was not found."""

from dataclasses import replace
from pathlib import Path

import pytest

from mocks.coordination.refusals import REASONS, read_wordings
from mocks.coordination.rows import read_rows
from specs.errors import SpecError
from specs.openapi import render_openapi
from specs.profile import load_profile
from tests.unit.mocks.coordination.conftest import Site

PROFILE = load_profile("dieuphoi", "assumed-2026")
CALLS = {
    "TrangChu": ("/", {}),
    "DangNhap": ("/dang-nhap", {}),
    "DangNhapVNeID": ("/sso", {"state": "x"}),
    "DangXuat": ("/dang-xuat", {}),
    "DieuHuong": ("/dieu-huong", {"maTTHC": "1.003560", "maCoQuan": "H56.107"}),
    "VaoHeThong": ("/he-thong/province", {}),
    "TraCuuDieuHuong": ("/api/dieu-huong", {"maTTHC": "1.003560", "maCoQuan": "H56.107"}),
    "BangDieuHuong": ("/api/bang-dieu-huong", {"maCoQuan": "H56.107"}),
}


def test_everything_is_assumed_and_says_so() -> None:
    assert {row.name for row in PROFILE.operations} == set(CALLS)
    assert {(row.fidelity, row.sources) for row in PROFILE.operations} == {("assumed", ())}
    assert all(row.summary.startswith("ASSUMED.") for row in PROFILE.operations)
    assert "ASSUMED" in PROFILE.title
    assert Path(PROFILE.folder / "openapi.json").read_text(encoding="utf-8") == render_openapi(PROFILE)


def test_every_operation_can_be_told_to_refuse(signed_in: Site) -> None:
    before = signed_in.side.view("state/changes")
    for name, (path, query) in CALLS.items():
        signed_in.side.behave("refuse", operation=name, times=1, reason="unknown-agency")
        assert signed_in.reason(signed_in.get(path, **query)) == (404, "unknown-agency"), name
    assert signed_in.side.view("state/changes") == before


def test_every_operation_takes_anything_where_told_so(site: Site) -> None:
    site.side.behave("accepts-anything")
    for name, (path, _) in CALLS.items():
        answer = site.get(path, x="1")
        assert answer.status_code == PROFILE.operation(name).status, name
        assert site.side.last()["facts"]["accepted"] is True, name


def test_people_can_be_led_to_the_wrong_system(signed_in: Site) -> None:
    signed_in.side.command("systems/address", system="bdtg", address="http://127.0.0.1:10")
    signed_in.side.behave("wrong-system", times=1, system="bdtg")
    path, query = CALLS["DieuHuong"]
    assert signed_in.get(path, **query).headers["location"].startswith("http://127.0.0.1:10/")
    assert signed_in.get(path, **query).headers["location"].startswith("http://127.0.0.1:9/")
    signed_in.side.behave("wrong-system", times=1, system="bnv")
    assert signed_in.reason(signed_in.get(path, **query)) == (404, "unknown-system")


def test_what_is_no_address_is_404_and_a_wrong_method_405(site: Site) -> None:
    assert site.get("/nowhere").status_code == 404
    answer = site.browser.post(f"{site.base}/api/dieu-huong")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_every_reason_has_its_wording() -> None:
    assert set(read_wordings(PROFILE)) == set(REASONS)
    told = {**PROFILE.settings["refusals"]}
    del told["closed-agency"]
    with pytest.raises(SpecError, match="closed-agency missing"):
        read_wordings(replace(PROFILE, settings={**PROFILE.settings, "refusals": told}))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('ministry = "bdtg"', 'ministry = "bnv"', "no system 'bnv'"),
        ('state = "partial"', 'state = "half"', "state 'half' is none"),
        ('id = "bdtg"', 'id = "btp"', "a code used before"),
        ('service = "1.000894.01"\n', "", "missing or unknown"),
        ('agency = "H56.108"\nsystem = "province"', 'agency = "H56.108"\nsystem = "bnv"', "no system bnv"),
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (PROFILE.folder / "table.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "table.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SpecError, match=said):
        read_rows(replace(PROFILE, folders=(tmp_path,)))
