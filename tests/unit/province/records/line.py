"""A line to a database server that a test can make slow, or cut at the worst moment."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MOST = 65_536


class Line:
    """Passes bytes on between a port of the loopback interface and a socket file, and counts the requests.

    Each way takes `delay_s`. Where `cut_after` is set, the first request that holds it still reaches the server, and
    its answer reaches nobody: both ends see the line break.
    """

    def __init__(self, server: Path, *, delay_s: float = 0.0) -> None:
        self.delay_s = delay_s
        self.cut_after: bytes | None = None
        self.cuts = 0
        self.requests = 0
        self._server = server
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]

    def serve(self) -> None:
        """Take connections until the door is closed."""
        with suppress(OSError):  # the door was closed
            while True:
                client, _ = self._door.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(self._server))
                broken = threading.Event()
                for way in ((client, server, True), (server, client, False)):
                    threading.Thread(target=self._pass_on, args=(*way, broken), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, asks: bool, broken: threading.Event) -> None:  # noqa: FBT001 - started as a thread, by position
        with suppress(OSError):  # the other end is gone
            while data := source.recv(MOST):
                time.sleep(self.delay_s)  # what it is: a line that takes its time
                self.requests += asks
                if asks and self.cut_after is not None and self.cut_after in data:
                    self.cut_after, self.cuts = None, self.cuts + 1
                    broken.set()
                elif not asks and broken.is_set():
                    break
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):  # closed already
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self) -> None:
        """Take no more connections."""
        with suppress(OSError):  # nobody ever connected
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()


@contextmanager
def line_to(server: Path, *, delay_s: float = 0.0) -> Iterator[Line]:
    """Lay a line while the block lasts."""
    line = Line(server, delay_s=delay_s)
    taking = threading.Thread(target=line.serve)
    taking.start()
    try:
        yield line
    finally:
        line.close()
        taking.join()
