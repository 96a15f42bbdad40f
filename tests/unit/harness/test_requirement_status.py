"""From the results of its cases to the status of a requirement, example by example."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

import pytest

from harness.assessment import (
    RequirementResult,
    Status,
    gather,
    requirement_result,
)
from harness.verdict import Verdict
from tests.unit.harness.one_case import OTHER, SHOWN, SYNC, facts_of, run, without
from tests.unit.verdicts.worlds import run_events

PASS, INCONC, FAIL = Verdict.PASS, Verdict.INCONC, Verdict.FAIL


def status(*runs: Sequence[Mapping[str, Any]], cases: Sequence[str] = ("c",), **changes: Any) -> RequirementResult:
    """SYNC-001 after these runs."""
    return requirement_result(SYNC, cases, facts_of(*runs), **{"applicable": True, **changes})


BROKEN = run(FAIL, [(SYNC, FAIL)])
STATUSES: dict[str, tuple[list[list[Mapping[str, Any]]], dict[str, Any], Status]] = {
    "shown": ([run()], {}, Status.DEMONSTRATED),
    "shown by a person": ([run()], {"by_person": True}, Status.ATTESTED),
    "shown by every case": ([run(), run_events("d", SHOWN, PASS)], {"cases": ("c", "d")}, Status.DEMONSTRATED),
    "one case did not run": ([run()], {"cases": ("c", "d")}, Status.NOT_DEMONSTRATED),
    "no case at all": ([], {"cases": ()}, Status.NOT_DEMONSTRATED),
    "one instance spoke of another": ([run(), run(PASS, [(OTHER, PASS)], instance="a")], {}, Status.NOT_DEMONSTRATED),
    "spoken of beside another": ([run(PASS, [(OTHER, PASS), (SYNC, PASS)])], {}, Status.DEMONSTRATED),
    "late": ([run(INCONC, SHOWN)], {}, Status.NOT_DEMONSTRATED),
    "late, by a person": ([run(INCONC, SHOWN)], {"by_person": True}, Status.NOT_DEMONSTRATED),
    "broken": ([BROKEN], {}, Status.VIOLATED),
    "broken in a case that was not selected": ([BROKEN], {"cases": ()}, Status.VIOLATED),
    "another one is broken": ([run(FAIL, [(SYNC, PASS), (OTHER, FAIL)])], {}, Status.NOT_DEMONSTRATED),
    "closed, and nothing of it left": ([without(run(), "judgement")], {}, Status.NOT_DEMONSTRATED),
    "not applicable": ([run()], {"applicable": False}, Status.NOT_APPLICABLE),
    "not applicable, and broken": ([BROKEN], {"applicable": False}, Status.VIOLATED),
}


@pytest.mark.parametrize("name", STATUSES)
def test_a_requirement_is_shown_only_by_all_its_cases(name: str) -> None:
    runs, changes, expected = STATUSES[name]
    found = status(*runs, **changes)

    assert (found.id, found.status) == (SYNC, expected)


def test_a_requirement_lists_its_cases_its_evidence_and_what_failed() -> None:
    """Cases and evidence once each and sorted; of judgements those alone that failed it."""
    runs = [
        run(FAIL, [(SYNC, FAIL), (OTHER, FAIL)], attempt=2),
        run_events("b", [(SYNC, PASS), (SYNC, FAIL)], FAIL),
    ]
    found = status(*runs, cases=("c", "b", "c"))

    assert [row.id for row in found.cases] == ["b", "c"]
    assert found.evidence == ("x-b--1-0", "x-b--1-1", "x-c--2-0")
    assert [(row["case"], row["requirement"]) for row in found.failures] == [("b", SYNC), ("c", SYNC)]


def test_failures_are_listed_in_an_order_of_their_own() -> None:
    """By case, instance, attempt, check and what was observed, however the record has them."""
    parts = {"case": "cd", "instance": "ij", "attempt": (1, 2), "check": "kl", "observed": "op"}
    plain = {"requirement": SYNC, "verdict": "FAIL", "evidence": []}
    rows = [plain | dict(zip(parts, values, strict=True)) for values in product(*parts.values())]
    mixed = Random(7).sample(rows, len(rows))
    facts = gather([{"kind": "judgement", "data": row} for row in mixed])

    assert list(requirement_result(SYNC, ["c"], facts, applicable=True).failures) == rows


def test_a_status_does_not_change_with_the_facts_of_others() -> None:
    """What other cases did says nothing of this one."""
    alone = status(run())
    beside = status(run(), run_events("d", [(OTHER, FAIL)], FAIL))

    assert replace(beside, evidence=alone.evidence) == alone
