"""Who is led where: every procedure and agency by the table, and each refusal for its own reason."""

from typing import Any

import httpx
import pytest

from tests.unit.mocks.coordination.conftest import PROVINCE, Site, Start

LEAD, LOOK_UP, LIST = "/dieu-huong", "/api/dieu-huong", "/api/bang-dieu-huong"
COMMUNE = "H56.107"


def asked(procedure: str = "2.001019", agency: str = COMMUNE, **more: str) -> dict[str, str]:
    """A query for a procedure at an agency."""
    return {"maTTHC": procedure, "maCoQuan": agency, **more}


def test_the_links_are_those_that_were_seen(start: Start) -> None:
    site = start("vneid", "btp")
    site.sign_in("citizen-1")
    base = site.beside["btp"].running.national
    led = site.get(LEAD, **asked(agency="H26.107"))
    assert led.headers["location"] == (
        f"{base}/danh-sach-thu-tuc?vneid=1&MaTTHCDP=2.001019&MaTTHC=2.001019&MaCoQuanThucHien=H26.107&keyword="
    )
    led = site.get(LEAD, **asked(agency="H26.107", mucDich="nop-ho-so"))
    assert led.headers["location"] == (
        f"{base}/nop-ho-so/1001?vneid=1&tinhThanhId=1&maThuTuc=2.001019&MaDVC=2.001019.01"
    )
    led = site.get(LEAD, **asked(mucDich="tra-cuu-tinh-trang-ho-so"))
    assert led.headers["location"] == f"{base}/tra-cuu-tinh-trang-ho-so"
    led = site.get(LEAD, **asked(tuKhoa="khai sinh"))
    assert httpx.URL(led.headers["location"]).params["keyword"] == "khai sinh"


def test_the_ministry_takes_the_links(start: Start) -> None:
    site = start("vneid", "btp")
    site.sign_in("officer-commune")
    for purpose in ("danh-sach-thu-tuc", "nop-ho-so", "tra-cuu-tinh-trang-ho-so"):
        led = site.get(LEAD, **asked(mucDich=purpose))
        assert httpx.get(led.headers["location"], trust_env=False).status_code == 200, purpose
    rows = site.beside["btp"].journal()
    assert len(rows) == 3
    assert [row for row in rows if not row["facts"]["accepted"]] == []


@pytest.mark.parametrize(
    ("procedure", "agency", "system", "why"),
    [
        ("2.001019", COMMUNE, "btp", "ministry"),
        ("1.019901", COMMUNE, "bdtg", "ministry"),
        ("1.004746", COMMUNE, "province", "incomplete"),
        ("2.000815", COMMUNE, "province", "missing"),
        ("2.001199", COMMUNE, "province", "not-open"),
        ("1.019921", COMMUNE, "province", "not-open"),
        ("1.003560", COMMUNE, "province", "provincial"),
        ("1.000894", COMMUNE, "btp", "ministry"),
        ("1.000894", "H56.108", "province", "exception"),
    ],
)
def test_what_is_not_ready_at_a_ministry_stays_with_the_province(
    alone: Site, procedure: str, agency: str, system: str, why: str
) -> None:
    told = alone.get(LOOK_UP, **asked(procedure, agency)).json()
    assert (told["heThong"], told["lyDo"]) == (system, why)
    assert told["cap"] == ("tinh" if system == "province" else "bo")
    assert set(told["lienKet"].values()) == {None}, "nobody is played and nobody told an address"


def test_a_province_has_codes_of_its_own(signed_in: Site) -> None:
    led = signed_in.get(LEAD, **asked("1.000948.H38", "H38.21"))
    assert led.headers["location"].startswith(
        f"{PROVINCE}/danh-sach-thu-tuc?vneid=1&MaTTHCDP=1.000948.H38&MaTTHC=1.000948&"
    )
    assert signed_in.get(LOOK_UP, **asked("1.000948", "H38.21")).json()["maTTHCDP"] == "1.000948.H38"
    assert signed_in.get(LOOK_UP, **asked("1.000948")).json()["maTTHCDP"] == "1.000948"


REFUSALS = [
    (asked("9.999999"), 404, "unknown-procedure"),
    (asked("1.000948.H38"), 404, "unknown-procedure"),
    (asked("1.003560.000.00.00.H56"), 400, "old-procedure-code"),
    (asked("2001019"), 400, "malformed-procedure"),
    (asked(agency="H56.999"), 404, "unknown-agency"),
    (asked(agency="G09.11"), 404, "unknown-agency"),
    (asked(agency="H22.05"), 410, "closed-agency"),
    (asked(agency="H22"), 410, "closed-agency"),
    (asked(agency="H63.01"), 410, "closed-agency"),
    (asked(agency="000.00.19.H56"), 400, "old-agency-code"),
    (asked(agency="000.00.00.H22"), 400, "old-agency-code"),
    (asked(agency="H56-107"), 400, "malformed-agency"),
    ({"maTTHC": "2.001019"}, 400, "malformed"),
    ({"maCoQuan": COMMUNE}, 400, "malformed"),
]


def test_each_refusal_has_a_reason_of_its_own(signed_in: Site) -> None:
    before = signed_in.side.view("state/changes")
    for path in (LEAD, LOOK_UP):
        for query, status, reason in REFUSALS:
            assert signed_in.reason(signed_in.get(path, **query)) == (status, reason), (path, query)
    twice: Any = asked() | {"maCoQuan": [COMMUNE, COMMUNE]}
    assert signed_in.reason(signed_in.get(LEAD, **twice)) == (400, "malformed")
    assert signed_in.reason(signed_in.get(LEAD, **asked(mucDich="xem"))) == (400, "malformed")
    assert signed_in.side.view("state/changes") == before


@pytest.mark.parametrize(
    ("agency", "status", "reason"),
    [
        ("H22.05", 410, "closed-agency"),
        ("H56.999", 404, "unknown-agency"),
        ("", 400, "malformed"),
        ("x", 400, "malformed-agency"),
    ],
)
def test_the_table_of_an_agency_that_is_none_is_refused(alone: Site, agency: str, status: int, reason: str) -> None:
    assert alone.reason(alone.get(LIST, maCoQuan=agency)) == (status, reason)


def test_the_whole_table_of_an_agency(start: Start) -> None:
    site = start("bdtg")
    rows = {row["maTTHC"]: row for row in site.get(LIST, maCoQuan="H56.108").json()["thuTuc"]}
    assert (rows["1.000894"]["heThong"], rows["2.001019"]["heThong"]) == ("province", "btp")
    assert rows["1.019901"]["lienKet"]["danh-sach-thu-tuc"].startswith(site.beside["bdtg"].running.national)
    view = {(row["procedure"], row["agency"]): row for row in site.side.view("routes")["routes"]}
    for code, row in rows.items():
        assert view[code, "H56.108"]["system"] == row["heThong"]
    assert (view["2.001019", "H22.05"]["system"], view["2.001019", "H22.05"]["why"]) == (None, "closed-agency")


def test_nobody_is_led_without_a_session(site: Site) -> None:
    for path in (LEAD, "/he-thong/btp", "/dang-xuat"):
        query = asked() if path == LEAD else {}
        assert site.reason(site.get(path, **query)) == (401, "no-session")


def test_a_system_that_is_not_played_has_no_address(signed_in: Site) -> None:
    assert signed_in.reason(signed_in.get(LEAD, **asked())) == (503, "no-address")
    signed_in.side.command("systems/address", system="btp", address="http://127.0.0.1:10/")
    assert signed_in.get(LEAD, **asked()).headers["location"].startswith("http://127.0.0.1:10/danh-sach-thu-tuc?")


def test_officers_enter_systems_and_citizens_do_not(site: Site) -> None:
    site.side.command("systems/address", system="bdtg", address="http://127.0.0.1:10")
    site.sign_in("officer-commune")
    assert site.get("/he-thong/bdtg").headers["location"] == "http://127.0.0.1:10/"
    assert site.get("/he-thong/province").headers["location"] == f"{PROVINCE}/"
    assert site.reason(site.get("/he-thong/btc")) == (409, "not-open")
    assert site.reason(site.get("/he-thong/btp")) == (503, "no-address")
    assert site.reason(site.get("/he-thong/bnv")) == (404, "unknown-system")
    assert site.reason(site.get("/he-thong/BTP")) == (400, "malformed")
    site.browser.cookies.clear()
    site.sign_in("citizen-1")
    assert site.reason(site.get("/he-thong/bdtg")) == (403, "not-an-officer")


def test_an_officer_of_a_closed_agency_enters_nothing(site: Site) -> None:
    assert site.sign_in("officer-closed").status_code == 200
    assert site.reason(site.get("/he-thong/province")) == (410, "closed-agency")
    assert site.get(LEAD, **asked("1.003560")).status_code == 302, "as anybody, to an agency that is there"


def test_a_ministry_that_is_rolled_out_takes_its_procedures(start: Start) -> None:
    site = start("btc")
    assert site.get(LOOK_UP, **asked("2.001199")).json()["heThong"] == "province"
    site.side.command("systems/open", system="btc", open=True)
    assert site.get(LOOK_UP, **asked("2.001199")).json()["heThong"] == "btc"
    site.side.command("systems/open", system="btc", open=False)
    assert site.get(LOOK_UP, **asked("2.001199")).json()["lyDo"] == "not-open"


def test_routes_can_be_told(alone: Site) -> None:
    alone.side.command("routes/set", procedure="2.001019", system="province")
    alone.side.command("routes/set", procedure="2.001019", agency="H56.108", system="bdtg")
    found = [alone.get(LOOK_UP, **asked(agency=agency)).json() for agency in (COMMUNE, "H56.108")]
    assert [(row["heThong"], row["lyDo"]) for row in found] == [("province", "told"), ("bdtg", "told")]
    alone.side.command("routes/set", procedure="2.001019", system=None)
    assert alone.get(LOOK_UP, **asked()).json()["heThong"] == "btp"
    alone.side.command("routes/set", procedure="2.001019", system="btc")
    assert alone.get(LOOK_UP, **asked()).json()["heThong"] == "btc"


def test_codes_can_be_closed_and_opened(alone: Site) -> None:
    alone.side.command("agencies/close", code=COMMUNE)
    assert alone.reason(alone.get(LOOK_UP, **asked())) == (410, "closed-agency")
    assert alone.get(LOOK_UP, **asked(agency="H56.108")).status_code == 200
    alone.side.command("agencies/close", code="H56")
    assert alone.reason(alone.get(LOOK_UP, **asked(agency="H56.108"))) == (410, "closed-agency")
    alone.side.command("agencies/open", code="H56.108")
    assert alone.get(LOOK_UP, **asked(agency="H56.108")).status_code == 200
    added = {"code": "H61.120", "name": "Ủy ban nhân dân xã (giả lập)"}
    assert alone.side.control.post("/control/1/agencies/open", json=added).status_code == 200
    assert alone.get(LOOK_UP, **asked(agency="H61.120")).json()["tenCoQuan"] == "Ủy ban nhân dân xã (giả lập)"
    states = {row["code"]: row["closed"] for row in alone.side.view("agencies")["agencies"]}
    assert (states[COMMUNE], states["H56.108"], states["H22.05"], states["H61.120"]) == (True, False, True, False)


@pytest.mark.parametrize(
    ("command", "wish", "said"),
    [
        ("routes/set", {"procedure": "9.999999", "system": "btp"}, "is not in the table"),
        ("routes/set", {"procedure": "2.001019", "agency": "H99", "system": "btp"}, "is not in the table"),
        ("routes/set", {"procedure": "2.001019", "system": "bnv"}, "there is no system 'bnv'"),
        ("systems/open", {"system": "bnv", "open": True}, "there is no system 'bnv'"),
        ("systems/address", {"system": "btp", "address": "nowhere"}, "is no address"),
        ("systems/address", {"system": "btp", "address": "https://dichvucong.gov.vn"}, "public national host"),
        ("agencies/close", {"code": "000.00.00.H56"}, "no code of QĐ 20/2020"),
        ("agencies/open", {"code": "H61.999"}, "a name is needed"),
    ],
)
def test_a_command_is_carried_out_or_changes_nothing(
    alone: Site, command: str, wish: dict[str, Any], said: str
) -> None:
    before = alone.side.view("state/changes")
    answer = alone.side.control.post(f"/control/1/{command}", json=wish)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert alone.side.view("state/changes") == before
