"""The search for the capacity: up in steps until a threshold breaks, then closer; nothing counts that was seen once."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from harness.checks.capacity import Level, levels_of
from harness.checks.percentiles import percentile
from harness.checks.volume import OK, calls_of, sound
from harness.errors import Inconclusive
from harness.exchange import Json
from harness.series import Series, read_series
from load.calls import LOOK_UP
from load.cases import WRITTEN, Terms
from load.drive import Drive
from load.scenario import Scenario, Steps

COUNTED: Final = frozenset({"recount", "ministries"})
"""What of every step is judged, whether it was carried or not."""
CLOSE: Final = 1.11
"""The search ends where what is carried and what is not are no further apart."""
STRIDES: Final = 4
"""From where it begins the first stride is the smallest, and after so many each is the whole factor."""


def search(
    drive: Drive, scenario: Scenario, steps: Steps, terms: Terms, *, told: Callable[[str], None], first: float = 1.0
) -> list[Series]:
    """The evidence of every step, and of the search as a whole (`of` = search). It begins at `first` times the peak.

    A step is [`times` the expected peak, whether the asking was sound, the first threshold that broke or nothing].
    """
    evidence: list[Series] = []
    found: list[dict[str, Json]] = []
    while (times := next_times(found, steps, first)) is not None:
        seen = drive.run(scenario, times=times)
        limit, trouble = first_limit(seen, terms), unsound(seen, terms)
        found.append({"times": times, "sound": not trouble, "broke": limit, "trouble": trouble, **_rates(seen)})
        told(f"{times:.2f} × the expected peak: {trouble or limit or 'carried'}")
        evidence.extend(item for item in seen if item.of in COUNTED)
    event = {"id": "search-1", "of": "search", "steps": found}
    drive.append("series", event)
    return [*evidence, read_series(event)]


def next_times(played: Sequence[Mapping[str, Any]], steps: Steps, first: float) -> float | None:
    """Which level, in times the expected peak, is played after these steps; None where the search is over. Pure.

    Up in longer and longer strides until a level is not carried, or down until one is, but not below the expected peak;
    then halfway between both, until they are close. A level that was not carried is played again at once, until it is
    sure; the highest that was, at the end.
    """
    levels = levels_of(played)
    if doubtful := [level.times for level in levels if _doubtful(level, steps)]:
        return doubtful[0]
    broken = min((level.times for level in levels if not _hopeful(level)), default=math.inf)
    below = [level for level in levels if level.times < broken]
    stride = steps.factor ** min(len(levels) / STRIDES, 1.0)
    if not below:
        lowest = _rounded(min(first, 1.0))
        return _rounded(max(min(broken / stride, first, steps.most), lowest)) if broken > lowest else None
    carried = below[-1]
    if broken == math.inf and carried.times * stride <= steps.most:
        return _rounded(carried.times * stride)
    if CLOSE < broken / carried.times < math.inf:
        return _rounded(math.sqrt(carried.times * broken))
    return None if carried.surely_carried else carried.times


def _hopeful(level: Level) -> bool:
    """Whether it is carried for all that is known."""
    return level.surely_carried or level.carried == level.plays


def _doubtful(level: Level, steps: Steps) -> bool:
    """Whether it was not carried, which may have been chance, and may be played again."""
    return not _hopeful(level) and not level.surely_broken and level.plays < steps.repeats


def _rounded(times: float) -> float:
    """As it stands on the record, where equal levels must be equal."""
    return float(f"{times:.4g}")


def first_limit(seen: Sequence[Series], terms: Terms) -> str:
    """The first threshold that a run broke, in words; empty where none did."""
    figures = terms.figures
    rows = [row for item in seen if item.of == "calls" for row in item.raw["rows"]]
    lags = [row for item in seen if item.of == "sightings" for row in item.raw["rows"]]
    late = sum(at is None or at - accepted > terms.sync_within_s for _, accepted, at in lags)
    errors = sum(row[6] != OK for row in rows)
    acts, look_ups = _p95(seen, WRITTEN), _p95(seen, [LOOK_UP])
    limits = (
        (errors > figures["errors_at_most"] * len(rows), f"{errors} of {len(rows)} calls failed"),
        (acts > figures["accept_p95_s"], f"95 of 100 acts took up to {acts:.3f} s"),
        (look_ups > figures["look_up_p95_s"], f"95 of 100 look-ups took up to {look_ups:.3f} s"),
        (
            late > (1 - figures["synced_at_least"]) * len(lags),
            f"{late} of {len(lags)} dossiers were late at the portal",
        ),
    )
    return next((words for broke, words in limits if broke), "")


def unsound(seen: Sequence[Series], terms: Terms) -> str:
    """Why a step says nothing of the system: generator or national side at their own end; empty where it does."""
    try:
        sound(seen, terms.figures["mocks_busy_at_most"])
    except Inconclusive as exc:
        return str(exc)
    return ""


def _p95(seen: Sequence[Series], kinds: Sequence[str]) -> float:
    """From the planned instant, in seconds; what was never answered counts as slower than anything."""
    late = [math.inf if row[4] is None else row[4] - row[2] for row in calls_of(seen, kinds)]
    return percentile(late, 0.95) if late else 0.0


def _rates(seen: Sequence[Series]) -> dict[str, Json]:
    """Calls planned and sent a second, and the 95th percentile of acts, for the chart of the search."""
    facts = next(item.raw["document"]["facts"] for item in seen if item.of == "calls")
    acts = _p95(seen, WRITTEN)
    rates = {"planned_per_s": facts["rate_planned_per_s"], "sent_per_s": facts["rate_achieved_per_s"]}
    return {**rates, "acts_p95_s": round(acts, 4) if acts < math.inf else None}
