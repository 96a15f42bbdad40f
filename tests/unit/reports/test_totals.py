"""No two formats may count differently: readiness, page, JUnit and terminal."""

import io
import re
from collections import Counter
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

from reports import html, junit, terminal
from reports.model import Report
from reports.totals import STATUSES, count_statuses
from tests.unit.reports.conftest import Sealed
from tests.unit.reports.page import Element, by_id, read_page, read_xml


@pytest.fixture
def page(both: Sealed) -> Element:
    return read_page(html.render(*both))


@pytest.fixture
def root(both: Sealed) -> ET.Element:
    return read_xml(junit.render(*both))


def counted(readiness: dict[str, Any]) -> dict[str, int]:
    return {status: readiness["counts"][status] for status in STATUSES}


def test_the_model_counts_as_the_readiness_does(both: Sealed, report: Report) -> None:
    readiness = both[1]
    assert report.totals.counts == counted(readiness)
    assert report.totals.total == readiness["counts"]["requirements"]
    assert report.blocking_totals.applicable == readiness["counts"]["applicable_blocking"]
    assert report.blocking_totals.named()["met"] == readiness["counts"]["demonstrated_blocking"]


def test_the_model_gives_each_case_the_verdict_of_the_readiness(both: Sealed, report: Report) -> None:
    stated = {
        (case["id"], case["verdict"], case["code"] or "")
        for row in both[1]["requirements"].values()
        for case in row["cases"]
    }
    assert {(case.id, case.verdict, case.code) for case in report.cases if case.selected} == stated


def test_the_page_counts_as_the_readiness_does(both: Sealed, page: Element) -> None:
    badges = Counter(
        next(iter(badge.classes - {"badge"})).upper()
        for row in by_id(page, "requirements").all("td")
        for badge in row.all("span", class_="badge")
    )
    foot = [cell.text() for cell in by_id(page, "matrix").all("tfoot")[0].all("td")]
    stated = counted(both[1])
    assert dict(badges) == {status: number for status, number in stated.items() if number}
    assert [int(number) for number in foot] == [*stated.values(), sum(stated.values())]


def test_junit_counts_as_the_readiness_does(both: Sealed, root: ET.Element, report: Report) -> None:
    stated = {row.attrib["name"]: row.attrib["value"] for row in root[0].findall("properties/property")}
    assert {status: int(stated[f"requirements.{status}"]) for status in STATUSES} == counted(both[1])
    assert int(stated["requirements"]) == both[1]["counts"]["requirements"]

    found = Counter(
        (child.get("type") or child.get("message") or "").split(":")[0] if len(case) else "PASS"
        for case in root.iter("testcase")
        for child in (list(case) or [case])
        if case.get("name") != "answer"
    )
    runs = report.run_totals
    assert {name: found[name] for name in ("PASS", "FAIL", "INCONC", "ERROR", "NONE")} == {
        name: runs[name] for name in ("PASS", "FAIL", "INCONC", "ERROR", "NONE")
    }
    assert found["NA"] + found["NOT_SELECTED"] == runs["SKIPPED"]
    assert found.total() == runs["total"]


def test_the_page_counts_runs_as_junit_does(page: Element, root: ET.Element) -> None:
    told = re.search(r"(\d+) test case runs: (\d+) passed, (\d+) failed", by_id(page, "decision").text("en"))
    assert told is not None
    cases = [case for case in root.iter("testcase") if case.get("name") != "answer"]
    assert [int(number) for number in told.groups()] == [
        len(cases),
        sum(not len(case) for case in cases),
        sum(case.find("failure") is not None for case in cases),
    ]


def test_the_terminal_counts_as_the_readiness_does(both: Sealed) -> None:
    console = Console(file=(text := io.StringIO()), width=100)
    console.print(terminal.render(*both, language="en"))
    total = next(line for line in text.getvalue().splitlines() if line.strip().startswith("Total"))
    stated = counted(both[1])
    assert [int(number) for number in total.split()[1:]] == [*stated.values(), sum(stated.values())]


def test_a_status_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        count_statuses(["DEMONSTRATED", "GREEN"])
