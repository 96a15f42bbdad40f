"""What became of a plan: from the generators' rows to the series that a record keeps.

Corrected latency counts from the planned instant, raw latency from the sending. The schedule error is how late a call
left after it could: after its planned instant and, where it had to wait for an answer of its key, after that answer.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson

from load.histogram import PERCENTILES, percentiles_of, summary_of
from load.plan import Plan

FORMAT: Final = 1
SERIES: Final = "series.json"
CALLS: Final = "calls.jsonl"
OK: Final = "ok"
ENOUGH_SECONDS: Final = 10
CERTAINTY: Final = 0.95
RATE_SHARE: Final = 0.98
CPU_SHARE: Final = 0.9


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one call, in seconds after second 0; `sent_s` and `done_s` are None where it did not come to it.

    `ready_s` is the instant from which it could leave; None where a call before it in its key failed.
    """

    key: str
    kind: str
    planned_s: float
    ready_s: float | None
    sent_s: float | None
    done_s: float | None
    status: int
    outcome: str
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def corrected_s(self) -> float | None:
        """From the planned instant to the answer."""
        return None if self.done_s is None else self.done_s - self.planned_s

    @property
    def raw_s(self) -> float | None:
        """From the sending to the answer."""
        return None if self.done_s is None or self.sent_s is None else self.done_s - self.sent_s

    @property
    def late_s(self) -> float | None:
        """The schedule error."""
        return None if self.sent_s is None or self.ready_s is None else self.sent_s - self.ready_s


@dataclass(frozen=True, slots=True)
class Run:
    """How a run went as a whole. `generators` have `calls`, `cpu_s`, `wall_s`, `ended`; `started_at` is second 0."""

    started_at: str
    generators: Sequence[Mapping[str, Any]]

    @property
    def ended(self) -> str:
        """How it ended: `complete` only if it did everywhere."""
        return next((how for one in self.generators if (how := str(one["ended"])) != "complete"), "complete")


@dataclass(frozen=True, slots=True)
class Series:
    """A series and the rows it was made of. `document` has the shape of `specs/schemas/load-series.json`."""

    document: Mapping[str, Any]
    rows: Sequence[Row]

    def write(self, folder: Path) -> None:
        """Write the two files of a series."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / SERIES).write_bytes(orjson.dumps(self.document, option=orjson.OPT_INDENT_2))
        with (folder / CALLS).open("wb") as file:
            file.writelines(orjson.dumps(_line(row)) + b"\n" for row in self.rows)


def read_series(folder: Path) -> Mapping[str, Any]:
    """Return a series' document."""
    document: Mapping[str, Any] = orjson.loads((folder / SERIES).read_bytes())
    return document


def answers_for(percentile: int) -> int:
    """Return how many answers there must be for the slowest to be above the true percentile, with 95 % certainty."""
    return math.ceil(math.log(1 - CERTAINTY) / math.log(percentile / 100))


def rows_of(plan: Plan, given: Iterable[Sequence[Any]]) -> tuple[Row, ...]:
    """Return a row for every call of the plan, in order; generators gave place, sent, done, status, outcome, kept."""
    by_place = {row[0]: row[1:] for row in given}
    answered: dict[str, float | None] = {}
    rows = []
    for place, call in enumerate(plan.calls):
        sent, done, status, outcome, kept = by_place.get(place, (None, None, 0, "not-sent", {}))
        before = answered.get(call.key, 0.0) if call.key else 0.0
        ready = None if before is None else max(call.at_s, before)
        rows.append(Row(call.key, call.kind, call.at_s, ready, sent, done, status, outcome, kept))
        if call.key:
            answered[call.key] = done if outcome == OK else None
    return tuple(rows)


def series_of(plan: Plan, rows: Sequence[Row], run: Run) -> Series:
    """Sum a run up."""
    late = [row.late_s for row in rows if row.late_s is not None]
    error = summary_of(late)
    document = {
        "format": FORMAT,
        "plan": {
            "name": plan.name,
            "seed": plan.seed,
            "digest": plan.digest,
            "span_s": plan.span_s,
            "compression": plan.compression,
            "calls": len(plan.calls),
        },
        "started_at": run.started_at,
        "ended": run.ended,
        "seconds": round(max((row.done_s or 0.0 for row in rows), default=0.0), 3),
        "kinds": {kind: _of_kind(of_it) for kind, of_it in _by(rows, "kind").items()},
        "windows": list(_windows(rows)),
        "schedule_error": error,
        "generators": [_generator(one) for one in run.generators],
        "facts": _facts(plan, rows, run, late_ms=error.get("p99_ms")),
    }
    return Series(document, tuple(rows))


def _by(rows: Iterable[Row], name: str) -> dict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, name)].append(row)
    return dict(sorted(groups.items()))


def _of_kind(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "planned": len(rows),
        "sent": sum(row.sent_s is not None for row in rows),
        "done": (done := sum(row.done_s is not None for row in rows)),
        "sure_to": max((p for p in PERCENTILES if done >= answers_for(p)), default=0),
        "errors": dict(sorted(Counter(row.outcome for row in rows if row.outcome != OK).items())),
        "corrected": summary_of(row.corrected_s for row in rows if row.corrected_s is not None),
        "raw": summary_of(row.raw_s for row in rows if row.raw_s is not None),
    }


def _windows(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Yield each second: what was planned, sent and answered in it, and how those fared that were planned in it."""
    planned, sent, done = (_seconds() for _ in range(3))
    fared: defaultdict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in rows:
        planned[int(row.planned_s)][row.kind] += 1
        fared[int(row.planned_s), row.kind].append(row)
        if row.sent_s is not None:
            sent[int(row.sent_s)][row.kind] += 1
        if row.done_s is not None:
            done[int(row.done_s)][row.kind] += 1
    in_flight = 0
    for second in range(max([*planned, *sent, *done], default=-1) + 1):
        in_flight += sent[second].total() - done[second].total()
        kinds = sorted(planned[second].keys() | sent[second].keys() | done[second].keys())
        yield {
            "at_s": second,
            "in_flight": in_flight,
            "kinds": {
                kind: {
                    "planned": planned[second][kind],
                    "sent": sent[second][kind],
                    "done": done[second][kind],
                    "errors": sum(row.outcome != OK for row in fared[second, kind]),
                    **percentiles_of(row.corrected_s for row in fared[second, kind] if row.corrected_s is not None),
                }
                for kind in kinds
            },
        }


def _seconds() -> defaultdict[int, Counter[str]]:
    return defaultdict(Counter)


def _generator(one: Mapping[str, Any]) -> dict[str, Any]:
    wall = one["wall_s"]
    share = one["cpu_s"] / wall if wall else 0.0
    return {
        "calls": one["calls"],
        "cpu_s": round(one["cpu_s"], 3),
        "wall_s": round(wall, 3),
        "cpu_share": round(share, 3),
    }


def _facts(plan: Plan, rows: Sequence[Row], run: Run, *, late_ms: float | None) -> dict[str, Any]:
    """What decides whether the percentiles mean anything: rate, length, the generator itself."""
    lasted = plan.span_s if run.ended == "complete" else min(plan.span_s, max(one["wall_s"] for one in run.generators))
    could = sum(row.ready_s is not None and row.ready_s < lasted for row in rows)
    left = sum(row.sent_s is not None and row.sent_s < lasted + 1 for row in rows)
    answers = sum(row.done_s is not None for row in rows)
    saturated = (late_ms or 0.0) > plan.limits.schedule_error_ms or any(
        _generator(one)["cpu_share"] > CPU_SHARE for one in run.generators
    )
    facts = {
        "rate_planned_per_s": round(len(rows) / plan.span_s, 3),
        "rate_achieved_per_s": round(left / lasted, 3) if lasted else 0.0,
        "rate_reached": left >= RATE_SHARE * could,
        "long_enough": lasted >= ENOUGH_SECONDS and answers >= answers_for(99),
        "generator_saturated": saturated,
        "schedule_error_p99_ms": late_ms,
    }
    shortfalls = {
        "rate-not-reached": not facts["rate_reached"],
        "too-short": not facts["long_enough"],
        "generator-saturated": saturated,
        "stopped-early": run.ended in {"stopped", "seconds"},
    }
    return facts | {"shortfalls": [name for name, is_so in shortfalls.items() if is_so]}


def _line(row: Row) -> list[Any]:
    def rounded(seconds: float | None) -> float | None:
        return None if seconds is None else round(seconds, 6)

    return [
        row.key,
        row.kind,
        rounded(row.planned_s),
        rounded(row.sent_s),
        rounded(row.done_s),
        row.status,
        row.outcome,
        row.kept,
    ]
