"""Propositions about time: arrival, instants on the wire, pauses between attempts."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from itertools import pairwise

from harness.checks.fields import shown
from harness.checks.observation import Finding, check
from harness.checks.pattern import describe, some
from harness.errors import Inconclusive
from harness.exchange import Exchange, Json, reached
from harness.verdict import Code

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
WIRE = "%Y%m%d%H%M%S"
LEAST_ATTEMPTS = 3
GROWN = 1.25
"""Pauses of one length differ by chance; only this much longer is longer."""
MEASURED_SHORT = 0.9
"""A pause seen at the door may be a little shorter than the one that was made: the answer was under way meanwhile."""


def wire_time(instant: datetime) -> str:
    """An instant as the portal writes it: yyyyMMddHHmmss in Vietnam's time, which knows no summer time."""
    return instant.astimezone(VIETNAM).strftime(WIRE)


def _read_wire_time(value: Json) -> datetime:
    """Parse what `wire_time` writes. Raises ValueError for anything else that `strptime` would take, TypeError too."""
    instant = datetime.strptime(value, WIRE).replace(tzinfo=VIETNAM)
    if wire_time(instant) != value:
        raise ValueError(f"{value!r} is not yyyyMMddHHmmss")
    return instant


@check(version=1)
def arrived_within(exchanges: Sequence[Exchange], within_s: float) -> Finding:
    """The second exchange began at most so many seconds after the first was answered."""
    stimulus, arrival = exchanges
    if arrival.started < stimulus.started:
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"{arrival.id} came before {stimulus.id} and cannot follow from it")
    took = (arrival.started - stimulus.ended).total_seconds()
    expected = f"{arrival.operation} within {within_s:g} s of {stimulus.operation}"
    return Finding(took <= within_s, expected, f"{took:.3f} s")


@check(version=1)
def local_time_is_near(exchanges: Sequence[Exchange], pointer: str, within_s: float) -> Finding:
    """The time at `pointer` of the second exchange is, in Vietnam's time, that at which the first one happened."""
    stimulus, message = exchanges
    found = reached(message, pointer)
    expected = f"{pointer} = {wire_time(stimulus.started)} ± {within_s:g} s"
    try:
        instants = [_read_wire_time(value) for value in found]
    except (TypeError, ValueError):
        return Finding(False, expected, ", ".join(map(shown, found)))
    if not instants:
        return Finding(False, expected, "absent")
    near = all(abs((instant - stimulus.started).total_seconds()) <= within_s for instant in instants)
    return Finding(near, expected, ", ".join(map(shown, found)))


@check(version=1)
def instant_is(exchanges: Sequence[Exchange], pointer: str, instant: str) -> Finding:
    """In every exchange the text at `pointer` is that instant (ISO 8601 with offset), however it is written."""
    expected = f"{pointer} = {instant}"
    for exchange in exchanges:
        found = reached(exchange, pointer)
        if len(found) != 1 or _instant_of(found[0]) != datetime.fromisoformat(instant):
            return Finding(False, expected, f"{', '.join(map(shown, found)) or 'absent'} in {exchange.id}")
    return Finding(True, expected, f"so in {len(exchanges)} exchange(s)")


def _instant_of(value: Json) -> datetime | None:
    """The instant of a text; None where it is none, or names no offset."""
    try:
        instant = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return instant if instant.tzinfo is not None else None


@check(version=2)
def pauses_grow(exchanges: Sequence[Exchange], pattern: Mapping[str, Json], first_pause_s: float) -> Finding:
    """Between attempts like `pattern` no pause is shorter than stated, and the later half lasts longer than the first.

    Halves, because one busy moment of either machine stretches one pause, and must not decide.
    """
    attempts = some(exchanges, pattern)
    if len(attempts) < LEAST_ATTEMPTS:
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"{len(attempts)} attempt(s) like {describe(pattern)}, need 3")
    pauses = [(later.started - earlier.ended).total_seconds() for earlier, later in pairwise(attempts)]
    half = len(pauses) // 2
    grown = sum(pauses[-half:]) >= sum(pauses[:half]) * GROWN
    holds = grown and min(pauses) >= first_pause_s * MEASURED_SHORT
    observed = " ".join(f"{pause:.3f}" for pause in pauses[:8])
    return Finding(holds, f"pauses of {first_pause_s:g} s and more, growing", f"{observed} s")
