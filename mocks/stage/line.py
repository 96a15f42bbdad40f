"""One connection of the national port: requests in their order, one at a time; to hang up ends what is under way."""

import asyncio
import logging
import socket
import traceback
from collections import deque
from collections.abc import Coroutine, Mapping
from datetime import datetime
from typing import Any, Final, Protocol, TypeAlias, cast

from mocks.wire.http11 import Heads, Request
from mocks.wire.reader import Reader

LOGGER = logging.getLogger(__name__)
CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
MOST_WAITING: Final = 64
Pending: TypeAlias = Coroutine[Any, Any, None]


class Attendant(Protocol):
    """Who answers what comes over a line: the door."""

    heads: Heads

    def clock(self) -> datetime:
        """The instant, UTC."""
        ...

    def attend(self, request: Request, line: "Line") -> None:
        """Take a request of a line; `Line.set_free` says that it is done with. Raises nothing."""
        ...

    def serve(self) -> None:
        """Attend at once to all that was taken."""
        ...


class Line(asyncio.Protocol):
    """A connection. `certificate`: subject of the client's certificate by field name; None without one."""

    def __init__(self, attendant: Attendant, lines: "set[Line]") -> None:
        self._attendant = attendant
        self._lines = lines
        self._reader = Reader(attendant.heads, clock=attendant.clock)
        self._waiting: deque[Request] = deque()
        self._task: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._lost: asyncio.Future[None] = self._loop.create_future()
        self._is_busy = self._is_clogged = self._is_deaf = False
        self.certificate: Mapping[str, str] | None = None
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; who is there is known by now, as TLS has shaken hands."""
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is one by its methods, not by its class
        self._lines.add(self)
        if shown := transport.get_extra_info("peercert"):
            self.certificate = {name: value for part in shown.get("subject", ()) for name, value in part}
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)

    def data_received(self, data: bytes) -> None:
        """Attend to what has arrived whole; what comes while another is attended to waits for its turn."""
        for request in self._reader.read(data):
            if self._is_busy:
                self._waiting.append(request)
            else:
                self._is_busy = True
                self._attendant.attend(request, self)
        self._look_up()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the signature is asyncio's
        """End what is under way. What had arrived is attended to on a closed line, so that it is recorded."""
        self._lines.discard(self)
        if self._task is not None:
            self._task.cancel()
        left = [*self._waiting, self._reader.cut()]
        self._waiting.clear()
        for request in left:
            if request is not None:
                request.fault = "cut"
                self._attendant.attend(request, self)
        self._lost.set_result(None)

    def pause_writing(self) -> None:
        """Who does not listen is not listened to either."""
        self._is_clogged = True
        self._look_up()

    def resume_writing(self) -> None:
        """Listen again."""
        self._is_clogged = False
        self._look_up()

    def send(self, answer: bytes, *, close: bool) -> None:
        """Write a whole answer; `close`: the last one."""
        self.transport.write(answer)
        if close:
            self.transport.close()

    @property
    def is_closing(self) -> bool:
        """Whether nothing can be answered any more."""
        return self.transport.is_closing()

    async def hang_up(self, *, after_s: float) -> None:
        """Close once what is under way is done and sent, or after `after_s` however far it is."""
        self._attendant.serve()
        if (task := self._task) is not None:
            await asyncio.wait([task], timeout=after_s)
        self.transport.close()
        await asyncio.wait([self._lost], timeout=after_s)
        if not self._lost.done():
            self.transport.abort()
        await asyncio.wait([self._lost, *([task] if task is not None else [])])

    def wait_for(self, pending: Pending) -> None:
        """Let the request at hand take its time; whoever hangs up cancels it."""
        self._task = self._loop.create_task(pending)
        self._task.add_done_callback(self._done)

    def set_free(self) -> None:
        """Go on to the next request, unless something is still waited for."""
        if self._task is not None:
            return
        self._is_busy = bool(self._waiting)
        if self._waiting:
            self._attendant.attend(self._waiting.popleft(), self)
            self._look_up()

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._task = None
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log_broken(error)
            self.transport.abort()
        self.set_free()
        self._look_up()

    def _look_up(self) -> None:
        """Read on, or not, and say so to a sender that waits for it."""
        if self._reader.wants_continue and not self._is_busy:
            self._reader.wants_continue = False
            self.transport.write(CONTINUE)
        if self._is_deaf != (self._is_clogged or len(self._waiting) > MOST_WAITING):
            self._is_deaf = not self._is_deaf
            (self.transport.pause_reading if self._is_deaf else self.transport.resume_reading)()


def log_broken(error: BaseException) -> None:
    """Log that the mock itself broke: the kind of error and where; its text may quote what was sent."""
    trace = "".join(traceback.format_tb(error.__traceback__))
    LOGGER.error("the mock broke with %s:\n%s", type(error).__name__, trace)
