"""A judgement is recorded first and raised afterwards, with all that it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from harness.checks import Observation
from harness.errors import HarnessError, Nonconformity
from harness.judge import Judge, Judgement
from harness.verdict import Code, Verdict

RUN: dict[str, Any] = {"case": "behaviour/test_a::test_b", "instance": "one", "attempt": 2}


def observation(*, holds: bool) -> Observation:
    """What a check saw."""
    return Observation("field_is", 3, {"pointer": "/x"}, ("dvcqg-000001",), holds, "one", "two")


class Record(list[tuple[str, Mapping[str, Any]]]):
    """Keeps what was appended."""

    def write(self, kind: str, data: Mapping[str, Any]) -> None:
        self.append((kind, data))


def judge_for(record: Record) -> Judge:
    """The judge of one run of one case that verifies two requirements."""
    return Judge(**RUN, requirements=("SYNC-001", "SYNC-002"), append=record.write)


@pytest.mark.parametrize(("holds", "verdict"), [(True, Verdict.PASS), (False, Verdict.FAIL)])
def test_what_is_judged_is_recorded_whole(verdict: Verdict, *, holds: bool) -> None:
    record = Record()
    judge = judge_for(record)
    seen = observation(holds=holds)
    try:
        judge("SYNC-002", seen)
    except Nonconformity:
        assert not holds

    row: dict[str, Any] = {"requirement": "SYNC-002", "verdict": verdict.value, "check": "field_is", "version": 3}
    row |= {"arguments": {"pointer": "/x"}, "evidence": ["dvcqg-000001"], "expected": "one", "observed": "two"}
    assert record == [("judgement", row | RUN)]
    assert judge.judgements == [Judgement("SYNC-002", verdict, seen, **RUN)]


def test_a_judgement_bears_the_marks_of_its_evidence() -> None:
    record, asked = Record(), list[Sequence[str]]()
    mark = {"kind": "time", "text": "compressed, 72 h"}

    def marks_of(evidence: Sequence[str]) -> Sequence[Mapping[str, Any]]:
        asked.append(evidence)
        return [mark]

    judge = replace(judge_for(record), marks_of=marks_of)
    judge("SYNC-001", observation(holds=True))

    assert asked == [("dvcqg-000001",)]
    assert record[0][1]["marks"] == list(judge.judgements[0].marks) == [mark]


def test_what_fails_is_raised_in_words() -> None:
    with pytest.raises(Nonconformity) as failed:
        judge_for(Record())("SYNC-001", observation(holds=False))

    assert (str(failed.value), failed.value.requirement) == ("SYNC-001: expected one; observed two", "SYNC-001")


def test_a_requirement_that_the_case_does_not_verify_is_our_mistake() -> None:
    record = Record()
    judge = judge_for(record)

    with pytest.raises(HarnessError) as refused:
        judge("SYNC-009", observation(holds=True))

    assert refused.value.code is Code.HARNESS
    assert str(refused.value) == f"{RUN['case']} judges SYNC-009 without verifies('SYNC-009')"
    assert (record, judge.judgements) == ([], [])
