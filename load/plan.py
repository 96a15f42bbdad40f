"""What is to be sent and when: calls at planned instants, and the limits within which they may run. Pure."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import orjson

from harness.errors import Refused


@dataclass(frozen=True, slots=True)
class Call:
    """One call, `at_s` seconds after the run's second 0, to an absolute `url`, with a body made beforehand.

    Calls of one `key` leave in their order, each after the one before was answered; without a key a call stands alone.
    `keep` takes values out of an answer by JSON pointer; later calls of the same key write `{{name}}` in url or body.
    A status outside `expect` is an error, and the later calls of its key are not sent.
    """

    at_s: float
    kind: str
    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    key: str = ""
    expect: tuple[int, ...] = (200, 201, 204)
    keep: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may cost, and at what it stops by itself.

    `errors` (a share) and `latency_ms` (the median) are looked at over the answers of the last five seconds, from
    twenty answers on. `grace_s` is how long answers are waited for after the last planned instant. A generator whose
    99th percentile of the schedule error is over `schedule_error_ms` counts as saturated.
    """

    errors: float = 0.5
    latency_ms: float = 30_000
    calls: int = 1_000_000
    seconds: float = 900
    in_flight: int = 2_000
    timeout_s: float = 30
    grace_s: float = 30
    schedule_error_ms: float = 5


@dataclass(frozen=True)
class Plan:
    """Calls within `span_s` seconds, each of which stands for `compression` seconds of the scenario.

    `ca` is the text (PEM) of the authority that TLS is verified by; without it, the usual public ones.

    Raises Refused if there are no calls, more than the limits allow, or one that cannot be sent.
    """

    name: str
    seed: int
    span_s: float
    calls: Sequence[Call]
    limits: Limits = Limits()
    compression: float = 1.0
    ca: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "calls", tuple(sorted(self.calls, key=lambda call: call.at_s)))
        if not self.calls:
            raise Refused(f"the plan {self.name!r} has no calls")
        if len(self.calls) > self.limits.calls:
            raise Refused(f"the plan {self.name!r} has {len(self.calls)} calls, and {self.limits.calls} are allowed")
        if self.span_s > self.limits.seconds:
            raise Refused(f"the plan {self.name!r} lasts {self.span_s} s, and {self.limits.seconds} s are allowed")
        for call in self.calls:
            if urlsplit(call.url).scheme not in {"http", "https"} or not 0 <= call.at_s <= self.span_s:
                raise Refused(f"no call of this plan: {call.method} {call.url!r} at {call.at_s} s of {self.span_s} s")

    @cached_property
    def digest(self) -> str:
        """SHA-256 over name, seed and every call without its headers, which hold credentials."""
        whole = hashlib.sha256(orjson.dumps([self.name, self.seed, self.span_s, self.compression]))
        for call in self.calls:
            known = asdict(call)
            del known["headers"]
            whole.update(orjson.dumps(known, option=orjson.OPT_SORT_KEYS))
        return whole.hexdigest()

    def parts(self, number: int) -> list[list[int]]:
        """Share the calls out among generators, by their places in `calls`; those of one key stay together."""
        shares: list[list[int]] = [[] for _ in range(number)]
        keys: dict[str, int] = {}
        for place, call in enumerate(self.calls):
            smallest = min(range(number), key=lambda share: len(shares[share]))
            share = keys.setdefault(call.key, smallest) if call.key else smallest
            shares[share].append(place)
        return shares

    def lines(self, places: Sequence[int]) -> Iterator[bytes]:
        """Write a part for a generator: a head, then one line a call."""
        yield orjson.dumps({"limits": asdict(self.limits), "span_s": self.span_s, "ca": self.ca})
        for place in places:
            yield orjson.dumps({"place": place, **asdict(self.calls[place])})


@dataclass(frozen=True)
class Part:
    """What one generator has to send: calls with their places in the whole plan."""

    limits: Limits
    span_s: float
    ca: str
    calls: Sequence[tuple[int, Call]]


def read_part(lines: Sequence[bytes]) -> Part:
    """Read what `Plan.lines` wrote."""
    head: dict[str, Any] = orjson.loads(lines[0])
    calls = []
    for line in lines[1:]:
        row = orjson.loads(line)
        calls.append((row.pop("place"), Call(**row | {"expect": tuple(row["expect"])})))
    return Part(Limits(**head["limits"]), head["span_s"], head["ca"], calls)
