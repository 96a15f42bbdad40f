"""Points of control and observation: the only doors between the harness and a system under test.

`DrivingPco` sends; its transport (`harness/transport.py`) keeps every request with its answer or its silence.
`ObservingPco` reads, over the control API of a mock, what the system under test sent to it.
"""

from collections.abc import Mapping
from functools import cached_property

import httpx

from harness.errors import HarnessError, Inconclusive
from harness.exchange import Exchange, Json, read_exchange
from harness.message import storable
from harness.target import refuse_national
from harness.transport import SILENCE, Append, RecordingTransport
from harness.trust import trust
from harness.verdict import Code
from specs.redaction import redact, redact_text

LONGEST_POLL_S = 25.0
"""Below the 30 s that the control API grants, so that it is the mock that ends a poll."""


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
            verify=trust(),
            trust_env=False,
        )
        self._append = append
        self._next = 0
        self._started: Json = None
        self.exchanges: list[Exchange] = []

    def identity(self) -> Mapping[str, Json]:
        """System, profile, build, addresses and redaction key of the mock."""
        return self._ask("GET", "/identity")

    def start_now(self) -> None:
        """Leave aside what the mock saw before this run."""
        identity = self.identity()
        self._next, self._started = int(identity["journal_next"]) - 1, identity["started"]

    @property
    def position(self) -> int:
        """The number of the last exchange that was taken over, or left aside at the start."""
        return self._next

    def read(self, wait: float = 0.0) -> list[Exchange]:
        """Take over what is new, blocking at most `wait` seconds for the first. Everything new is recorded.

        Raises HarnessError(MOCK) where something is missing, where another process answers than at the start, or where
        the mock itself broke on a call: what the system under test did then is nobody's to judge.
        """
        answer = self.page(self._next, wait=wait)
        try:
            new = [read_exchange(storable(row)) for row in answer["exchanges"]]
            started = answer["started"]
        except (KeyError, TypeError, ValueError) as exc:
            raise HarnessError(Code.MOCK, f"the journal holds what is no exchange: {exc!r}") from exc
        if self._started not in (None, started):
            raise HarnessError(Code.MOCK, f"the mock was replaced in mid-run: {self._started} → {started}")
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

    def page(self, after: int, *, wait: float = 0.0) -> Mapping[str, Json]:
        """One page of the journal behind `after`, not on the record: for those who keep something else of it."""
        return self._ask("GET", "/journal", params={"after": after, "wait": min(round(wait, 3), LONGEST_POLL_S)})

    def command(
        self, method: str, path: str, body: Json = None, *, marks: Mapping[str, Json] | None = None
    ) -> Mapping[str, Json]:
        """Tell the mock what to do, on the record: that it is about to be told, then what it answered, both redacted.

        `marks` is a schema that says what of body or answer is personal, where patterns would not see it. A run that is
        killed between the two events has left in the mock what no answer names.
        """
        place, wish = redact_text(path, self._key), redact(storable(body), marks, self._key)
        told = {"method": method, "path": place.value, "body": wish.value}
        self._append("commanding", told)
        answer = self._ask(method, path, json=body)
        kept = redact(storable(dict(answer)), marks, self._key)
        count = place.count + wish.count + kept.count
        self._append("command", {**told, "answer": kept.value, "redacted": count})
        return answer

    def view(self, name: str) -> Mapping[str, Json]:
        """One view of the mock. Not on the record, for nothing is judged by it: what can be known before the run."""
        return self._ask("GET", f"/views/{name}")

    def behaviours(self) -> list[Mapping[str, Json]]:
        """The misbehaviours that are in force: each with `id` and `name`."""
        installed = self._ask("GET", "/behaviours")["behaviours"]
        return [row for row in installed if row["times_left"] != 0 and row["seconds_left"] != 0]

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    @cached_property
    def _key(self) -> bytes:
        """That under which the mock redacts: what is equal stays equal throughout the record."""
        try:
            return bytes.fromhex(self.identity()["redaction_key"])
        except (KeyError, TypeError, ValueError) as exc:
            raise HarnessError(Code.MOCK, f"the mock does not say under which key it redacts: {exc!r}") from exc

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
