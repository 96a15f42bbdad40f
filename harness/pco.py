"""Points of control and observation: the only doors between the harness and a system under test.

`DrivingPco` sends; its recording transport keeps every request with its answer or its silence, on every path.
`ObservingPco` reads, over the control API of a mock, what the system under test sent to it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

import httpx

from harness.clock import Clock
from harness.errors import HarnessError, Inconclusive
from harness.exchange import Exchange, Json, read_exchange
from harness.message import kept_of, storable
from harness.target import refuse_national
from harness.verdict import Code
from specs.redaction import redact, redact_headers, redact_text

SILENCE = (
    httpx.ReadTimeout,
    httpx.WriteTimeout,
    httpx.ConnectTimeout,
    httpx.ConnectError,
    httpx.ReadError,
    httpx.WriteError,
    httpx.RemoteProtocolError,
)
LONGEST_POLL_S = 25.0
"""Below the 30 s that the control API grants, so that it is the mock that ends a poll."""
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
    """Passes a request on and records what happened, also where nothing came back."""

    def __init__(
        self, inner: httpx.BaseTransport, contract: Contract, *, key: bytes, append: Append, clock: Clock
    ) -> None:
        self._inner, self._contract, self._key, self._append, self._clock = inner, contract, key, append, clock
        self._count = 0
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
        self._count += 1
        door = request.url.raw_path.partition(b"?")[0].decode("ascii")  # undecoded: a code with %2F is one step
        operation = self._contract.operation(request.method, door)
        asked, answered = self._contract.schemas(operation)
        told = kept_of(request, asked, self._key)
        heads = redact_headers(dict(request.headers), self._key)
        path = redact_text(request.url.path, self._key)
        query = redact({name: request.url.params.get_list(name) for name in request.url.params}, None, self._key)
        hidden = told.hidden + heads.count + path.count + query.count
        reply: dict[str, Json] | None = None
        if response is not None:
            answer = kept_of(response, answered, self._key)
            back = redact_headers(dict(response.headers), self._key)
            hidden += answer.hidden + back.count
            reply = {"status": response.status_code, "headers": back.value, **answer.content}
        row = {
            "id": f"{self._contract.system}-{self._count:06d}",
            "seq": self._count,
            "system": self._contract.system,
            "profile": self._contract.profile,
            "direction": "to-sut",
            "operation": operation,
            "started": started.isoformat().replace("+00:00", "Z"),
            "elapsed_ms": None if elapsed is None else round(elapsed, 3),
            "request": {
                "method": request.method,
                "path": path.value,
                "query": query.value,
                "headers": heads.value,
                **told.content,
            },
            "response": reply,
            "silence": silence,
            "facts": dict(told.facts),
            "defects": [],
            "behaviour": [],
            "redacted": hidden,
        }
        row = storable(row)
        self._append("exchange", row)
        self.last = read_exchange(row)


def _decoded(response: httpx.Response, raw: bytes) -> httpx.Response:
    """The answer with its content read; as it came where its content-encoding is not what it says."""
    try:
        return httpx.Response(response.status_code, headers=response.headers, content=raw)
    except httpx.DecodingError:
        headers = response.headers.copy()
        del headers["content-encoding"]
        return httpx.Response(response.status_code, headers=headers, content=raw)


class DrivingPco:
    """Sends to the system under test and gives back the recorded exchange."""

    def __init__(self, base: str, transport: RecordingTransport, *, timeout_s: float, token: str | None = None) -> None:
        refuse_national(base)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._transport = transport
        self._client = httpx.Client(
            base_url=base, transport=transport, timeout=timeout_s, headers=headers, trust_env=False
        )

    def send(self, method: str, path: str, body: Json = None) -> Exchange:
        """One request. Raises Inconclusive(TIMEOUT) where the system under test stays silent.

        Raises HarnessError where it was ours: an address that is none, no connection left in the pool.
        """
        try:
            self._client.request(method, path, json=body)
        except SILENCE as exc:
            raise Inconclusive(Code.TIMEOUT, f"no answer to {method} {path}: {exc!r}") from exc
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise HarnessError(Code.HARNESS, f"{method} {path} could not be sent: {exc!r}") from exc
        if self._transport.last is None:
            raise HarnessError(Code.HARNESS, "the recording transport recorded nothing")
        return self._transport.last

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


class ObservingPco:
    """What one mock saw, and commands to it, over its control API. Trouble here is ours: ERROR(MOCK)."""

    def __init__(self, control: str, *, token: str, append: Append, timeout_s: float = 10.0) -> None:
        self._client = httpx.Client(
            base_url=f"{control}/control/1",
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(timeout_s, read=timeout_s + 30.0),
            trust_env=False,
        )
        self._append = append
        self._next = 0
        self.exchanges: list[Exchange] = []

    def identity(self) -> Mapping[str, Json]:
        """System, profile, build, addresses and redaction key of the mock."""
        return self._ask("GET", "/identity")

    def start_now(self) -> None:
        """Leave aside what the mock saw before this run."""
        self._next = int(self.identity()["journal_next"]) - 1

    def read(self, wait: float = 0.0) -> list[Exchange]:
        """Take over what is new, blocking at most `wait` seconds for the first. Everything new is recorded.

        Raises HarnessError(MOCK) where something is missing, or where the mock itself broke on a call: what the system
        under test did then is nobody's to judge.
        """
        wait = min(round(wait, 3), LONGEST_POLL_S)
        answer = self._ask("GET", "/journal", params={"after": self._next, "wait": wait})
        try:
            new = [read_exchange(storable(row)) for row in answer["exchanges"]]
        except (KeyError, TypeError, ValueError) as exc:
            raise HarnessError(Code.MOCK, f"the journal holds what is no exchange: {exc!r}") from exc
        for exchange in new:
            if exchange.seq != self._next + 1:
                raise HarnessError(Code.MOCK, f"the journal jumps from {self._next} to {exchange.seq}")
            self._append("exchange", exchange.raw)
            self._next = exchange.seq
            self.exchanges.append(exchange)
        broken = [exchange for exchange in new if "mock_error" in exchange.facts]
        if broken:
            raise HarnessError(Code.MOCK, f"the mock broke on {broken[0].id}: {broken[0].facts['mock_error']}")
        return new

    def command(self, method: str, path: str, body: Json = None) -> Mapping[str, Json]:
        """Tell the mock what to do, on the record."""
        answer = self._ask(method, path, json=body)
        self._append("command", {"method": method, "path": path, "body": body, "answer": dict(answer)})
        return answer

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _ask(self, method: str, path: str, **options: Json) -> Mapping[str, Json]:
        try:
            response = self._client.request(method, path, **options)
            response.raise_for_status()
            answer: Json = response.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as exc:
            raise HarnessError(Code.MOCK, f"the mock's control API failed on {method} {path}: {exc!r}") from exc
        if not isinstance(answer, Mapping):
            raise HarnessError(Code.MOCK, f"the mock's control API answered {method} {path} with no object")
        return answer
