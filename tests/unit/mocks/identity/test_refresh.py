"""Refresh tokens against new tokens, as each product is known to treat them."""

from typing import Any

import pytest

from tests.unit.mocks.identity.conftest import HandClock
from tests.unit.mocks.identity.relying import Begun, Relying, refused


def test_a_refresh_token_brings_new_tokens_for_the_same_person(provider: Relying) -> None:
    begun = Begun()
    tokens = provider.tokens(begun=begun)
    first = provider.claims(tokens["id_token"])
    again = provider.refresh(tokens["refresh_token"])
    assert again.status_code == 200
    claims = provider.claims(again.json()["id_token"])
    assert "nonce" not in claims
    assert [claims[name] for name in ("sub", "aud", "auth_time", "sid")] == [
        first[name] for name in ("sub", "aud", "auth_time", "sid")
    ]
    assert again.json()["access_token"] != tokens["access_token"]
    assert provider.userinfo(again.json()["access_token"]).status_code == 200


def test_vnconnect_gives_a_new_refresh_token_each_time_and_ends_all_where_an_old_one_comes(vnconnect: Relying) -> None:
    tokens = vnconnect.tokens()
    again = vnconnect.refresh(tokens["refresh_token"]).json()
    assert again["refresh_token"] != tokens["refresh_token"]
    assert refused(vnconnect.refresh(tokens["refresh_token"])) == (400, "invalid_grant")
    assert refused(vnconnect.refresh(again["refresh_token"])) == (400, "invalid_grant")
    assert vnconnect.userinfo(again["access_token"]).status_code == 401


def test_vneid_lets_a_refresh_token_be_used_until_it_ends(vneid: Relying, clock: HandClock) -> None:
    tokens = vneid.tokens()
    for _ in range(2):
        assert vneid.refresh(tokens["refresh_token"]).json()["refresh_token"] == tokens["refresh_token"]
    clock.pass_by(1801)
    assert refused(vneid.refresh(tokens["refresh_token"])) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"refresh_token": "0" * 32}, (400, "invalid_grant")),
        ({"refresh_token": ...}, (400, "invalid_request")),
        ({"client_secret": "wrong"}, (401, "invalid_client")),
        ({"scope": "openid profile"}, (400, "invalid_request")),
    ],
)
def test_a_bad_refresh_is_refused(provider: Relying, changed: dict[str, Any], refusal: tuple[int, str]) -> None:
    token = provider.tokens()["refresh_token"]
    assert refused(provider.refresh(token, **changed)) == refusal
    assert provider.refresh(token).status_code == 200


def test_an_access_token_is_no_refresh_token_and_a_code_no_access_token(provider: Relying) -> None:
    tokens = provider.tokens()
    assert refused(provider.refresh(tokens["access_token"])) == (400, "invalid_grant")
    assert provider.userinfo(tokens["refresh_token"]).status_code == 401
    assert provider.userinfo(provider.code(Begun())).status_code == 401
