"""A province for tests: it keeps what is pushed to it and answers as told."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TAKEN = (200, "application/json", b'{"taken": true}')


@dataclass(frozen=True)
class Received:
    """One push as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Province:
    """Where it listens and what arrived. `answers` are given in turn, the last one for ever; None: it hangs up."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answers: list[tuple[int, str, bytes] | None] = field(default_factory=lambda: [TAKEN])
    arrived: threading.Condition = field(default_factory=threading.Condition)
    meanwhile: Callable[[], Any] = lambda: None

    def wait(self, count: int) -> list[Received]:
        """What has arrived, once there are `count` of them."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.received) >= count, 10), self.received
            return list(self.received)

    def take(self, received: Received) -> tuple[int, str, bytes] | None:
        """Keep one and say what is answered."""
        self.meanwhile()
        with self.arrived:
            self.received.append(received)
            self.arrived.notify_all()
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def provincial() -> Iterator[Province]:
    """A province that listens."""
    province = Province()

    class Inbox(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): text for name, text in self.headers.items()}
            answer = province.take(Received(self.command, self.path, headers, body))
            if answer is None:
                self.close_connection = True
                return
            status, media, content = answer
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = handle_any

        def log_message(self, *_: Any) -> None:
            """Nothing is logged."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """A mock that stops closes its connections; that is no error here."""

    with Quiet(("127.0.0.1", 0), Inbox) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        province.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield province
        finally:
            server.shutdown()
            thread.join()
