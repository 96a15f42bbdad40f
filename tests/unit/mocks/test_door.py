"""The door: nothing passes unrecorded, neither what is cut nor what breaks the mock itself."""

import gzip
import json
import socket
from collections.abc import Callable
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import pytest

from mocks.door import MOST_BYTES, MOST_DEFECTS
from mocks.system import Answer, Call, System


class Broken:
    """A handler with a defect of its own."""

    def answer(self, call: Call) -> Answer:
        raise ZeroDivisionError("canary 001199654321")


class Plain:
    """A system of another kind: it answers text and has headers of its own."""

    def answer(self, call: Call) -> Answer:
        return Answer(status=201, text="đã nhận", headers={"X-Kind": "plain"}, facts={"seen": call.query})


def test_a_defect_of_the_mock_is_journaled_as_its_own(start: Callable[..., Any], profile: Any) -> None:
    mock = start(system=System(profile=profile, handler=Broken()))
    assert mock.national.post("/integration", json={}).status_code == 500
    (exchange,) = mock.journal()
    assert exchange["response"]["status"] == 500
    assert exchange["facts"]["mock_error"].startswith("ZeroDivisionError")
    assert "canary" not in json.dumps(exchange)
    assert mock.national.get("/").status_code == 500, "it goes on serving"


def test_another_system_needs_no_more_than_a_handler(start: Callable[..., Any], profile: Any) -> None:
    mock = start(system=System(profile=profile, handler=Plain()))
    answer = mock.national.get("/any/where?a=1&a=2&b=")
    assert (answer.status_code, answer.text, answer.headers["x-kind"]) == (201, "đã nhận", "plain")
    (exchange,) = mock.journal()
    assert exchange["request"]["query"] == {"a": ["1", "2"], "b": [""]} == exchange["facts"]["seen"]
    assert exchange["response"]["text"] == "đã nhận"
    assert exchange["response"]["headers"] == {"content-type": "text/plain; charset=utf-8", "x-kind": "plain"}
    assert mock.control.get("/control/1/dossiers").status_code == 404


def test_who_hangs_up_in_the_middle_of_a_request_is_journaled(portal: Any) -> None:
    address = urlsplit(portal.running.national)
    with socket.create_connection((address.hostname, address.port)) as line:
        line.sendall(b"POST /integration HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
        portal.national.get("/between")
    rows = portal.journal(after=1, wait=10)
    assert [(row["request"]["path"], row["silence"], row["response"]) for row in rows] == [("/integration", "cut", None)]


def test_a_slow_sender_does_not_hold_the_journal_back(portal: Any) -> None:
    address = urlsplit(portal.running.national)
    with socket.create_connection((address.hostname, address.port)) as line:
        line.sendall(b"POST /integration HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n")
        portal.national.get("/meanwhile")
        assert [row["request"]["path"] for row in portal.journal(wait=5)] == ["/meanwhile"]


def test_an_unanswered_request_keeps_its_place_before_later_ones(signed_in: Any) -> None:
    signed_in.behave("answer-late", operation="TraCuuHoSo", delay_s=60)
    address = urlsplit(signed_in.running.national)
    body = json.dumps({"session": signed_in.session, "service": "TraCuuHoSo", "mahoso": "x"}).encode()
    with socket.create_connection((address.hostname, address.port)) as line:
        line.sendall(b"POST /integration HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        while not signed_in.hits()["answer-late"]:
            signed_in.control.get("/control/1/journal", params={"after": 1, "wait": 0.01})
        signed_in.national.get("/later")
        assert signed_in.journal(after=1) == []
    rows = signed_in.journal(after=1, wait=10)
    assert [(row["seq"], row["silence"]) for row in rows] == [(2, "cut"), (3, None)]


def test_stopping_does_not_wait_for_late_answers(start: Callable[..., Any], signed_in: Any) -> None:
    signed_in.behave("answer-late", delay_s=100)
    address = urlsplit(signed_in.running.national)
    line = socket.create_connection((address.hostname, address.port))
    line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    while not signed_in.hits()["answer-late"]:
        signed_in.control.get("/control/1/journal", params={"after": 1, "wait": 0.01})
    signed_in.begun = monotonic()
    line.close()


def test_a_compressed_body_is_read(portal: Any) -> None:
    body = gzip.compress(b'{"username": "h56.test", "password": "not-a-real-password"}')
    answer = portal.national.post("/auth/login", content=body, headers={"Content-Encoding": "gzip"})
    assert answer.json()["error_code"] == "0"


def test_a_body_without_end_is_refused(portal: Any) -> None:
    answer = portal.national.post("/integration", content=b" " * (MOST_BYTES + 1), timeout=30)
    assert answer.status_code == 413
    assert portal.journal()[-1]["response"]["status"] == 413


def test_defects_without_end_are_cut(signed_in: Any) -> None:
    signed_in.push(*[{"MaHoSo": f"H56.14-261122-{number:04d}"} for number in range(200)])
    assert len(signed_in.journal()[-1]["defects"]) == MOST_DEFECTS


@pytest.mark.parametrize("times", [2])
def test_a_header_sent_twice_is_kept_whole(portal: Any, times: int) -> None:
    portal.national.get("/", headers=[("dstcode", "a"), ("dstcode", "b")][:times])
    assert portal.journal()[-1]["request"]["headers"]["dstcode"] == "a, b"
