"""The token that calls may carry."""

from collections.abc import Callable
from typing import Any

from tests.unit.mocks.payment.provinces import enquiry, init


def test_a_token_is_optional_but_must_be_right(platform: Any) -> None:
    form = {"grant_type": "client_credentials", "client_id": platform.accounts["partner"]}
    wrong = platform.national.post("/payment/token", data=form | {"client_secret": "x"})
    assert (wrong.status_code, wrong.json()) == (401, {"error": "invalid_client"})
    assert platform.national.post("/payment/token", data={}).status_code == 400
    right = platform.national.post("/payment/token", data=form | {"client_secret": platform.accounts["secret"]})
    bearer = {"Authorization": f"Bearer {right.json()['access_token']}"}
    body = init(platform.accounts)
    assert platform.told("INIT", "/payment/init", body, **bearer)["error_code"] == "0"
    assert platform.last()["facts"]["token"] == "valid"
    query = enquiry(platform.accounts, "QUERY")
    assert platform.told("QUERY", "/payment/query", query, Authorization="Bearer x")["error_code"] == "-2"
    assert platform.command("sessions/expire") == {"expired": 1}
    assert platform.told("QUERY", "/payment/query", query, **bearer)["error_code"] == "-2"
    assert platform.last()["facts"]["token"] == "expired"
    assert right.json()["access_token"] not in platform.control.get("/control/1/journal").text


def test_an_overlay_may_ask_for_a_token(start: Callable[..., Any]) -> None:
    platform = start('[settings.token]\nbearer = { value = "required", fidelity = "assumed" }')
    assert platform.init()["error_code"] == "-2"
    assert platform.bill().status_code == 401
