"""The run as JUnit XML, for pipelines: one suite per area, one testcase per case run; nothing is dropped.

FAIL is a failure. INCONC, ERROR and NONE are errors that name their code, so that a pipeline that reads only this file
cannot be green on silence. What does not apply, or was not selected, is skipped with its reason. The last suite holds
the answer itself: it passes on GO alone. Properties stand on suites only, as the Jenkins schema wants them.
"""

from collections.abc import Mapping
from itertools import groupby
from operator import attrgetter
from xml.etree import ElementTree as ET

from harness.record import SealedRecord
from reports import RENDERER
from reports.items import ANSWER_AREA, Item, items_of
from reports.model import Report
from reports.outside import Json
from reports.tally import ANSWER, Tally, told_by
from reports.totals import STATUSES
from reports.view import read_report
from reports.words import word

SKIPPED = {"NOT_APPLICABLE": "NA", "NOT_SELECTED": "NOT_SELECTED"}


def render(record: SealedRecord, readiness: Mapping[str, Json]) -> str:
    """The XML document. Pure: the same record and readiness give the same bytes."""
    report = read_report(record, readiness)
    root = ET.Element("testsuites", name="lienthong")
    for area, items in groupby(items_of(report), key=attrgetter("area")):
        suite = _add_suite(root, area, report)
        for item in items:
            _add_item(suite, item)
    _count(root)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add_suite(root: ET.Element, name: str, report: Report) -> ET.Element:
    suite = ET.SubElement(root, "testsuite", name=name, timestamp=report.run.started_utc)
    properties = ET.SubElement(suite, "properties")
    for key, value in _properties(report).items():
        ET.SubElement(properties, "property", name=key, value=str(value))
    return suite


def _properties(report: Report) -> dict[str, object]:
    """What every suite says of the run as a whole; the figures are those of the readiness."""
    blocking = report.blocking_totals
    return {
        "answer": report.decision.answer,
        "exit_code": report.decision.exit_code,
        "mode": report.run.mode,
        "run": report.run.id,
        "seed": report.run.seed,
        "sut": f"{report.run.sut.name} {report.run.sut.version}",
        "sut_build": report.run.sut.digest,
        "harness": report.run.harness.whole,
        "rendered_by": RENDERER,
        "policy": f"{report.run.policy.name} {report.run.policy.version} {report.run.policy.digest}",
        "requirements": report.totals.total,
        **{f"requirements.{status}": report.totals[status] for status in STATUSES},
        "blocking.applicable": blocking.applicable,
        "blocking.demonstrated": blocking.named()["met"],
        "record_chain_head": report.proof.chain_head,
    }


def _add_item(suite: ET.Element, item: Item) -> None:
    classname = " ".join(item.requirements) or item.area
    testcase = ET.SubElement(suite, "testcase", classname=classname, name=item.name)
    tag = word(item.outcome, "junit")
    if tag == "skipped":
        ET.SubElement(testcase, tag, message=f"{SKIPPED[item.outcome]}: {item.message}")
    elif tag:
        ET.SubElement(testcase, tag, type=item.word, message=item.message).text = item.explanation or None


def _count(root: ET.Element) -> None:
    """Set the counts of every suite and of the whole by what is in them."""
    kinds = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    for suite in root.iter("testsuite"):
        suite.set("tests", str(len(suite.findall("testcase"))))
        for attribute, tag in kinds.items():
            suite.set(attribute, str(len(suite.findall(f"testcase/{tag}"))))
    for attribute in ("tests", "failures", "errors"):
        root.set(attribute, str(sum(int(suite.get(attribute, "0")) for suite in root.iter("testsuite"))))


def tally(text: str) -> Tally:
    """What a document counts, by its elements and the properties of its suites."""
    root = ET.fromstring(text.encode())  # noqa: S314 - a document that was rendered here
    stated = {row.get("name", ""): row.get("value", "") for row in root[-1].iter("property")}
    statuses = {status: int(stated[f"requirements.{status}"]) for status in STATUSES}
    outcomes = [_outcome(case) for suite in root for case in suite.iter("testcase") if suite.get("name") != ANSWER_AREA]
    return told_by(outcomes, statuses) | {ANSWER: stated["answer"]}


def _outcome(testcase: ET.Element) -> str:
    if not len(testcase):
        return "PASS"
    words = (testcase[0].get("type") or testcase[0].get("message") or "").partition(":")[0]
    return next((outcome for outcome, name in SKIPPED.items() if name == words), words)
