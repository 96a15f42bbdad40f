"""From endings to verdicts."""

import pytest

from harness.errors import HarnessError, Inconclusive, Nonconformity
from harness.outcome import Outcome, ending_of, outcome_of
from harness.verdict import Code, Verdict, worst

BROKEN_RULE = Nonconformity("SYNC-001", "it arrives", "absent")


@pytest.mark.parametrize(
    ("exception", "verdict", "code"),
    [
        (None, Verdict.NONE, None),
        (BROKEN_RULE, Verdict.FAIL, None),
        (Inconclusive(Code.TIMEOUT, "late"), Verdict.INCONC, Code.TIMEOUT),
        (HarnessError(Code.MOCK, "broken"), Verdict.ERROR, Code.MOCK),
        (AssertionError(), Verdict.ERROR, Code.HARNESS),
        (pytest.skip.Exception("not today"), Verdict.ERROR, Code.HARNESS),
        (pytest.xfail.Exception("known"), Verdict.ERROR, Code.HARNESS),
        (KeyboardInterrupt(), Verdict.ERROR, Code.HARNESS),
        (ExceptionGroup("two", [Inconclusive(Code.TIMEOUT, "late"), BROKEN_RULE]), Verdict.FAIL, None),
        (ExceptionGroup("two", [ExceptionGroup("in", [KeyError("x")]), BROKEN_RULE]), Verdict.ERROR, Code.HARNESS),
    ],
)
def test_how_a_case_ended(exception: BaseException | None, verdict: Verdict, code: Code | None) -> None:
    ending = ending_of(exception)

    assert (ending.verdict, ending.code) == (verdict, code)


@pytest.mark.parametrize(
    ("exception", "told"),
    [
        (None, ""),
        (BROKEN_RULE, "SYNC-001: expected it arrives; observed absent"),
        (Inconclusive(Code.TIMEOUT, "late"), "late"),
        (HarnessError(Code.MOCK, "broken"), "broken"),
        (KeyError("x"), "KeyError: 'x'"),
        (AssertionError(), "AssertionError"),
        (ExceptionGroup("two", [Inconclusive(Code.TIMEOUT, "late"), HarnessError(Code.MOCK, "broken")]), "broken"),
    ],
)
def test_an_ending_is_told_in_one_line(exception: BaseException | None, told: str) -> None:
    assert ending_of(exception).message == told


def test_a_case_that_judged_nothing_is_none() -> None:
    silent = Outcome(Verdict.NONE, None, "the case judged nothing")

    assert outcome_of([], [Outcome(Verdict.NONE)] * 3) == outcome_of([], []) == silent
    assert worst([]) is Verdict.NONE


def test_the_first_ending_that_speaks_for_the_verdict_is_told() -> None:
    late, away = Outcome(Verdict.INCONC, Code.TIMEOUT, "late"), Outcome(Verdict.INCONC, Code.NO_TRAFFIC, "away")

    assert outcome_of([Verdict.PASS], [Outcome(Verdict.NONE, None, "silent"), late, away]) == late
    assert outcome_of([Verdict.FAIL], [late, Outcome(Verdict.FAIL)]) == Outcome(Verdict.FAIL)
    assert outcome_of([Verdict.PASS], [Outcome(Verdict.NONE)]) == Outcome(Verdict.PASS)


@pytest.mark.parametrize("hidden", [Verdict.INCONC, Verdict.FAIL, Verdict.ERROR])
def test_no_pass_covers_trouble(hidden: Verdict) -> None:
    endings = [Outcome(Verdict.NONE), Outcome(hidden, Code.HARNESS if hidden is Verdict.ERROR else None, "why")]

    assert outcome_of([Verdict.PASS, Verdict.PASS], endings).verdict is hidden


def test_a_swallowed_fail_stays_a_fail() -> None:
    assert outcome_of([Verdict.FAIL, Verdict.PASS], [Outcome(Verdict.NONE)]).verdict is Verdict.FAIL


def test_the_code_is_kept_without_a_message() -> None:
    ending = ending_of(Inconclusive(Code.NO_TRAFFIC, ""))

    assert outcome_of([Verdict.PASS], [ending]).code is Code.NO_TRAFFIC


def test_codes_stay_with_their_verdict() -> None:
    with pytest.raises(ValueError, match="not a code of INCONC"):
        Inconclusive(Code.HARNESS, "ours")
    with pytest.raises(ValueError, match="not a code of ERROR"):
        HarnessError(Code.TIMEOUT, "theirs")
