"""Signing in with VNeID: the site is a client that verifies what it gets."""

import ssl

import httpx
import pytest

from mocks.stage.played import Terms, Wish
from mocks.stage.server import Placement
from tests.unit.mocks.coordination.conftest import HandClock, Site
from tests.unit.mocks.playing import TOKEN, in_a_thread


def test_an_officer_signs_in_and_sees_the_systems(site: Site) -> None:
    answer = site.sign_in("officer-commune")
    assert (answer.status_code, str(answer.url)) == (200, f"{site.base}/")
    assert 'data-agency="H56.107"' in answer.text
    for system, is_open in (("btp", "true"), ("bdtg", "true"), ("btc", "false"), ("bvhttdl", "false")):
        assert f'data-system="{system}" data-open="{is_open}"' in answer.text
    asked = [row for row in site.beside["vneid"].journal() if row["operation"] == "Authorize"][-1]["facts"]
    assert (asked["client"], asked["asks_pkce"], asked["asks_nonce"], asked["asks_state"]) == (
        "dieuphoi",
        True,
        True,
        True,
    )


def test_a_citizen_sees_no_systems(site: Site) -> None:
    answer = site.sign_in("citizen-1")
    assert answer.status_code == 200
    assert "data-system" not in answer.text
    assert '<form action="/dieu-huong">' in answer.text


def test_one_goes_where_one_wanted_to(site: Site) -> None:
    answer = site.sign_in(after="/api/bang-dieu-huong?maCoQuan=H56.107")
    assert answer.json()["maCoQuan"] == "H56.107"


@pytest.mark.parametrize("after", ["//example.com/", "http://example.com/", "/\\example.com", "dang-xuat", "/a b"])
def test_nobody_is_led_elsewhere_after_signing_in(site: Site, after: str) -> None:
    assert site.reason(site.get("/dang-nhap", tiep=after)) == (400, "malformed")


def test_the_cookie_is_for_the_browser_only(site: Site) -> None:
    back = site.browser.get(site.at_the_door())
    assert back.status_code == 302
    assert "dieuphoi_session=" in back.headers["set-cookie"]
    assert "HttpOnly" in back.headers["set-cookie"]
    assert "SameSite=Lax" in back.headers["set-cookie"]


def test_without_vneid_nobody_signs_in(alone: Site) -> None:
    answer = alone.get("/dang-nhap")
    assert alone.reason(answer) == (503, "vneid-not-played")
    assert "VNeID không được mô phỏng" in answer.text


def test_a_vneid_that_is_down_is_said_to_be(site: Site) -> None:
    before = site.side.view("state/changes")
    site.beside["vneid"].behave("unavailable", status=503)
    assert site.reason(site.get("/dang-nhap")) == (503, "vneid-silent")
    assert site.side.view("state/changes") == before


def test_a_vneid_that_breaks_off_half_way_is_said_to_be_silent(site: Site) -> None:
    address = site.at_the_door()
    site.beside["vneid"].behave("reset", operation="Token")
    assert site.reason(site.browser.get(address)) == (503, "vneid-silent")


@pytest.mark.parametrize(
    "name", ["wrong-nonce", "wrong-issuer", "wrong-audience", "wrong-key", "expired-token", "unsigned-token"]
)
def test_a_bad_token_signs_nobody_in(site: Site, name: str) -> None:
    site.beside["vneid"].behave(name, times=1)
    address = site.at_the_door()
    assert site.reason(site.browser.get(address)) == (401, "bad-token")
    assert site.get("/dang-xuat").status_code == 401


def test_a_refused_code_signs_nobody_in(site: Site) -> None:
    address = site.at_the_door()
    site.beside["vneid"].behave("refuse", operation="Token", error="invalid_grant")
    assert site.reason(site.browser.get(address)) == (401, "sign-in-refused")


def test_who_refuses_at_vneid_is_told_so(site: Site) -> None:
    page = site.get("/dang-nhap").headers["location"]
    form = site.browser.get(page).headers["location"]
    back = site.browser.post(form, data={"person": "citizen-1", "action": "deny"}).headers["location"]
    assert site.reason(site.browser.get(back)) == (401, "sign-in-refused")


def test_the_level_counts(site: Site) -> None:
    assert site.reason(site.sign_in("citizen-3")) == (403, "level-too-low")
    site.browser.cookies.clear()
    site.beside["vneid"].behave("no-level", times=1)
    assert site.reason(site.sign_in("citizen-1")) == (403, "no-level")


@pytest.mark.parametrize("changed", [{"state": "0" * 64}, {"state": None}])
def test_another_state_signs_nobody_in(site: Site, changed: dict[str, str | None]) -> None:
    address = httpx.URL(site.at_the_door())
    params = {name: value for name, value in (dict(address.params) | changed).items() if value is not None}
    answer = site.browser.get(str(address.copy_with(query=None)), params=params)
    assert site.reason(answer)[0] == 400


def test_another_browser_cannot_end_what_this_one_began(site: Site) -> None:
    address = site.at_the_door()
    with httpx.Client(trust_env=False) as other:
        assert site.reason(other.get(address)) == (400, "unknown-state")
    assert site.browser.get(address).status_code == 302


def test_a_sign_in_is_good_once_and_for_a_while(site: Site, clock: HandClock) -> None:
    address = site.at_the_door()
    assert site.browser.get(address).status_code == 302
    assert site.reason(site.browser.get(address)) == (400, "unknown-state")
    site.browser.cookies.clear()
    address = site.at_the_door()
    clock.ahead += 601
    assert site.reason(site.browser.get(address)) == (400, "unknown-state")


def test_a_session_ends(signed_in: Site, clock: HandClock) -> None:
    assert "data-agency" in signed_in.get("/").text
    clock.ahead += 1801
    answer = signed_in.get("/")
    assert 'href="/dang-nhap"' in answer.text
    assert "data-agency" not in answer.text
    assert signed_in.reason(signed_in.get("/he-thong/province")) == (401, "no-session")


def test_sessions_can_be_let_expire_or_be_said_to_be(signed_in: Site) -> None:
    signed_in.side.behave("expired-session", times=1)
    assert signed_in.reason(signed_in.get("/he-thong/province")) == (401, "no-session")
    assert signed_in.get("/he-thong/province").status_code == 302
    assert signed_in.side.command("sessions/expire") == {"expired": 1}
    assert signed_in.reason(signed_in.get("/he-thong/province")) == (401, "no-session")


def test_signing_out_ends_both_sessions(signed_in: Site) -> None:
    answer = signed_in.browser.get(f"{signed_in.base}/dang-xuat", follow_redirects=True)
    assert [step.status_code for step in answer.history] == [302, 302]
    assert (str(answer.url), answer.status_code) == (f"{signed_in.base}/", 200)
    assert signed_in.beside["vneid"].view("grants")["session"] == 0
    assert signed_in.reason(signed_in.get("/dang-xuat")) == (401, "no-session")


def test_secrets_are_in_no_journal(site: Site) -> None:
    address = httpx.URL(site.at_the_door())
    cookie = site.browser.get(str(address)).headers["set-cookie"].partition("=")[2].partition(";")[0]
    assert cookie not in repr(site.side.journal())


def test_one_signs_in_over_tls_too() -> None:
    wishes = [Wish(system="dieuphoi", prefix="/dieuphoi"), Wish(system="vneid", prefix="/vneid")]
    with in_a_thread(wishes, Terms(redaction_key=b"k"), placement=Placement(token=TOKEN, tls=True)) as (site, vneid):
        trusted = ssl.create_default_context(cafile=site.certificates["ca"])
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        told = {"person": "officer-commune"}
        httpx.post(f"{vneid.control}/control/1/sign-in", json=told, headers=bearer, trust_env=False)
        with httpx.Client(verify=trusted, trust_env=False, follow_redirects=True) as browser:
            answer = browser.get(f"{site.national}/dang-nhap")
            assert 'data-agency="H56.107"' in answer.text
            assert all("Secure" in step.headers["set-cookie"] for step in answer.history)


def test_a_name_is_escaped(site: Site) -> None:
    answer = site.get("/dang-nhap", tiep="/<script>")
    assert "<script>" not in answer.text
