"""Propositions about a load series: how quickly, how whole, how much. The evidence is `series` (`harness/series.py`).

What was asked of the system is judged only where the asking was sound: a generator that fell behind, or a national side
that was itself too busy, leaves every question of time open (INCONC), whatever its figures say.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

from harness.checks.observation import Finding, check
from harness.checks.percentiles import contradicting, holds, percentile, spread, windows_of
from harness.checks.standing import trouble_of
from harness.errors import HarnessError, Inconclusive
from harness.exchange import Json
from harness.series import Series
from harness.verdict import Code

OK = "ok"
FEWEST_ROWS = 20
TOO_SHORT = "too-short"
"""The generator's word for few answers in all; each question here asks whether there are enough for it."""
SHOWN = 5


@check(version=2)
def calls_answered_within(
    series: Sequence[Series], kinds: list[str], limits: Mapping[str, float], busy: float, *, steady: bool
) -> Finding:
    """Of the calls of these kinds each percentile (`p95`: seconds) is within its limit, counted from when each was due.

    A call that was never answered counts as slower than any limit. The run as a whole decides; where the load was
    `steady`, a window of it that surely breaks a limit leaves open what the whole would hold.
    """
    sound(series, busy)
    rows = calls_of(series, kinds)
    late, windows = [_corrected(row) for row in rows], windows_of([(row[2], _corrected(row)) for row in rows])
    shares = {name: float(name[1:]) / 100 for name in limits}
    told = {name: holds(late, limit, shares[name]) for name, limit in limits.items()}
    found = ", ".join(f"{name} {percentile(late, share):.3f} s" for name, share in shares.items())
    within = ", ".join(f"{name} {spread(windows, share)}" for name, share in shares.items())
    observed = f"{found} of {len(late)} calls; in {len(windows)} windows of the run {within}"
    if False not in told.values() and None in told.values():
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"{observed}: too few to tell what is chance")
    against = max(contradicting(windows, limit, shares[name]) for name, limit in limits.items()) if steady else 0
    if False not in told.values() and against:
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"{observed}: {against} of them by themselves are over a limit")
    expected = ", ".join(f"{name} ≤ {limit:g} s" for name, limit in limits.items())
    return Finding(False not in told.values(), expected, observed)


@check(version=1)
def errors_are_at_most(series: Sequence[Series], share: float, busy: float) -> Finding:
    """The share of calls that failed or stayed unanswered; calls that could not be sent because of such a one count."""
    sound(series, busy)
    rows = [row for item in _of(series, "calls") for row in item.raw["rows"]]
    if len(rows) < FEWEST_ROWS:
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"{len(rows)} calls say nothing of a share")
    failed = [row for row in rows if row[6] != OK]
    kinds = sorted({f"{row[1]} {row[6]}" for row in failed})
    observed = f"{len(failed)} of {len(rows)}{': ' if kinds else ''}{', '.join(kinds[:SHOWN])}"
    return Finding(len(failed) <= share * len(rows), f"at most {share:.2%} of the calls fail", observed)


@check(version=1)
def synced_within(series: Sequence[Series], within_s: float, share: float, busy: float) -> Finding:
    """So large a share of the accepted dossiers was seen by the portal within the time, from acceptance on."""
    sound(series, busy)
    rows = _rows(series, "sightings")
    lags = [math.inf if seen is None else seen - accepted for _, accepted, seen in rows]
    if len(lags) < FEWEST_ROWS:
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"{len(lags)} accepted dossiers say nothing of a share")
    late = sum(lag > within_s for lag in lags)
    unseen = sum(lag == math.inf for lag in lags)
    expected = f"{share:.0%} of the accepted dossiers seen by the portal within {within_s:g} s"
    seen = percentile([lag for lag in lags if lag < math.inf], 0.95) if unseen < len(lags) else math.inf
    observed = f"{len(lags) - late} of {len(lags)}; 95 of 100 of those seen within {seen:.3f} s; {unseen} never seen"
    return Finding(late <= (1 - share) * len(lags), expected, observed)


@check(version=1)
def drained_within(series: Sequence[Series], within_s: float, busy: float) -> Finding:
    """Every dossier that was accepted before the portal came back was seen by it within the time after that."""
    sound(series, busy)
    events = {what: at for item in _of(series, "watch") for at, what in item.raw["events"]}
    if not {"portal-away", "portal-back"} <= events.keys():
        raise Inconclusive(Code.PRECONDITION, "the portal was not taken away and brought back")
    away, back = events["portal-away"], events["portal-back"]
    waited = [(seen, key) for key, accepted, seen in _rows(series, "sightings") if away <= accepted < back]
    if not waited:
        raise Inconclusive(Code.INSUFFICIENT_DATA, "no dossier was accepted while the portal was away")
    late = [key for seen, key in waited if seen is None or seen - back > within_s]
    last = max((seen - back for seen, _ in waited if seen is not None), default=math.inf)
    expected = f"what waited is at the portal within {within_s:g} s of its return"
    return Finding(
        not late, expected, f"{len(waited)} waited, {len(late)} came later or not; the last after {last:.1f} s"
    )


@check(version=2)
def each_stands_once(series: Sequence[Series]) -> Finding:
    """After quiescence each confirmed dossier stands in the province and once at the portal, at its last status.

    Of each sum that was confirmed as taken, or paid at the platform, the province has that sum, once, and no other.
    """
    rows = _recount(series)
    wrong = [f"{row['code']}: {trouble}" for row in rows if (trouble := trouble_of(row))]
    extra = [f"{code}: nobody handed it in" for item in _of(series, "recount") for code in item.raw["extra"]]
    observed = f"{len(rows) - len(wrong)} of {len(rows)} so; {len(extra)} too many at the portal"
    expected = f"each of {len(rows)} confirmed dossiers stands once on both sides, at its last status"
    return Finding(not wrong and not extra, expected, "; ".join([observed, *wrong[:SHOWN], *extra[:SHOWN]]))


@check(version=1)
def copies_are_as_told(series: Sequence[Series]) -> Finding:
    """Once quiet, the province has each dossier that a ministry made or moved under load once, at its last status."""
    rows = _rows(series, "ministries")
    if not rows:
        raise Inconclusive(Code.NO_TRAFFIC, "no ministry's system made or moved a dossier")
    wrong = [
        f"{code}: {system} has it at {status}, the province at {', '.join(copies) or 'nothing'}"
        for system, code, status, copies in rows
        if copies != [status]
    ]
    expected = f"each of {len(rows)} dossiers of ministries' systems stands once in the province, at its last status"
    return Finding(not wrong, expected, "; ".join([f"{len(rows) - len(wrong)} of {len(rows)} so", *wrong[:SHOWN]]))


@check(version=1)
def steps_in_order(series: Sequence[Series]) -> Finding:
    """The statuses that the portal was told of each dossier are those of its acts, in order; no step is missing.

    The same status told again is no other status: a repeated push after a lost answer is honest.
    """
    rows = _recount(series)
    wrong = []
    for row in rows:
        told = [status for place, status in enumerate(row["told"]) if place == 0 or status != row["told"][place - 1]]
        meant = [status for place, status in enumerate(row["meant"]) if place == 0 or status != row["meant"][place - 1]]
        if told != meant:
            wrong.append(f"{row['code']}: told {' '.join(told) or 'nothing'}, done {' '.join(meant)}")
        elif row["steps"] < len(row["meant"]):
            wrong.append(f"{row['code']}: {row['steps']} steps for {len(row['meant'])} acts")
    observed = f"{len(rows) - len(wrong)} of {len(rows)} so"
    return Finding(
        not wrong, "the steps of every dossier reach the portal in order", "; ".join([observed, *wrong[:SHOWN]])
    )


@check(version=1)
def stays_as_quick(series: Sequence[Series], kinds: list[str], at_most: float, from_s: float, busy: float) -> Finding:
    """The median time of the last third of the run is at most so many times that of the first, or below `from_s`."""
    sound(series, busy)
    rows = sorted(calls_of(series, kinds), key=lambda row: row[2])
    third = len(rows) // 3
    if third < FEWEST_ROWS:
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"{len(rows)} calls are too few to tell a trend")
    first, last = (percentile([_corrected(row) for row in part], 0.5) for part in (rows[:third], rows[-third:]))
    expected = f"the median of the last third ≤ {at_most:g} × that of the first, or ≤ {from_s:g} s"
    return Finding(last <= max(at_most * first, from_s), expected, f"{first * 1000:.1f} ms, then {last * 1000:.1f} ms")


def sound(series: Sequence[Series], busy: float) -> None:
    """Raise Inconclusive where generator or national side may have been what was measured."""
    for item in _of(series, "calls"):
        shortfalls = [word for word in item.raw["document"]["facts"]["shortfalls"] if word != TOO_SHORT]
        if shortfalls:
            raise Inconclusive(Code.INSUFFICIENT_DATA, f"the load was not what was planned: {', '.join(shortfalls)}")
    watches = _of(series, "watch")
    for item in watches:
        share = item.raw["mocks"]["cpu_share"]
        if share > busy:
            told = (
                f"the national side used {share:.0%} of a core, more than {busy:.0%}: it may have been the bottleneck"
            )
            raise Inconclusive(Code.INSUFFICIENT_DATA, told)
    if not watches:
        raise HarnessError(Code.HARNESS, "nothing tells how busy the national side was")


def calls_of(series: Sequence[Series], kinds: Iterable[str]) -> list[Sequence[Json]]:
    """The rows of these kinds whose turn came: [key, kind, planned_s, sent_s, done_s, status, outcome]."""
    wanted = set(kinds)
    return [row for item in _of(series, "calls") for row in item.raw["rows"] if row[1] in wanted and row[3] is not None]


def _corrected(row: Sequence[Json]) -> float:
    return math.inf if row[4] is None or row[6] != OK else float(row[4] - row[2])


def _of(series: Sequence[Series], what: str) -> list[Series]:
    return [item for item in series if getattr(item, "of", "") == what]


def _rows(series: Sequence[Series], what: str) -> list[Sequence[Json]]:
    return [row for item in _of(series, what) for row in item.raw["rows"]]


def _recount(series: Sequence[Series]) -> list[Mapping[str, Json]]:
    found = _of(series, "recount")
    restless = [item.raw["waits"] for item in found if item.raw["waits"]]
    if restless:
        raise Inconclusive(Code.TIMEOUT, f"it did not come to rest: {restless[0]} messages of the province still wait")
    rows = [row for item in found for row in item.raw["dossiers"]]
    if not rows:
        raise Inconclusive(Code.NO_TRAFFIC, "no dossier was confirmed")
    return rows
