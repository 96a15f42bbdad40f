"""The runs of one case that speaks of one requirement or of two."""

from collections.abc import Mapping, Sequence
from typing import Any

from harness.assessment import Facts, gather
from harness.verdict import Verdict
from tests.unit.verdicts.worlds import closed, run_events

SYNC, OTHER = "SYNC-001", "SYNC-002"
PASS = Verdict.PASS
SHOWN = [(SYNC, PASS)]


def run(ending: Verdict = PASS, judged: Sequence[tuple[str, Verdict]] = (), **key: Any) -> list[Mapping[str, Any]]:
    """What one run of case c writes; a run that passes shows SYNC-001 unless told otherwise."""
    return run_events("c", judged or (SHOWN if ending is PASS else []), ending, **key)


def facts_of(*runs: Sequence[Mapping[str, Any]]) -> Facts:
    """What the events of these runs say, in a campaign that ended."""
    return gather(closed([event for run in runs for event in run]))


def without(events: Sequence[Mapping[str, Any]], kind: str) -> list[Mapping[str, Any]]:
    """The run, with no event of that kind."""
    return [event for event in events if event["kind"] != kind]


def with_code(events: Sequence[Mapping[str, Any]], code: str | None) -> list[Mapping[str, Any]]:
    """The run, its end with another code."""
    return [
        {**event, "data": {**event["data"], "code": code}} if event["kind"] == "case-ended" else event
        for event in events
    ]
