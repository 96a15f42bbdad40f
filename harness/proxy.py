"""The recording reverse proxy: what a sender that is not ours says to the system under test passes here.

It listens on loopback and leads to one system. Nothing is known of what passes, so bodies, queries, keys and cookies
are recorded as placeholders (`harness.message.CLOSED`); times, methods, paths and statuses stay readable.
"""

import asyncio
import socket
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

import httpx
from aiohttp import web

from harness.clock import Clock
from harness.errors import HarnessError
from harness.exchange import Exchange, Json, read_exchange
from harness.message import CLOSED
from harness.target import refuse_national
from harness.transport import SILENCE, Append, RecordingTransport
from harness.trust import trust
from harness.verdict import Code

LARGEST = 32 * 2**20
"""Bytes of a body, in either direction."""
AT_ONCE = 16
TIMEOUT = httpx.Timeout(60.0)
HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer"}
    | {"transfer-encoding", "upgrade"}
)
"""Headers of one hop (RFC 9110, 7.6.1)."""
NOT_GIVEN_BACK = HOP_BY_HOP | {"content-length", "strict-transport-security"}
OF_THE_CHANNEL = frozenset({"secure", "domain"})
"""Attributes of a cookie that hold for the system's own address and not for loopback."""


class ClosedContract:
    """An interface of which nothing is known: no operations, and every body counts as personal."""

    system = "sut"
    profile = "unknown"

    def operation(self, _method: str, _path: str) -> str | None:
        """None has a name."""
        return None

    def schemas(self, _operation: str | None) -> tuple[Mapping[str, Json], Mapping[str, Json]]:
        """Everything is hidden."""
        return CLOSED, CLOSED


class TooLarge(httpx.ReadError):
    """An answer has more bytes than the proxy passes on."""


class _Bounded(httpx.BaseTransport):
    """Breaks an answer off that is larger than LARGEST."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._inner.handle_request(request)
        stream = _BoundedStream(response)
        return httpx.Response(response.status_code, headers=response.headers, stream=stream)

    def close(self) -> None:
        self._inner.close()


class _BoundedStream(httpx.SyncByteStream):
    def __init__(self, response: httpx.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self._response.stream:  # type: ignore[union-attr]  # a sync transport gives a sync stream
            size += len(piece)
            if size > LARGEST:
                raise TooLarge(f"an answer of the system has more than {LARGEST} bytes")
            yield piece

    def close(self) -> None:
        self._response.close()


class RecordingProxy:
    """Serves from its creation to `close`, in a thread of its own; the record is written by whoever calls `take`."""

    def __init__(
        self, target: str, *, key: bytes, clock: Clock, inner: httpx.BaseTransport | None = None, after: int = 0
    ) -> None:
        refuse_national(target)
        parts = urlsplit(target)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._passed: deque[Mapping[str, Json]] = deque()
        self._troubles: deque[str] = deque()
        bounded = _Bounded(inner or httpx.HTTPTransport(verify=trust(), trust_env=False))
        self._transport = RecordingTransport(
            bounded,
            ClosedContract(),
            key=key,
            append=lambda _kind, row: self._passed.append(row),
            clock=clock,
            after=after,
        )
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="proxy")
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._own = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.base = f"{self._own}{parts.path.rstrip('/')}"
        self._loop = asyncio.new_event_loop()
        self._stopped = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="recording-proxy", daemon=True)
        self._thread.start()

    def take(self, append: Append) -> list[Exchange]:
        """Put into the record what has passed since the last call, and give it.

        Raises HarnessError where the proxy could not pass something on as it was.
        """
        taken = []
        while self._passed:
            row = self._passed.popleft()
            append("exchange", row)
            taken.append(read_exchange(row))
        if self._troubles:
            raise HarnessError(Code.ENVIRONMENT, f"the recording proxy: {self._troubles.popleft()}")
        return taken

    def close(self) -> None:
        """Stop serving. What was not taken is not recorded."""
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join()
        self._pool.shutdown()
        self._transport.close()

    def _run(self) -> None:
        with closing(self._loop):
            self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        app = web.Application(client_max_size=LARGEST)
        app.router.add_route("*", "/{anything:.*}", self._pass)
        runner = web.AppRunner(app, handle_signals=False, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        await web.SockSite(runner, self._socket).start()
        await self._stopped.wait()
        await runner.cleanup()

    async def _pass(self, request: web.Request) -> web.StreamResponse:
        """Pass one request on, and its answer back; 502 where the system stays silent."""
        try:
            _refuse_other_ways(request)
            onward = self._onward(request, await request.read())
            response = await self._loop.run_in_executor(self._pool, self._transport.handle_request, onward)
        except TooLarge as exc:
            return self._not_passed(request, 502, str(exc))
        except SILENCE as exc:
            return web.Response(status=502, text=f"the system under test did not answer: {exc!r}")
        except web.HTTPException as exc:
            return self._not_passed(request, exc.status, exc.text or exc.reason)
        except Exception as exc:  # noqa: BLE001 - whatever it is, `take` raises it in the thread that judges
            return self._not_passed(request, 502, repr(exc))
        return self._back(response)

    def _not_passed(self, request: web.Request, status: int, why: str) -> web.Response:
        self._troubles.append(f"a {request.method} was answered {status} here: {why}")
        return web.Response(status=status, text=why)

    def _onward(self, request: web.Request, body: bytes) -> httpx.Request:
        left_out = HOP_BY_HOP | {"host", "content-length"}
        headers = [
            (name, value.replace(self._own, self._origin))
            for name, value in request.headers.items()
            if name.lower() not in left_out
        ]
        address = f"{self._origin}{request.raw_path}"
        timeout = {"timeout": TIMEOUT.as_dict()}
        return httpx.Request(request.method, address, headers=headers, content=body or None, extensions=timeout)

    def _back(self, response: httpx.Response) -> web.Response:
        content = b"".join(response.stream)  # type: ignore[arg-type]  # the transport gives a sync stream
        answer = web.Response(status=response.status_code, body=content)
        for name, value in response.headers.multi_items():
            if name == "set-cookie":
                answer.headers.add(name, _for_loopback(value))
            elif name == "content-type":
                answer.headers[name] = value
            elif name not in NOT_GIVEN_BACK:
                answer.headers.add(name, value.replace(self._origin, self._own) if name == "location" else value)
        return answer


def _refuse_other_ways(request: web.Request) -> None:
    if "upgrade" in request.headers.get("Connection", "").lower():
        raise web.HTTPNotImplemented(text="an upgrade (WebSocket) cannot be recorded")
    if not request.raw_path.startswith("/"):
        raise web.HTTPBadRequest(text="this proxy leads to one system and not on to others")


def _for_loopback(cookie: str) -> str:
    """A Set-Cookie without what ties it to the system's own address."""
    parts = [part.strip() for part in cookie.split(";")]
    return "; ".join(part for part in parts if part.partition("=")[0].strip().lower() not in OF_THE_CHANNEL)
