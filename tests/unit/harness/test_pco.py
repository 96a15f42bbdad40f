"""The only doors: whatever the network does, it is on the record, and nothing personal is."""

import gzip
import json
from typing import Any

import httpx
import pytest
import respx

from harness.errors import HarnessError, Inconclusive, Refused
from harness.pco import DrivingPco
from harness.transport import RecordingTransport
from harness.upper_tester.contract import UpperTesterContract
from harness.verdict import Code
from tests.unit.harness.driving import (
    APPLICATION,
    BASE,
    CONFIRMED,
    NAME,
    OWNER,
    PATH,
    PHONE,
    Broken,
    Door,
)
from tests.unit.harness.evidence import FakeClock


@pytest.fixture
def router() -> respx.MockRouter:
    return respx.MockRouter(assert_all_called=False)


@pytest.fixture
def door(router: respx.MockRouter) -> Door:
    return Door(router)


def test_an_answer_is_recorded_and_redacted(door: Door, router: respx.MockRouter) -> None:
    headers = {"set-cookie": "sid=secret-canary-99"}
    router.post(BASE + PATH).respond(201, json=CONFIRMED | {"owner": OWNER}, headers=headers)

    exchange = door.pco.send("POST", PATH, APPLICATION)

    row = door.row()
    assert exchange.reply["dossier"] == CONFIRMED["dossier"]
    assert (row["silence"], row["response"]["status"], row["direction"]) == (None, 201, "to-sut")
    assert row["operation"] is not None
    assert len(row["request"]["body"]["owner"]["name"]) == len(NAME)
    assert row["redacted"] >= 6
    assert row["facts"]["identity"] == [{"pointer": "/owner/identity/number", "kind": "citizen-12"}]


@pytest.mark.parametrize(
    ("error", "silence"),
    [
        (httpx.ConnectError("refused"), "refused"),
        (httpx.ConnectTimeout("slow"), "timeout"),
        (httpx.ReadTimeout("slow"), "timeout"),
        (httpx.WriteTimeout("slow"), "timeout"),
        (httpx.ReadError("reset"), "reset"),
        (httpx.WriteError("reset"), "reset"),
        (httpx.RemoteProtocolError("no HTTP"), "reset"),
    ],
)
def test_silence_is_recorded_and_inconclusive(
    door: Door, router: respx.MockRouter, error: Exception, silence: str
) -> None:
    router.post(BASE + PATH).mock(side_effect=error)

    with pytest.raises(Inconclusive, match="no answer to POST") as caught:
        door.pco.send("POST", PATH, APPLICATION)

    assert caught.value.code is Code.TIMEOUT
    assert (door.row()["silence"], door.row()["response"], door.row()["elapsed_ms"]) == (silence, None, None)


@pytest.mark.parametrize(
    "error", [httpx.ReadError("reset"), httpx.RemoteProtocolError("incomplete"), httpx.ReadTimeout("x")]
)
def test_a_body_that_breaks_off_is_silence(door: Door, error: Exception) -> None:
    stream = Broken(error)

    with pytest.raises(Inconclusive):
        behind(door, httpx.Response(201, stream=stream)).send("POST", PATH, APPLICATION)

    assert door.row()["response"] is None
    assert stream.closed


@pytest.mark.parametrize(
    "error", [httpx.UnsupportedProtocol("ftp"), httpx.PoolTimeout("full"), httpx.LocalProtocolError("bad header")]
)
def test_our_own_mistakes_are_not_its_silence(door: Door, router: respx.MockRouter, error: Exception) -> None:
    router.post(BASE + PATH).mock(side_effect=error)

    with pytest.raises(HarnessError) as caught:
        door.pco.send("POST", PATH, APPLICATION)

    assert caught.value.code is Code.HARNESS
    assert door.rows == []


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(CONFIRMED | {"owner": OWNER}, ensure_ascii=False).encode()[:-3],
        json.dumps(OWNER, ensure_ascii=False).encode() + b"x",
        b'{"x": NaN, "name": "' + NAME.encode() + b'"}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
    ids=["truncated", "trailing", "nan", "deep", "no-text"],
)
def test_what_only_claims_to_be_json_is_text(door: Door, router: respx.MockRouter, content: bytes) -> None:
    router.post(BASE + PATH).respond(200, content=content, headers={"content-type": "application/json"})

    exchange = door.pco.send("POST", PATH, APPLICATION)

    assert exchange.reply is None
    assert door.row()["response"]["text"]
    assert door.row()["response"]["size"] == len(content)


def test_an_error_page_stays_readable(door: Door, router: respx.MockRouter) -> None:
    router.post(BASE + PATH).respond(502, html=f"<h1>Bad Gateway</h1> {PHONE}")

    assert door.pco.send("POST", PATH).status == 502
    assert "Bad Gateway" in door.row()["response"]["text"]


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (b'{"n": 9007199254740993}', {"n": 9007199254740992.0}),
        (b'{"n": 1e999}', {"n": "inf"}),
        (b'"\\ud800"', "\ufffd\ufffd\ufffd"),
    ],
)
def test_no_value_keeps_an_exchange_off_the_record(
    door: Door, router: respx.MockRouter, content: bytes, body: Any
) -> None:
    """RFC 8785 cannot write these; a system that sends them would otherwise break the writer."""
    router.get(BASE + "/elsewhere").respond(200, content=content)

    assert door.pco.send("GET", "/elsewhere").reply == body


def test_compressed_bodies_are_read(door: Door, router: respx.MockRouter) -> None:
    content = gzip.compress(json.dumps(CONFIRMED).encode())
    headers = {"content-encoding": "gzip", "content-type": "application/json"}
    router.post(BASE + PATH).respond(201, content=content, headers=headers)

    assert door.pco.send("POST", PATH).reply == CONFIRMED


def behind(door: Door, answer: httpx.Response) -> DrivingPco:
    """The same door before a network that hands answers on unread, which respx does not."""
    door.transport._inner = httpx.MockTransport(lambda _request: answer)
    return door.pco


def test_a_false_content_encoding_is_still_recorded(door: Door) -> None:
    stream = httpx.ByteStream(b"not gzip")
    pco = behind(door, httpx.Response(201, stream=stream, headers={"content-encoding": "gzip"}))

    assert pco.send("POST", PATH).reply is None
    assert door.row()["response"]["text"] == "not gzip"


def test_elapsed_works_and_close_is_forwarded(router: respx.MockRouter) -> None:
    closed: list[bool] = []

    class Inner(httpx.MockTransport):
        def close(self) -> None:
            closed.append(True)

    transport = RecordingTransport(
        Inner(router.handler), UpperTesterContract(), key=b"k", append=lambda _kind, _row: None, clock=FakeClock()
    )
    router.get(BASE + "/upper-tester/1/version").respond(200, json={"name": "x"})
    with httpx.Client(transport=transport) as client:
        answer = client.get(BASE + "/upper-tester/1/version")

    assert answer.elapsed.total_seconds() >= 0
    assert answer.json() == {"name": "x"}
    assert closed == [True]


def test_a_redirect_to_a_national_host_is_refused(door: Door, router: respx.MockRouter) -> None:
    router.get(BASE + "/x").respond(302, headers={"location": "https://dichvucong.gov.vn/x"})
    national = router.get("https://dichvucong.gov.vn/x").respond(200)

    with httpx.Client(transport=door.transport, follow_redirects=True) as client, pytest.raises(Refused):
        client.get(BASE + "/x")

    assert not national.called
    assert len(door.rows) == 1


def test_the_driving_door_follows_no_redirect(door: Door, router: respx.MockRouter) -> None:
    router.post(BASE + PATH).respond(307, headers={"location": "http://127.0.0.1:10/"})

    assert door.pco.send("POST", PATH).status == 307


def test_a_national_base_is_refused(door: Door) -> None:
    with pytest.raises(Refused, match="public national host"):
        DrivingPco("https://lienthong.dichvucong.gov.vn", door.transport, timeout_s=1)


def test_the_query_is_redacted(door: Door, router: respx.MockRouter) -> None:
    router.get(url__startswith=BASE).respond(200)

    door.pco.send("GET", f"/x?password=secret-canary-99&phone={PHONE}")

    assert set(door.row()["request"]["query"]) == {"password", "phone"}
