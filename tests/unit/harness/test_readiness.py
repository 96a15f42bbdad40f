"""What is written about a record is valid by its published schema."""

from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from harness.plan import TestCase, make_plan
from harness.policy import load_policy
from harness.readiness import readiness_of
from harness.requirement import load_catalogue
from harness.statement import load_items, read_statement
from specs import FOLDER
from specs.schema import load_schema

TODAY = date(2026, 11, 22)
SUT = {"name": "Demo", "version": "1", "supplier": "S", "build": "sha256:ab"}


def event(kind: str, **data: Any) -> dict[str, Any]:
    """An event of the first run of a case."""
    run = {"case": "connect/test_a::test_b", "instance": "", "attempt": 1}
    return {"kind": kind, "data": {**run, **data}}


def ended(verdict: str, code: str | None = None) -> list[dict[str, Any]]:
    """A case that judged once and ended so."""
    judgement = {
        "requirement": "CONN-001",
        "verdict": verdict if verdict in {"PASS", "FAIL"} else "PASS",
        "check": "field_is",
        "evidence": ["dvcqg-000001"],
        "expected": "one",
        "observed": "two",
    }
    return [
        {"kind": "exchange", "data": {"id": "dvcqg-000001"}},
        event("judgement", **judgement),
        event("case-ended", verdict=verdict, code=code, message="", judgements=1),
        {"kind": "campaign-ended", "data": {"cases": 1, "judgements": 1, "evidence": 1, "completed": True}},
    ]


@pytest.mark.parametrize("intact", [True, False])
@pytest.mark.parametrize(
    "events",
    [[], ended("PASS"), ended("FAIL"), ended("INCONC", "TIMEOUT"), ended("ERROR", "MOCK")],
    ids=["none", "pass", "fail", "inconc", "error"],
)
def test_it_is_valid_and_never_go_on_so_little(events: list[dict[str, Any]], *, intact: bool) -> None:
    catalogue = load_catalogue(FOLDER / "requirements")
    policy = load_policy(FOLDER / "policies" / "first-light.toml", catalogue)
    statement = read_statement(load_items(FOLDER / "statement.toml"), {"portal.sync": True})
    case = TestCase("connect/test_a::test_b", "connect", ("CONN-001",), "It connects.")
    plan = make_plan([case], catalogue, statement)

    readiness = readiness_of(plan, catalogue, policy, events, sut=SUT, today=TODAY, intact=intact)

    Draft202012Validator(load_schema("readiness"), format_checker=FormatChecker()).validate(readiness)
    assert readiness["answer"] in {"NO_GO", "UNDECIDED"}
    assert (readiness["exit_code"] == 21) is not intact
