"""`requirements`: what is listed, and that nothing which the documents demand is left without an answer or a reason."""

import json
from typing import Any

import jsonschema
import pytest

from cli import coverage as module
from cli.coverage import coverage
from cli.coverage_page import page_of, ranges
from cli.listing import requirement_list
from cli.requirements import requirements
from harness.errors import Refused
from specs import FOLDER
from specs.demands import load_sources
from specs.schema import load_schema
from tests.hygiene.sources import ROOT


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """The coverage of this tree."""
    return coverage()


def quoted(clause: str) -> list[str]:
    """The parts of a clause between its cuts, as words."""
    return [" ".join(part.split()).strip(' .;,“”"').casefold() for part in clause.split("…")]


def test_nothing_is_blank(found: dict[str, Any]) -> None:
    assert found["gaps"] == []


def test_it_is_valid(found: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(load_schema("coverage")).validate(found)


def test_the_page_is_not_stale(found: dict[str, Any]) -> None:
    page = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")

    assert page == page_of(found), "lienthong requirements --markdown > docs/coverage.md"


def test_every_clause_stands_in_its_document_word_for_word() -> None:
    texts = {
        letter: " ".join((FOLDER / "documents" / f"{letter}.txt").read_text(encoding="utf-8").split()).casefold()
        for letter in load_sources().documents
    }
    strange = [
        row["id"]
        for row in requirement_list()
        if not all(part in texts[row["source"]["document"]] for part in quoted(row["source"]["clause"]))
    ]
    assert strange == []


GAPS = [
    ({"demands": [], "method": "test"}, "X answers no demand"),
    ({"cases": []}, "X has no case, and no reason why"),
    ({"faults": []}, "X has no fault, and no reason why"),
    ({"method": "load", "faults": []}, "X has no fault under load"),
    ({"method": "examine"}, "X stands in no workbook"),
    ({"method": "examine", "examined": {"wrong": []}}, "X has no wrong workbook"),
]


@pytest.mark.parametrize(("change", "line"), GAPS)
def test_what_is_blank_is_told(change: dict[str, Any], line: str) -> None:
    whole = {"demands": [1], "method": "test", "cases": ["c"], "faults": ["f"], "examined": None, "not_tested": None}

    assert module.gaps(load_sources(), [], [], {"X": whole}) == []
    assert [row.startswith(line) for row in module.gaps(load_sources(), [], [], {"X": whole | change})] == [True]


def test_a_demand_and_a_system_without_an_answer_are_told() -> None:
    demand = {"number": 1, "requirements": [], "not_tested": None, "documents": []}
    lines = module.gaps(load_sources(), [demand], [{"id": "S3", "requirements": []}], {})

    assert [line.split(" ", 2)[:2] for line in lines] == [["demand", "1"], ["demand", "1"], ["system", "S3"]]


def test_ids_in_a_row_are_written_short() -> None:
    assert ranges(["SEC-003", "SEC-001", "SEC-002", "ACC-010", "ACC-011", "SEC-001"]) == "ACC-010, ACC-011, SEC-001…003"
    assert ranges([]) == ""


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    requirements(coverage=True, lang="vi")
    lines = capsys.readouterr().out.splitlines()
    requirements(coverage=True, json_only=True)

    assert lines[-1] == "49 demands, 16 systems, no gaps"
    assert "    OPS-002  examine: workbook, statements and hotlines" in lines
    assert json.loads(capsys.readouterr().out)["gaps"] == []


def test_a_list_can_be_narrowed(capsys: pytest.CaptureFixture[str]) -> None:
    requirements(area="OPS", gate_class="blocking", json_only=True)
    rows = json.loads(capsys.readouterr().out)
    requirements(method="examine", lang="en")
    told = capsys.readouterr().out

    assert {(row["area"], row["gate_class"], row["method"]) for row in rows} == {("OPS", "blocking", "examine")}
    assert "cases:" not in told
    assert "OPS-040" in told


def test_a_list_of_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="no requirement of area 'NONE'"):
        requirements(area="NONE")
