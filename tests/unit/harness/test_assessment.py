"""From events to verdicts, example by example; what holds in every world is in `tests/unit/verdicts`."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from harness.assessment import (
    CaseResult,
    RunKey,
    case_result,
    gather,
    run_verdict,
    spoke,
    totals,
)
from harness.verdict import Code, Verdict
from tests.unit.harness.one_case import OTHER, SHOWN, SYNC, facts_of, run, with_code, without
from tests.unit.verdicts.worlds import closed, exchange, run_events

NONE, PASS, INCONC, FAIL, ERROR = Verdict.NONE, Verdict.PASS, Verdict.INCONC, Verdict.FAIL, Verdict.ERROR
KEY = RunKey("c", "", 1)


def test_events_are_gathered_by_run() -> None:
    """Judgements and ends by case, instance and attempt; evidence by id; whatever is written twice counts once."""
    first, second = run(FAIL, [(SYNC, PASS), (SYNC, FAIL)]), run(INCONC, instance="a", attempt=2)
    line = {"kind": "statement-line", "data": {"id": "line"}}
    told = {"kind": "stimulus", "data": {"id": "told"}}
    note = {"kind": "wait", "data": {"id": "no evidence"}}
    facts = gather([*first, *second, line, told, note, *first, *closed([*first, *second, line, told])])
    judged = tuple(event["data"] for event in first if event["kind"] == "judgement")
    other = RunKey("c", "a", 2)

    assert facts.judgements == {KEY: judged}
    assert facts.endings == {KEY: (first[-1]["data"],), other: (second[-1]["data"],)}
    assert facts.evidence == {"x-c--1-0", "x-c--1-1", "line", "told"}
    assert (facts.ended, facts.why) == (True, "")


def test_totals_count_what_the_events_hold() -> None:
    events = [*run(FAIL, [(SYNC, PASS), (SYNC, FAIL)]), *run(attempt=2), exchange("more")]

    assert totals(events) == {"cases": 2, "judgements": 3, "evidence": 4}
    assert totals([*events, *events]) == totals(events)
    assert totals([]) == {"cases": 0, "judgements": 0, "evidence": 0}


UNLIKE = "what the record holds is not what the campaign counted"
CLOSINGS: dict[str, tuple[list[dict[str, Any]], bool, str]] = {
    "none": ([], False, ""),
    "as counted": ([{}], True, ""),
    "twice": ([{}, {}], True, ""),
    "one too many": ([{"cases": 2}], False, UNLIKE),
    "once right, once wrong": ([{}, {"evidence": 9}], False, UNLIKE),
    "not completed": ([{"completed": False}], False, UNLIKE),
    "with a reason": ([{"completed": False, "why": "interrupted"}], False, "interrupted"),
    "with two reasons": ([{"why": "stopped"}, {"why": "interrupted"}], False, "interrupted"),
    "with a reason and a wrong count": ([{"cases": 2}, {"why": "stopped"}], False, "stopped"),
    "with an empty reason": ([{"why": ""}], False, UNLIKE),
    "with a reason that is no text": ([{"why": 3}], False, "3"),
}


@pytest.mark.parametrize("name", CLOSINGS)
def test_a_campaign_ended_only_by_its_own_right_count(name: str) -> None:
    closings, ended, why = CLOSINGS[name]
    counted = {"cases": 1, "judgements": 1, "evidence": 1, "completed": True}
    facts = gather([*run(), *({"kind": "campaign-ended", "data": counted | closing} for closing in closings)])

    assert (facts.ended, facts.why) == (ended, why)


@pytest.mark.parametrize(
    ("verdict", "cited", "worth"),
    [
        ("PASS", ["x", "y"], PASS),
        ("PASS", ["x", "gone"], NONE),
        ("PASS", ["gone"], NONE),
        ("PASS", [], NONE),
        ("FAIL", ["x"], FAIL),
        ("FAIL", ["gone"], FAIL),
        ("FAIL", [], FAIL),
    ],
)
def test_a_pass_is_worth_its_evidence_and_a_fail_stands(verdict: str, cited: list[str], worth: Verdict) -> None:
    assert spoke({"verdict": verdict, "evidence": cited}, {"x", "y"}) is worth


def _claims(events: Sequence[Mapping[str, Any]], count: int) -> list[Mapping[str, Any]]:
    """The run, its end saying that it judged so often."""
    return [
        {**event, "data": {**event["data"], "judgements": count}} if event["kind"] == "case-ended" else event
        for event in events
    ]


RUNS = {
    "shown": (run(), (PASS, None)),
    "nothing": ([], (NONE, None)),
    "not closed": (without(run(), "case-ended"), (NONE, None)),
    "nothing judged": (_claims(without(run(), "judgement"), 0), (NONE, None)),
    "a judgement gone": (_claims(run(), 2), (NONE, None)),
    "a judgement too many": (_claims(run(), 0), (NONE, None)),
    "closed twice, unlike": ([*run(), *_claims(run(), 2)], (NONE, None)),
    "evidence gone": (without(run(), "exchange"), (NONE, None)),
    "one of two without evidence": (run(PASS, [(SYNC, PASS), (OTHER, PASS)])[1:], (NONE, None)),
    "judged FAIL, closed as PASS": (run(PASS, [(SYNC, FAIL)]), (FAIL, None)),
    "judged FAIL, not closed": (without(run(FAIL, [(SYNC, FAIL)]), "case-ended"), (FAIL, None)),
    "late": (run(INCONC, SHOWN), (INCONC, Code.TIMEOUT)),
    "late, and a judgement gone": (_claims(run(INCONC, SHOWN), 5), (INCONC, Code.TIMEOUT)),
    "broken": (run(ERROR), (ERROR, Code.HARNESS)),
    "without a code": (with_code(run(INCONC), None), (INCONC, None)),
    "two codes": ([*run(INCONC), *with_code(run(INCONC), "FLAKY")], (INCONC, Code.FLAKY)),
    "the code of another verdict": ([*run(INCONC), *with_code(run(ERROR), None)], (ERROR, None)),
}


@pytest.mark.parametrize("name", RUNS)
def test_a_run_is_as_good_as_all_it_wrote(name: str) -> None:
    events, verdict = RUNS[name]

    assert run_verdict(KEY, facts_of(events)) == verdict


def result(verdict: Verdict, code: Code | None = None, *, runs: int = 1, failed: int = 0) -> CaseResult:
    """A result of case c."""
    return CaseResult("c", verdict, code, runs, failed)


CASES = {
    "no run": ([], result(NONE, runs=0)),
    "another case": ([run_events("d", SHOWN, PASS)], result(NONE, runs=0)),
    "one run": ([run()], result(PASS)),
    "another case beside it": ([run(), run_events("d", [], ERROR)], result(PASS)),
    "two instances": ([run(instance="a"), run(instance="b")], result(PASS, runs=2)),
    "two attempts": ([run(), run(attempt=2)], result(PASS, runs=2)),
    "three attempts": ([run(), run(attempt=2), run(attempt=3)], result(PASS, runs=3)),
    "an attempt is missing": ([run(), run(attempt=3)], result(NONE, runs=2)),
    "the first attempt is missing": ([run(attempt=2)], result(NONE)),
    "an attempt of one instance is missing": ([run(), run(instance="a", attempt=2)], result(NONE, runs=2)),
    "attempts of nought": ([run(attempt=0), run()], result(NONE, runs=2)),
    "a run that said nothing": ([run(), run(NONE, instance="a")], result(NONE, runs=2)),
    "nothing said, and nothing missing": ([run(NONE)], result(NONE)),
    "late in one attempt of two": ([run(), run(INCONC, attempt=2)], result(INCONC, Code.FLAKY, runs=2)),
    "late in each": ([run(INCONC), run(INCONC, attempt=2)], result(INCONC, Code.TIMEOUT, runs=2)),
    "late in one instance of two": ([run(), run(INCONC, instance="a")], result(INCONC, Code.TIMEOUT, runs=2)),
    "intermittent": ([run(), run(FAIL, [(SYNC, FAIL)], attempt=2)], result(FAIL, runs=2, failed=1)),
    "late, then failed": ([run(INCONC), run(FAIL, [(SYNC, FAIL)], attempt=2)], result(FAIL, runs=2, failed=1)),
    "failed each time": (
        [run(FAIL, [(SYNC, FAIL)]), run(FAIL, [(SYNC, FAIL)], attempt=2)],
        result(FAIL, runs=2, failed=2),
    ),
    "broken, then late": ([run(ERROR), run(INCONC, attempt=2)], result(ERROR, Code.HARNESS, runs=2)),
    "two codes": (
        [run(INCONC, instance="a"), with_code(run(INCONC), "NO_TRAFFIC")],
        result(INCONC, Code.NO_TRAFFIC, runs=2),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_as_good_as_all_its_runs(name: str) -> None:
    runs, expected = CASES[name]

    assert case_result("c", facts_of(*runs)) == expected


def test_a_judgement_without_an_end_is_a_run() -> None:
    """A run that was cut off is counted, and keeps its case from passing."""
    assert case_result("c", facts_of(run(), without(run(instance="a"), "case-ended"))) == result(NONE, runs=2)
