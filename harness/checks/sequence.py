"""Propositions about several exchanges of one door: order, number, presence and absence."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from harness.checks.fields import shown
from harness.checks.observation import Finding, check
from harness.checks.pattern import behind_a_fence, describe, same, select, some
from harness.errors import HarnessError, Inconclusive
from harness.exchange import Exchange, Json, reached
from harness.verdict import Code

Pattern = Mapping[str, Json]


def _refuse_nothing(values: list[Json]) -> None:
    if not values:
        raise HarnessError(Code.HARNESS, "no value to look for: that would hold on any evidence")


@check(version=1)
def each_preceded_by(exchanges: Sequence[Exchange], what: Pattern, by: Pattern, *, fresh: bool = False) -> Finding:
    """Before each exchange like `what` began, one like `by` had been answered.

    With `fresh` it must have come since the `what` before it.
    """
    expected = f"{describe(by)} answered before each {describe(what)}"
    before, since = select(exchanges, by), None
    for exchange in some(exchanges, what):
        done = [one for one in before if one.ended <= exchange.started and one.response is not None]
        if fresh and since is not None:
            done = [one for one in done if one.seq > since]
        if not done:
            return Finding(False, expected, f"{exchange.id} came without it")
        since = exchange.seq
    return Finding(True, expected, "so each time")


@check(version=1)
def followed_by(exchanges: Sequence[Exchange], first: Pattern, then: Pattern, fence: Pattern) -> Finding:
    """After the last exchange like `first` there is a later one like `then`. Its absence is judged behind a fence."""
    expected = f"{describe(then)} after {describe(first)}"
    last = some(exchanges, first)[-1]
    later = [one for one in select(exchanges, then) if one.seq > last.seq]
    if later:
        return Finding(True, expected, f"{later[0].id} after {last.id}")
    behind_a_fence(exchanges, fence, after=last.seq)
    return Finding(False, expected, f"none after {last.id}")


@check(version=1)
def number_is(exchanges: Sequence[Exchange], pattern: Pattern, at_least: int, at_most: int, fence: Pattern) -> Finding:
    """The exchanges like `pattern` are at least and at most so many. Judged behind a fence."""
    behind_a_fence(exchanges, fence)
    found = select(exchanges, pattern)
    bounds = f"{at_least}" if at_least == at_most else f"{at_least} to {at_most}"
    observed = f"{len(found)}: {', '.join(one.id for one in found[:6])}" if found else "none"
    return Finding(at_least <= len(found) <= at_most, f"{bounds} of {describe(pattern)}", observed)


@check(version=1)
def all_seen(
    exchanges: Sequence[Exchange], pattern: Pattern, pointer: str, values: list[Json], fence: Pattern
) -> Finding:
    """Each of the values was seen at `pointer` of some exchange like `pattern`. Absence is judged behind a fence."""
    _refuse_nothing(values)
    behind_a_fence(exchanges, fence)
    seen = [value for one in select(exchanges, pattern) for value in reached(one, pointer)]
    missing = [value for value in values if not any(same(value, other) for other in seen)]
    expected = f"{len(values)} value(s) at {pointer} of {describe(pattern)}: {', '.join(map(shown, values[:8]))}"
    return Finding(not missing, expected, f"missing {', '.join(map(shown, missing))}" if missing else "all seen")


@check(version=1)
def arrive_in_order(exchanges: Sequence[Exchange], pattern: Pattern, pointer: str, values: list[Json]) -> Finding:
    """The values at `pointer` were seen in this order, and none again after a later one."""
    _refuse_nothing(values)
    seen = [value for one in some(exchanges, pattern) for value in reached(one, pointer)]
    told = [value for value in seen if any(same(value, other) for other in values)]
    missing = [value for value in values if not any(same(value, other) for other in told)]
    if missing:
        raise Inconclusive(Code.NO_TRAFFIC, f"{missing!r} never arrived at {pointer} of {describe(pattern)}")
    order = told[:1] + [later for earlier, later in pairwise(told) if not same(earlier, later)]
    expected = f"{' → '.join(map(shown, values))} at {pointer} of {describe(pattern)}"
    return Finding(order == values, expected, " → ".join(map(shown, order)))


@check(version=1)
def value_changes_after(exchanges: Sequence[Exchange], refused: Pattern, among: Pattern, pointer: str) -> Finding:
    """The exchanges among `among` that follow one like `refused` carry a value at `pointer`, and not the same."""
    expected = f"another {pointer} after {describe(refused)}"
    following = select(exchanges, among)
    judged = 0
    for one in some(exchanges, refused):
        later = [other for other in following if other.started >= one.ended and other.seq > one.seq]
        if not later:
            continue
        judged += 1
        for other in later:
            carried = reached(other, pointer)
            if not any(carried) or carried == reached(one, pointer):
                observed = "the same" if any(carried) else "none"
                return Finding(False, expected, f"{observed} in {other.id} after {one.id}")
    if not judged:
        raise Inconclusive(Code.NO_TRAFFIC, f"no call followed {describe(refused)}")
    return Finding(True, expected, f"so {judged} time(s)")


@check(version=1)
def arrives(exchanges: Sequence[Exchange], source: str, pattern: Pattern, pointer: str, fence: Pattern) -> Finding:
    """What was told at `source` of the first exchange is at `pointer` of some exchange like `pattern` among the rest.

    Both stand redacted with one key, under which equal stays equal and a cut text differs.
    """
    told = reached(exchanges[0], source)
    if len(told) != 1 or told[0] in (None, ""):
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"nothing single was told at {source} of {exchanges[0].id}")
    behind_a_fence(exchanges, fence)
    found = [value for one in select(exchanges[1:], pattern) for value in reached(one, pointer)]
    expected = f"{pointer} = {shown(told[0])} in {describe(pattern)}"
    return Finding(told[0] in found, expected, ", ".join(map(shown, found[:4])) or "absent")
