"""The door: nothing passes unrecorded, neither what is cut nor what breaks the mock itself."""

import asyncio
import gzip
import json
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from mocks.core.inspection import MOST_DEFECTS
from mocks.core.system import Answer, Call
from mocks.wire.reader import MOST_BYTES


class Broken:
    """A handler with a defect of its own."""

    def answer(self, call: Call) -> Answer:
        raise ZeroDivisionError(f"canary {call.path}")


class Plain:
    """A system of another kind: it answers text and has headers of its own."""

    def answer(self, call: Call) -> Answer:
        return Answer(status=201, text="đã nhận", headers={"X-Kind": "plain"}, facts={"seen": call.query})


def test_a_defect_of_the_mock_is_journaled_as_its_own(start: Callable[..., Any], profile: Any) -> None:
    mock = start(handler=Broken())
    assert mock.national.post("/integration", json={}).status_code == 500
    (exchange,) = mock.journal()
    assert exchange["response"]["status"] == 500
    assert exchange["facts"]["mock_error"] == "ZeroDivisionError"
    assert "canary" not in json.dumps(exchange)
    assert mock.national.get("/").status_code == 500, "it goes on serving"


class Unwritable:
    """A handler whose facts cannot be written."""

    def answer(self, call: Call) -> Answer:
        return Answer(body={}, facts={"call": call})


def test_an_exchange_that_cannot_be_written_does_not_hold_the_journal_back(
    start: Callable[..., Any], profile: Any
) -> None:
    mock = start(handler=Unwritable())
    for _ in range(2):
        assert mock.national.get("/").status_code == 500
    assert [row["facts"]["mock_error"] for row in mock.journal()] == ["TypeError", "TypeError"]


def sent(body: bytes, *more: bytes) -> bytes:
    """A POST to the portal as bytes."""
    head = [b"POST /integration HTTP/1.1", b"Host: x", b"Content-Length: %d" % len(body), *more]
    return b"\r\n".join([*head, b"", body])


@pytest.mark.parametrize(
    ("raw", "status", "operation"),
    [
        (b"GET /a%FFb?q=%FF&%FE=1 HTTP/1.1\r\nHost: x\r\nX-A: \xff\xfe\r\n\r\n", 404, None),
        (sent(b'{"service": "TraCuuHoSo", "x": ' + b"[" * 600 + b"]" * 600 + b"}"), 200, "TraCuuHoSo"),
        (sent(b'{"service": "TraCuuHoSo", "x": ' + b"[" * 6000 + b"]" * 6000 + b"}"), 200, None),
        (sent(b'{"service": "TraCuuHoSo", "x": 123456789012345678901234567890}'), 200, "TraCuuHoSo"),
        (sent(b'{"service": "TraCuuHoSo", "mahoso": "\\ud800"}'), 200, None),
        (sent(b"\x00\x01"), 200, None),
        (sent(b"abc", b"Content-Encoding: gzip"), 400, None),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400, None),
        ("GET /Đỗ HTTP/1.1\r\nHost: x\r\n\r\n".encode(), 400, None),
        (b"BREW / HTTP/1.1\r\n\r\n", 400, None),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400, None),
    ],
)
def test_odd_requests_are_answered_and_journaled(
    portal: Any, caplog: pytest.LogCaptureFixture, raw: bytes, status: int, operation: str | None
) -> None:
    address = urlsplit(portal.running.national)
    with socket.create_connection((address.hostname, address.port), timeout=5) as line:
        line.sendall(raw)
        assert line.recv(4096).split()[1] == str(status).encode()
    (exchange,) = portal.journal(wait=5)
    assert (exchange["response"]["status"], exchange["operation"]) == (status, operation)
    assert "mock_error" not in exchange["facts"]
    assert "Đỗ" not in caplog.text
    assert "xc4" not in caplog.text


def test_the_national_port_does_not_name_its_software(portal: Any) -> None:
    headers = [portal.national.get("/").headers, portal.national.get("/", headers={"Content-Encoding": "x"}).headers]
    assert {header["server"] for header in headers} == {"web"}


def test_another_system_needs_no_more_than_a_handler(start: Callable[..., Any], profile: Any) -> None:
    mock = start(handler=Plain())
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
    assert [(row["request"]["path"], row["silence"], row["response"]) for row in rows] == [
        ("/integration", "cut", None)
    ]


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


def test_silences_work_on_the_loop_of_the_library_too(start: Callable[..., Any], dossier: Any) -> None:
    mock = start(make_loop=asyncio.new_event_loop)
    mock.login()
    mock.behave("reset", operation="TraCuuHoSo")
    with pytest.raises(httpx.ReadError, match="reset"):
        mock.call("TraCuuHoSo", mahoso="x")
    mock.behave("answer-late", operation="DongBoHoSoMC", delay_s=60)
    mock.national.timeout = 0.2
    with pytest.raises(httpx.ReadTimeout):
        mock.push(dossier)
    assert [row["silence"] for row in mock.journal(after=2, wait=5)] == ["cut"]
    assert [row["silence"] for row in mock.journal(after=1)] == ["reset", "cut"]


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


def test_a_header_sent_twice_is_kept_whole(portal: Any) -> None:
    portal.national.get("/", headers=[("dstcode", "a"), ("dstcode", "b")])
    assert portal.journal()[-1]["request"]["headers"]["dstcode"] == "a, b"
