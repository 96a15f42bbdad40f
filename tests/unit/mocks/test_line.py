"""Connections of the national port, over real sockets: order, framing, ends."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

from mocks.core.system import Answer, Call
from mocks.stage.line import MOST_WAITING


class Echo:
    """A system that answers with what it was asked, or as the path says."""

    def answer(self, call: Call) -> Answer:
        if call.path == "/large":
            return Answer(content=b"x" * 1_000_000, media_type="application/pdf")
        if call.path == "/empty":
            return Answer(status=204)
        if call.path == "/moved":
            return Answer(status=302, headers={"Location": call.query["to"][0], "X-Kind": "a"})
        return Answer(text=call.path)


@pytest.fixture
def echo(start: Callable[..., Any]) -> Any:
    return start(handler=Echo())


@contextmanager
def line(mock: Any) -> Iterator[socket.socket]:
    address = urlsplit(mock.running.national)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        yield connection


def speak(mock: Any, raw: bytes) -> bytes:
    """Send, say that nothing more comes once all is answered, and read to the end."""
    with line(mock) as connection:
        connection.sendall(raw)
        return heard(connection)


def heard(connection: socket.socket) -> bytes:
    data = b""
    while part := connection.recv(65536):
        data += part
    return data


def split(data: bytes) -> list[tuple[bytes, dict[str, str], bytes]]:
    """Answers with a length: (status line, headers, body)."""
    found = []
    while data:
        head, _, rest = data.partition(b"\r\n\r\n")
        first, *lines = head.split(b"\r\n")
        headers = dict(text.decode().split(": ", 1) for text in lines)
        size = int(headers.get("Content-Length", 0))
        found.append((first, headers, rest[:size]))
        data = rest[size:]
    return found


LAST = b"GET /last HTTP/1.1\r\nConnection: close\r\n\r\n"


def test_requests_that_come_at_once_are_answered_in_their_order(echo: Any) -> None:
    raw = b"".join(b"GET /%d HTTP/1.1\r\n\r\n" % number for number in range(200)) + LAST
    answers = split(speak(echo, raw))
    assert [body for *_, body in answers] == [*(b"/%d" % number for number in range(200)), b"/last"]
    assert [headers.get("Connection") for _, headers, _ in answers] == [None] * 200 + ["close"]
    assert [row["request"]["path"] for row in echo.journal()] == [*(f"/{number}" for number in range(200)), "/last"]


def test_whoever_comes_behind_a_late_answer_waits_for_it(echo: Any) -> None:
    echo.behave("answer-late", times=1, delay_s=0.2)
    raw = b"".join(b"GET /%d HTTP/1.1\r\n\r\n" % number for number in range(3 * MOST_WAITING)) + LAST
    assert [body for *_, body in split(speak(echo, raw))][:2] == [b"/0", b"/1"]
    assert len(echo.journal()) == 3 * MOST_WAITING + 1


def test_who_leaves_while_others_wait_is_journaled_for_all_of_them(echo: Any) -> None:
    echo.behave("answer-late", delay_s=60)
    with line(echo) as connection:
        connection.sendall(
            b"GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\nPOST /3 HTTP/1.1\r\nContent-Length: 9\r\n\r\nx"
        )
        while not echo.hits()["answer-late"]:
            echo.control.get("/control/1/journal", params={"wait": 0.01})
    rows = echo.journal(wait=10)
    assert [(row["request"]["path"], row["silence"]) for row in rows] == [("/1", "cut"), ("/2", "cut"), ("/3", "cut")]


def test_the_body_is_asked_for_where_the_sender_waits(echo: Any) -> None:
    with line(echo) as connection:
        connection.sendall(b"POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        assert connection.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"{}")
        assert connection.recv(4096).endswith(b"/a")
    (row,) = echo.journal()
    assert (row["request"]["size"], row["request"]["headers"]["expect"]) == (2, "100-continue")


def test_a_head_is_answered_without_a_body(echo: Any) -> None:
    raw = speak(echo, b"HEAD /abc HTTP/1.1\r\nConnection: close\r\n\r\n")
    head, _, body = raw.partition(b"\r\n\r\n")
    assert b"Content-Length: 4" in head
    assert body == b""


def test_an_answer_of_nothing_has_no_length(echo: Any) -> None:
    raw = speak(echo, b"GET /empty HTTP/1.1\r\nConnection: close\r\n\r\n")
    assert raw.startswith(b"HTTP/1.1 204 No Content\r\n")
    assert b"Content-Length" not in raw


def test_an_old_client_is_left_or_kept_as_it_asks(echo: Any) -> None:
    kept = b"GET /kept HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
    first, second = split(speak(echo, kept + b"GET /left HTTP/1.0\r\n\r\n"))
    assert (first[1]["Connection"], first[2]) == ("keep-alive", b"/kept")
    assert (second[1]["Connection"], second[2]) == ("close", b"/left")


def test_who_does_not_listen_is_not_listened_to(echo: Any) -> None:
    """Many large answers to a client that reads none of them: the mock serves others, and then all is there."""
    with line(echo) as connection:
        sender = threading.Thread(target=connection.sendall, args=(b"GET /large HTTP/1.1\r\n\r\n" * 40 + LAST,))
        sender.start()
        assert echo.national.get("/other").text == "/other"
        data = heard(connection)
        sender.join()
    assert data.count(b"HTTP/1.1 200 OK") == 41
    assert len(data) > 40_000_000


def test_a_header_with_a_line_break_is_a_defect_of_the_mock(echo: Any) -> None:
    assert echo.national.get("/moved?to=/x").headers["location"] == "/x"
    assert echo.national.get("/moved?to=/x%0D%0AX-Evil:%201").status_code == 500
    assert [row["facts"].get("mock_error") for row in echo.journal()] == [None, "ValueError"]
    assert "Evil" not in json.dumps([row["response"] for row in echo.journal()])


def test_a_secret_in_a_head_is_not_remembered(echo: Any) -> None:
    for _ in range(2):
        echo.national.get("/x", headers={"Authorization": "Bearer canary-secret-1"})
        echo.national.get("/x?session=canary-session")
        echo.national.get("/x", headers={"X-Plain": "plain"})
    text = json.dumps(echo.journal())
    assert "canary" not in text
    assert [row["redacted"] for row in echo.journal()] == [1, 1, 0] * 2
    assert [row["request"]["headers"].get("x-plain") for row in echo.journal()] == [None, None, "plain"] * 2


def test_the_end_of_what_a_client_sends_is_the_end(echo: Any) -> None:
    with line(echo) as connection:
        connection.sendall(b"GET /a HTTP/1.1\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        assert heard(connection).endswith(b"/a")
