"""The platform before the portal: who calls, what ties an answer to its request, and whose fault a fault is."""

import hashlib
from base64 import b64decode
from typing import Any

import pytest

CHAIN = "/r1/VN/GOV/G22/dvcqg/mcdt"
CLIENT = {"X-Road-Client": "VN/GOV/H56/motcua"}


@pytest.fixture
def chained(start: Any) -> Any:
    """A portal behind a platform, with a session."""
    portal = start(profile="dvcqg-2025-ndxp", lenient=False)
    del portal.national.headers["dstcode"]
    body = {"username": "h56.test", "password": "not-a-real-password"}
    portal.session = portal.national.post(f"{CHAIN}/auth/login", json=body, headers=CLIENT).json()["session"]
    return portal


def push(mock: Any, dossier: Any, headers: Any = None) -> Any:
    body = {"session": mock.session, "madonvi": "H56.14", "service": "DongBoHoSoMC", "isUpdating": "False"}
    given = CLIENT if headers is None else headers
    return mock.national.post(f"{CHAIN}/integration", json=body | {"data": [dossier]}, headers=given)


def test_the_services_are_the_same_behind_the_platform(chained: Any, dossier: Any) -> None:
    answer = push(chained, dossier)
    assert (answer.status_code, answer.json()["error_code"]) == (200, "0")
    assert chained.last()["operation"] == "DongBoHoSoMC"
    assert [row["MaHoSo"] for row in chained.dossiers()] == [dossier["MaHoSo"]]
    assert chained.national.post("/integration", json={}).status_code == 404, "there is no way around the platform"


def test_an_answer_is_tied_to_its_request(chained: Any, dossier: Any) -> None:
    answer = push(chained, dossier, CLIENT | {"X-Road-Id": "message-1"})
    headers = answer.headers
    assert (headers["x-road-client"], headers["x-road-service"]) == (CLIENT["X-Road-Client"], "VN/GOV/G22/dvcqg/mcdt")
    assert headers["x-road-id"] == "message-1"
    assert len(b64decode(headers["x-road-request-hash"])) == hashlib.sha512().digest_size
    assert "x-road-error" not in headers
    second = push(chained, dossier)
    assert second.json()["error_code"] == "3", "refused by the portal, which is no error of the platform"
    assert "x-road-error" not in second.headers
    assert second.headers["x-road-request-id"] != headers["x-road-request-id"]
    assert second.headers["x-road-request-hash"] != headers["x-road-request-hash"]


@pytest.mark.parametrize("client", [None, "", "VN", "VN/GOV", "VN/GOV/H56/motcua/more", "VN//H56/motcua", "a b/c/d"])
def test_without_a_client_the_platform_refuses(chained: Any, dossier: Any, client: str | None) -> None:
    answer = push(chained, dossier, {} if client is None else {"X-Road-Client": client})
    assert answer.status_code == 400
    assert answer.headers["x-road-error"] == answer.json()["type"] == "Client.BadRequest"
    assert (chained.last()["facts"]["reason"], chained.dossiers()) == ("no-message", [])


@pytest.mark.parametrize("path", ["/r1/VN/GOV/G22/integration", "/r1//////integration", "/r1/VN/GOV/G22/dv%0Acqg/x/y"])
def test_an_address_that_names_no_service_is_refused(chained: Any, path: str) -> None:
    answer = chained.national.post(path, json={}, headers=CLIENT)
    assert (answer.status_code, answer.headers["x-road-error"]) == (400, "Client.BadRequest")


def test_what_the_service_has_not_is_the_portals_answer(chained: Any) -> None:
    answer = chained.national.post(f"{CHAIN}/nothing", json={}, headers=CLIENT)
    assert (answer.status_code, "x-road-error" in answer.headers) == (404, False)
    assert chained.national.get(f"{CHAIN}/integration", headers=CLIENT).headers["allow"] == "POST"


@pytest.mark.parametrize("profile", ["dvcqg-2025", "dvcqg-2025-ndxp"])
def test_a_fault_of_the_platform_can_be_told_from_the_portals(start: Any, dossier: Any, profile: str) -> None:
    portal = start(profile=profile)
    door = CHAIN if profile.endswith("ndxp") else ""
    portal.behave("platform-fault", times=1, type="Server.ServerProxy.NetworkError")
    body = {"username": "h56.test", "password": "not-a-real-password"}
    answer = portal.national.post(f"{door}/auth/login", json=body, headers=CLIENT)
    assert answer.status_code == 500
    assert answer.headers["x-road-error"] == answer.json()["type"] == "Server.ServerProxy.NetworkError"
    facts = portal.last()["facts"]
    assert (facts["accepted"], facts["reason"]) == (False, "platform-fault")
    assert facts["platform_error"] == "Server.ServerProxy.NetworkError"
    again = portal.national.post(f"{door}/auth/login", json=body, headers=CLIENT)
    assert again.json()["error_code"] == "0"
    assert portal.hits() == {"platform-fault": 1}
