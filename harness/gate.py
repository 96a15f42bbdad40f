"""The answer: GO, CONDITIONAL_GO, NO_GO or UNDECIDED, by the first row of the answer table that matches. Pure.

The table stands in `docs/architecture.md`; the exit codes are a promise to pipelines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from harness.assessment import Facts, RequirementResult, Status
from harness.exchange import Json
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
    """A signed acceptance of one requirement's open state until a day. It lifts at most to CONDITIONAL_GO.

    `row` is the whole row of the file, with reason, compensating control and who asked and approved.
    """

    id: str
    requirement: str
    expires: date
    row: Mapping[str, Json] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Challenge:
    """The word that a test of one requirement is wrong. While it is open nobody knows what the test shows.

    Where it was accepted, a violation by that test blocks no more. Either way the requirement is never green, and the
    answer is at most CONDITIONAL_GO. `row` is the whole row of the file.
    """

    id: str
    requirement: str
    accepted: bool
    expires: date
    row: Mapping[str, Json] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class ExpectedFailure:
    """The word that a system is known not to show one requirement, and as what. It excuses nothing.

    `row` is the whole row of the file.
    """

    requirement: str
    status: Status
    expires: date
    row: Mapping[str, Json] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Case:
    """Everything that the decision rests on.

    `expected` is None where no list was given. `stale` are requirements of which all evidence is expired, `shortfalls`
    what the records lack by the policy.
    """

    policy: Policy
    catalogue: Mapping[str, Requirement]
    results: Mapping[str, RequirementResult]
    facts: Facts
    mode: str
    today: date
    intact: bool = True
    waivers: Sequence[Waiver] = ()
    challenges: Sequence[Challenge] = ()
    expected: Sequence[ExpectedFailure] | None = None
    stale: frozenset[str] = frozenset()
    shortfalls: Sequence[str] = ()

    @property
    def challenged(self) -> frozenset[str]:
        """Requirements of which a test is challenged today."""
        return frozenset(row.requirement for row in self.challenges if row.expires >= self.today)


@dataclass(frozen=True)
class Readiness:
    """The answer with its exit code, the reason in one line, and the requirements that stand in the way."""

    answer: Answer
    exit_code: int
    reason: str
    blocking: tuple[str, ...]


def decide(case: Case) -> Readiness:
    """First match wins, from the top of the answer table."""
    state = _look(case)
    undone, blocking = state.undone, state.violated + state.undone
    rows = (
        (not case.intact, Answer.UNDECIDED, Exit.INTEGRITY, "the record contradicts itself", ()),
        (state.violated, Answer.NO_GO, Exit.VIOLATED, "blocking requirements are violated", blocking),
        (not case.facts.ended, Answer.UNDECIDED, Exit.BROKEN_RUN, _not_ended(case), undone),
        (state.broken, Answer.UNDECIDED, Exit.BROKEN_RUN, "the harness failed on blocking requirements", state.broken),
        (state.expired, Answer.NO_GO, Exit.EXPIRED, _expired_words(state), undone),
        (state.short, Answer.NO_GO, Exit.NOT_DEMONSTRATED, f"too few apply in {', '.join(state.short)}", undone),
        (undone, Answer.NO_GO, Exit.NOT_DEMONSTRATED, "blocking requirements are not demonstrated", undone),
        (case.shortfalls, Answer.NO_GO, Exit.NOT_DEMONSTRATED, "; ".join(case.shortfalls), ()),
        (state.attested, Answer.UNDECIDED, Exit.OPEN, "attestations are open", state.attested),
        (case.mode != "certification", Answer.UNDECIDED, Exit.OPEN, f"a {case.mode} run decides nothing", ()),
        (state.open, Answer.CONDITIONAL_GO, Exit.CONDITIONAL, _open_words(case), ()),
        (case.expected, Answer.CONDITIONAL_GO, Exit.CONDITIONAL, "what is listed as an expected failure is none", ()),
        (True, Answer.GO, Exit.GO, "all that applies was demonstrated", ()),
    )
    answer, code, reason, items = next(row[1:] for row in rows if row[0])
    return Readiness(answer, code, reason, tuple(items))


@dataclass(frozen=True)
class _State:
    """What the rows of the answer table ask for, by requirement id; `short` are areas."""

    violated: tuple[str, ...]
    undone: tuple[str, ...]
    broken: tuple[str, ...]
    attested: tuple[str, ...]
    open: tuple[str, ...]
    short: tuple[str, ...]
    stale: tuple[str, ...]
    expired: bool


def _look(case: Case) -> _State:
    applicable = [row for name, row in case.catalogue.items() if _applies(case, name) and case.policy.is_blocking(row)]
    lifted = {row.requirement for row in case.waivers if row.expires >= case.today}
    lifted |= {row.requirement for row in case.challenges if row.accepted} & case.challenged
    attested = _in_status(case, applicable, Status.ATTESTED)
    fine = {Status.DEMONSTRATED, Status.ATTESTED}
    return _State(
        violated=tuple(name for name in _in_status(case, applicable, Status.VIOLATED) if name not in lifted),
        undone=tuple(name for name in _in_status(case, applicable, Status.NOT_DEMONSTRATED) if name not in lifted),
        broken=tuple(row.id for row in applicable if _has_error(case.results[row.id])),
        attested=tuple(name for name in attested if name not in case.policy.attested),
        open=tuple(
            name
            for name in case.catalogue
            if _applies(case, name) and (_status(case, name) not in fine or name in case.challenged)
        ),
        short=tuple(_short_areas(case, applicable)),
        stale=tuple(row.id for row in applicable if row.id in case.stale),
        expired=_expired(case, applicable),
    )


def _in_status(case: Case, rows: Sequence[Requirement], status: Status) -> list[str]:
    return [row.id for row in rows if _status(case, row.id) is status]


def _not_ended(case: Case) -> str:
    return f"the campaign did not end: {case.facts.why or 'no word of its end'}"


def _open_words(case: Case) -> str:
    return f"open items do not block, or are waived{' or challenged' if case.challenged else ''}"


def _expired_words(state: _State) -> str:
    if state.stale:
        return f"the evidence of {', '.join(state.stale[:3])} is expired"
    return "the policy or a needed waiver is not valid today"


def _status(case: Case, requirement: str) -> Status:
    return case.results[requirement].status


def _applies(case: Case, requirement: str) -> bool:
    return _status(case, requirement) is not Status.NOT_APPLICABLE


def _has_error(result: RequirementResult) -> bool:
    return any(row.verdict is Verdict.ERROR for row in result.cases)


def _expired(case: Case, applicable: Sequence[Requirement]) -> bool:
    """The policy, or a waiver or evidence that the answer would have to rest on."""
    open_ids = {row.id for row in applicable if _status(case, row.id) in {Status.VIOLATED, Status.NOT_DEMONSTRATED}}
    lapsed = {waiver.requirement for waiver in case.waivers if waiver.expires < case.today}
    valid = case.policy.valid_from <= case.today <= case.policy.valid_until
    return not valid or bool(open_ids & lapsed) or any(row.id in case.stale for row in applicable)


def _short_areas(case: Case, applicable: Sequence[Requirement]) -> list[str]:
    counted = {area: sum(row.area == area for row in applicable) for area in case.policy.min_applicable}
    return [area for area, least in case.policy.min_applicable.items() if counted[area] < least]
