"""From the series of a sealed load record to what its annex and its metrics show. Pure."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.checks.percentiles import percentile, windows_of
from harness.record import SealedRecord
from reports.charts import Line
from reports.messages import say

Json = Any
BUCKET_S = 5
PERCENTILES = {"load.p50": 0.50, "load.p95": 0.95, "load.p99": 0.99}


@dataclass(frozen=True)
class RunView:
    """One run of the generator: what was asked, how the asking went, and the lines of its charts."""

    name: str
    times: float
    facts: Mapping[str, Json]
    kinds: Mapping[str, Mapping[str, Json]]
    generators: Sequence[Mapping[str, Json]]
    mocks: Mapping[str, Json]
    events: Sequence[Sequence[Json]]
    rate: Sequence[Line]
    latency: Sequence[Line]
    windows: Sequence[Line]
    lag: Sequence[Line]
    backlog: Sequence[Line]


@dataclass(frozen=True)
class LoadView:
    """Everything that the annex shows beside the requirements."""

    runs: Sequence[RunView]
    steps: Sequence[Mapping[str, Json]]
    capacity: Sequence[Line]


def read_load(record: SealedRecord) -> LoadView:
    """The series of a record, put together run by run. Raises KeyError for what is no load record."""
    series = record.data("series")
    by_run: defaultdict[str, dict[str, Mapping[str, Json]]] = defaultdict(dict)
    for row in series:
        by_run[row["id"].rpartition("-")[2]][row["of"]] = row
    runs = [_run(parts) for parts in by_run.values() if "calls" in parts]
    steps = [step for row in series if row["of"] == "search" for step in row["steps"]]
    curve = sorted((step["times"], step["acts_p95_s"]) for step in steps if step["acts_p95_s"] is not None)
    known = [(times, _ms(seconds)) for times, seconds in curve]
    return LoadView(runs, steps, [Line(say("load.p95"), known)] if known else [])


def _run(parts: Mapping[str, Mapping[str, Json]]) -> RunView:
    calls, watch = parts["calls"], parts["watch"]
    document = calls["document"]
    return RunView(
        name=calls["scenario"],
        times=calls["times"],
        facts=document["facts"],
        kinds=document["kinds"],
        generators=document["generators"],
        mocks=watch["mocks"],
        events=watch["events"],
        rate=_rates(document["windows"]),
        latency=_latencies(calls["rows"]),
        windows=_in_windows(calls["rows"]),
        lag=_lags(parts["sightings"]["rows"]),
        backlog=[Line(say("load.backlog"), [(max(at, 0.0), waits) for at, waits, _ in watch["rows"]])],
    )


def _rates(windows: Sequence[Mapping[str, Json]]) -> list[Line]:
    def of(what: str) -> list[tuple[float, float | None]]:
        return [(row["at_s"], sum(kind[what] for kind in row["kinds"].values())) for row in windows]

    return [Line(say(f"load.{what}"), of(what)) for what in ("planned", "sent", "done")]


def _latencies(rows: Iterable[Sequence[Json]]) -> list[Line]:
    """Percentiles from the planned instant, over all kinds, in milliseconds."""
    buckets: defaultdict[int, list[float]] = defaultdict(list)
    for _, _, planned, _, done, *_ in rows:
        if done is not None:
            buckets[int(planned) // BUCKET_S * BUCKET_S].append(done - planned)
    ordered = sorted(buckets.items())
    return [
        Line(say(name), [(at, _ms(percentile(values, share))) for at, values in ordered])
        for name, share in PERCENTILES.items()
    ]


def _in_windows(rows: Iterable[Sequence[Json]]) -> list[Line]:
    """The same in equal windows of the run, from the first to the last in which a call was due."""
    windows = windows_of([(planned, done - planned) for _, _, planned, _, done, *_ in rows if done is not None])
    return [
        Line(say(name), [(place, _ms(percentile(window, share))) for place, window in enumerate(windows, 1)])
        for name, share in PERCENTILES.items()
    ]


def _lags(rows: Iterable[Sequence[Json]]) -> list[Line]:
    """From acceptance to the portal's view, in seconds, by when the dossier was accepted."""
    buckets: defaultdict[int, list[float]] = defaultdict(list)
    for _, accepted, seen in rows:
        if seen is not None:
            buckets[int(accepted) // BUCKET_S * BUCKET_S].append(max(seen - accepted, 0.0))
    ordered = sorted(buckets.items())
    middle = [(at, round(percentile(values, 0.5), 3)) for at, values in ordered]
    longest = [(at, round(max(values), 3)) for at, values in ordered]
    return [Line(say("load.lag_middle"), middle), Line(say("load.lag_longest"), longest)]


def _ms(seconds: float) -> float | None:
    return None if seconds == math.inf else round(seconds * 1000, 1)
