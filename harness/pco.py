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
TEXT_KEPT = 4096
Append = Callable[[str, Mapping[str, Json]], None]


class Contract(Protocol):
    """What a driving door knows of the messages that cross it: the operation, and the schemas that mark what to redact."""

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
        self.last: Exchange | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send, record, answer. Raises what the network raised, after it was recorded."""
        refuse_national(str(request.url))
        started, before = self._clock.now(), self._clock.monotonic()
        try:
            response = self._inner.handle_request(request)
            raw = b"".join(response.stream)  # type: ignore[arg-type]  # a sync transport gives a sync stream
            response.close()
        except SILENCE as exc:
            self._record(request, started, None, None, silence_of(exc))
            raise
        elapsed = (self._clock.monotonic() - before) * 1000
        whole = httpx.Response(
            response.status_code, headers=response.headers, stream=httpx.ByteStream(raw), extensions=response.extensions
        )
        kept = httpx.Response(response.status_code, headers=response.headers, content=raw)
        self._record(request, started, elapsed, kept, None)
        return whole

    def close(self) -> None:
        """Close the sockets of the transport below."""
        self._inner.close()

    def _record(
        self,
        request: httpx.Request,
        started: datetime,
        elapsed: float | None,
        response: httpx.Response | None,
        silence: str | None,
    ) -> None:
        self._count += 1
        operation = self._contract.operation(request.method, request.url.path)
        asked, answered = self._contract.schemas(operation)
        body, facts, hidden = self._content(request, asked)
        reply: dict[str, Json] | None = None
        if response is not None:
            content, _, more = self._content(response, answered)
            hidden += more
            reply = {"status": response.status_code, "headers": self._headers(response.headers), **content}
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
                "path": request.url.path,
                "query": {name: request.url.params.get_list(name) for name in request.url.params},
                "headers": self._headers(request.headers),
                **body,
            },
            "response": reply,
            "silence": silence,
            "facts": facts,
            "defects": [],
            "behaviour": [],
            "redacted": hidden,
        }
        self._append("exchange", row)
        self.last = read_exchange(row)

    def _headers(self, headers: httpx.Headers) -> dict[str, str]:
        return dict(redact_headers(dict(headers), self._key).value)

    def _content(
        self, message: httpx.Request | httpx.Response, schema: Mapping[str, Json]
    ) -> tuple[dict[str, Json], dict[str, Json], int]:
        """Body or text of a message, redacted, with the facts of the door and the number of values hidden."""
        content = message.content
        kept: dict[str, Json] = {"body": None, "text": None, "size": len(content)}
        if not content:
            return kept, {}, 0
        if "json" in message.headers.get("content-type", ""):
            try:
                value = httpx.Response(200, content=content).json()
            except ValueError:
                value = None
            if value is not None:
                hidden = redact(value, schema, self._key)
                return {**kept, "body": hidden.value}, dict(hidden.facts), hidden.count
        text = content.decode("utf-8", errors="replace")
        hidden = redact_text(text, self._key)
        return {**kept, "text": str(hidden.value)[:TEXT_KEPT]}, {}, hidden.count


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
        """One request. Raises Inconclusive(TIMEOUT) where the system under test stays silent."""
        try:
            self._client.request(method, path, json=body)
        except SILENCE as exc:
            raise Inconclusive(Code.TIMEOUT, f"no answer to {method} {path}: {exc!r}") from exc
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
        """Take over what is new, blocking at most `wait` seconds for the first. Everything new is recorded."""
        answer = self._ask("GET", "/journal", params={"after": self._next, "wait": min(round(wait, 3), 25.0)})
        new = [read_exchange(row) for row in answer["exchanges"]]
        for exchange in new:
            if exchange.seq != self._next + 1:
                raise HarnessError(Code.MOCK, f"the journal jumps from {self._next} to {exchange.seq}")
            self._next = exchange.seq
            self._append("exchange", exchange.raw)
            self.exchanges.append(exchange)
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
            answer: Mapping[str, Json] = response.json()
        except (httpx.HTTPError, ValueError) as exc:
            raise HarnessError(Code.MOCK, f"the mock's control API failed on {method} {path}: {exc!r}") from exc
        return answer
