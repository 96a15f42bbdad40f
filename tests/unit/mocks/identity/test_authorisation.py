"""Sending somebody to sign in: who is sent back, with what, and who is not."""

from typing import Any

import httpx
import pytest

from tests.unit.mocks.identity.conftest import HandClock, Start
from tests.unit.mocks.identity.relying import CALLBACK, Begun, Relying, form_action

TOO_SHORT = "x" * 42


def back(answer: httpx.Response) -> httpx.QueryParams:
    """What the browser takes back to the client."""
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(CALLBACK)
    return httpx.URL(answer.headers["location"]).params


def test_somebody_signs_in_by_the_page(provider: Relying) -> None:
    begun = Begun()
    shown = provider.authorize(begun)
    assert shown.status_code == 302
    page = provider.side.national.get(shown.headers["location"])
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for account in provider.side.view("people")["people"]:
        assert f'value="{account["person"]}"' in page.text
    answer = provider.side.national.post(form_action(page.text), data={"person": "citizen-2", "action": "sign-in"})
    assert back(answer)["state"] == begun.state
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    facts = provider.last()["facts"]
    assert (facts["person"], facts["asks_pkce"], facts["asks_nonce"], facts["asks_state"]) == (
        "citizen-2",
        True,
        True,
        True,
    )


def test_who_is_signed_in_comes_back_at_once(provider: Relying) -> None:
    first = provider.claims(provider.tokens(person="citizen-2")["id_token"])
    second = provider.claims(provider.tokens(person="citizen-1")["id_token"])
    assert second["sub"] == first["sub"], "the session of the browser is citizen-2's"
    assert second["sid"] == first["sid"]


def test_a_headless_client_signs_in_by_following_redirects(provider: Relying) -> None:
    provider.side.command("sign-in", person="business-1")
    for _ in range(2):
        provider.side.national.cookies.clear()
        assert "code" in back(provider.authorize())
    provider.side.command("person/next", person="officer-commune")
    provider.side.national.cookies.clear()
    begun = Begun()
    code = back(provider.authorize(begun))["code"]
    claims = provider.claims(provider.redeem(begun, code).json()["id_token"])
    people = {row["claims"]["TechID"]: row["person"] for row in provider.side.view("people")["people"]}
    assert people[claims["sub"]] == "officer-commune"
    assert provider.side.view("hands") == {"standing": "business-1", "waiting": []}
    provider.side.command("sign-in", person=None)
    provider.side.national.cookies.clear()
    assert provider.authorize().headers["location"].startswith(provider.side.running.national)


@pytest.mark.parametrize(("command", "person"), [("sign-in", "nobody"), ("person/next", "nobody")])
def test_nobody_signs_in_who_is_not_known(provider: Relying, command: str, person: str) -> None:
    answer = provider.side.control.post(f"/control/1/{command}", json={"person": person})
    assert answer.status_code == 422
    assert "known are citizen-1" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"client_id": "somebody-else"}, "unknown-client"),
        ({"client_id": ...}, "unknown-client"),
        ({"redirect_uri": ...}, "unregistered-redirect"),
        ({"redirect_uri": f"{CALLBACK}/more"}, "unregistered-redirect"),
        ({"redirect_uri": f"{CALLBACK}?more=1"}, "unregistered-redirect"),
        ({"redirect_uri": f"{CALLBACK}#part"}, "unregistered-redirect"),
        ({"redirect_uri": "http://127.0.0.1:9/Callback"}, "unregistered-redirect"),
        ({"redirect_uri": "https://127.0.0.1:9/callback"}, "unregistered-redirect"),
        ({"redirect_uri": "http://127.0.0.1.example.com:9/callback"}, "unregistered-redirect"),
        ({"redirect_uri": "http://127.0.0.1:9@example.com/callback"}, "unregistered-redirect"),
        ({"redirect_uri": "http://127.0.0.1:/callback"}, "unregistered-redirect"),
        ({"redirect_uri": [CALLBACK, CALLBACK]}, "unregistered-redirect"),
    ],
)
def test_nobody_is_sent_to_an_address_that_is_not_registered(
    provider: Relying, changed: dict[str, Any], reason: str
) -> None:
    answer = provider.authorize(**changed)
    assert (answer.status_code, "location" in answer.headers) == (400, False)
    assert f'data-reason="{reason}"' in answer.text
    last = provider.last()
    assert (last["facts"]["accepted"], last["facts"]["reason"]) == (False, reason)
    assert provider.side.view("grants")["code"] == 0


def test_any_port_of_the_loopback_interface_is_registered(provider: Relying) -> None:
    provider.redirect_uri = "http://127.0.0.1:54321/callback"
    assert provider.claims(provider.tokens()["id_token"])


@pytest.mark.parametrize(
    ("changed", "error", "reason"),
    [
        ({"response_type": ...}, "invalid_request", "malformed"),
        ({"response_type": "token"}, "unsupported_response_type", "response-type"),
        ({"response_type": "code id_token"}, "unsupported_response_type", "response-type"),
        ({"scope": ...}, "invalid_scope", "scope"),
        ({"scope": "profile"}, "invalid_scope", "scope"),
        ({"scope": ["openid", "openid"]}, "invalid_request", "repeated-parameter"),
        ({"nonce": ["a", "b"]}, "invalid_request", "repeated-parameter"),
        ({"code_challenge_method": "plain"}, "invalid_request", "pkce-method"),
        ({"code_challenge_method": ...}, "invalid_request", "pkce-method"),
        ({"code_challenge": TOO_SHORT}, "invalid_request", "pkce-challenge"),
        ({"code_challenge": ...}, "invalid_request", "pkce-missing"),
        ({"request": "e30.e30."}, "request_not_supported", "unsupported-parameter"),
        ({"request_uri": "http://127.0.0.1:9/r"}, "request_uri_not_supported", "unsupported-parameter"),
        ({"registration": "{}"}, "registration_not_supported", "unsupported-parameter"),
        ({"prompt": "none login"}, "invalid_request", "malformed"),
        ({"prompt": "please"}, "invalid_request", "malformed"),
        ({"max_age": "-1"}, "invalid_request", "malformed"),
        ({"response_mode": "fragment"}, "invalid_request", "malformed"),
        ({"prompt": "none"}, "login_required", "login-required"),
    ],
)
def test_the_client_is_told_what_is_wrong(provider: Relying, changed: dict[str, Any], error: str, reason: str) -> None:
    begun = Begun()
    told = back(provider.authorize(begun, **changed))
    assert (told["error"], told["state"], "code" in told) == (error, begun.state, False)
    assert provider.last()["facts"]["reason"] == reason


def test_a_lenient_provider_passes_over_what_only_the_profile_forbids(start: Start) -> None:
    relying = start("vneid", lenient=True)
    assert relying.authorize(response_mode="fragment").headers["location"].startswith(relying.side.running.national)
    assert relying.last()["defects"]


def test_without_pkce_nonce_and_state_one_signs_in_all_the_same(provider: Relying) -> None:
    none: dict[str, Any] = {"code_challenge": ..., "code_challenge_method": ..., "nonce": ..., "state": ...}
    shown = provider.authorize(**none)
    answer = provider.side.national.post(shown.headers["location"], data={"person": "citizen-1", "action": "sign-in"})
    told = back(answer)
    assert "state" not in told
    tokens = provider.redeem(Begun(), told["code"], code_verifier=...).json()
    assert "nonce" not in provider.claims(tokens["id_token"])
    facts = [row["facts"] for row in provider.journal() if row["operation"] == "Authorize"]
    assert (facts[-1]["asks_pkce"], facts[-1]["asks_nonce"], facts[-1]["asks_state"]) == (False, False, False)


def test_the_address_under_the_realm_does_the_same(vneid: Relying) -> None:
    assert vneid.authorize(operation="RealmAuthorize").status_code == 302
    assert vneid.authorize(operation="RealmAuthorize", client_id="x").status_code == 400


def test_who_refuses_on_the_page_is_sent_back_with_that(provider: Relying) -> None:
    begun = Begun()
    told = back(provider.submit(begun, action="deny"))
    assert (told["error"], told["state"]) == ("access_denied", begun.state)
    assert provider.last()["facts"]["reason"] == "access-denied"


@pytest.mark.parametrize("form", [{"person": "nobody", "action": "sign-in"}, {"action": "sign-in"}])
def test_nobody_can_be_chosen_who_is_not_there(provider: Relying, form: dict[str, str]) -> None:
    answer = provider.call("SignIn", params=provider.query(Begun()), data=form)
    assert answer.status_code in {302, 400}
    assert provider.last()["facts"]["accepted"] is False
    assert provider.side.view("grants") == {"session": 0, "code": 0, "access": 0, "refresh": 0}


def test_the_page_is_not_shown_for_a_request_that_cannot_be_served(provider: Relying) -> None:
    for changed in ({"client_id": "x"}, {"scope": "profile"}):
        answer = provider.call("SignInPage", params=provider.query(Begun(), **changed))
        assert answer.status_code == 400


def test_what_the_page_shows_is_escaped(provider: Relying) -> None:
    state = '"><script>alert(1)</script>'
    page = provider.call("SignInPage", params=provider.query(Begun(), state=state))
    assert page.status_code == 200
    assert "<script>" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    answer = provider.side.national.post(form_action(page.text), data={"person": "citizen-1", "action": "sign-in"})
    assert back(answer)["state"] == state


def test_an_old_session_is_not_enough_where_the_client_says_so(provider: Relying, clock: HandClock) -> None:
    provider.tokens()
    clock.pass_by(100)
    assert "code" in back(provider.authorize(max_age="160"))
    assert provider.authorize(max_age="99").headers["location"].startswith(provider.side.running.national)
    assert provider.authorize(prompt="login").headers["location"].startswith(provider.side.running.national)
    assert "code" in back(provider.authorize(prompt="none"))


def test_a_session_ends(provider: Relying, clock: HandClock) -> None:
    provider.tokens()
    assert "code" in back(provider.authorize())
    clock.pass_by(1801)
    assert provider.authorize().headers["location"].startswith(provider.side.running.national)


def test_a_reset_signs_everybody_out_and_keeps_the_key(provider: Relying) -> None:
    provider.tokens()
    before = provider.keys()
    provider.side.command("reset")
    assert provider.authorize().headers["location"].startswith(provider.side.running.national)
    assert provider.keys() == before


def test_the_code_that_leads_back_is_not_journaled(provider: Relying) -> None:
    code = provider.code(Begun())
    assert code not in str(provider.side.journal())
