"""What a token is good for, at each product as the sources show it."""

from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest

from mocks.core.clock import Clock
from mocks.core.system import Courier, Site
from mocks.identity.clients import Clients
from mocks.identity.grants import Grants
from mocks.state.store import Store
from specs.profile import load_profile
from tests.unit.mocks.identity.conftest import HandClock
from tests.unit.mocks.identity.relying import CALLBACK, Begun, Relying

VNEID_CLAIMS = {
    "sub", "LoaiTaiKhoan", "SoDinhDanh", "HoVaTen", "NgayThangNamSinh", "TechID", "loAs", "userProfileUri", "logoutUri",
    "IAL",
}  # fmt: skip
OTHER = "UserInfoByPost", "UserInfoByGet"


def test_vneid_tells_its_claims_in_the_id_token_and_in_userinfo(vneid: Relying) -> None:
    tokens = vneid.tokens()
    assert set(vneid.claims(tokens["id_token"])) >= VNEID_CLAIMS
    told = vneid.userinfo(tokens["access_token"]).json()
    assert set(told) == VNEID_CLAIMS
    assert told["sub"] == vneid.claims(tokens["id_token"])["sub"]


def test_vnconnect_tells_a_person_in_userinfo(vnconnect: Relying) -> None:
    tokens = vnconnect.tokens()
    told = vnconnect.userinfo(tokens["access_token"]).json()
    assert told["LoaiTaiKhoan"] == "1"
    assert set(told) >= {"SoDinhDanh", "HoVaTen", "GioiTinh", "ThuongTru", "Cha", "Me", "VoChong", "ChuHo", "ThuDienTu"}
    assert "TenDoanhNghiep" not in told
    assert {"HoVaTen", "SoDinhDanh"}.isdisjoint(vnconnect.claims(tokens["id_token"]))


def test_vnconnect_tells_a_business(vnconnect: Relying) -> None:
    told = vnconnect.userinfo(vnconnect.tokens(person="business-1")["access_token"]).json()
    assert told["LoaiTaiKhoan"] == "2"
    assert told["MaSoThue"] == told["MaSoDoanhNghiep"]
    assert told["TenDoanhNghiep"]
    assert told["NguoiDaiDien"] == told["HoVaTen"]


def test_what_is_not_known_of_somebody_is_not_told(vnconnect: Relying) -> None:
    told = vnconnect.userinfo(vnconnect.tokens(person="citizen-3")["access_token"]).json()
    assert {"ThuDienTu", "SoDienThoai", "Cha", "HoChieu"}.isdisjoint(told)


def test_userinfo_is_told_by_the_other_method_too(provider: Relying) -> None:
    (other,) = (row.name for row in provider.side.profile.operations if row.name in OTHER)
    tokens = provider.tokens()
    one, two = (provider.userinfo(tokens["access_token"], operation=name) for name in ("UserInfo", other))
    assert one.json() == two.json()
    assert provider.call(other).status_code == 401


@pytest.mark.parametrize(
    ("header", "reason", "challenge"),
    [
        (None, "no-token", "Bearer"),
        ("Bearer", "no-token", "Bearer"),
        ("Basic YTpi", "no-token", "Bearer"),
        ("Bearer 0000", "unknown-token", 'Bearer error="invalid_token"'),
    ],
)
def test_userinfo_asks_for_a_token(provider: Relying, header: str | None, reason: str, challenge: str) -> None:
    answer = provider.call("UserInfo", headers={"Authorization": header} if header else {})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, challenge)
    assert answer.json()["error"] == "invalid_token"
    assert provider.last()["facts"]["reason"] == reason


def test_an_access_token_ends(provider: Relying, clock: HandClock) -> None:
    token = provider.tokens()["access_token"]
    clock.pass_by(1801)
    assert provider.userinfo(token).status_code == 401
    assert provider.last()["facts"]["reason"] == "expired-token"


def test_everything_can_be_let_expire_at_once(provider: Relying) -> None:
    token = provider.tokens()["access_token"]
    assert provider.side.command("sessions/expire")["expired"] >= 3
    assert provider.userinfo(token).status_code == 401
    assert provider.authorize().headers["location"].startswith(provider.side.running.national)
    assert set(provider.side.view("grants").values()) == {0}


def test_the_profile_stands_where_the_claim_says(vneid: Relying, clock: HandClock) -> None:
    tokens = vneid.tokens()
    address = vneid.userinfo(tokens["access_token"]).json()["userProfileUri"]
    parts = urlsplit(address)
    assert parts.path == vneid.path("ViewInfo")
    (handle,) = parse_qs(parts.query)["token_id"]
    told = vneid.call("ViewInfo", params={"token_id": handle}).json()
    assert told["QueQuan"]
    assert vneid.call("ViewInfo", params={"token_id": tokens["access_token"]}).json() == told
    assert vneid.call("ViewInfo").status_code == 400
    assert vneid.call("ViewInfo", params={"token_id": [handle, handle]}).status_code == 400
    assert vneid.call("ViewInfo", params={"token_id": "0" * 32}).status_code == 401
    assert vneid.call("ViewInfo", params={"token_id": tokens["refresh_token"]}).status_code == 401
    clock.pass_by(1801)
    assert vneid.call("ViewInfo", params={"token_id": handle}).status_code == 401


def test_vnconnect_validates_tokens(vnconnect: Relying, clock: HandClock) -> None:
    tokens = vnconnect.tokens()
    form = vnconnect.secret() | {"token": tokens["access_token"]}
    told = vnconnect.call("ValidateToken", data=form).json()
    assert (told["active"], told["client_id"]) == (True, vnconnect.client_id)
    assert abs(told["exp"] - clock.now().timestamp() - 1800) < 5
    assert vnconnect.call("ValidateToken", data=form | {"token": "0" * 32}).json() == {"active": False}
    assert vnconnect.call("ValidateToken", data=vnconnect.secret()).status_code == 400
    assert vnconnect.call("ValidateToken", data=form | {"token_type_hint": "what"}).status_code == 400
    assert vnconnect.call("ValidateToken", data={"token": "0" * 32}).status_code == 401
    clock.pass_by(1801)
    assert vnconnect.call("ValidateToken", data=form).json() == {"active": False}


def test_nobody_is_told_of_the_tokens_of_another_client(vnconnect: Relying) -> None:
    vnconnect.side.command("clients/register", client_id="other", client_secret="not-a-real-one")
    other = Relying(vnconnect.side, "other", "not-a-real-one")
    tokens = vnconnect.tokens()
    form = other.secret() | {"token": tokens["access_token"]}
    assert other.call("ValidateToken", data=form).json() == {"active": False}
    assert other.call("Revoke", data=form).json()["error"] == "unauthorized_client"
    assert vnconnect.userinfo(tokens["access_token"]).status_code == 200


def test_a_revoked_access_token_ends_and_the_refresh_token_stays(provider: Relying) -> None:
    tokens = provider.tokens()
    answer = provider.call("Revoke", data=provider.secret() | {"token": tokens["access_token"]})
    assert (answer.status_code, answer.content) == (200, b"")
    assert provider.userinfo(tokens["access_token"]).status_code == 401
    assert provider.last()["facts"]["reason"] == "revoked-token"
    assert provider.refresh(tokens["refresh_token"]).status_code == 200


def test_a_revoked_refresh_token_takes_the_access_tokens_with_it(provider: Relying) -> None:
    tokens = provider.tokens()
    assert provider.call("Revoke", data=provider.secret() | {"token": tokens["refresh_token"]}).status_code == 200
    assert provider.userinfo(tokens["access_token"]).status_code == 401
    assert provider.refresh(tokens["refresh_token"]).status_code == 400


def test_an_unknown_token_is_revoked_without_a_word(provider: Relying) -> None:
    before = provider.side.view("grants")
    assert provider.call("Revoke", data=provider.secret() | {"token": "0" * 32}).status_code == 200
    assert provider.call("Revoke", data=provider.secret()).status_code == 400
    assert provider.call("Revoke", data={"token": "0" * 32}).status_code == 401
    assert provider.side.view("grants") == before


def test_who_registers_a_client_says_where_people_go_back_to(provider: Relying) -> None:
    address = "https://dvc.example.com/sso?province=38"
    told = provider.side.command("clients/register", client_id=provider.client_id, redirect_uris=[address])
    assert told["redirect_uris"] == ["http://127.0.0.1:*/callback", address]
    provider.redirect_uri = address
    begun = Begun()
    shown = provider.authorize(begun)
    answer = provider.side.national.post(shown.headers["location"], data={"person": "citizen-1", "action": "sign-in"})
    assert answer.headers["location"].startswith(f"{address}&code=")
    assert address in provider.side.view("clients")["clients"][0]["redirect_uris"]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"client_id": "new", "redirect_uris": [CALLBACK]}, "a client_secret is needed"),
        ({"client_id": "new", "client_secret": "12345678", "redirect_uris": ["/callback"]}, "no absolute"),
        ({"client_id": "new", "client_secret": "12345678", "redirect_uris": ["ftp://127.0.0.1/x"]}, "no absolute"),
        ({"client_id": "new", "client_secret": "12345678", "redirect_uris": [f"{CALLBACK}#x"]}, "no absolute"),
        ({"client_id": "new", "client_secret": "12345678", "redirect_uris": ["http://[::1/x"]}, "no address"),
        ({"client_id": "new", "client_secret": "12345678", "redirect_uris": ["http://a.example:*/x"]}, "any port"),
        (
            {"client_id": "new", "client_secret": "12345678", "redirect_uris": ["https://dichvucong.gov.vn/sso"]},
            "real national side",
        ),
        ({"client_id": "new", "client_secret": "short"}, "clients/register does not take"),
    ],
)
def test_a_client_is_registered_well_or_not_at_all(provider: Relying, wish: dict[str, object], said: str) -> None:
    before = provider.side.view("clients")
    answer = provider.side.control.post("/control/1/clients/register", json=wish)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert provider.side.view("clients") == before


def test_what_is_stored_for_long_holds_no_secret() -> None:
    store, profile = Store(), load_profile("vneid", "vneid-2025")
    site = Site(
        profile=profile,
        store=store,
        clock=Clock(),
        courier=cast("Courier", None),
        base="http://127.0.0.1:1",
        accounts={"client_id": "province", "client_secret": "not-a-real-secret"},
    )
    wish = {"client_id": "other", "client_secret": "not-a-real-one", "redirect_uris": [CALLBACK]}
    Clients(site).register(wish)
    grants = Grants(store, site.clock)
    session, cookie = grants.open_session("citizen-1", life_s=60)
    kept = repr([list(store.table("clients").items()), list(store.memory("sessions").items())])
    assert session.id in kept
    assert [secret for secret in ("not-a-real-one", "not-a-real-secret", cookie) if secret in kept] == []
    client, how = Clients(site).authenticated({}, {"client_id": "other", "client_secret": "not-a-real-one"})
    assert (client.id, how) == ("other", "post"), "whoever is made anew on the same store knows it"
