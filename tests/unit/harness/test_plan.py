"""The plan: read from the suites' source, written before anything is collected."""

from dataclasses import replace
from pathlib import Path

import pytest

from harness.errors import Refused
from harness.plan import TestCase, TestPlan, make_plan, scan_cases
from harness.requirement import Requirement
from harness.statement import Item, read_statement
from tests.hygiene.sources import ROOT

ITEMS = {"portal.sync": Item("portal.sync", "m", "", "CONN-001", {}), "online": Item("online", "o", "", None, {})}


def requirement(name: str, applicable: str = "") -> Requirement:
    """A row that blocks."""
    return Requirement(name, name[:4], "MUST", "blocking", "observed", applicable, derived=False, row={})


CATALOGUE = {
    row.id: row for row in (requirement("CONN-001"), requirement("SYNC-001"), requirement("SYNC-010", "online"))
}
CASES = [
    TestCase("connect/test_a::test_one", "connect", ("CONN-001",), "It connects."),
    TestCase("behaviour/test_b::test_two", "behaviour", ("SYNC-001",), "It synchronises."),
    TestCase("behaviour/test_b::test_three", "behaviour", ("SYNC-010",), "It tells the time."),
]


def plan_of(*select: str, online: bool = True, diagnostic: bool = False) -> TestPlan:
    """The plan of the three cases."""
    statement = read_statement(ITEMS, {"portal.sync": True, "online": online})
    return make_plan(CASES, CATALOGUE, statement, select=select, diagnostic=diagnostic)


def selected(plan: TestPlan) -> list[str]:
    """The names of the selected functions."""
    return [item.case.id.rpartition("_")[2] for item in plan.cases if item.selected]


def suites(folder: Path, text: str, phase: str = "behaviour") -> Path:
    """A suite of one module."""
    (folder / phase).mkdir()
    (folder / phase / "test_x.py").write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_suites_can_be_scanned() -> None:
    cases = scan_cases(ROOT / "tests" / "suites")

    assert [case.phase for case in cases] == sorted(
        (case.phase for case in cases), key=["connect", "behaviour", "fault"].index
    )
    assert all(case.requirements and case.purpose for case in cases)


def test_a_case_is_read_from_its_source(tmp_path: Path) -> None:
    text = '@pytest.mark.verifies("CONN-001", "SYNC-001")\ndef test_a():\n    """It connects.\n\n    More."""\n'

    assert scan_cases(suites(tmp_path, text)) == [
        TestCase("behaviour/test_x::test_a", "behaviour", ("CONN-001", "SYNC-001"), "It connects.")
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('def test_a():\n    """It."""\n', "test_a has no verifies"),
        ('@pytest.mark.verifies()\ndef test_a():\n    """It."""\n', "test_a has no verifies"),
        ('@verifies("CONN-001")\ndef test_a():\n    """It."""\n', "test_a has no verifies"),
        ('@pytest.mark.verifies("CONN-001")\ndef test_a():\n    pass\n', "test_a has no docstring"),
        ('@pytest.mark.verifies(NAME)\ndef test_a():\n    """It."""\n', "verifies NAME: write the id itself"),
        ('@pytest.mark.verifies(*IDS)\ndef test_a():\n    """It."""\n', "write the id itself"),
        ('@pytest.mark.verifies("CONN-001")\nasync def test_a():\n    """It."""\n', "test_a is async"),
        ('@pytest.mark.verifies("CONN-001")\ndef test_a():\n    """It."""\n' * 2, "test_a is written twice"),
    ],
)
def test_a_case_that_cannot_be_planned_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        scan_cases(suites(tmp_path, text))


def test_an_unknown_phase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="behavior is no phase"):
        scan_cases(suites(tmp_path, "", phase="behavior"))


def test_without_a_selection_the_run_certifies() -> None:
    plan = plan_of()

    assert (selected(plan), plan.mode) == (["one", "two", "three"], "certification")
    assert [case.id for case in plan.cases_of("SYNC-001")] == ["behaviour/test_b::test_two"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["CONN"], ["one"]),
        (["SYNC-*"], ["two", "three"]),
        (["SYNC-001", "CONN-001"], ["one", "two"]),
        (["*_three"], ["three"]),
    ],
)
def test_a_selection_is_diagnostic(words: list[str], names: list[str]) -> None:
    plan = plan_of(*words)

    assert (selected(plan), plan.mode) == (names, "diagnostic")
    assert all(item.reason for item in plan.cases if not item.selected)


def test_a_selection_of_everything_is_diagnostic_too() -> None:
    assert plan_of("*").mode == "diagnostic"
    assert plan_of(diagnostic=True).mode == "diagnostic"


def test_a_typing_error_is_answered_with_a_hint() -> None:
    with pytest.raises(Refused, match=r"'SYCN-001' chooses no case; did you mean SYNC-001"):
        plan_of("SYCN-001")
    with pytest.raises(Refused, match="see `lienthong requirements`"):
        plan_of("???")


def test_what_is_not_claimed_does_not_apply() -> None:
    plan = plan_of(online=False)

    assert plan.not_applicable == {"SYNC-010": "online is not claimed in the statement"}
    assert selected(plan) == ["one", "two"]
    assert plan.cases_of("SYNC-010") == []
    assert plan.cases[2].reason == "SYNC-010: online is not claimed in the statement"


def test_nothing_selected_is_refused() -> None:
    with pytest.raises(Refused, match="nothing is selected"):
        plan_of("SYNC-010", online=False)


def test_an_unknown_requirement_is_refused() -> None:
    statement = read_statement(ITEMS, {})
    case = TestCase("connect/test_a::test_one", "connect", ("CONN-009",), "It connects.")

    with pytest.raises(Refused, match="verifies CONN-009, which is in no catalogue"):
        make_plan([case], CATALOGUE, statement)


def test_nobody_declares_a_mandatory_capability_away() -> None:
    catalogue = {"CONN-001": requirement("CONN-001", "portal.sync")}

    with pytest.raises(Refused, match="only o and c items"):
        make_plan(CASES[:1], catalogue, read_statement(ITEMS, {"portal.sync": False}))


def test_what_another_part_judges_applies_where_it_is_asked_for() -> None:
    loaded = replace(requirement("VOL-001"), row={"method": "load"})
    catalogue = {**CATALOGUE, loaded.id: loaded}
    statement = read_statement(ITEMS, {"portal.sync": True, "online": True})

    alone = make_plan(CASES, catalogue, statement)
    assert "lienthong load" in alone.not_applicable["VOL-001"]
    assert "VOL-001" not in make_plan(CASES, catalogue, statement, parts=("run", "load")).not_applicable
