"""OSCAL: the schema of compliance-trestle's models, and what an auditor can follow from there.

compliance-trestle itself reads the documents in `benchmarks/interop/run.py oscal`: it brings too much to be here.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from harness.record import JOURNAL
from reports import oscal
from reports.items import items_of
from reports.model import Report
from reports.oscal_parts import ANSWER_CONTROL, line, markup
from tests.unit.reports.conftest import Sealed

SCHEMAS = Path(__file__).parent / "schemas"
NAMES = (oscal.CATALOGUE, oscal.PLAN, oscal.RESULTS)


@pytest.fixture
def files(both: Sealed) -> Mapping[str, str]:
    return oscal.make(*both)


@pytest.fixture
def result(files: Mapping[str, str]) -> Any:
    (found,) = json.loads(files[oscal.RESULTS])["assessment-results"]["results"]
    return found


def complaints(name: str, text: str) -> list[str]:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return [error.message for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(json.loads(text))]


@pytest.mark.parametrize("name", NAMES)
def test_every_document_keeps_its_schema(files: Mapping[str, str], name: str) -> None:
    document = json.loads(files[name])
    (head,) = [part["metadata"] for part in document.values()]
    assert head["oscal-version"] == "1.2.1"
    assert complaints(name, files[name]) == []
    assert complaints(name, files[name].replace('"metadata"', '"stranger"', 1))


def test_no_name_stands_for_two_things_in_a_document(files: Mapping[str, str]) -> None:
    for text in files.values():
        names = re.findall(r'"uuid": "([^"]+)"', text)
        assert len(names) == len({*names})


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
        said = {prop["name"]: prop["value"] for prop in row["props"]}
        if name == JOURNAL:
            line = (both[0].folder / JOURNAL).read_bytes().splitlines()[int(said["line"]) - 1]
            assert json.loads(line)["data"]["id"] == said["evidence"]
        else:
            assert "line" not in said


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
