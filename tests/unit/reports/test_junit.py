"""The run as JUnit XML: nothing is dropped, nothing inconclusive is green, and the counts are true."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from lxml import etree

from reports import junit
from reports.model import Report
from tests.unit.reports.conftest import Sealed
from tests.unit.reports.page import read_xml

JENKINS = etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "junit-10.xsd"))
OUTCOMES = ("failure", "error", "skipped")


@pytest.fixture
def root(both: Sealed) -> ET.Element:
    return read_xml(junit.render(*both))


def case_of(root: ET.Element, name: str) -> ET.Element:
    found = [row for row in root.iter("testcase") if row.get("name") == name]
    assert len(found) == 1, f"{len(found)} testcases {name}"
    return found[0]


def outcome(root: ET.Element, name: str) -> tuple[str, str]:
    """The tag and the type of what a testcase came to; an empty tag where it passed."""
    children = list(case_of(root, name))
    return (children[0].tag, children[0].get("type") or children[0].get("message") or "") if children else ("", "")


def test_it_keeps_the_jenkins_schema(both: Sealed) -> None:
    text = junit.render(*both)
    JENKINS.assertValid(etree.fromstring(text.encode()))
    assert not JENKINS.validate(etree.fromstring(text.replace("<properties>", "<properties><stranger/>", 1).encode()))


def test_a_case_came_to_one_thing(root: ET.Element) -> None:
    assert all(len(case) <= 1 for case in root.iter("testcase"))


def test_the_counts_are_those_of_what_is_there(root: ET.Element) -> None:
    for suite in root:
        found = Counter(child.tag for case in suite.findall("testcase") for child in case)
        assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
        assert [int(suite.attrib[name]) for name in ("failures", "errors", "skipped")] == [
            found[tag] for tag in OUTCOMES
        ]
    for name in ("tests", "failures", "errors"):
        assert int(root.attrib[name]) == sum(int(suite.attrib[name]) for suite in root)


def test_one_suite_an_area_and_one_for_the_answer(root: ET.Element, report: Report) -> None:
    assert [suite.get("name") for suite in root] == [*(area.id for area in report.areas), "readiness"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("behaviour/test_push::test_every_channel_arrives[online]", ("", "")),
        ("behaviour/test_push::test_every_channel_arrives[postal]", ("failure", "FAIL")),
        ("behaviour/test_push::test_added_once", ("failure", "FAIL")),
        ("fault/test_outage::test_retries_pause", ("error", "INCONC:TIMEOUT")),
        ("behaviour/test_texts::test_databases_named", ("error", "INCONC:NO_TRAFFIC")),
        ("behaviour/test_codes::test_identity_by_type", ("error", "NONE")),
        (
            "behaviour/test_codes::test_foreign_code_is_kept",
            ("skipped", "NA: IDN-002: foreign-codes is not claimed in the statement"),
        ),
        ("answer", ("failure", "NO_GO")),
    ],
)
def test_each_verdict_has_its_element(root: ET.Element, name: str, expected: tuple[str, str]) -> None:
    assert outcome(root, name) == expected


def test_a_failure_tells_clause_expected_observed_evidence_and_next_step(root: ET.Element) -> None:
    told = case_of(root, "behaviour/test_push::test_every_channel_arrives[postal]")[0].text or ""
    for words in (
        "requirement: SYNC-012",
        "clause: “cung cấp dịch vụ công trực tuyến",
        "expected: /data/0/KenhThucHien = '3'",
        "observed: /data/0/KenhThucHien = '1'",
        "evidence: dvcqg-000009",
        "check: field_is version 1",
        "next step: See whether KenhThucHien",
    ):
        assert words in told


def test_an_intermittent_failure_names_its_attempts(root: ET.Element) -> None:
    told = case_of(root, "behaviour/test_push::test_added_once")[0].text or ""
    assert "attempts: 1: FAIL, 2: PASS" in told


def test_every_suite_carries_the_answer_and_nothing_else_has_properties(root: ET.Element) -> None:
    for suite in root:
        stated = {row.attrib["name"]: row.attrib["value"] for row in suite.findall("properties/property")}
        assert stated["answer"] == "NO_GO"
        assert stated["exit_code"] == "10"
        assert stated["blocking.applicable"] == "6"
        assert stated["blocking.demonstrated"] == "3"
    assert root.findall(".//testcase/properties") == []


def test_a_requirement_without_a_case_does_not_vanish(
    content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]
) -> None:
    left_out = {"SYNC-004", "IDN-002"}
    plan = content["run"]["plan"]
    plan["cases"] = [row for row in plan["cases"] if not left_out & set(row["requirements"])]
    content["events"] = [row for row in content["events"] if row["data"].get("requirement") != "SYNC-004"]
    content["events"] = [
        row for row in content["events"] if "test_status_is_that_of_the_act" not in row["data"].get("case", "")
    ]
    root = read_xml(junit.render(*sealed(content)))
    assert outcome(root, "SYNC-004") == ("error", "NONE")
    assert outcome(root, "IDN-002") == ("skipped", "NA: foreign-codes is not claimed in the statement")


def test_a_case_that_was_not_chosen_is_skipped_as_such(
    content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]
) -> None:
    content["run"]["plan"]["cases"][-1] |= {"selected": False, "reason": "not chosen by --select SYNC"}
    content["events"] = [row for row in content["events"] if "test_retries_pause" not in row["data"].get("case", "")]
    root = read_xml(junit.render(*sealed(content)))
    skipped = outcome(root, "fault/test_outage::test_retries_pause")
    assert skipped == ("skipped", "NOT_SELECTED: not chosen by --select SYNC")


def test_a_case_that_started_and_did_not_end_is_no_pass(
    content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]
) -> None:
    name = "connect/test_sign_in::test_keeps_its_session"
    content["events"] = [row for row in content["events"] if row["kind"] != "case-ended" or row["data"]["case"] != name]
    root = read_xml(junit.render(*sealed(content)))
    assert outcome(root, name) == ("error", "NONE")


def test_a_missing_attempt_is_no_pass(content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]) -> None:
    name = "behaviour/test_push::test_added_once"
    content["events"] = [
        row for row in content["events"] if row["data"].get("case") != name or row["data"]["attempt"] != 1
    ]
    root = read_xml(junit.render(*sealed(content)))
    assert outcome(root, name) == ("error", "NONE")


def test_a_case_that_is_in_no_plan_is_not_dropped(
    content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]
) -> None:
    name = "behaviour/test_push::test_added_once"
    plan = content["run"]["plan"]
    plan["cases"] = [row for row in plan["cases"] if row["id"] != name]
    root = read_xml(junit.render(*sealed(content)))
    assert outcome(root, name) == ("failure", "FAIL")


def test_a_harness_error_is_an_error_with_its_code(
    content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]
) -> None:
    name = "fault/test_outage::test_retries_pause"
    for row in content["events"]:
        if row["kind"] == "case-ended" and row["data"]["case"] == name:
            row["data"] |= {"verdict": "ERROR", "code": "MOCK", "message": "the mock did not answer\x00\x1b"}
    root = read_xml(junit.render(*sealed(content)))
    assert outcome(root, name) == ("error", "ERROR:MOCK")
    assert case_of(root, name)[0].get("message") == "the mock did not answer\\x00\\x1b"


@pytest.mark.parametrize(
    ("answer", "code", "expected"),
    [
        ("GO", 0, ("", "")),
        ("CONDITIONAL_GO", 12, ("error", "CONDITIONAL_GO")),
        ("UNDECIDED", 20, ("error", "UNDECIDED")),
        ("NO_GO", 11, ("failure", "NO_GO")),
    ],
)
def test_only_go_is_green(both: Sealed, answer: str, code: int, expected: tuple[str, str]) -> None:
    record, readiness = both
    root = read_xml(junit.render(record, {**readiness, "answer": answer, "exit_code": code}))
    assert outcome(root, "answer") == expected


def test_rendering_is_pure(both: Sealed) -> None:
    assert junit.render(*both) == junit.render(*both)
