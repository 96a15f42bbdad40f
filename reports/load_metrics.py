"""The figures of a load run as OpenMetrics text, for whoever keeps figures over time."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from harness.record import SealedRecord
from reports.load_view import RunView, read_load
from reports.openmetrics import Family, Sample, exposition
from reports.tally import Tally
from reports.totals import STATUSES

Json = Any
QUANTILES = {"0.5": "p50_ms", "0.9": "p90_ms", "0.95": "p95_ms", "0.99": "p99_ms"}


def render(record: SealedRecord, result: Mapping[str, Json]) -> str:
    """The exposition; runs are told apart by `run`, their place in the record. Pure."""
    runs = [*enumerate(read_load(record).runs, 1)]
    latency = [row for place, run in runs for row in _latency(place, run)]
    calls = [row for place, run in runs for row in _calls(place, run)]
    rates = [row for place, run in runs for row in _rates(place, run)]
    shares = [Sample({"run": place}, run.mocks["cpu_share"]) for place, run in runs]
    return exposition(
        [
            Family("lienthong_load_latency_seconds", "summary", "From the planned instant to the answer.", latency),
            Family("lienthong_load_calls", "gauge", "Calls by kind and by what became of them.", calls),
            Family("lienthong_load_rate_per_second", "gauge", "Calls a second, planned and achieved.", rates),
            Family("lienthong_load_mock_cpu_share", "gauge", "Share of a core that the national side used.", shares),
            requirement_family(result),
        ]
    )


def tally(text: str) -> Tally:
    """The statuses that it tells."""
    found = re.findall(r'^lienthong_requirement\{id="[^"]*",status="(\w+)"\} 1$', text, re.MULTILINE)
    return {f"requirements {status}": found.count(status) for status in STATUSES}


def requirement_family(result: Mapping[str, Json]) -> Family:
    """The status of each requirement of a readiness or a partial result."""
    samples = [Sample({"id": name, "status": row["status"]}, 1) for name, row in result["requirements"].items()]
    return Family("lienthong_requirement", "gauge", "1 for the status of each requirement.", samples)


def _latency(place: int, run: RunView) -> Iterator[Sample]:
    for kind, row in run.kinds.items():
        told = row["corrected"]
        for quantile, name in QUANTILES.items():
            if name in told:
                yield Sample({"run": place, "kind": kind, "quantile": quantile}, told[name] / 1000)
        yield Sample({"run": place, "kind": kind}, told["count"], "_count")


def _calls(place: int, run: RunView) -> Iterator[Sample]:
    for kind, row in run.kinds.items():
        figures = {what: row[what] for what in ("planned", "sent", "done")} | {"failed": sum(row["errors"].values())}
        for what, figure in figures.items():
            yield Sample({"run": place, "kind": kind, "what": what}, figure)


def _rates(place: int, run: RunView) -> Iterator[Sample]:
    for what in ("planned", "achieved"):
        yield Sample({"run": place, "what": what}, run.facts[f"rate_{what}_per_s"])
