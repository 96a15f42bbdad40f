"""What pipelines read is held against its published schema, and contradictions are refused."""

from typing import Any

import pytest

from tests.unit.specs.catalogue import errors_of, load_rows


def _readiness() -> dict[str, Any]:
    statuses = ("DEMONSTRATED", "VIOLATED", "NOT_DEMONSTRATED", "NOT_APPLICABLE", "ATTESTED")
    figures = ("requirements", *statuses, "applicable_blocking", "demonstrated_blocking", "cases")
    case = {"id": "connect/test_session::test_signs_in", "verdict": "PASS", "code": None}
    policy = {"name": "first-light", "version": "1.0.0", "digest": f"sha256:{'0' * 64}", "valid_until": "2027-10-31"}
    return {
        "schema": "lienthong/readiness/1",
        "answer": "GO",
        "exit_code": 0,
        "reason": "every applicable requirement is demonstrated",
        "mode": "certification",
        "policy": {**policy, "not_looked_at": [{"vi": "khác", "en": "others"}]},
        "sut": {"name": "One-stop software", "version": "2.1", "supplier": "A supplier"},
        "counts": dict.fromkeys(figures, 1),
        "requirements": {
            "CONN-001": {"status": "DEMONSTRATED", "blocking": True, "cases": [case], "evidence": ["dvcqg-000001"]}
        },
        "blocking": [],
        "open": [],
    }


def test_readiness_is_accepted_whole_or_as_a_refusal() -> None:
    refused = {"schema": "lienthong/readiness/1", "answer": None, "exit_code": 2, "error": "province.toml: no [sut]"}

    assert errors_of("readiness", _readiness()) == []
    assert errors_of("readiness", refused) == []


@pytest.mark.parametrize(
    "change", [{"exit_code": 10}, {"mode": "diagnostic"}, {"answer": None}, {"error": "x"}, {"x": 1}]
)
def test_readiness_that_contradicts_itself_is_refused(change: dict[str, Any]) -> None:
    assert errors_of("readiness", {**_readiness(), **change})


@pytest.mark.parametrize("part", ["answer", "counts", "policy", "blocking"])
def test_readiness_without_a_part_is_refused(part: str) -> None:
    assert errors_of("readiness", {key: value for key, value in _readiness().items() if key != part})


def test_the_lists_of_faults_and_requirements_are_accepted() -> None:
    text = {"vi": "chữ", "en": "text"}
    fault = {"name": "gives-up", "area": "SYNC", "description": text, "breaks": ["SYNC-008"]}
    row = load_rows()[0]
    listed = {key: row[key] for key in ("id", "area", "level", "gate_class", "fidelity", "method", "text")}
    listed |= {"demands": [1], "operations": row["operations"]}
    listed["source"] = {key: row["source"][key] for key in ("document", "clause")}

    assert errors_of("faults", [{**fault, "obscures": {"SYNC-005": "NO_TRAFFIC"}}]) == []
    assert errors_of("faults", [{**fault, "obscures": {"SYNC-005": "FAIL"}}])
    assert errors_of("faults", [{**fault, "obscures": {}, "breaks": []}])
    assert errors_of("requirements", [{**listed, "cases": [], "faults": [], "not_tested": text}]) == []
