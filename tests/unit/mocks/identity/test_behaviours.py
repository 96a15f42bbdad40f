"""Every behaviour does what its name says, and its hits say that it did."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from joserfc.errors import JoseError

from tests.unit.mocks.identity.relying import Begun, Relying, claims_unverified

BAD_TOKENS = ("wrong-nonce", "wrong-issuer", "wrong-audience", "expired-token", "wrong-key", "unsigned-token")


@pytest.mark.parametrize("name", BAD_TOKENS)
def test_a_client_that_verifies_finds_a_bad_id_token(provider: Relying, name: str) -> None:
    provider.side.behave(name, times=1)
    begun = Begun()
    bad = provider.tokens(begun=begun)["id_token"]
    with pytest.raises((JoseError, ValueError)):
        provider.claims(bad, nonce=begun.nonce)
    assert provider.side.hits() == {name: 1}
    assert [row["behaviour"] for row in provider.journal() if row["operation"] == "Token"] == [[name]]
    good = Begun()
    assert provider.claims(provider.tokens(begun=good)["id_token"], nonce=good.nonce)


def test_each_bad_token_is_bad_in_one_thing_only(provider: Relying) -> None:
    issuer, client = provider.call("Discovery").json()["issuer"], provider.client_id
    for name, claim, expected in (
        ("wrong-issuer", "iss", issuer),
        ("wrong-audience", "aud", client),
    ):
        provider.side.behave(name, times=1)
        claims = claims_unverified(provider.tokens()["id_token"])
        assert claims[claim] != expected
    provider.side.behave("expired-token", times=1)
    claims = claims_unverified(provider.tokens()["id_token"])
    assert claims["exp"] < claims["auth_time"]
    assert claims["exp"] - claims["iat"] == 1800


@pytest.mark.parametrize(("kid", "known"), [("current", True), ("unknown", False)])
def test_a_wrong_key_goes_under_its_own_name_or_that_of_the_current_one(
    provider: Relying, kid: str, *, known: bool
) -> None:
    provider.side.behave("wrong-key", kid=kid)
    token = provider.tokens()["id_token"]
    names = [key["kid"] for key in provider.keys()["keys"]]
    assert (head_of(token)["kid"] in names) is known


def test_a_wrong_nonce_comes_even_where_none_was_sent(provider: Relying) -> None:
    provider.side.behave("wrong-nonce")
    assert "nonce" in claims_unverified(provider.tokens(nonce=...)["id_token"])


@pytest.mark.parametrize(("operation", "claim"), [("Token", "TechID"), ("Token", "nonce"), ("UserInfo", "HoVaTen")])
def test_a_claim_can_be_missing(provider: Relying, operation: str, claim: str) -> None:
    provider.side.behave("missing-claim", operation=operation, claim=claim)
    tokens = provider.tokens()
    told = claims_unverified(tokens["id_token"]), provider.userinfo(tokens["access_token"]).json()
    place = 0 if operation == "Token" else 1
    assert claim not in told[place]
    assert provider.side.hits() == {"missing-claim": 1}


def test_no_level(provider: Relying) -> None:
    provider.side.behave("no-level")
    tokens = provider.tokens()
    for told in (claims_unverified(tokens["id_token"]), provider.userinfo(tokens["access_token"]).json()):
        assert {"loAs", "IAL", "acr"}.isdisjoint(told)


def test_wrong_state(provider: Relying) -> None:
    provider.side.behave("wrong-state", times=1)
    begun = Begun()
    answer = provider.submit(begun)
    assert httpx.URL(answer.headers["location"]).params["state"] != begun.state


def test_wrong_subject(provider: Relying) -> None:
    tokens = provider.tokens()
    provider.side.behave("wrong-subject", times=1)
    told = provider.userinfo(tokens["access_token"]).json()
    assert told["sub"] != provider.claims(tokens["id_token"])["sub"]


Call = Callable[[Relying, dict[str, Any]], httpx.Response]
CALLS: dict[str, Call] = {
    "Discovery": lambda idp, _: idp.call("Discovery"),
    "Jwks": lambda idp, _: idp.call("Jwks"),
    "Authorize": lambda idp, _: idp.authorize(),
    "RealmAuthorize": lambda idp, _: idp.authorize(operation="RealmAuthorize"),
    "SignInPage": lambda idp, _: idp.call("SignInPage", params=idp.query(Begun())),
    "SignIn": lambda idp, _: idp.submit(Begun()),
    "Token": lambda idp, _: redeemed(idp),
    "Refresh": lambda idp, tokens: idp.refresh(tokens["refresh_token"]),
    "UserInfo": lambda idp, tokens: idp.userinfo(tokens["access_token"]),
    "UserInfoByGet": lambda idp, tokens: idp.userinfo(tokens["access_token"], operation="UserInfoByGet"),
    "UserInfoByPost": lambda idp, tokens: idp.userinfo(tokens["access_token"], operation="UserInfoByPost"),
    "ViewInfo": lambda idp, tokens: idp.call("ViewInfo", params={"token_id": tokens["access_token"]}),
    "ValidateToken": lambda idp, tokens: idp.call(
        "ValidateToken", data=idp.secret() | {"token": tokens["access_token"]}
    ),
    "Revoke": lambda idp, tokens: idp.call("Revoke", data=idp.secret() | {"token": tokens["access_token"]}),
    "Logout": lambda idp, tokens: idp.call("Logout", params={"id_token_hint": tokens["id_token"]}),
    "SignedOut": lambda idp, _: idp.call("SignedOut"),
}


def redeemed(idp: Relying) -> httpx.Response:
    """A code redeemed."""
    begun = Begun()
    return idp.redeem(begun, idp.code(begun))


def head_of(token: str) -> dict[str, Any]:
    """The header of a JWT."""
    return claims_unverified(f".{token.partition('.')[0]}.")


def test_every_operation_is_called_here(vneid: Relying, vnconnect: Relying) -> None:
    named = {row.name for idp in (vneid, vnconnect) for row in idp.side.profile.operations}
    assert named == set(CALLS)


def test_every_operation_can_be_told_to_refuse_and_changes_nothing_then(provider: Relying) -> None:
    tokens = provider.tokens()
    for row in provider.side.profile.operations:
        provider.side.behave("refuse", operation=row.name, error="temporarily_unavailable")
        before = provider.side.view("state/changes")
        if row.name == "Token":
            code = provider.code(Begun())
            before = provider.side.view("state/changes")
            answer = provider.redeem(Begun(), code)
        else:
            answer = CALLS[row.name](provider, tokens)
        assert "temporarily_unavailable" in answer.text + answer.headers.get("location", ""), row.name
        facts = provider.last()["facts"]
        assert (facts["accepted"], facts["reason"]) == (False, "told-to-refuse"), row.name
        assert provider.side.view("state/changes") == before, row.name
        provider.side.control.delete("/control/1/behaviours")


def test_every_operation_takes_anything_where_told_so(provider: Relying) -> None:
    provider.side.behave("accepts-anything")
    for row in provider.side.profile.operations:
        body = {"grant_type": row.discriminator["grant_type"]} if row.discriminator else {"x": "y"}
        given: dict[str, Any] = {"data": body} if row.request_type else {}
        answer = provider.call(row.name, params={"x": "1"}, **given)
        assert answer.status_code == row.status, row.name
        assert provider.last()["facts"]["accepted"] is True, row.name


SESSIONED = {
    "Token": (400, "expired-grant"),
    "Refresh": (400, "expired-grant"),
    "UserInfo": (401, "expired-token"),
    "UserInfoByGet": (401, "expired-token"),
    "UserInfoByPost": (401, "expired-token"),
    "ViewInfo": (401, "expired-token"),
}


def test_a_valid_token_can_count_as_expired(provider: Relying) -> None:
    tokens = provider.tokens()
    for row in provider.side.profile.operations:
        if row.name in SESSIONED:
            provider.side.behave("expired-session", operation=row.name, times=1)
            answer = CALLS[row.name](provider, tokens)
            assert (answer.status_code, provider.last()["facts"]["reason"]) == SESSIONED[row.name]
            assert CALLS[row.name](provider, tokens).status_code == 200, row.name


def test_a_valid_session_can_count_as_expired(provider: Relying) -> None:
    provider.tokens()
    provider.side.behave("expired-session", operation="Authorize", times=1)
    assert "code=" not in provider.authorize().headers["location"]
    assert "code=" in provider.authorize().headers["location"]


def test_a_valid_token_can_be_said_to_be_none(vnconnect: Relying) -> None:
    tokens = vnconnect.tokens()
    vnconnect.side.behave("expired-session", operation="ValidateToken", times=1)
    assert CALLS["ValidateToken"](vnconnect, tokens).json() == {"active": False}
    assert CALLS["ValidateToken"](vnconnect, tokens).json()["active"] is True
