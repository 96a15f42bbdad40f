"""OSCAL as compliance-trestle reads it: its models, its validators, and what an auditor can follow from there."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from trestle.core.validator_factory import validator_factory
from trestle.oscal import assessment_plan, assessment_results, catalog

from reports import oscal
from reports.items import items_of
from reports.model import Report
from reports.oscal_parts import ANSWER_CONTROL, line, markup
from tests.unit.reports.conftest import Sealed

MODELS = {
    oscal.CATALOGUE: catalog.Model,
    oscal.PLAN: assessment_plan.Model,
    oscal.RESULTS: assessment_results.Model,
}


@pytest.fixture
def files(both: Sealed) -> Mapping[str, str]:
    return oscal.make(*both)


@pytest.fixture
def result(files: Mapping[str, str]) -> Any:
    (found,) = json.loads(files[oscal.RESULTS])["assessment-results"]["results"]
    return found


@pytest.mark.parametrize("name", sorted(MODELS))
def test_trestle_takes_every_document(files: Mapping[str, str], name: str) -> None:
    read = MODELS[name].model_validate_json(files[name])
    (document,) = [value for _, value in read if value is not None]
    validators = validator_factory.get_all()
    assert len(validators) >= 5
    assert [type(one).__name__ for one in validators if not one.model_is_valid(document, quiet=True)] == []
    assert document.metadata.oscal_version.root.root == "1.2.1"


def test_trestle_refuses_what_is_none(files: Mapping[str, str]) -> None:
    with pytest.raises(ValueError, match="not-satisfied"):
        assessment_results.Model.model_validate_json(files[oscal.RESULTS].replace('"not-satisfied"', '"perhaps"'))


def test_each_item_is_an_observation_and_each_requirement_a_finding(result: Any, report: Report) -> None:
    items = items_of(report)
    assert [row["title"] for row in result["observations"]] == [line(item.name) for item in items]
    states = {row["target"]["target-id"]: row["target"]["status"]["state"] for row in result["findings"]}
    assert states == {
        f"{row.id}_obj": "satisfied" if row.status == "DEMONSTRATED" else "not-satisfied"
        for row in report.requirements
        if row.status != "NOT_APPLICABLE"
    } | {f"{ANSWER_CONTROL}_obj": "not-satisfied"}
    known = {row["uuid"]: row["title"] for row in result["observations"]}
    for row in result["findings"]:
        assert row["related-observations"]
        assert {other["observation-uuid"] for other in row["related-observations"]} <= {*known}


def test_what_does_not_apply_is_excluded_and_never_a_finding(result: Any, report: Report) -> None:
    (selection,) = result["reviewed-controls"]["control-selections"]
    left_out = {row["control-id"] for row in selection["exclude-controls"]}
    assert left_out == {row.id for row in report.requirements if row.status == "NOT_APPLICABLE"} != set()


def test_evidence_leads_to_a_file_with_its_digest(files: Mapping[str, str], both: Sealed, result: Any) -> None:
    resources = json.loads(files[oscal.RESULTS])["assessment-results"]["back-matter"]["resources"]
    digests = {f"#{row['uuid']}": (row["title"], row["rlinks"][0]["hashes"][0]["value"]) for row in resources}
    cited = [row for observed in result["observations"] for row in observed.get("relevant-evidence", ())]
    assert cited
    for row in cited:
        name, value = digests[row["href"]]
        assert both[0].manifest["files"][name] == f"sha256:{value}"


def test_nothing_in_it_comes_from_a_clock_or_from_chance(files: Mapping[str, str], both: Sealed) -> None:
    record, _ = both
    assert files == oscal.make(*both)
    told = {found for text in files.values() for found in re.findall(r'"(2\d{3}-\d\d-\d\dT\d\d:[^"]+)"', text)}
    assert told == {record.run["started"], record.manifest["sealed"]}
    assert all(found[14] == "5" for text in files.values() for found in re.findall(r'"uuid": "([^"]+)"', text))


def test_words_of_the_record_are_no_markup() -> None:
    assert markup("a <b> & [c](d) *e*") == r"a \<b\> \& \[c\](d) \*e\*"
    assert line("one\ntwo") == "one two"
    assert line(" \n ") == "–"
