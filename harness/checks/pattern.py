"""Which exchanges a check speaks of: a Pattern is data, so that an Observation can be made again from the record.

    {"operation": "DongBoHoSoMC", "where": {"/data/*/MaHoSo": "H56.14-…", "reply:/error_code": [0, "0", "00"]}}

`operation` may be left out, and may be a list. A value of `where` that is a list means any of them; null means
"nothing there".
"""

from collections.abc import Mapping, Sequence

from harness.errors import HarnessError, Inconclusive
from harness.exchange import Exchange, Json, reached
from harness.verdict import Code


def matches(exchange: Exchange, pattern: Mapping[str, Json]) -> bool:
    """Whether the exchange is one that the pattern speaks of."""
    wanted = pattern.get("operation", [exchange.operation])
    if exchange.operation not in (wanted if isinstance(wanted, list) else [wanted]):
        return False
    return all(_holds(reached(exchange, pointer), wanted) for pointer, wanted in pattern.get("where", {}).items())


def _holds(found: list[Json], wanted: Json) -> bool:
    if wanted is None:
        return all(value is None for value in found)
    options = wanted if isinstance(wanted, list) else [wanted]
    return any(same(value, option) for value in found for option in options)


def same(one: Json, other: Json) -> bool:
    """Equal and of one JSON type: 0 is not "0", and false is not 0."""
    return type(one) is type(other) and bool(one == other)


def select(exchanges: Sequence[Exchange], pattern: Mapping[str, Json]) -> list[Exchange]:
    """Those that match, in the order of the door."""
    return [exchange for exchange in exchanges if matches(exchange, pattern)]


def some(exchanges: Sequence[Exchange], pattern: Mapping[str, Json]) -> list[Exchange]:
    """Those that match; Inconclusive(NO_TRAFFIC) where none does, because silence is not a pass."""
    found = select(exchanges, pattern)
    if not found:
        raise Inconclusive(Code.NO_TRAFFIC, f"no exchange like {describe(pattern)} among {len(exchanges)}")
    return found


def describe(pattern: Mapping[str, Json]) -> str:
    """One line for a reader."""
    where = ", ".join(f"{pointer} = {value!r}" for pointer, value in sorted(pattern.get("where", {}).items()))
    name = pattern.get("operation", "any operation")
    return f"{name}[{where}]" if where else str(name)


def behind_a_fence(exchanges: Sequence[Exchange], fence: Mapping[str, Json], *, after: int = 0) -> None:
    """Absence is judged only where a later stimulus on the same channel was seen to arrive, beyond place `after`."""
    if not fence.get("where"):
        raise HarnessError(Code.HARNESS, "no fence was raised: a pattern that names nothing fences nothing")
    if not any(exchange.seq > after for exchange in select(exchanges, fence)):
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"the fence {describe(fence)} was not seen to arrive")
