"""Every fault of the frame does what its name says, before or after the side effect, so often and so long as told."""

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from mocks.behaviour import Behaviours
from mocks.faults import FRAME_FAULTS
from mocks.wire import Rendered, head_of
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


@pytest.mark.parametrize("name", ["unavailable", "answer-lost", "malformed", "wrong-content-type", "slow-drip"])
def test_a_fault_for_n_calls_fires_n_times_of_two_hundred_at_once(probe: Side, name: str) -> None:
    id_ = probe.behave(name, times=37, **ARGUMENTS.get(name, {}) | ({"delay_s": 0.05} if name == "slow-drip" else {}))

    async def flood() -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=50)
        async with httpx.AsyncClient(base_url=probe.running.national, trust_env=False, limits=limits) as client:
            return await asyncio.gather(*(client.post("/things", json={"id": f"t{n}"}) for n in range(200)))

    answers = asyncio.run(flood())
    assert len(answers) == 200
    hit = [row for row in probe.journal() if row["behaviour"]]
    assert len(hit) == 37
    assert {(*row["behaviour"], *row["facts"]["behaviours"]) for row in hit} == {(name, id_)}
    assert probe.hits() == {name: 37}
    unlike = [
        answer
        for answer in answers
        if answer.status_code != 201 or answer.headers["content-type"] != "application/json; charset=utf-8"
    ]
    assert len(unlike) == (37 if name in {"unavailable", "answer-lost", "wrong-content-type"} else 0)
    effects = 200 if name != "unavailable" else 163
    assert len(kept(probe)) == effects + 1


@pytest.mark.parametrize("name", ["reset", "reset-after", "truncated"])
def test_a_broken_connection_for_n_calls_breaks_n_of_two_hundred_at_once(probe: Side, name: str) -> None:
    probe.behave(name, times=37)

    address = urlsplit(probe.running.national)

    def one(number: int) -> bool:
        connection = HTTPConnection(str(address.hostname), address.port or 0, timeout=5)
        try:
            connection.request(
                "POST", "/things", json.dumps({"id": f"t{number}"}), {"Content-Type": "application/json"}
            )
            return connection.getresponse().read() == b'{"taken":true}'
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(one, range(200))) == 163
    assert sum(row["behaviour"] == [name] for row in probe.journal()) == 37


def test_chance_is_replayed_by_its_seed(probe: Side) -> None:
    def pattern(**wish: Any) -> list[bool]:
        told = {"name": "unavailable", "operation": "Show", "chance": 0.3, "arguments": {"status": 500}} | wish
        assert probe.control.post("/control/1/behaviours", json=told).status_code == 201
        seen = [probe.national.get("/things/first").status_code == 500 for _ in range(60)]
        assert probe.hits()["unavailable"] == sum(seen)
        probe.control.delete("/control/1/behaviours")
        return seen

    first = pattern()
    assert 5 < sum(first) < 35
    assert pattern() == first == pattern(seed=7)
    assert pattern(seed=8) != first
    assert sum(pattern(times=4)) == 4


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"name": "outage", "operation": "Keep"}, "there is no operation 'Keep' for outage; known are *"),
        ({"name": "clock-skew", "chance": 0.5, "arguments": {"seconds": 1}}, "chance has no part in it"),
        ({"name": "reset", "for_s": 0}, "for_s is 0"),
        ({"name": "reset", "for_s": 604801}, "for_s is 604801"),
        ({"name": "reset", "for_s": True}, "for_s is True"),
        ({"name": "reset", "chance": 0}, "chance is 0"),
        ({"name": "reset", "chance": 1.1}, "chance is 1.1"),
        ({"name": "reset", "chance": "1"}, "chance is '1'"),
        ({"name": "reset", "seed": 1.5}, "seed is 1.5"),
        ({"name": "slow-drip", "arguments": {"delay_s": 121}}, "slow-drip does not take"),
        ({"name": "wrong-content-type", "arguments": {"media_type": "a/b\r\nX: y"}}, "wrong-content-type does not"),
        ({"name": "clock-skew", "arguments": {"seconds": 1e12}}, "clock-skew does not take"),
    ],
)
def test_a_wish_without_bounds_is_refused(probe: Side, wish: Any, said: str) -> None:
    answer = probe.control.post("/control/1/behaviours", json=wish)
    assert (answer.status_code, said in answer.json()["detail"]) == (422, True), answer.text
    assert probe.hits() == {}


def test_every_fault_is_published_and_can_be_armed(probe: Side) -> None:
    known = {row["name"]: row for row in probe.control.get("/control/1/behaviours/known").json()["known"]}
    assert set(known) == {kind.name for kind in FRAME_FAULTS}
    for name, row in known.items():
        assert row["usage"].startswith(name)
        assert row["en"], name
        assert row["vi"], name
        probe.behave(name, times=1, **ARGUMENTS.get(name, {}))
    assert known["push-lost"]["operations"] == ["Tell", "TellForm", "TellFiles", "TellXml", "CallBack"]
    assert (known["outage"]["operations"], known["reset"]["operations"]) == ([], ["Keep", "Show"])


def test_one_can_be_taken_away(probe: Side) -> None:
    first = probe.behave("unavailable", status=500)
    second = probe.behave("unavailable", status=501)
    assert keep(probe).status_code == 500
    assert probe.control.delete(f"/control/1/behaviours/{first}").json() == {
        "id": first,
        "name": "unavailable",
        "hits": 1,
    }
    assert probe.control.delete(f"/control/1/behaviours/{first}").status_code == 404
    assert keep(probe).status_code == 501
    assert probe.control.delete(f"/control/1/behaviours/{second}").status_code == 200
    assert keep(probe).status_code == 201


def test_nothing_is_asked_where_nothing_is_in_force() -> None:
    times = [0.0]
    behaviours = Behaviours(FRAME_FAULTS, ["a"], monotonic=lambda: times[-1])
    idle = [behaviours.idle]
    behaviours.add({"name": "reset", "for_s": 5})
    behaviours.add({"name": "hang", "times": 1})
    idle.append(behaviours.idle)
    times.append(5.0)
    assert behaviours.take("reset", "a") is None
    assert behaviours.take("hang", "a") is not None
    assert behaviours.take("hang", "a") is None
    assert [*idle, behaviours.idle] == [True, False, True]
    assert [behaviour.hits for behaviour in behaviours.installed()] == [0, 1]


def test_a_header_cannot_smuggle_a_line_into_a_raw_answer() -> None:
    with pytest.raises(ValueError, match="line break"):
        head_of(Rendered(status=200, headers={"Location": "a\r\nX: b"}, body=b""))
    assert head_of(Rendered(status=599, headers={}, body=b"")).startswith(
        b"HTTP/1.1 599 Unknown\r\nContent-Length: 0\r\n"
    )
