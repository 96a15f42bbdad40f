"""A line that takes its time: TCP to another address, every byte delayed, order, ends and resets kept."""

import asyncio
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final, TypeAlias
from urllib.parse import urlsplit

STOP_WITHIN_S = 5
Act: TypeAlias = Callable[[asyncio.Transport], None]
RESET: Final = struct.pack("ii", 1, 0)  # SO_LINGER on, 0 s: what closes is reset


@contextmanager
def slow_line(target: str, *, round_trip_s: float) -> Iterator[str]:
    """Listen on loopback while the block lasts and pass all on to `target`; gives the base URL to call instead.

    A question and its answer take `round_trip_s` longer than without: half of it on the way there, half on the way
    back. The connection itself is made at once.
    """
    place = urlsplit(target)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    line = _Line(loop, (str(place.hostname), int(place.port or 0)), round_trip_s / 2)
    try:
        port = asyncio.run_coroutine_threadsafe(line.open(), loop).result()
        yield f"{place.scheme}://127.0.0.1:{port}"
    finally:
        asyncio.run_coroutine_threadsafe(line.close(), loop).result(timeout=STOP_WITHIN_S)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=STOP_WITHIN_S)
        loop.close()


class _Line:
    """The listening side; `ends` are those of open connections."""

    def __init__(self, loop: asyncio.AbstractEventLoop, target: tuple[str, int], delay_s: float) -> None:
        self.loop, self.target, self.delay_s = loop, target, delay_s
        self.ends: set[asyncio.Transport] = set()
        self.connecting: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> int:
        self._server = await self.loop.create_server(lambda: _End(self), "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for task in self.connecting:
            task.cancel()
        for end in self.ends:
            end.abort()
        await asyncio.sleep(0)  # the ends hear of it


class _End(asyncio.Protocol):
    """One end of a connection; what comes in here goes out at `other`, later. Without `other` it calls the target."""

    def __init__(self, line: _Line, other: asyncio.Transport | None = None) -> None:
        self._line, self._other = line, other
        self.here: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.here = transport
        self._line.ends.add(transport)
        if self._other is None:
            transport.pause_reading()
            task = self._line.loop.create_task(self._connect())
            self._line.connecting.add(task)
            task.add_done_callback(self._line.connecting.discard)

    async def _connect(self) -> None:
        """Call the target; where nobody answers, what comes here is reset."""
        try:
            self._other, _ = await self._line.loop.create_connection(
                lambda: _End(self._line, self.here), *self._line.target
            )
        except OSError:
            _reset(self.here)
            return
        self.here.resume_reading()

    def data_received(self, data: bytes) -> None:
        self._later(lambda other: other.write(data))

    def eof_received(self) -> bool:
        self._later(lambda other: other.write_eof())
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        self._line.ends.discard(self.here)
        self._later(_reset if exc else asyncio.Transport.close)

    def _later(self, what: Act) -> None:
        if self._other is not None:
            self._line.loop.call_later(self._line.delay_s, _do, what, self._other)


def _do(what: Act, end: asyncio.Transport) -> None:
    if not end.is_closing():
        with suppress(OSError):  # it has left meanwhile
            what(end)


def _reset(end: asyncio.Transport) -> None:
    connection: socket.socket = end.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    end.abort()
