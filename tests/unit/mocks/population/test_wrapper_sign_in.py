"""Who is let in by the JSON wrapper: by header in one shape, by tokens and hash in the body in the other."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.mocks.population.wrapped import Client, record_of, refused

LOOK_UP = "TraCuuThongTinCongDan"
BY_BUS = "TraCuuCongDanLgsp"


@pytest.mark.parametrize(
    "change",
    [
        {"auth": ("nobody", "x")},
        {"auth": None},
        {"headers": {"ApiKey": "x"}},
        {"headers": {}},
        {"auth": None, "headers": {"Authorization": "Basic ***"}},
        {"auth": None, "headers": {"Authorization": "Bearer abc"}},
    ],
)
def test_who_is_not_let_in(client: Client, row: dict[str, Any], change: dict[str, Any]) -> None:
    answer = client.ask(LOOK_UP, client.about(row, LOOK_UP), **change)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Basic")
    refused(client, answer, "not-signed-in")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"accessToken": "x"}, "no-token"),
        ({"lgspAccessToken": ...}, "no-token"),
        ({"AuthHash": "x"}, "unknown-user"),
        ({"AuthHash": "é"}, "unknown-user"),
        ({"AuthHash": ...}, "unknown-user"),
        ({"data": ...}, "malformed"),
        ({"data": "text"}, "malformed"),
        ({"more": 1}, "malformed"),
    ],
)
def test_the_second_shape_is_asked_whole(
    client: Client, row: dict[str, Any], change: dict[str, Any], reason: str
) -> None:
    refused(client, client.ask_by_bus(BY_BUS, client.about(row, BY_BUS), **change), reason)


def test_a_token_opens_only_what_it_was_given_for(client: Client, row: dict[str, Any]) -> None:
    answer = client.ask_by_bus(BY_BUS, client.about(row, BY_BUS), lgspAccessToken=client.token("dancu"))
    refused(client, answer, "no-token")
    assert client.last()["facts"]["tokens"]["lgspAccessToken"] == "unknown"


@pytest.mark.parametrize(
    ("body", "auth", "status", "error"),
    [
        ({"grant_type": "password", "scope": "lgsp"}, True, 400, "invalid_request"),
        ({"grant_type": "client_credentials", "scope": "x"}, True, 400, "invalid_request"),
        ({}, True, 400, "invalid_request"),
        ({"grant_type": "client_credentials", "scope": "lgsp"}, False, 401, "invalid_client"),
    ],
)
def test_tokens_that_are_not_given(
    client: Client, body: dict[str, str], *, auth: bool, status: int, error: str
) -> None:
    told = client.basic if auth else ("nobody", "x")
    answer = client.checked("LayToken", client.side.national.post("/token", data=body, auth=told))
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert client.last()["facts"]["accepted"] is False


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"grant_type": "password", "scope": "lgsp"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "scope": "x"}, "invalid_scope"),
    ],
)
def test_a_lenient_wrapper_gives_no_token_for_nothing(
    begin: Callable[..., Client], body: dict[str, str], error: str
) -> None:
    client = begin(lenient=True)
    answer = client.side.national.post("/token", data=body, auth=client.basic)
    assert answer.json() == {"error": error}


def test_tokens_end(client: Client, row: dict[str, Any]) -> None:
    tokens = {"accessToken": client.token("dancu"), "lgspAccessToken": client.token("lgsp")}
    data = client.about(row, BY_BUS)
    assert record_of(client.ask_by_bus(BY_BUS, data, **tokens))
    client.side.behave("expired-session", times=1)
    assert client.ask_by_bus(BY_BUS, data, **tokens).json()["error_code"] == "3"
    assert client.last()["facts"]["tokens"]["accessToken"] == "expired"
    assert record_of(client.ask_by_bus(BY_BUS, data, **tokens))
    assert client.side.command("sessions/expire") == {"expired": 2}
    assert client.ask_by_bus(BY_BUS, data, **tokens).json()["error_code"] == "3"
    assert record_of(client.ask_by_bus(BY_BUS, data))
