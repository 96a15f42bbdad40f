"""Propositions about a search for the capacity: which level is carried. The evidence is `series` (`harness/series.py`).

One slow second of a machine breaks a level, so nothing is believed that was found once.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.checks.observation import Finding, check
from harness.errors import Inconclusive
from harness.series import Series
from harness.verdict import Code

SURE = 2
"""So often a level must have been carried, or have broken a threshold, to count as such."""


@dataclass(frozen=True)
class Level:
    """One level of the load, `times` the expected peak, and what its plays came to; `limit` is what broke first."""

    times: float
    carried: int
    broke: int
    plays: int
    limit: str

    @property
    def surely_carried(self) -> bool:
        """Whether it was carried often enough."""
        return self.carried >= SURE

    @property
    def surely_broken(self) -> bool:
        """Whether a threshold broke often enough."""
        return self.broke >= SURE


@dataclass(frozen=True)
class Knee:
    """The highest level that is surely carried below the lowest that surely is not (`broken`), and what broke there."""

    carried: float
    broken: float
    limit: str


def levels_of(steps: Iterable[Mapping[str, Any]]) -> list[Level]:
    """The levels that were played, from the lowest on. A step that was not asked soundly counts among `plays` alone."""
    plays: dict[float, list[Mapping[str, Any]]] = {}
    for step in steps:
        plays.setdefault(step["times"], []).append(step)
    return [_level(times, played) for times, played in sorted(plays.items())]


def knee_of(steps: Iterable[Mapping[str, Any]]) -> Knee:
    """Where a search ended: `carried` is 0 where no level surely is, `broken` infinite where none surely broke."""
    levels = levels_of(steps)
    first = next((level for level in levels if level.surely_broken), None)
    broken = first.times if first else math.inf
    carried = max((level.times for level in levels if level.surely_carried and level.times < broken), default=0.0)
    return Knee(carried, broken, first.limit if first else "")


@check(version=2)
def carries(series: Sequence[Series], at_least: float) -> Finding:
    """The search found twice that so many times the expected peak is carried, and no lower level broke twice."""
    searches = [item for item in series if getattr(item, "of", "") == "search"]
    knee = knee_of(step for item in searches for step in item.raw["steps"])
    expected = f"carries at least {at_least:g} × the expected peak"
    observed = f"carries {knee.carried:g} × the expected peak; first limit: {knee.limit or 'none was met'}"
    if knee.limit:
        observed = f"{observed} (at {knee.broken:g} ×)"
    if knee.carried < at_least < knee.broken:
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"{observed}: the search did not come to {at_least:g} ×")
    return Finding(knee.carried >= at_least, expected, observed)


def _level(times: float, played: Sequence[Mapping[str, Any]]) -> Level:
    limits = [step["broke"] for step in played if step["sound"] and step["broke"]]
    carried = sum(step["sound"] and not step["broke"] for step in played)
    return Level(times, carried, len(limits), len(played), limits[0] if limits else "")
