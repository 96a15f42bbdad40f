"""The slow line delays what it carries by what was asked for, and changes nothing else."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.selfcheck.slow_line import slow_line

ROUND_TRIP_S = 0.2
HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nh\xe1o!"


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server for one connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65_536)
                answer(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join(timeout=5)


def test_an_answer_takes_longer_and_is_the_same() -> None:
    body = HELLO.partition(b"\r\n\r\n")[2] + b" "
    with (
        answering(lambda connection: connection.sendall(HELLO.replace(b": 5", b": %d" % len(body)) + b" ")) as base,
        slow_line(base, round_trip_s=ROUND_TRIP_S) as line,
    ):
        began = time.monotonic()
        answer = httpx.get(line, trust_env=False)
        took = time.monotonic() - began

    assert answer.content == body
    assert ROUND_TRIP_S <= took < 10 * ROUND_TRIP_S


def test_a_reset_stays_a_reset() -> None:
    def reset(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    with (
        answering(reset) as base,
        slow_line(base, round_trip_s=ROUND_TRIP_S) as line,
        pytest.raises(httpx.ReadError),
    ):
        httpx.get(line, trust_env=False)


def test_nobody_there_is_a_reset_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with slow_line(base, round_trip_s=ROUND_TRIP_S) as line, pytest.raises(httpx.TransportError):
        httpx.get(line, trust_env=False)
