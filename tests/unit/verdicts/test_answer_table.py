"""The answer table row by row, and that the first row that matches wins."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from harness.assessment import CaseResult, Facts, RequirementResult, Status
from harness.gate import Answer, Case, Exit, Waiver, decide
from harness.verdict import Code, Verdict
from tests.unit.verdicts.worlds import TODAY, policy, requirement

BLOCKS, MINOR = "SYNC-001", "SYNC-002"
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def case(
    status: Status = Status.DEMONSTRATED,
    minor: Status = Status.DEMONSTRATED,
    *,
    verdict: Verdict = Verdict.PASS,
    ended: bool = True,
    **changes: Any,
) -> Case:
    """A blocking and a minor requirement in the given states."""
    results = {
        BLOCKS: RequirementResult(BLOCKS, status, (CaseResult("c", verdict, None, 1, 0),), ("x",)),
        MINOR: RequirementResult(MINOR, minor, (), ("x",)),
    }
    plain: dict[str, Any] = {
        "policy": policy(),
        "catalogue": {BLOCKS: requirement(BLOCKS), MINOR: requirement(MINOR, blocking=False)},
        "results": results,
        "facts": Facts({}, {}, frozenset(), ended),
        "mode": "certification",
        "today": TODAY,
    }
    return Case(**{**plain, **changes})


def waiver(requirement_id: str = BLOCKS, expires: date = TOMORROW) -> Waiver:
    """An acceptance of an open state."""
    return Waiver("w-1", requirement_id, expires)


VIOLATED, OPEN, ATTESTED = Status.VIOLATED, Status.NOT_DEMONSTRATED, Status.ATTESTED

TABLE = {
    "all shown": (case(), Answer.GO, Exit.GO),
    "integrity broken": (case(VIOLATED, intact=False), Answer.UNDECIDED, Exit.INTEGRITY),
    "violated": (case(VIOLATED), Answer.NO_GO, Exit.VIOLATED),
    "violated, and the campaign did not end": (case(VIOLATED, ended=False), Answer.NO_GO, Exit.VIOLATED),
    "violated, and our own crash afterwards": (case(VIOLATED, verdict=Verdict.ERROR), Answer.NO_GO, Exit.VIOLATED),
    "violated, and the policy expired": (case(VIOLATED, policy=policy(valid_until=YESTERDAY)), Answer.NO_GO, 10),
    "not ended": (case(ended=False), Answer.UNDECIDED, Exit.BROKEN_RUN),
    "our error on a blocking one": (case(OPEN, verdict=Verdict.ERROR), Answer.UNDECIDED, Exit.BROKEN_RUN),
    "policy expired": (case(policy=policy(valid_until=YESTERDAY)), Answer.NO_GO, Exit.EXPIRED),
    "policy not yet valid": (case(policy=policy(valid_from=TOMORROW)), Answer.NO_GO, Exit.EXPIRED),
    "waiver expired": (case(OPEN, waivers=[waiver(expires=YESTERDAY)]), Answer.NO_GO, Exit.EXPIRED),
    "expired waiver, not needed": (case(waivers=[waiver(expires=YESTERDAY)]), Answer.GO, Exit.GO),
    "not demonstrated": (case(OPEN), Answer.NO_GO, Exit.NOT_DEMONSTRATED),
    "too few apply": (case(policy=policy(min_applicable={"SYNC": 2})), Answer.NO_GO, Exit.NOT_DEMONSTRATED),
    "an area without any": (case(policy=policy(min_applicable={"CONN": 1})), Answer.NO_GO, Exit.NOT_DEMONSTRATED),
    "nothing applies": (case(Status.NOT_APPLICABLE, policy=policy(min_applicable={"SYNC": 1})), Answer.NO_GO, 11),
    "attestation open": (case(ATTESTED), Answer.UNDECIDED, Exit.OPEN),
    "attestation suffices": (case(ATTESTED, policy=policy(attested=frozenset({BLOCKS}))), Answer.GO, Exit.GO),
    "diagnostic": (case(mode="diagnostic"), Answer.UNDECIDED, Exit.OPEN),
    "diagnostic and violated": (case(VIOLATED, mode="diagnostic"), Answer.NO_GO, Exit.VIOLATED),
    "minor open": (case(minor=OPEN), Answer.CONDITIONAL_GO, Exit.CONDITIONAL),
    "minor violated": (case(minor=VIOLATED), Answer.CONDITIONAL_GO, Exit.CONDITIONAL),
    "minor not applicable": (case(minor=Status.NOT_APPLICABLE), Answer.GO, Exit.GO),
    "violated but waived": (case(VIOLATED, waivers=[waiver()]), Answer.CONDITIONAL_GO, Exit.CONDITIONAL),
    "open but waived": (case(OPEN, waivers=[waiver()]), Answer.CONDITIONAL_GO, Exit.CONDITIONAL),
    "waiver of something else": (case(VIOLATED, waivers=[waiver(MINOR)]), Answer.NO_GO, Exit.VIOLATED),
}


@pytest.mark.parametrize("name", TABLE)
def test_each_row_of_the_answer_table(name: str) -> None:
    """The answer and its exit code are those of the first row that matches."""
    given, answer, code = TABLE[name]

    assert (decide(given).answer, decide(given).exit_code) == (answer, code)


def test_what_is_assumed_or_unnamed_never_blocks() -> None:
    """A requirement on an assumed interface, or a derived one that the policy does not name, blocks nothing."""
    plain = requirement(BLOCKS)
    named = policy(derived={BLOCKS: {"vi": "vì", "en": "because"}})

    assert policy().is_blocking(plain)
    assert not policy().is_blocking(_like(plain, derived=True))
    assert named.is_blocking(_like(plain, derived=True))
    assert not named.is_blocking(_like(plain, fidelity="assumed"))


def test_the_blocking_list_names_what_stands_in_the_way() -> None:
    """Violated first; the reason says why the campaign did not end."""
    assert decide(case(VIOLATED)).blocking == (BLOCKS,)
    stopped = Facts({}, {}, frozenset(), ended=False, why="interrupted")
    assert "interrupted" in decide(case(facts=stopped)).reason


def test_an_error_on_a_minor_requirement_is_no_reason_to_stop() -> None:
    """Our error counts where it touched an applicable blocking requirement."""
    broken = RequirementResult(MINOR, OPEN, (CaseResult("c", Verdict.ERROR, Code.HARNESS, 1, 0),), ())
    results = {**case().results, MINOR: broken}

    assert decide(case(results=results)).answer is Answer.CONDITIONAL_GO


def _like(row: Any, **changes: Any) -> Any:
    return replace(row, **changes)
