"""Signing out ends the session and what came of it, and leads to no address that is not registered."""

from typing import Any

import httpx
import pytest

from tests.unit.mocks.identity.conftest import HandClock
from tests.unit.mocks.identity.relying import Begun, Relying

HOME = "http://127.0.0.1:9/"


def test_signing_out_by_the_hint_ends_the_session_and_its_tokens(provider: Relying) -> None:
    tokens = provider.tokens()
    query = {"id_token_hint": tokens["id_token"], "post_logout_redirect_uri": HOME, "state": "s t"}
    answer = provider.call("Logout", params=query)
    assert answer.status_code == 302
    location = httpx.URL(answer.headers["location"])
    assert (str(location.copy_with(query=None)), location.params["state"]) == (HOME, "s t")
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert provider.userinfo(tokens["access_token"]).status_code == 401
    assert provider.refresh(tokens["refresh_token"]).status_code == 400
    assert provider.authorize().headers["location"].startswith(provider.side.running.national)
    again = provider.call("Logout", params=query)
    assert again.status_code == 302
    assert provider.last()["facts"]["ended"] is False


def test_a_hint_is_good_after_its_token_has_expired(provider: Relying, clock: HandClock) -> None:
    token = provider.tokens()["id_token"]
    clock.pass_by(1801)
    assert provider.call("Logout", params={"id_token_hint": token}).status_code == 302


def test_signing_out_by_the_cookie(provider: Relying) -> None:
    tokens = provider.tokens()
    answer = provider.call("Logout", params={"client_id": provider.client_id, "post_logout_redirect_uri": HOME})
    assert answer.headers["location"] == HOME
    assert provider.userinfo(tokens["access_token"]).status_code == 401


def test_who_is_not_sent_on_sees_that_it_is_done(provider: Relying) -> None:
    provider.tokens()
    answer = provider.call("Logout")
    page = provider.side.national.get(answer.headers["location"])
    assert (page.status_code, "Đã đăng xuất" in page.text) == (200, True)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"post_logout_redirect_uri": "http://127.0.0.1:9/else"}, "unregistered-redirect"),
        ({"post_logout_redirect_uri": "https://example.com/"}, "unregistered-redirect"),
        ({"id_token_hint": "e30.e30.e30"}, "unknown-hint"),
        ({"id_token_hint": "no token"}, "unknown-hint"),
        ({"id_token_hint": ...}, "unregistered-redirect"),
        ({"id_token_hint": ..., "client_id": "nobody"}, "unknown-client"),
        ({"client_id": "nobody"}, "client-differs"),
        ({"state": ["a", "b"]}, "malformed"),
    ],
)
def test_a_bad_log_out_ends_nothing(provider: Relying, changed: dict[str, Any], reason: str) -> None:
    tokens = provider.tokens()
    query = {"id_token_hint": tokens["id_token"], "post_logout_redirect_uri": HOME} | changed
    answer = provider.call("Logout", params={name: value for name, value in query.items() if value is not ...})
    assert (answer.status_code, "location" in answer.headers) == (400, False)
    assert provider.last()["facts"]["reason"] == reason
    assert provider.userinfo(tokens["access_token"]).status_code == 200


def test_an_access_token_is_no_hint(vneid: Relying) -> None:
    token = vneid.tokens()["access_token"]
    assert vneid.call("Logout", params={"id_token_hint": token}).status_code == 400


def test_the_hint_of_another_provider_ends_nothing(vneid: Relying, vnconnect: Relying) -> None:
    token = vneid.tokens()["id_token"]
    vnconnect.tokens()
    assert vnconnect.call("Logout", params={"id_token_hint": token}).status_code == 400
    assert "code" in vnconnect.authorize(Begun()).headers["location"]
