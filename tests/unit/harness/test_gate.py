"""What an answer tells beside itself: its reason and what stands in the way; and each bound on its last day."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from harness.assessment import CaseResult, Facts, RequirementResult, Status
from harness.gate import Answer, Case, Challenge, ExpectedFailure, Readiness, Waiver, decide
from harness.verdict import Verdict
from tests.unit.verdicts.worlds import TODAY, policy, requirement

FIRST, SECOND, THIRD, MINOR = "SYNC-001", "SYNC-002", "SYNC-003", "SYNC-004"
NAMES = (FIRST, SECOND, THIRD, MINOR)
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
SHOWN, VIOLATED, UNDONE, ATTESTED = Status.DEMONSTRATED, Status.VIOLATED, Status.NOT_DEMONSTRATED, Status.ATTESTED
STOPPED = Facts({}, {}, frozenset(), ended=False)


def case(*statuses: Status, broken: str = "", **changes: Any) -> Case:
    """Three requirements that block and a minor one in these states (shown, where none is given)."""
    states = dict(zip(NAMES, [*statuses, *[SHOWN] * (len(NAMES) - len(statuses))], strict=True))
    results = {name: _result(name, status, name == broken) for name, status in states.items()}
    plain: dict[str, Any] = {
        "policy": policy(),
        "catalogue": {name: requirement(name, blocking=name != MINOR) for name in NAMES},
        "results": results,
        "facts": Facts({}, {}, frozenset(), ended=True),
        "mode": "certification",
        "today": TODAY,
    }
    return Case(**{**plain, **changes})


def _result(name: str, status: Status, broken: bool) -> RequirementResult:  # noqa: FBT001 - one of two worlds
    cases = (CaseResult("fine", Verdict.PASS, None, 1, 0),)
    return RequirementResult(name, status, (*cases, replace(cases[0], verdict=Verdict.ERROR)) if broken else cases, ())


TOLD = {
    "contradiction": (
        case(VIOLATED, intact=False),
        Readiness(Answer.UNDECIDED, 21, "the record contradicts itself", ()),
    ),
    "violated before what is undone": (
        case(UNDONE, VIOLATED),
        Readiness(Answer.NO_GO, 10, "blocking requirements are violated", (SECOND, FIRST)),
    ),
    "no word": (
        case(UNDONE, facts=STOPPED),
        Readiness(Answer.UNDECIDED, 20, "the campaign did not end: no word of its end", (FIRST,)),
    ),
    "stopped": (
        case(facts=replace(STOPPED, why="interrupted")),
        Readiness(Answer.UNDECIDED, 20, "the campaign did not end: interrupted", ()),
    ),
    "evidence that is expired": (
        case(stale=frozenset({SECOND, MINOR})),
        Readiness(Answer.NO_GO, 22, f"the evidence of {SECOND} is expired", ()),
    ),
    "much evidence that is expired": (
        case(stale=frozenset(NAMES), catalogue={name: requirement(name, blocking=True) for name in NAMES}),
        Readiness(Answer.NO_GO, 22, f"the evidence of {FIRST}, {SECOND}, {THIRD} is expired", ()),
    ),
    "what the records lack": (
        case(shortfalls=["the record is unsigned", "2 runs of 3"]),
        Readiness(Answer.NO_GO, 11, "the record is unsigned; 2 runs of 3", ()),
    ),
    "ours": (
        case(UNDONE, UNDONE, broken=SECOND),
        Readiness(Answer.UNDECIDED, 20, "the harness failed on blocking requirements", (SECOND,)),
    ),
    "expired": (
        case(UNDONE, policy=policy(valid_until=YESTERDAY)),
        Readiness(Answer.NO_GO, 22, "the policy or a needed waiver is not valid today", (FIRST,)),
    ),
    "short": (
        case(UNDONE, policy=policy(min_applicable={"SYNC": 4, "CONN": 1, "IDN": 0})),
        Readiness(Answer.NO_GO, 11, "too few apply in SYNC, CONN", (FIRST,)),
    ),
    "undone": (
        case(SHOWN, UNDONE, UNDONE),
        Readiness(Answer.NO_GO, 11, "blocking requirements are not demonstrated", (SECOND, THIRD)),
    ),
    "attested": (
        case(SHOWN, ATTESTED),
        Readiness(Answer.UNDECIDED, 13, "attestations are open", (SECOND,)),
    ),
    "diagnostic": (
        case(mode="diagnostic"),
        Readiness(Answer.UNDECIDED, 13, "a diagnostic run decides nothing", ()),
    ),
    "minor": (
        case(SHOWN, SHOWN, SHOWN, UNDONE),
        Readiness(Answer.CONDITIONAL_GO, 12, "open items do not block, or are waived", ()),
    ),
    "listed as an expected failure, and shown": (
        case(expected=[ExpectedFailure(FIRST, VIOLATED, TOMORROW)]),
        Readiness(Answer.CONDITIONAL_GO, 12, "what is listed as an expected failure is none", ()),
    ),
    "listed as an expected failure, and violated": (
        case(VIOLATED, expected=[ExpectedFailure(FIRST, VIOLATED, TOMORROW)]),
        Readiness(Answer.NO_GO, 10, "blocking requirements are violated", (FIRST,)),
    ),
    "shown by a test that is challenged": (
        case(challenges=[Challenge("c", FIRST, accepted=False, expires=TODAY)]),
        Readiness(Answer.CONDITIONAL_GO, 12, "open items do not block, or are waived or challenged", ()),
    ),
    "violated by a test that is challenged": (
        case(VIOLATED, challenges=[Challenge("c", FIRST, accepted=False, expires=TOMORROW)]),
        Readiness(Answer.NO_GO, 10, "blocking requirements are violated", (FIRST,)),
    ),
    "all shown": (case(), Readiness(Answer.GO, 0, "all that applies was demonstrated", ())),
}


@pytest.mark.parametrize("name", TOLD)
def test_an_answer_says_why_and_what_stands_in_the_way(name: str) -> None:
    given, told = TOLD[name]

    assert decide(given) == told


BOUNDS = {
    "policy, first day": (case(policy=policy(valid_from=TODAY)), 0),
    "policy, last day": (case(policy=policy(valid_until=TODAY)), 0),
    "waiver, last day": (case(VIOLATED, waivers=[Waiver("w", FIRST, TODAY)]), 12),
    "waiver, a day too late": (case(VIOLATED, waivers=[Waiver("w", FIRST, YESTERDAY)]), 10),
    "waiver of another, lapsed": (case(UNDONE, waivers=[Waiver("w", SECOND, YESTERDAY)]), 11),
    "accepted challenge, last day": (
        case(VIOLATED, challenges=[Challenge("c", FIRST, accepted=True, expires=TODAY)]),
        12,
    ),
    "accepted challenge, a day too late": (
        case(VIOLATED, challenges=[Challenge("c", FIRST, accepted=True, expires=YESTERDAY)]),
        10,
    ),
    "accepted challenge of what is open": (
        case(UNDONE, challenges=[Challenge("c", FIRST, accepted=True, expires=TODAY)]),
        12,
    ),
    "challenge of what is open": (case(UNDONE, challenges=[Challenge("c", FIRST, accepted=False, expires=TODAY)]), 11),
    "challenge of another": (case(VIOLATED, challenges=[Challenge("c", SECOND, accepted=True, expires=TODAY)]), 10),
    "challenge, a day too late": (case(challenges=[Challenge("c", FIRST, accepted=False, expires=YESTERDAY)]), 0),
    "challenge of what does not apply": (
        case(Status.NOT_APPLICABLE, challenges=[Challenge("c", FIRST, accepted=False, expires=TODAY)]),
        0,
    ),
    "challenge of what does not block": (case(challenges=[Challenge("c", MINOR, accepted=False, expires=TODAY)]), 12),
    "just enough apply": (case(policy=policy(min_applicable={"SYNC": 3})), 0),
    "one too few applies": (case(policy=policy(min_applicable={"SYNC": 4})), 11),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_a_bound_holds_on_its_last_day_and_not_after(name: str) -> None:
    given, code = BOUNDS[name]

    assert decide(given).exit_code == code


def test_a_waiver_counts_from_the_day_of_the_decision() -> None:
    waiver = Waiver("w", FIRST, date(2026, 11, 22))

    assert decide(case(VIOLATED, waivers=[waiver], today=waiver.expires)).answer is Answer.CONDITIONAL_GO
    assert decide(case(VIOLATED, waivers=[waiver], today=TOMORROW)).answer is Answer.NO_GO
