"""The contract run finds what it is there to find: each planted defect of a mock fails the check that is about it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from mocks import registry
from mocks.core.system import Answer, Call, System
from tests.contract.documents import document
from tests.contract.engine import run
from tests.contract.test_profiles import visited

GROUP = "LayDanhMucCoQuan"


def generous(call: Call, answer: Answer) -> Answer:
    """Accepts what breaks the schema."""
    return replace(answer, accepted=True, reason=None) if call.defects else answer


def shy(call: Call, answer: Answer) -> Answer:
    """Refuses what keeps the schema."""
    return answer if call.defects else replace(answer, accepted=False, reason="mood")


def silent(call: Call, answer: Answer) -> Answer:
    """Refuses and does not say why."""
    return replace(answer, reason=None) if call.defects else answer


def careless(call: Call, answer: Answer) -> Answer:
    """Breaks its own profile; the door does not let that out."""
    return replace(answer, body={"error_code": "nine"}) if call.defects else answer


@pytest.mark.parametrize(
    ("defect", "checks"),
    [
        (generous, {"negative_data_refused", "missing_header_refused"}),
        (shy, {"positive_data_taken"}),
        (silent, {"refusal_says_why_and_changes_nothing"}),
        (careless, {"not_a_server_error"}),
    ],
)
def test_a_planted_defect_fails_its_check(
    monkeypatch: pytest.MonkeyPatch, defect: Callable[[Call, Answer], Answer], checks: set[str]
) -> None:
    row = registry.entry("dvcqg")
    monkeypatch.setattr(registry, "ENTRIES", (replace(row, make=lambda site: spoilt(row.make(site), defect)),))
    with visited("dvcqg") as target:
        found = run(document(target.profile, GROUP), target, examples=2)
    assert checks <= {check for _, check, _ in found.failures}


def test_a_sound_mock_fails_none() -> None:
    with visited("dvcqg") as target:
        found = run(document(target.profile, GROUP), target, examples=2)
    assert (found.failures, found.troubles) == ([], [])
    assert target.referee.tally[GROUP, True]
    assert target.referee.tally[GROUP, False]


def spoilt(system: System, defect: Callable[[Call, Answer], Answer]) -> System:
    """The system with a defect in the answers of one operation."""

    class Spoilt:
        def answer(self, call: Call) -> Answer:
            answer = system.handler.answer(call)
            assert isinstance(answer, Answer)
            about = call.operation is not None and call.operation.name == GROUP
            return defect(call, answer) if about else answer

    return replace(system, handler=Spoilt())
