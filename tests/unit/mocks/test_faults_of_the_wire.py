"""Every fault of the frame does what its name says, before or after the side effect, so often and so long as told."""

import json
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from mocks.stage.misbehaviour import Rendered, head_of
from tests.unit.mocks.playing import Side
from tests.unit.mocks.probe import probing

ARGUMENTS: dict[str, dict[str, Any]] = {
    "unavailable": {"status": 503},
    "answer-lost": {"status": 502},
    "slow-first-byte": {"delay_s": 0.2},
    "answer-late": {"delay_s": 0.2},
    "slow-drip": {"delay_s": 0.3},
    "push-late": {"delay_s": 0.2},
    "wrong-content-type": {"media_type": "text/html"},
    "clock-skew": {"seconds": -3600},
}


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Side]:
    with probing(monkeypatch, tmp_path, seed=7) as (side,):
        yield side


def keep(probe: Side, code: str = "a", **options: Any) -> httpx.Response:
    return probe.national.post("/things", json={"id": code}, **options)


def kept(probe: Side) -> list[str]:
    return list(probe.view("things")["things"])


def raw(probe: Side, code: str = "a", *, until: float = 5.0) -> bytes:
    """Everything that comes back before the connection is closed."""
    address = urlsplit(probe.running.national)
    body = json.dumps({"id": code}).encode()
    head = b"POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(
        body
    )
    with socket.create_connection((address.hostname, address.port), timeout=until) as line:
        line.sendall(head + body)
        parts = []
        while part := line.recv(65536):
            parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize(("name", "effect"), [("reset", False), ("reset-after", True), ("outage", False)])
def test_a_reset_comes_before_the_effect_or_after_it(probe: Side, name: str, *, effect: bool) -> None:
    probe.behave(name, times=1)
    with pytest.raises(httpx.ReadError, match="reset"):
        keep(probe)
    assert ("a" in kept(probe)) is effect
    last = probe.last()
    assert (last["silence"], last["response"], last["behaviour"]) == ("reset", None, [name])
    assert last["facts"]["behaviours"] == ["b-1"]
    assert last["facts"].get("accepted", False) is effect
    assert keep(probe).status_code == (409 if effect else 201)


@pytest.mark.parametrize(("name", "effect"), [("hang", False), ("hang-after", True)])
def test_nothing_comes_until_the_client_leaves(probe: Side, name: str, *, effect: bool) -> None:
    probe.behave(name, times=1)
    with pytest.raises(httpx.ReadTimeout):
        keep(probe, timeout=0.2)
    (last,) = probe.journal(wait=10)
    assert (last["silence"], last["response"], last["behaviour"]) == ("cut", None, [name])
    assert ("a" in kept(probe)) is effect


@pytest.mark.parametrize(("name", "status", "effect"), [("unavailable", 503, False), ("answer-lost", 502, True)])
def test_a_status_comes_before_the_effect_or_after_it(probe: Side, name: str, status: int, *, effect: bool) -> None:
    probe.behave(name, times=1, status=status)
    assert keep(probe).status_code == status
    assert ("a" in kept(probe)) is effect
    last = probe.last()
    assert (last["response"]["status"], last["behaviour"]) == (status, [name])
    assert last["facts"].get("status_meant") == (201 if effect else None)


@pytest.mark.parametrize(("name", "effect"), [("slow-first-byte", False), ("answer-late", True)])
def test_a_delay_comes_before_the_effect_or_after_it(probe: Side, name: str, *, effect: bool) -> None:
    probe.behave(name, times=1, delay_s=0.3)
    begun = time.monotonic()
    assert keep(probe).status_code == 201
    assert time.monotonic() - begun >= 0.3
    probe.behave(name, times=1, delay_s=60)
    with pytest.raises(httpx.ReadTimeout):
        keep(probe, "b", timeout=0.2)
    (last,) = probe.journal(after=1, wait=10)
    assert (last["silence"], last["behaviour"]) == ("cut", [name])
    assert ("b" in kept(probe)) is effect


def test_a_malformed_body_has_its_right_length_and_cannot_be_read(probe: Side) -> None:
    probe.behave("malformed", times=1)
    answer = keep(probe)
    assert (answer.status_code, answer.headers["content-type"]) == (201, "application/json; charset=utf-8")
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        answer.json()
    assert "a" in kept(probe)
    last = probe.last()
    assert (last["response"]["body"], last["response"]["size"]) == (None, len(answer.content))
    assert last["facts"]["body_meant"] == len(b'{"taken":true}')


def test_a_truncated_body_is_shorter_than_its_length(probe: Side) -> None:
    probe.behave("truncated", times=2)
    head, _, body = raw(probe).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 201 Created\r\n")
    assert b"\r\nServer: web\r\n" in head
    assert b"\r\nContent-Length: 14" in head
    assert body == b'{"taken'
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        keep(probe, "b")
    assert kept(probe) == ["a", "b", "first"]
    last = probe.last()
    assert (last["response"]["status"], last["response"]["body"], last["response"]["size"]) == (201, None, 7)
    assert keep(probe, "c").status_code == 201


def test_a_wrong_content_type_leaves_the_body(probe: Side) -> None:
    probe.behave("wrong-content-type", times=1, media_type="text/html")
    answer = keep(probe)
    assert (answer.headers["content-type"], answer.json()) == ("text/html", {"taken": True})
    assert probe.last()["response"]["headers"]["content-type"] == "text/html"


def test_a_slow_drip_is_whole_in_the_end(probe: Side) -> None:
    probe.behave("slow-drip", times=1, delay_s=0.5)
    begun = time.monotonic()
    answer = keep(probe)
    assert 0.5 <= time.monotonic() - begun < 5
    assert (answer.json(), answer.headers["connection"]) == ({"taken": True}, "close")
    last = probe.last()
    assert (last["response"]["body"], last["silence"]) == ({"taken": True}, None)
    assert last["elapsed_ms"] >= 400
    assert keep(probe, "b").status_code == 201


def test_who_leaves_a_slow_drip_is_journaled_as_cut(probe: Side) -> None:
    probe.behave("slow-drip", times=1, delay_s=60)
    address = urlsplit(probe.running.national)
    with socket.create_connection((address.hostname, address.port), timeout=5) as line:
        line.sendall(b"GET /things/first HTTP/1.1\r\nHost: x\r\n\r\n")
        assert line.recv(1) == b"H"
    (last,) = probe.journal(wait=10)
    assert (last["silence"], last["response"], last["behaviour"]) == ("cut", None, ["slow-drip"])


def test_two_faults_of_the_answer_go_together(probe: Side) -> None:
    probe.behave("truncated", times=1)
    probe.behave("slow-drip", times=1, delay_s=0.2)
    probe.behave("wrong-content-type", times=1, media_type="text/plain")
    head, _, body = raw(probe).partition(b"\r\n\r\n")
    assert (body, b"text/plain" in head) == (b'{"taken', True)
    assert probe.last()["behaviour"] == ["wrong-content-type", "truncated", "slow-drip"]


def test_a_fault_of_a_body_waits_for_an_answer_that_has_one(probe: Side) -> None:
    for name in ("unavailable", "malformed"):
        probe.behave(name, times=1, **ARGUMENTS.get(name, {}))
    assert keep(probe).status_code == 503
    assert probe.hits() == {"unavailable": 1, "malformed": 0}


def test_an_expired_session(probe: Side) -> None:
    probe.behave("expired-session", times=1)
    assert (keep(probe).status_code, keep(probe).status_code) == (401, 201)


def test_accepts_anything(probe: Side) -> None:
    assert probe.national.post("/things", json={"id": 5}).status_code == 400
    probe.behave("accepts-anything", times=1)
    assert probe.national.post("/things", json={"id": 5}).status_code == 201
    assert probe.last()["defects"] == []
    assert probe.national.post("/things", json={"id": 5}).status_code == 400


def test_the_clock_is_wrong_while_it_is_told_to_be(probe: Side) -> None:
    def minutes_off(code: str) -> int:
        assert keep(probe, code).status_code == 201
        then = datetime.fromisoformat(probe.national.get(f"/things/{code}").json()["at"])
        return round((then - datetime.now(UTC)).total_seconds() / 60)

    assert minutes_off("a") == 0
    probe.behave("clock-skew", times=3, seconds=-5400)
    assert minutes_off("b") == -90
    assert keep(probe, "c").status_code == 201
    assert minutes_off("d") == 0
    assert [row["behaviour"] for row in probe.journal()][2:] == [["clock-skew"]] * 3 + [[]] * 2
    assert probe.last()["started"][:13] == datetime.now(UTC).isoformat()[:13], "the journal keeps the true time"


def test_an_outage_ends_after_its_time(probe: Side) -> None:
    probe.behave("outage", for_s=0.5)
    begun = time.monotonic()
    for path in ("/things/first", "/nowhere"):
        with pytest.raises(httpx.ReadError):
            probe.national.get(path)
    (row,) = probe.control.get("/control/1/behaviours").json()["behaviours"]
    assert 0 < row["seconds_left"] <= 0.5
    while True:
        try:
            answer = probe.national.get("/things/first")
        except httpx.ReadError:
            assert time.monotonic() - begun < 5
            continue
        break
    assert answer.status_code == 200
    assert time.monotonic() - begun >= 0.4
    (row,) = probe.control.get("/control/1/behaviours").json()["behaviours"]
    assert (row["seconds_left"], row["hits"]) == (0, len(probe.journal()) - 1)


def test_a_header_cannot_smuggle_a_line_into_a_raw_answer() -> None:
    with pytest.raises(ValueError, match="line break"):
        head_of(Rendered(status=200, headers={"Location": "a\r\nX: b"}, body=b""))
    assert head_of(Rendered(status=599, headers={}, body=b"")).startswith(
        b"HTTP/1.1 599 Unknown\r\nContent-Length: 0\r\n"
    )
