"""Codes and refresh tokens against tokens: once, by the right client, with the right verifier, in time."""

import base64
from hashlib import sha256
from typing import Any

import pytest
from joserfc.errors import ExpiredTokenError

from tests.unit.mocks.identity.conftest import HandClock
from tests.unit.mocks.identity.relying import (
    CALLBACK,
    Begun,
    Relying,
    claims_unverified,
    refused,
    unpadded,
    verified_by_hand,
)


def test_an_id_token_says_who_signed_in_for_whom_and_until_when(provider: Relying, clock: HandClock) -> None:
    begun = Begun()
    tokens = provider.tokens(person="citizen-2", begun=begun)
    claims = provider.claims(tokens["id_token"], nonce=begun.nonce)
    now = clock.now().timestamp()
    assert claims["iss"] == provider.call("Discovery").json()["issuer"]
    assert claims["aud"] == claims["azp"] == provider.client_id
    assert claims["exp"] - claims["iat"] == tokens["expires_in"] == 1800
    assert abs(claims["iat"] - now) < 5
    assert claims["auth_time"] <= claims["iat"]
    half = sha256(tokens["access_token"].encode()).digest()[:16]
    assert unpadded(claims["at_hash"]) == half
    assert tokens["token_type"] == "Bearer"


def test_the_levels_are_told_as_each_product_tells_them(vneid: Relying, vnconnect: Relying) -> None:
    for person, level in (("citizen-1", 2), ("citizen-2", 2), ("citizen-3", 1)):
        vneid.side.national.cookies.clear()
        claims = vneid.claims(vneid.tokens(person=person)["id_token"])
        assert (claims["acr"], claims["loAs"], claims["IAL"]) == ("1", f"LoA{level}", str(level)), person
    for person, asked, acr in (
        ("citizen-1", ..., "LoA2"),
        ("citizen-1", "LoA1", "LoA1"),
        ("citizen-1", "LoA3 LoA1", "LoA1"),
        ("citizen-1", "LoA3", "LoA2"),
        ("citizen-2", "LoA3", "LoA3"),
        ("citizen-3", "LoA2", "LoA1"),
    ):
        vnconnect.side.national.cookies.clear()
        claims = vnconnect.claims(vnconnect.tokens(person=person, acr_values=asked)["id_token"])
        assert claims["acr"] == acr, (person, asked)


def test_the_clock_of_the_provider_may_be_wrong(provider: Relying, clock: HandClock) -> None:
    clock.skew_s = -7200
    token = provider.tokens()["id_token"]
    assert abs(verified_by_hand(token, provider.keys())["iat"] - clock.now().timestamp()) < 5
    with pytest.raises(ExpiredTokenError):
        provider.claims(token)


def test_a_code_is_good_once_and_showing_it_again_ends_its_tokens(provider: Relying) -> None:
    begun = Begun()
    code = provider.code(begun)
    tokens = provider.redeem(begun, code).json()
    assert provider.userinfo(tokens["access_token"]).status_code == 200
    assert refused(provider.redeem(begun, code)) == (400, "invalid_grant")
    assert provider.last()["facts"]["reason"] == "used-grant"
    assert provider.userinfo(tokens["access_token"]).status_code == 401
    assert refused(provider.refresh(tokens["refresh_token"])) == (400, "invalid_grant")
    assert provider.last()["facts"]["reason"] == "revoked-grant"


def test_a_code_ends_soon(provider: Relying, clock: HandClock) -> None:
    begun = Begun()
    code = provider.code(begun)
    clock.pass_by(301)
    assert refused(provider.redeem(begun, code)) == (400, "invalid_grant")
    assert provider.last()["facts"]["reason"] == "expired-grant"


@pytest.mark.parametrize(
    ("changed", "refusal", "reason"),
    [
        ({"code": "0" * 32}, (400, "invalid_grant"), "unknown-grant"),
        ({"code": ...}, (400, "invalid_request"), "malformed"),
        ({"redirect_uri": "http://127.0.0.1:10/callback"}, (400, "invalid_grant"), "redirect-differs"),
        ({"redirect_uri": ...}, (400, "invalid_request"), "malformed"),
        ({"code_verifier": "x" * 43}, (400, "invalid_grant"), "pkce-wrong"),
        ({"code_verifier": ...}, (400, "invalid_grant"), "pkce-wrong"),
        ({"code_verifier": "x"}, (400, "invalid_request"), "malformed"),
        ({"client_secret": "wrong"}, (401, "invalid_client"), "wrong-secret"),
        ({"client_secret": ...}, (401, "invalid_client"), "wrong-secret"),
        ({"client_id": "nobody"}, (401, "invalid_client"), "unknown-client"),
        ({"client_id": ...}, (401, "invalid_client"), "unknown-client"),
    ],
)
def test_a_bad_request_is_refused_and_the_code_stays_good(
    provider: Relying, changed: dict[str, Any], refusal: tuple[int, str], reason: str
) -> None:
    begun = Begun()
    code = provider.code(begun)
    before = provider.side.view("grants")
    answer = provider.redeem(begun, code, **changed)
    assert refused(answer) == refusal
    assert ("www-authenticate" in answer.headers) == (refusal[0] == 401)
    assert provider.last()["facts"]["reason"] == reason
    assert provider.side.view("grants") == before
    assert provider.redeem(begun, code).status_code == 200


def test_a_verifier_without_a_challenge_is_refused(provider: Relying) -> None:
    begun = Begun()
    code = provider.code(begun, code_challenge=..., code_challenge_method=...)
    assert refused(provider.redeem(begun, code)) == (400, "invalid_grant")
    assert provider.last()["facts"]["reason"] == "pkce-unexpected"
    assert provider.redeem(begun, code, code_verifier=...).status_code == 200


def test_a_client_may_show_its_secret_in_a_header(provider: Relying) -> None:
    begun = Begun()
    code = provider.code(begun)
    form = provider.form(begun, code, client_id=..., client_secret=...)
    path = provider.path("Token")
    national = provider.side.national
    assert refused(national.post(path, data=form, auth=(provider.client_id, "wrong"))) == (401, "invalid_client")
    assert national.post(path, data=form, headers={"Authorization": "Basic ???"}).status_code == 401
    credentials = (provider.client_id, provider.client_secret)
    twice = national.post(path, data=form | {"client_secret": provider.client_secret}, auth=credentials)
    assert refused(twice) == (400, "invalid_request")
    other = national.post(path, data=form | {"client_id": "other"}, auth=credentials)
    assert refused(other) == (400, "invalid_request")
    assert national.post(path, data=form, auth=credentials).status_code == 200
    assert provider.last()["facts"]["client_auth"] == "basic"


def test_secrets_are_form_encoded_before_they_go_into_the_header(provider: Relying) -> None:
    provider.side.command("clients/register", client_id="other", client_secret="a:b%c +d", redirect_uris=[CALLBACK])
    other = Relying(provider.side, "other", "a:b%c +d")
    begun = Begun()
    code = other.code(begun)
    form = other.form(begun, code, client_id=..., client_secret=...)
    header = "Basic " + base64.b64encode(b"other:a%3Ab%25c+%2Bd").decode()
    answer = provider.side.national.post(other.path("Token"), data=form, headers={"Authorization": header})
    assert answer.status_code == 200


def test_a_code_is_for_the_client_that_it_was_given_to(provider: Relying) -> None:
    provider.side.command(
        "clients/register", client_id="other", client_secret="not-a-real-one", redirect_uris=[CALLBACK]
    )
    begun = Begun()
    code = provider.code(begun)
    other = Relying(provider.side, "other", "not-a-real-one")
    assert refused(other.redeem(begun, code)) == (400, "invalid_grant")
    assert provider.redeem(begun, code).status_code == 200


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({}, "invalid_request"),
        ({"grant_type": ["authorization_code", "refresh_token"]}, "invalid_request"),
    ],
)
def test_another_kind_of_grant_is_refused(provider: Relying, form: dict[str, Any], error: str) -> None:
    answer = provider.side.national.post(provider.path("Token"), data=form | provider.secret())
    assert refused(answer) == (400, error)


def test_a_token_request_that_is_no_form_is_refused(provider: Relying) -> None:
    begun = Begun()
    code = provider.code(begun)
    path = provider.path("Token")
    assert refused(provider.side.national.post(path, json=provider.form(begun, code))) == (400, "invalid_request")
    twice = provider.side.national.post(path, data=provider.form(begun, code) | {"code": [code, code]})
    assert refused(twice) == (400, "invalid_request")
    assert provider.redeem(begun, code).status_code == 200


def test_access_tokens_are_jwts_at_vneid_and_say_nothing_at_vnconnect(vneid: Relying, vnconnect: Relying) -> None:
    token = vneid.tokens()["access_token"]
    told = claims_unverified(token)
    assert (told["azp"], told["acr"], told["exp"] - told["iat"]) == (vneid.client_id, "1", 1800)
    assert "." not in vnconnect.tokens()["access_token"]


def test_secrets_are_in_no_journal(provider: Relying) -> None:
    begun = Begun()
    code = provider.code(begun)
    tokens = provider.redeem(begun, code).json()
    provider.userinfo(tokens["access_token"])
    provider.refresh(tokens["refresh_token"])
    rows = [row for row in provider.journal() if row["operation"] in {"Token", "Refresh", "UserInfo"}]
    text = repr(rows)
    for secret in (
        code,
        provider.client_secret,
        begun.verifier,
        *(tokens[f"{kind}_token"] for kind in ("access", "id", "refresh")),
    ):
        assert secret not in text
