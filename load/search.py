"""The search for the capacity: up in steps until a threshold breaks, closer to the knee, then again around it."""

import math
from collections.abc import Callable, Sequence
from typing import Final

from harness.checks.volume import OK, calls_of, percentile, sound
from harness.errors import Inconclusive
from harness.exchange import Json
from harness.series import Series, read_series
from load.calls import LOOK_UP
from load.cases import WRITTEN, Terms
from load.drive import Drive
from load.scenario import Scenario, Steps

COUNTED: Final = frozenset({"recount", "ministries"})
"""What of every step is judged, whether it was carried or not."""
HALVED: Final = 2
"""With steps of one and a half, what is found is then within a tenth of the knee."""


def search(
    drive: Drive, scenario: Scenario, steps: Steps, terms: Terms, *, told: Callable[[str], None], first: float = 1.0
) -> list[Series]:
    """The evidence of every step, and of the search as a whole (`of` = search). It begins at `first` times the peak.

    A step is [`times` the expected peak, whether the asking was sound, the first threshold that broke or nothing].
    """
    evidence: list[Series] = []
    found: list[dict[str, Json]] = []

    def step(times: float) -> bool:
        seen = drive.run(scenario, times=times)
        limit, trouble = first_limit(seen, terms), unsound(seen, terms)
        found.append(
            {"times": round(times, 3), "sound": not trouble, "broke": limit, "trouble": trouble, **_rates(seen)}
        )
        told(f"{times:.2f} × the expected peak: {trouble or limit or 'carried'}")
        evidence.extend(item for item in seen if item.of in COUNTED)
        return not (limit or trouble)

    knee = _climb(steps, step, first)
    for times in knee:
        for _ in range(steps.repeats):
            step(times)
    event = {"id": "search-1", "of": "search", "steps": found}
    drive.append("series", event)
    return [*evidence, read_series(event)]


def _climb(steps: Steps, step: Callable[[float], bool], first: float) -> Sequence[float]:
    """Up until a step is not carried, or down until one is, then closer.

    Gives what was carried last and what was not, as far as known; below the expected peak nothing is tried.
    """
    lowest = min(first, 1.0)
    carried, broken, times = 0.0, math.inf, min(first, steps.most)
    while not (carried and broken < math.inf) and lowest < broken and times <= steps.most:
        if step(times):
            carried, times = times, times * steps.factor
        else:
            broken, times = times, max(times / steps.factor, lowest)
    if carried and broken < math.inf:
        return _closer(carried, broken, step)
    return [carried or broken]


def _closer(carried: float, broken: float, step: Callable[[float], bool]) -> Sequence[float]:
    """Halve the way between both so many times."""
    for _ in range(HALVED):
        middle = math.sqrt(carried * broken)
        carried, broken = (middle, broken) if step(middle) else (carried, middle)
    return [carried, broken]


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
