"""The recording transport: whatever passes it, answered or met with silence, is an exchange of the record."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

import httpx

from harness.clock import Clock
from harness.exchange import Exchange, Json, read_exchange
from harness.message import kept_address, kept_headers, kept_of, storable
from harness.target import refuse_national

SILENCE = (
    httpx.ReadTimeout,
    httpx.WriteTimeout,
    httpx.ConnectTimeout,
    httpx.ConnectError,
    httpx.ReadError,
    httpx.WriteError,
    httpx.RemoteProtocolError,
)
Append = Callable[[str, Mapping[str, Json]], None]


class Contract(Protocol):
    """What a driving door knows of its messages: the operation, and the schemas that mark what to redact."""

    system: str
    profile: str

    def operation(self, method: str, path: str) -> str | None: ...
    def schemas(self, operation: str | None) -> tuple[Mapping[str, Json], Mapping[str, Json]]: ...


def silence_of(exception: Exception) -> str:
    """The kind of silence, in the words of `specs/schemas/exchange.json`."""
    if isinstance(exception, httpx.ConnectError):
        return "refused"
    return "timeout" if isinstance(exception, httpx.TimeoutException) else "reset"


class RecordingTransport(httpx.BaseTransport):
    """Passes a request on and records what happened, also where nothing came back.

    Its exchanges are numbered from the one that comes `after`: two campaigns may be in one record.
    """

    def __init__(
        self,
        inner: httpx.BaseTransport,
        contract: Contract,
        *,
        key: bytes,
        append: Append,
        clock: Clock,
        after: int = 0,
    ) -> None:
        self._inner, self._contract, self._key, self._append, self._clock = inner, contract, key, append, clock
        self._count, self._one_at_a_time = after, threading.Lock()
        self._allowed: set[str] = set()
        self.last: Exchange | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send, record, answer. Raises what the network raised, after it was recorded."""
        self._refuse_national(request.url)
        started, before = self._clock.now(), self._clock.monotonic()
        try:
            response = self._inner.handle_request(request)
            try:
                raw = b"".join(response.stream)  # type: ignore[arg-type]  # a sync transport gives a sync stream
            finally:
                response.close()
        except SILENCE as exc:
            self._record(request, started, None, None, silence_of(exc))
            raise
        elapsed = (self._clock.monotonic() - before) * 1000
        kept = _decoded(response, raw)
        self._record(request, started, elapsed, kept, None)
        # A stream that is still to be read, because only its end sets `elapsed` on the answer.
        stream = httpx.ByteStream(raw)
        return httpx.Response(kept.status_code, headers=kept.headers, stream=stream, extensions=response.extensions)

    def close(self) -> None:
        """Close the sockets of the transport below."""
        self._inner.close()

    def _refuse_national(self, url: httpx.URL) -> None:
        """Each host once: asking DNS again on every call would count as slowness of the system under test."""
        if url.host not in self._allowed:
            refuse_national(str(url))
            self._allowed.add(url.host)

    def _record(
        self,
        request: httpx.Request,
        started: datetime,
        elapsed: float | None,
        response: httpx.Response | None,
        silence: str | None,
    ) -> None:
        door = request.url.raw_path.partition(b"?")[0].decode("ascii")  # undecoded: a code with %2F is one step
        operation = self._contract.operation(request.method, door)
        asked, answered = self._contract.schemas(operation)
        told, heads = kept_of(request, asked, self._key), kept_headers(dict(request.headers), asked, self._key)
        address = kept_address(request.url, asked, self._key)
        reply, hidden = self._reply(response, answered)
        row: dict[str, Json] = {
            "system": self._contract.system,
            "profile": self._contract.profile,
            "direction": "to-sut",
            "operation": operation,
            "started": started.isoformat().replace("+00:00", "Z"),
            "elapsed_ms": None if elapsed is None else round(elapsed, 3),
            "request": {"method": request.method, **address.content, "headers": heads.content, **told.content},
            "response": reply,
            "silence": silence,
            "facts": {**told.facts, **self.seen(request, response)},
            "redacted": told.hidden + heads.hidden + address.hidden + hidden,
        }
        self._keep(storable(row))

    def seen(self, request: httpx.Request, response: httpx.Response | None) -> Mapping[str, Json]:  # noqa: ARG002 - for doors that look
        """More facts, computed of what is not kept as it came."""
        return {}

    def _reply(self, response: httpx.Response | None, schema: Mapping[str, Json]) -> tuple[Json, int]:
        """What is kept of an answer, and how many values were replaced; nothing where there is none."""
        if response is None:
            return None, 0
        answer, heads = kept_of(response, schema, self._key), kept_headers(dict(response.headers), schema, self._key)
        told = {"status": response.status_code, "headers": heads.content, **answer.content}
        return told, answer.hidden + heads.hidden

    def _keep(self, row: Mapping[str, Json]) -> None:
        """Number and append; one at a time, for a proxy passes several calls on at once."""
        with self._one_at_a_time:
            self._count += 1
            own = {"id": f"{self._contract.system}-{self._count:06d}", "seq": self._count}
            numbered = {**own, **row, "defects": [], "behaviour": []}
            self._append("exchange", numbered)
            self.last = read_exchange(numbered)


def _decoded(response: httpx.Response, raw: bytes) -> httpx.Response:
    """The answer with its content read; as it came where its content-encoding is not what it says."""
    try:
        return httpx.Response(response.status_code, headers=response.headers, content=raw)
    except httpx.DecodingError:
        headers = response.headers.copy()
        del headers["content-encoding"]
        return httpx.Response(response.status_code, headers=headers, content=raw)
