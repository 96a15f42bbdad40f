"""The pages to which deep links lead: what they were led to with, and that they refuse in sight."""

import re
from collections.abc import Callable

import pytest

from tests.unit.mocks.ministry.visiting import Ministry

LIST, SUBMIT, LOOK_UP = "/danh-sach-thu-tuc", "/nop-ho-so/1001", "/tra-cuu-tinh-trang-ho-so"


@pytest.fixture
def site(start: Callable[..., Ministry]) -> Ministry:
    """A system that nobody has signed in to: pages are open to citizens."""
    return start()


def opened(site: Ministry, path: str, **query: str) -> tuple[int, str, dict[str, str]]:
    """Status, what programs read of the page's head, what it shows."""
    answer = site.national.get(path, params=query)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    marks = re.search(r'data-page="([^"]*)" data-outcome="([^"]*)" data-reason="([^"]*)"', answer.text)
    assert marks is not None
    shown = dict(re.findall(r'<dd data-name="([^"]*)">([^<]*)</dd>', answer.text))
    return answer.status_code, f"{marks[1]} {marks[2]} {marks[3]}".strip(), shown


def test_a_link_to_a_procedure_shows_what_it_led_with(site: Ministry) -> None:
    query = {
        "vneid": "1",
        "MaTTHCDP": "2.001019.H56",
        "MaTTHC": "2.001019",
        "MaCoQuanThucHien": "H56.107",
        "keyword": "",
    }
    status, head, shown = opened(site, LIST, **query)
    assert (status, head) == (200, "danh-sach-thu-tuc shown")
    assert {name: shown[name] for name in query} == query
    assert shown["Tên cơ quan"].startswith("Ủy ban nhân dân phường")
    assert site.last()["facts"]["page"] == "danh-sach-thu-tuc"


def test_a_link_names_agencies_of_other_provinces_too(site: Ministry) -> None:
    assert "Hà Nội" in opened(site, LIST, MaTTHC="2.001019", MaCoQuanThucHien="H26.107")[2]["Tên cơ quan"]


def test_the_list_has_what_is_on_the_system(site: Ministry) -> None:
    _, _, shown = opened(site, LIST)
    assert shown["Thủ tục"] == "2.001019, 1.000894, 1.004746"


def test_what_a_link_says_is_escaped(steady: Ministry) -> None:
    assert "<script>" not in steady.national.get(LIST, params={"keyword": "<script>alert(1)</script>"}).text


@pytest.mark.parametrize(
    ("query", "status", "reason"),
    [
        ({"MaTTHC": "2.000815"}, 404, "not-on-this-system"),
        ({"MaTTHC": "9.999999"}, 404, "unknown-procedure"),
        ({"MaTTHCDP": "2.001019.H26"}, 404, "unknown-procedure"),
        ({"MaTTHC": "2.001019", "MaTTHCDP": "1.000894"}, 404, "unknown-procedure"),
        ({"MaCoQuanThucHien": "H22.10"}, 404, "closed-unit"),
        ({"MaCoQuanThucHien": "H26.999"}, 403, "foreign-unit"),
        ({"MaCoQuanThucHien": "H56.999"}, 404, "unknown-unit"),
        ({"MaTTHC": "khai sinh"}, 400, "malformed"),
        ({"vneid": "2"}, 400, "malformed"),
    ],
)
def test_a_link_to_what_is_not_there_is_refused_in_sight(
    steady: Ministry, query: dict[str, str], status: int, reason: str
) -> None:
    assert opened(steady, LIST, **query)[:2] == (status, f" refused {reason}".strip())
    assert steady.last()["facts"]["reason"] == reason


def test_a_link_to_a_form(steady: Ministry) -> None:
    query = {"vneid": "1", "tinhThanhId": "1", "maThuTuc": "2.001019", "MaDVC": "2.001019.01"}
    status, head, shown = opened(steady, SUBMIT, **query)
    assert (status, head) == (200, "nop-ho-so shown")
    assert shown["Tên thủ tục"].startswith("Cấp bản sao")
    assert {name: shown[name] for name in query} == query


@pytest.mark.parametrize(
    ("path", "query", "status", "reason"),
    [
        ("/nop-ho-so/9999", {}, 404, "unknown-procedure"),
        ("/nop-ho-so/1004", {}, 404, "not-on-this-system"),
        (SUBMIT, {"maThuTuc": "1.000894"}, 404, "unknown-procedure"),
        (SUBMIT, {"MaDVC": "1.000894.01"}, 404, "unknown-procedure"),
        ("/nop-ho-so/abc", {}, 400, "malformed"),
    ],
)
def test_a_link_to_another_form_is_refused(
    steady: Ministry, path: str, query: dict[str, str], status: int, reason: str
) -> None:
    assert opened(steady, path, **query)[:2] == (status, f"refused {reason}")


def test_a_status_is_looked_up(site: Ministry) -> None:
    (code,) = site.command("dossiers/make", count=1)["dossiers"]
    assert opened(site, LOOK_UP)[:2] == (200, "tra-cuu-tinh-trang-ho-so shown")
    assert opened(site, LOOK_UP, MaHoSo=code)[2]["Trạng thái"] == "1"
    assert opened(site, LOOK_UP, MaHoSo="G09.11-20260609-0099999")[:2] == (404, "refused unknown-dossier")
    assert opened(site, LOOK_UP, MaHoSo="x")[:2] == (400, "refused malformed")


def test_pages_know_refuse_and_bad_gateway(site: Ministry) -> None:
    site.behave("refuse", operation="TrangTraCuu", times=1, status=403, message="Đang bảo trì")
    assert opened(site, LOOK_UP)[:2] == (403, "refused told-to-refuse")
    site.behave("bad-gateway", times=1)
    assert opened(site, LOOK_UP)[:2] == (502, "refused bad-gateway")


def test_pages_accept_anything_when_told_to(site: Ministry) -> None:
    site.behave("accepts-anything")
    assert opened(site, LIST, MaTTHC="nothing")[0] == 200
    assert site.last()["facts"]["accepted"] is True
