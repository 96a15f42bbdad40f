"""One generator's course: its calls leave at their planned instants, whatever the system under test does."""

import gc
import time
from collections import deque
from collections.abc import Callable, Mapping
from statistics import median, quantiles
from typing import Any
from urllib.parse import quote, urlsplit

import gevent
import orjson
from gevent.event import Event
from gevent.pool import Pool
from geventhttpclient.client import HTTPClient, HTTPClientPool
from geventhttpclient.response import HTTPConnectionClosed, HTTPParseError
from geventhttpclient.url import URL

from load.plan import Call, Part

NOT_SENT, UNANSWERED, OK = "not-sent", "unanswered", "ok"
BROKEN = "broken"  # how a run ended in which we made a mistake; what it was stands on standard error
_WATCHED_S = 5
_ENOUGH = 20  # answers below which no share and no median stops a run
_OBJECTS = 50_000  # the collector's threshold: its pauses are the generator's schedule error


class Unreadable(Exception):
    """An answer has no value where a later call needs one."""


class Course:
    """Plays a part. `fire` gets each answered call for locust's statistics, `tell` what happened, once a second.

    `rows` has, for each call of the part: seconds of sending and answer (None where there was none), status, outcome,
    and what was kept of the answer.
    """

    def __init__(
        self,
        part: Part,
        clients: HTTPClientPool,
        *,
        fire: Callable[..., None],
        tell: Callable[[Mapping[str, Any]], None],
    ) -> None:
        self.part = part
        self.ended = "complete"
        self.cpu_s = self.wall_s = 0.0
        self.rows: list[list[Any]] = [[None, None, 0, NOT_SENT, {}] for _ in part.calls]
        self._doors = [_door(clients, call.url) for _, call in part.calls]
        self._fire = fire
        self._tell = tell
        self._halted = Event()
        self._pool = Pool(part.limits.in_flight)
        self._chains: dict[str, deque[int]] = {}  # of keys with a call on its way: what must leave after it
        self._kept: dict[str, dict[str, str]] = {}
        self._broken: set[str] = set()
        self._answers: deque[tuple[float, float, bool]] = deque()  # of the last seconds: when, latency in s, fine
        self._sent = self._done = self._errors = 0
        self._zero = 0.0

    def halt(self, ended: str) -> None:
        """End the run now, with what there is."""
        if not self._halted.is_set():
            self.ended = ended
            self._halted.set()

    def run(self, zero: float) -> None:
        """Send every call at its instant after `zero` (of the monotonic clock), and wait for the answers."""
        self._zero = zero
        gc.collect()
        gc.freeze()
        gc.set_threshold(_OBJECTS)
        watching = gevent.spawn(self._watch)
        self._halted.wait(max(0.0, zero - time.monotonic()))
        cpu = time.process_time()
        self._dispatch()
        self.cpu_s, self.wall_s = time.process_time() - cpu, time.monotonic() - zero
        answered = gevent.spawn(self._pool.join)
        gevent.wait([answered, self._halted], timeout=self.part.limits.grace_s, count=1)
        self._halted.set()
        self._pool.kill()
        watching.kill()
        self._report()

    def _dispatch(self) -> None:
        for number, (_, call) in enumerate(self.part.calls):
            while (gap := self._zero + call.at_s - time.monotonic()) > 0 and not self._halted.is_set():
                self._halted.wait(gap)
            if call.key in self._chains:
                self._chains[call.key].append(number)
                continue
            while self._pool.full() and not self._halted.is_set():
                self._pool.wait_available(timeout=0.1)
            if self._halted.is_set():
                return
            if call.key:
                self._chains[call.key] = deque()
            self._pool.spawn(self._in_order, number).link_exception(lambda _: self.halt(BROKEN))

    def _in_order(self, number: int) -> None:
        """Send a call, and then those of its key that became due meanwhile."""
        key = self.part.calls[number][1].key
        self._one(number)
        waiting = self._chains.get(key, deque())
        while waiting:
            self._one(waiting.popleft())
        self._chains.pop(key, None)

    def _one(self, number: int) -> None:
        call = self.part.calls[number][1]
        if call.key and call.key in self._broken:
            return
        row = self.rows[number]
        row[0] = time.monotonic() - self._zero
        row[3] = UNANSWERED
        self._sent += 1
        body, outcome = self._answer(number, call)
        row[1] = time.monotonic() - self._zero
        if outcome == OK and call.keep:
            outcome = self._keep(call, body, row)
        row[3] = outcome
        if call.key and outcome != OK:
            self._broken.add(call.key)
        self._account(call, row, len(body))

    def _answer(self, number: int, call: Call) -> tuple[bytes, str]:
        """Send a call and read its answer: the body, and how it ended."""
        client, uri = self._doors[number]
        kept = self._kept.get(call.key, {})
        quoted = {name: quote(value, safe="") for name, value in kept.items()}
        try:
            answer = client.request(
                call.method, _filled(uri, quoted), body=_filled(call.body, kept).encode(), headers=dict(call.headers)
            )
            body = bytes(answer.read())
        except TimeoutError:
            return b"", "timeout"
        except (OSError, HTTPConnectionClosed, HTTPParseError):
            return b"", "connection"
        status = answer.get_code()
        self.rows[number][2] = status
        return body, OK if status in call.expect else f"status {status}"

    def _keep(self, call: Call, body: bytes, row: list[Any]) -> str:
        try:
            answer = orjson.loads(body)
            row[4] = {name: _value_at(answer, pointer) for name, pointer in call.keep.items()}
        except (orjson.JSONDecodeError, Unreadable):
            return "unreadable"
        self._kept.setdefault(call.key, {}).update(row[4])
        return OK

    def _account(self, call: Call, row: list[Any], length: int) -> None:
        latency, fine = row[1] - call.at_s, row[3] == OK
        self._done += 1
        self._errors += not fine
        self._answers.append((row[1], latency, fine))
        self._fire(
            request_type=call.method,
            name=call.kind,
            response_time=latency * 1000,
            response_length=length,
            response=None,
            exception=None if fine else ConnectionError(row[3]),
            context={"service_ms": (row[1] - row[0]) * 1000, "lag_ms": (row[0] - call.at_s) * 1000},
            url=call.url,
        )

    def _watch(self) -> None:
        """Once a second: tell how far it is, and stop where a limit is breached."""
        limits = self.part.limits
        while not self._halted.wait(1.0):
            now = time.monotonic() - self._zero
            while self._answers and self._answers[0][0] < now - _WATCHED_S:
                self._answers.popleft()
            self._report()
            if now > limits.seconds:
                self.halt("seconds")
            if len(self._answers) >= _ENOUGH:
                wrong = sum(not fine for _, _, fine in self._answers) / len(self._answers)
                if wrong > limits.errors:
                    self.halt("errors")
                elif median(latency for _, latency, _ in self._answers) * 1000 > limits.latency_ms:
                    self.halt("latency")

    def _report(self) -> None:
        now = time.monotonic() - self._zero
        last = [latency for at, latency, _ in self._answers if at >= now - 1]
        self._tell(
            {
                "at_s": round(now, 1),
                "sent": self._sent,
                "done": self._done,
                "errors": self._errors,
                "in_flight": self._sent - self._done,
                "p99_ms": round(quantiles(last, n=100)[98] * 1000, 1) if len(last) > 1 else None,
            }
        )


def _door(clients: HTTPClientPool, url: str) -> tuple[HTTPClient, str]:
    """Return the client of an address (one for each host and port), and what stands in the request line."""
    split = urlsplit(url)
    return clients.get_client(URL(f"{split.scheme}://{split.netloc}/")), split._replace(
        scheme="", netloc=""
    ).geturl() or "/"


def _filled(text: str, kept: Mapping[str, str]) -> str:
    for name, value in kept.items():
        text = text.replace(f"{{{{{name}}}}}", value)
    return text


def _value_at(answer: Any, pointer: str) -> str:
    """Return the scalar to which a JSON pointer leads (RFC 6901), as text."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(answer, list) and name.isdecimal() and int(name) < len(answer):
            answer = answer[int(name)]
        elif isinstance(answer, dict) and name in answer:
            answer = answer[name]
        else:
            raise Unreadable(pointer)
    if isinstance(answer, dict | list) or answer is None:
        raise Unreadable(pointer)
    return str(answer)
