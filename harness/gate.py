"""The answer: GO, CONDITIONAL_GO, NO_GO or UNDECIDED, by the first row of the answer table that matches. Pure.

The table stands in `docs/architecture.md`; the exit codes are a promise to pipelines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from harness.assessment import Facts, RequirementResult, Status
from harness.policy import Policy
from harness.requirement import Requirement
from harness.verdict import Verdict


class Answer(Enum):
    """May the system go live?"""

    GO = "GO"
    CONDITIONAL_GO = "CONDITIONAL_GO"
    NO_GO = "NO_GO"
    UNDECIDED = "UNDECIDED"


class Exit:
    """Exit codes. 1 and 3 to 5 are left to the shell and to pytest."""

    GO = 0
    REFUSED = 2
    VIOLATED = 10
    NOT_DEMONSTRATED = 11
    CONDITIONAL = 12
    OPEN = 13
    BROKEN_RUN = 20
    INTEGRITY = 21
    EXPIRED = 22


@dataclass(frozen=True)
class Waiver:
    """A signed acceptance of one requirement's open state until a day. It lifts at most to CONDITIONAL_GO."""

    id: str
    requirement: str
    expires: date


@dataclass(frozen=True)
class Case:
    """Everything that the decision rests on."""

    policy: Policy
    catalogue: Mapping[str, Requirement]
    results: Mapping[str, RequirementResult]
    facts: Facts
    mode: str
    today: date
    intact: bool = True
    waivers: Sequence[Waiver] = ()


@dataclass(frozen=True)
class Readiness:
    """The answer with its exit code, the reason in one line, and the requirements that stand in the way."""

    answer: Answer
    exit_code: int
    reason: str
    blocking: tuple[str, ...]


def decide(case: Case) -> Readiness:
    """First match wins, from the top of the answer table."""
    applicable = [row for name, row in case.catalogue.items() if _applies(case, name) and case.policy.is_blocking(row)]
    waived = {waiver.requirement for waiver in case.waivers if waiver.expires >= case.today}
    violated = [row.id for row in applicable if _status(case, row.id) is Status.VIOLATED and row.id not in waived]
    undone = [row.id for row in applicable if _status(case, row.id) is Status.NOT_DEMONSTRATED and row.id not in waived]
    broken = [row.id for row in applicable if _has_error(case.results[row.id])]
    short = _short_areas(case, applicable)
    if not case.intact:
        return Readiness(Answer.UNDECIDED, Exit.INTEGRITY, "the record contradicts itself", ())
    if violated:
        return Readiness(Answer.NO_GO, Exit.VIOLATED, "blocking requirements are violated", tuple(violated + undone))
    if not case.facts.ended:
        return Readiness(
            Answer.UNDECIDED,
            Exit.BROKEN_RUN,
            f"the campaign did not end: {case.facts.why or 'no word of its end'}",
            tuple(undone),
        )
    if broken:
        reason = "the harness failed on blocking requirements"
        return Readiness(Answer.UNDECIDED, Exit.BROKEN_RUN, reason, tuple(broken))
    if _expired(case, applicable):
        return Readiness(
            Answer.NO_GO, Exit.EXPIRED, "the policy, or a waiver that this rests on, is not valid today", tuple(undone)
        )
    if undone or short:
        reason = f"too few requirements apply in {', '.join(short)}" if short else "blocking requirements are not shown"
        return Readiness(Answer.NO_GO, Exit.NOT_DEMONSTRATED, reason, tuple(undone))
    return _without_blocking(case, applicable)


def _without_blocking(case: Case, applicable: Sequence[Requirement]) -> Readiness:
    attested = [
        row.id for row in applicable if _status(case, row.id) is Status.ATTESTED and row.id not in case.policy.attested
    ]
    if attested:
        return Readiness(Answer.UNDECIDED, Exit.OPEN, "attestations are open", tuple(attested))
    if case.mode != "certification":
        return Readiness(Answer.UNDECIDED, Exit.OPEN, f"a {case.mode} run decides nothing", ())
    fine = {Status.DEMONSTRATED, Status.ATTESTED}
    open_items = [name for name in case.catalogue if _applies(case, name) and _status(case, name) not in fine]
    if open_items:
        return Readiness(Answer.CONDITIONAL_GO, Exit.CONDITIONAL, "open items do not block", ())
    return Readiness(Answer.GO, Exit.GO, "all that applies was demonstrated", ())


def _status(case: Case, requirement: str) -> Status:
    return case.results[requirement].status


def _applies(case: Case, requirement: str) -> bool:
    return _status(case, requirement) is not Status.NOT_APPLICABLE


def _has_error(result: RequirementResult) -> bool:
    return any(row.verdict is Verdict.ERROR for row in result.cases)


def _expired(case: Case, applicable: Sequence[Requirement]) -> bool:
    """The policy, or a waiver that the answer would have to rest on."""
    open_ids = {row.id for row in applicable if _status(case, row.id) in {Status.VIOLATED, Status.NOT_DEMONSTRATED}}
    lapsed = {waiver.requirement for waiver in case.waivers if waiver.expires < case.today}
    valid = case.policy.valid_from <= case.today <= case.policy.valid_until
    return not valid or bool(open_ids & lapsed)


def _short_areas(case: Case, applicable: Sequence[Requirement]) -> list[str]:
    counted = {area: sum(row.area == area for row in applicable) for area in case.policy.min_applicable}
    return [area for area, least in case.policy.min_applicable.items() if counted[area] < least]
