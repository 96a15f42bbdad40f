"""Time as an argument, and the one way to wait. Every wait has a reason and ends up in the record."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from harness.errors import Inconclusive
from harness.verdict import Code

T = TypeVar("T")


class Clock(Protocol):
    """Where time comes from. Seconds as floats; `now` is aware and in UTC."""

    def monotonic(self) -> float: ...
    def now(self) -> datetime: ...
    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's own clock."""

    def monotonic(self) -> float:
        return time.monotonic()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)  # the one place where the harness sleeps: `wait_until` asks for it


@dataclass(frozen=True)
class Wait:
    """One wait as it went: how long it was allowed to take, how long it took (seconds), and whether it was met."""

    reason: str
    within_s: float
    waited_s: float
    met: bool


def wait_until(
    condition: Callable[[float], T | None],
    *,
    within: float,
    clock: Clock,
    reason: str,
    log: Callable[[Wait], None],
    every: float = 0.01,
) -> T:
    """Ask `condition` until it answers something other than None, at most `within` seconds.

    `condition` gets the seconds that are left, so that it may block that long itself (a long poll).
    Raises Inconclusive(TIMEOUT) when time is up: a timeout is never a pass.
    """
    started = clock.monotonic()
    while True:
        left = within - (clock.monotonic() - started)
        answer = condition(max(left, 0.0))
        waited = clock.monotonic() - started
        if answer is not None:
            log(Wait(reason, within, round(waited, 3), True))
            return answer
        if waited >= within:
            log(Wait(reason, within, round(waited, 3), False))
            raise Inconclusive(Code.TIMEOUT, f"waited {within:g} s in vain: {reason}")
        clock.sleep(max(min(every, within - waited), 0.001))  # less may not move a clock at all
