"""One request and its answer or its silence, as seen at a door (`specs/schemas/exchange.json`).

An Exchange is redacted before it exists here. `body`, `reply` and the facts are all that a check may look at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

Json: TypeAlias = Any
EXACT = 2**53
"""From here on a JSON number is not exact: RFC 8785 knows doubles alone."""


@dataclass(frozen=True)
class Exchange:
    """An observed event. Times are UTC instants of the door's own clock; `elapsed_ms` is None where no answer came."""

    id: str
    seq: int
    system: str
    profile: str
    direction: str
    operation: str | None
    started: datetime
    elapsed_ms: float | None
    request: Mapping[str, Json]
    response: Mapping[str, Json] | None
    silence: str | None
    facts: Mapping[str, Json]
    raw: Mapping[str, Json]

    @property
    def body(self) -> Json:
        """The JSON body of the request; None where there was none or it was not JSON."""
        return self.request.get("body")

    @property
    def reply(self) -> Json:
        """The JSON body of the answer; None where there was none."""
        return None if self.response is None else self.response.get("body")

    @property
    def status(self) -> int | None:
        """The HTTP status of the answer."""
        return None if self.response is None else self.response["status"]

    @property
    def ended(self) -> datetime:
        """When the answer had been given; the start where there was none."""
        return self.started + timedelta(milliseconds=self.elapsed_ms or 0.0)


def read_exchange(raw: Mapping[str, Json]) -> Exchange:
    """Parse one line of a journal. Raises KeyError or ValueError where it is not an exchange."""
    return Exchange(
        id=raw["id"],
        seq=raw["seq"],
        system=raw["system"],
        profile=raw["profile"],
        direction=raw["direction"],
        operation=raw["operation"],
        started=datetime.fromisoformat(raw["started"]),
        elapsed_ms=raw["elapsed_ms"],
        request=raw["request"],
        response=raw["response"],
        silence=raw["silence"],
        facts=raw["facts"],
        raw=raw,
    )


def values_at(value: Json, pointer: str) -> Iterator[Json]:
    """Every value that `pointer` reaches: a JSON Pointer (RFC 6901) with two steps of our own.

    `*` stands for every item of a list, `[Name=value]` for those items whose member `Name` is that
    text. Nothing is yielded where the path ends early; that is how absence is seen.
    """
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    yield from _walk(value, steps)


def _walk(value: Json, steps: list[str]) -> Iterator[Json]:
    if not steps:
        yield value
        return
    head, rest = steps[0], steps[1:]
    if head == "*" and isinstance(value, list):
        for item in value:
            yield from _walk(item, rest)
    elif head.startswith("[") and isinstance(value, list):
        name, _, wanted = head[1:-1].partition("=")
        for item in value:
            if isinstance(item, Mapping) and item.get(name) == wanted:
                yield from _walk(item, rest)
    elif isinstance(value, list) and head.isdigit() and int(head) < len(value):
        yield from _walk(value[int(head)], rest)
    elif isinstance(value, Mapping) and head in value:
        yield from _walk(value[head], rest)


def reached(exchange: Exchange, pointer: str) -> list[Json]:
    """The values at `pointer` in the request's body, in the answer's with `reply:`, in the facts with `facts:`."""
    place, _, rest = pointer.rpartition(":")
    source = {"": exchange.body, "reply": exchange.reply, "facts": exchange.facts}[place]
    return list(values_at(source, rest))
