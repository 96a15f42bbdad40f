"""What a provider says of itself leads to its endpoints, and its keys come and go without a token being lost."""

import httpx
import pytest
from cryptography.exceptions import InvalidSignature

from tests.unit.mocks.identity.conftest import HandClock, Start
from tests.unit.mocks.identity.relying import Relying, verified_by_hand

PRIVATE = {"d", "p", "q", "dp", "dq", "qi"}


def test_discovery_stands_under_the_issuer_and_names_the_endpoints(provider: Relying) -> None:
    told = provider.call("Discovery").json()
    issuer = told["issuer"]
    assert httpx.get(f"{issuer}/.well-known/openid-configuration", trust_env=False).json() == told
    base = provider.side.running.national
    for key, operation in (
        ("authorization_endpoint", "Authorize"),
        ("token_endpoint", "Token"),
        ("userinfo_endpoint", "UserInfo"),
        ("jwks_uri", "Jwks"),
        ("revocation_endpoint", "Revoke"),
        ("end_session_endpoint", "Logout"),
    ):
        assert told[key] == base + provider.path(operation)
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert told["id_token_signing_alg_values_supported"] == ["RS256"]


def test_the_two_products_differ_where_the_sources_say_so(start: Start) -> None:
    vneid, vnconnect = start("vneid"), start("vnconnect")
    told, other = vneid.call("Discovery").json(), vnconnect.call("Discovery").json()
    assert told["issuer"].endswith("/auth/realms/citizen")
    assert httpx.URL(told["authorization_endpoint"]).path == "/auth"
    assert httpx.URL(other["authorization_endpoint"]).path == "/oauth2/authorize"
    assert httpx.URL(other["token_endpoint"]).path == "/oauth2/token"
    assert vnconnect.side.profile.operation("UserInfo").method == "POST"
    assert "introspection_endpoint" in other
    assert "introspection_endpoint" not in told
    assert told["acr_values_supported"] == ["1"]
    assert other["acr_values_supported"] == ["LoA1", "LoA2", "LoA3"]


def test_only_public_halves_of_keys_are_published(provider: Relying) -> None:
    (key,) = provider.keys()["keys"]
    assert not PRIVATE & set(key)
    assert (key["kty"], key["use"], key["alg"]) == ("RSA", "sig", "RS256")
    assert provider.side.view("keys") == {"kid": key["kid"], "kept": []}


def test_a_rotated_key_signs_and_the_old_one_still_verifies(provider: Relying) -> None:
    before = provider.tokens()["id_token"]
    (old,) = provider.keys()["keys"]
    told = provider.side.command("keys/rotate")
    assert told["kept"] == [old["kid"]]
    assert [key["kid"] for key in provider.keys()["keys"]] == [told["kid"], old["kid"]]
    after = provider.tokens()["id_token"]
    assert verified_by_hand(before, {"keys": [old]})
    with pytest.raises(KeyError):
        verified_by_hand(after, {"keys": [old]})
    assert provider.claims(before)["sub"] == provider.claims(after)["sub"]


def test_an_old_key_goes_after_a_while(provider: Relying, clock: HandClock) -> None:
    token = provider.tokens()["id_token"]
    kid = provider.side.command("keys/rotate")["kid"]
    clock.pass_by(3599)
    assert len(provider.keys()["keys"]) == 2
    clock.pass_by(2)
    assert [key["kid"] for key in provider.keys()["keys"]] == [kid]
    with pytest.raises(KeyError):
        verified_by_hand(token, provider.keys())


def test_an_old_key_goes_at_once_on_command(provider: Relying) -> None:
    (old,) = provider.keys()["keys"]
    kid = provider.side.command("keys/rotate")["kid"]
    assert provider.side.command("keys/retire") == {"retired": [old["kid"]]}
    assert [key["kid"] for key in provider.keys()["keys"]] == [kid]


def test_the_two_providers_share_no_key(start: Start) -> None:
    vneid, vnconnect = start("vneid"), start("vnconnect")
    token = vneid.tokens()["id_token"]
    with pytest.raises(KeyError):
        verified_by_hand(token, vnconnect.keys())


def test_a_changed_byte_is_no_valid_signature(provider: Relying) -> None:
    head, payload, signature = provider.tokens()["id_token"].split(".")
    other = payload[:-2] + ("AA" if payload[-2:] != "AA" else "BB")
    with pytest.raises(InvalidSignature):
        verified_by_hand(f"{head}.{other}.{signature}", provider.keys())


def test_what_is_no_address_is_404_and_a_wrong_method_405(provider: Relying) -> None:
    national = provider.side.national
    assert national.get("/nowhere").status_code == 404
    answer = national.delete(provider.path("Token"))
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert [row["facts"]["accepted"] for row in provider.journal()] == [False, False]
