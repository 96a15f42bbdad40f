"""GITB TRL: the order of its schema, an item a case, and nothing green but PASS and GO.

The schema itself is not kept here (EUPL 1.2); `benchmarks/interop/run.py trl` has xmllint validate by it.
"""

from typing import Final

import pytest
from lxml import etree

from reports import trl
from reports.items import items_of
from reports.model import Report
from tests.unit.reports.conftest import Sealed

CHILDREN: Final = {
    "ConformanceStatementReport": ["metadata", "statement"],
    "statement": ["definition", "summary", "lastUpdate", "testOverview", "testDetails"],
    "definition": ["party", "domain", "specification", "actor"],
    "party": ["organisation", "system"],
    "system": ["name", "version", "properties"],
    "summary": [
        *("status", "succeeded", "failed", "incomplete"),
        *("succeededIgnored", "failedIgnored", "incompleteIgnored"),
    ],
    "testSuite": ["metadata", "result", "testCases"],
    "report": ["date", "result", "overview", "reports"],
}


@pytest.fixture
def root(both: Sealed) -> etree._Element:
    return etree.fromstring(trl.render(*both).encode())


def texts(root: etree._Element, path: str) -> list[str]:
    return [row.text or "" for row in root.iterfind(path, {"": trl.TR, "core": trl.CORE})]


def test_elements_stand_in_the_order_of_the_schema(root: etree._Element) -> None:
    for element in root.iter():
        name = etree.QName(element).localname
        if name in CHILDREN:
            assert [etree.QName(child).localname for child in element] == CHILDREN[name]
    assert {etree.QName(element).namespace for element in root.iter()} == {trl.TR, trl.CORE}


def test_each_item_is_a_case_in_overview_and_details(root: etree._Element, report: Report) -> None:
    items = items_of(report)
    assert texts(root, ".//testDetails/testCase/metadata/core:name") == [item.name for item in items]
    assert texts(root, ".//testOverview//testCase/metadata/core:name") == [item.name for item in items]
    assert texts(root, ".//testDetails/testCase/message[1]") == [item.word for item in items]
    steps = sum(len(item.run.judgements) for item in items if item.run)
    assert len(texts(root, ".//step/description")) == steps > 0


def test_what_does_not_apply_is_disabled_and_counted_apart(root: etree._Element, report: Report) -> None:
    disabled = [case.get("ref") for case in root.iter(f"{{{trl.TR}}}testCase") if case.get("disabled") == "true"]
    assert disabled == [item.name for item in items_of(report) if item.outcome == "NOT_APPLICABLE"] != []
    assert texts(root, ".//summary/incompleteIgnored") == [str(len(disabled))]


@pytest.mark.parametrize(
    ("answer", "shown"),
    [("GO", "SUCCESS"), ("CONDITIONAL_GO", "UNDEFINED"), ("NO_GO", "FAILURE"), ("UNDECIDED", "UNDEFINED")],
)
def test_the_status_is_success_on_go_alone(both: Sealed, answer: str, shown: str) -> None:
    record, readiness = both
    root = etree.fromstring(trl.render(record, {**readiness, "answer": answer}).encode())
    assert texts(root, ".//summary/status") == [shown]
    assert texts(root, ".//testOverview/testSuite/result")[-1] == shown


def test_a_suite_is_as_bad_as_its_worst_case() -> None:
    assert trl._worst(["SUCCESS", "UNDEFINED", "FAILURE"]) == "FAILURE"
    assert trl._worst(["SUCCESS", "UNDEFINED"]) == "UNDEFINED"
    assert trl._worst(["SUCCESS"]) == "SUCCESS"
    assert trl._worst([]) == "UNDEFINED"
