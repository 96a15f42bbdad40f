"""A campaign that was played several times: what each attempt alone came to, so that unequal ones are seen. Pure.

They may be in one record (`run --repeat`), or each in a record of its own: a policy that asks for several counts both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from harness.assessment import Facts, RequirementResult, RunKey, Status, requirement_result
from harness.exchange import Json
from harness.plan import TestPlan
from harness.requirement import Requirement

Rows: TypeAlias = Mapping[RunKey, tuple[Mapping[str, Json], ...]]


def results_of(plan: TestPlan, catalogue: Mapping[str, Requirement], facts: Facts) -> dict[str, RequirementResult]:
    """Status of every requirement of the catalogue by the plan and the facts, over all attempts."""
    return {
        name: requirement_result(
            name,
            [case.id for case in plan.cases_of(name)],
            facts,
            applicable=name not in plan.not_applicable,
            by_person=row.part == "attest",
        )
        for name, row in catalogue.items()
    }


def attempts_in(facts: Facts) -> int:
    """How many attempts the facts hold; 1 where they hold none."""
    return max((key.attempt for key in (*facts.judgements, *facts.endings)), default=1)


def one_attempt(facts: Facts, number: int) -> Facts:
    """The facts of one attempt, as if it had been the only one.

    What was not played so often, as the static review, which is made once, belongs to it by its last attempt before.
    """
    latest: dict[tuple[str, str], int] = {}
    for key in sorted({*facts.judgements, *facts.endings}):
        if key.attempt <= number:
            latest[key.case, key.instance] = key.attempt

    def kept(rows: Rows) -> Rows:
        own = {key: made for key, made in rows.items() if latest.get((key.case, key.instance)) == key.attempt}
        return {replace(key, attempt=1): made for key, made in own.items()}

    return replace(facts, judgements=kept(facts.judgements), endings=kept(facts.endings))


def statuses_by_attempt(plan: TestPlan, catalogue: Mapping[str, Requirement], facts: Facts) -> list[dict[str, Status]]:
    """For each attempt, the status of every requirement by it alone."""
    alone = (results_of(plan, catalogue, one_attempt(facts, number + 1)) for number in range(attempts_in(facts)))
    return [{name: result.status for name, result in results.items()} for results in alone]


def unequal(attempts: Sequence[Mapping[str, Status]]) -> dict[str, list[Status]]:
    """What did not come to the same in every attempt, with its status in each."""
    names = dict.fromkeys(name for statuses in attempts for name in statuses)
    found = {name: [statuses.get(name, Status.NOT_DEMONSTRATED) for statuses in attempts] for name in names}
    return {name: statuses for name, statuses in found.items() if len(set(statuses)) > 1}
