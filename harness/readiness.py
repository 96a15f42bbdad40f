"""From a record to `readiness.json`: assess, decide, and write down what the answer hangs on. Pure but for `today`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from harness.assessment import CaseResult, Facts, RequirementResult, Status, gather
from harness.exchange import Json
from harness.gate import Case, Readiness, decide
from harness.marks import mark_words
from harness.plan import TestPlan
from harness.policy import Policy
from harness.repeats import attempts_in, results_of, statuses_by_attempt, unequal
from harness.requirement import Requirement

SCHEMA = "lienthong/readiness/1"


def assess(
    plan: TestPlan, catalogue: Mapping[str, Requirement], events: Sequence[Mapping[str, Json]]
) -> tuple[dict[str, RequirementResult], Facts]:
    """Status of every requirement of the catalogue by the plan and the events of the record."""
    facts = gather(events)
    return results_of(plan, catalogue, facts), facts


def readiness_of(
    plan: TestPlan,
    catalogue: Mapping[str, Requirement],
    policy: Policy,
    events: Sequence[Mapping[str, Json]],
    *,
    sut: Mapping[str, Json],
    today: date,
    intact: bool = True,
) -> dict[str, Json]:
    """The whole of `readiness.json` (`specs/schemas/readiness.json`)."""
    results, facts = assess(plan, catalogue, events)
    case = Case(policy, catalogue, results, facts, plan.mode, today, intact)
    told = {"schema": SCHEMA, **answer_of(case, sut=sut)}
    attempts = statuses_by_attempt(plan, catalogue, facts) if attempts_in(facts) > 1 else ()
    for name, statuses in unequal(attempts).items():
        told["requirements"][name]["attempts"] = [status.value for status in statuses]
    return told


def answer_of(case: Case, *, sut: Mapping[str, Json]) -> dict[str, Json]:
    """The answer with all that it hangs on, for whatever it rests on."""
    policy, catalogue, results, facts = case.policy, case.catalogue, case.results, case.facts
    answer = decide(case)
    return {
        "answer": answer.answer.value,
        "exit_code": answer.exit_code,
        "reason": answer.reason,
        "mode": case.mode,
        "policy": policy.told(),
        "sut": dict(sut),
        "counts": _counts(case),
        **({"later": [row.id for row in catalogue.values() if policy.is_later(row)]} if policy.frozen else {}),
        "requirements": {
            name: _requirement(
                result,
                blocking=policy.is_blocking(catalogue[name]),
                marks=_marks(name, facts),
                challenged=name in case.challenged,
            )
            for name, result in results.items()
        },
        "blocking": [_standing(results[name], catalogue[name], facts) for name in answer.blocking],
        "open": [_standing(results[name], catalogue[name], facts) for name in _open(answer, results)],
    }


def _open(answer: Readiness, results: Mapping[str, RequirementResult]) -> list[str]:
    """What is violated or not demonstrated and does not block."""
    undone = {Status.VIOLATED, Status.NOT_DEMONSTRATED}
    return [name for name, row in results.items() if row.status in undone and name not in answer.blocking]


def _counts(case: Case) -> dict[str, int]:
    """How many of what; what is challenged is not counted as demonstrated among the blocking."""
    results, catalogue, policy = case.results, case.catalogue, case.policy
    statuses = Counter(row.status.value for row in results.values())
    blocking = {
        name: row.status
        for name, row in results.items()
        if policy.is_blocking(catalogue[name]) and row.status is not Status.NOT_APPLICABLE
    }
    fine = {name for name, status in blocking.items() if status in {Status.DEMONSTRATED, Status.ATTESTED}}
    return {
        "requirements": len(results),
        **{status.value: statuses[status.value] for status in Status},
        "applicable_blocking": len(blocking),
        "demonstrated_blocking": len(fine - case.challenged),
        "cases": len({case.id for row in results.values() for case in row.cases}),
    }


def _marks(requirement: str, facts: Facts) -> list[str]:
    """How the evidence of its judgements came about, where that is to be said."""
    judged = (row for made in facts.judgements.values() for row in made if row["requirement"] == requirement)
    return sorted({mark_words(mark) for row in judged for mark in row.get("marks", ())})


def _requirement(
    result: RequirementResult, *, blocking: bool, marks: Sequence[str], challenged: bool
) -> dict[str, Json]:
    cases = [
        {"id": case.id, "verdict": case.verdict.value, "code": case.code.value if case.code else None}
        for case in result.cases
    ]
    told = {"status": result.status.value, "blocking": blocking, "cases": cases, "evidence": list(result.evidence)}
    return told | ({"marks": list(marks)} if marks else {}) | ({"challenged": True} if challenged else {})


def _standing(result: RequirementResult, requirement: Requirement, facts: Facts) -> dict[str, Json]:
    if result.failures:
        first = result.failures[0]
        expected, observed, evidence = first["expected"], first["observed"], first["evidence"]
    else:
        trouble = [_trouble(case, facts) for case in result.cases]
        expected = "every selected case speaks of it, and only to pass"
        observed = "; ".join(trouble) or "no case was selected"
        evidence = list(result.evidence)
    return {
        "id": result.id,
        "clause": requirement.clause,
        "expected": expected,
        "observed": observed,
        "evidence": list(evidence),
        "next_step": dict(requirement.row["next_step"]),
    }


def _trouble(case: CaseResult, facts: Facts) -> str:
    """What a case came to, and why where one of its runs says so."""
    endings = [row for key, rows in facts.endings.items() if key.case == case.id for row in rows]
    said = sorted({row["message"] for row in endings if row["verdict"] == case.verdict.value and row["message"]})
    code = f" {case.code.value}" if case.code else ""
    return f"{case.id}: {case.verdict.value}{code}{f' ({said[0]})' if said else ''}"
