"""Exchanges as a door would have recorded them, made by hand, and a clock that a test moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from harness.exchange import Exchange, read_exchange

MORNING = datetime(2026, 11, 22, 1, 0, 0, tzinfo=UTC)
FENCE = {"operation": "Push", "where": {"/code": "fence"}}


def make_exchange(
    seq: int,
    operation: str | None = "Push",
    *,
    body: Any = None,
    reply: Any = None,
    status: int = 200,
    at_s: float | None = None,
    took_ms: float = 10.0,
    silence: str | None = None,
    facts: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, list[str]] | None = None,
    method: str = "POST",
    door: str = "dvcqg",
) -> Exchange:
    """An exchange at `at_s` seconds of the morning (by default its number), answered unless there is silence."""
    started = MORNING + timedelta(seconds=seq if at_s is None else at_s)
    answer = {"status": status, "headers": {}, "body": reply, "text": None, "size": 2}
    raw = {
        "id": f"{door}-{seq:06d}",
        "seq": seq,
        "system": door,
        "profile": "dvcqg-2025",
        "direction": "from-sut",
        "operation": operation,
        "started": started.isoformat().replace("+00:00", "Z"),
        "elapsed_ms": None if silence else took_ms,
        "request": {
            "method": method,
            "path": "/integration",
            "query": dict(query or {}),
            "headers": dict(headers or {}),
            "body": body,
            "text": None,
            "size": 2,
        },
        "response": None if silence else answer,
        "silence": silence,
        "facts": dict(facts or {}),
        "defects": [],
        "behaviour": [],
        "redacted": 0,
    }
    return read_exchange(raw)


def fence(seq: int = 99) -> Exchange:
    """The exchange in which the fence dossier arrives."""
    return make_exchange(seq, "Push", body={"code": "fence"})


@dataclass
class FakeClock:
    """Time that passes only when somebody sleeps, or when a test says so."""

    seconds: float = 100.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=self.seconds)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
