"""What another version of a check judged is nobody's judgement here."""

from pathlib import Path
from typing import Any

from harness.combination import combine
from harness.gate import decide
from harness.verify import verify
from tests.unit.harness.sealed import AT, FIRST, make_record, nowhere, policy
from tests.unit.harness.test_verify import rebuilt


def test_a_suite_that_is_newer_than_the_evidence(tmp_path: Path) -> None:
    """The judgement was made by a version of its check that is not this release's: its requirement is open again."""

    def elsewise(kind: str, data: dict[str, Any]) -> None:
        if kind == "judgement" and data["requirement"] == FIRST:
            data["version"] += 1

    make_record(tmp_path / "out")
    verified = verify(rebuilt(tmp_path / "out", elsewise), [], find=nowhere, today=AT.date())
    case = combine([verified], policy(), waivers=(), today=AT.date())

    assert case.results[FIRST].status.value == "NOT_DEMONSTRATED"
    assert decide(case).exit_code == 11
