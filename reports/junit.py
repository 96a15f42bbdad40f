"""The run as JUnit XML, for pipelines: one suite per area, one testcase per case run; nothing is dropped.

FAIL is a failure. INCONC, ERROR and NONE are errors that name their code, so that a pipeline that reads only this file
cannot be green on silence. What does not apply, or was not selected, is skipped with its reason. The last suite holds
the answer itself: it passes on GO alone. Properties stand on suites only, as the Jenkins schema wants them.
"""

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

from harness.record import SealedRecord
from reports.cases import CaseRun, CaseView, JudgementView
from reports.model import Report, RequirementView
from reports.outside import Json
from reports.totals import STATUSES
from reports.view import read_report

ANSWER_SUITE = "readiness"


def render(record: SealedRecord, readiness: Mapping[str, Json]) -> str:
    """The XML document. Pure: the same record and readiness give the same bytes."""
    report = read_report(record, readiness)
    root = ET.Element("testsuites", name="lienthong")
    by_id = {row.id: row for row in report.requirements}
    for area in dict.fromkeys([*(row.id for row in report.areas), *(case.area for case in report.cases)]):
        suite = _add_suite(root, area, report)
        for case in report.cases:
            if case.area == area:
                _add_case(suite, case, by_id)
        for row in report.requirements:
            if row.area == area and not row.cases:
                _add_untested(suite, row)
    _add_answer(_add_suite(root, ANSWER_SUITE, report), report)
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
        "policy": f"{report.run.policy.name} {report.run.policy.version} {report.run.policy.digest}",
        "requirements": report.totals.total,
        **{f"requirements.{status}": report.totals[status] for status in STATUSES},
        "blocking.applicable": blocking.applicable,
        "blocking.demonstrated": blocking.named()["met"],
        "record_chain_head": report.proof.chain_head,
    }


def _add_case(suite: ET.Element, case: CaseView, requirements: Mapping[str, RequirementView]) -> None:
    if not case.selected:
        inapplicable = all(requirements[id].status == "NOT_APPLICABLE" for id in case.requirements)
        kind = "NA" if inapplicable else "NOT_SELECTED"
        _skip(_testcase(suite, case.id, case.requirements), kind, case.reason)
    for run in case.runs:
        name = f"{case.id}[{run.instance}]" if run.instance else case.id
        _add_outcome(_testcase(suite, name, case.requirements), run, requirements)


def _testcase(suite: ET.Element, name: str, requirements: Iterable[str]) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=" ".join(requirements), name=name)


def _skip(testcase: ET.Element, kind: str, reason: str) -> None:
    ET.SubElement(testcase, "skipped", message=f"{kind}: {reason}")


def _add_outcome(testcase: ET.Element, run: CaseRun, requirements: Mapping[str, RequirementView]) -> None:
    if run.verdict == "PASS":
        return
    kind = f"{run.verdict}:{run.code}" if run.code else run.verdict
    failed = [row for row in run.judgements if row.verdict == "FAIL"]
    message = run.message.en or "; ".join(f"{row.requirement}: {row.observed.en}" for row in failed)
    trouble = ET.SubElement(testcase, "failure" if run.verdict == "FAIL" else "error", type=kind, message=message)
    paragraphs = [_told(row, requirements.get(row.requirement)) for row in failed]
    if len(run.attempts) > 1:
        attempts = ", ".join(f"{attempt.number}: {attempt.verdict}" for attempt in run.attempts)
        paragraphs.append(f"attempts: {attempts}")
    trouble.text = "\n\n".join(paragraphs) or message


def _told(row: JudgementView, requirement: RequirementView | None) -> str:
    lines = {
        "requirement": row.requirement,
        "clause": requirement.origin if requirement else "",
        "expected": row.expected.en,
        "observed": row.observed.en,
        "evidence": ", ".join(link.label for link in row.evidence),
        "check": f"{row.check} version {row.version}",
        "next step": requirement.next_step.en if requirement else "",
    }
    return "\n".join(f"{name}: {value}" for name, value in lines.items() if value)


def _add_untested(suite: ET.Element, row: RequirementView) -> None:
    """A requirement of which no planned case speaks: it must not vanish from the file."""
    testcase = _testcase(suite, row.id, [row.id])
    if row.status == "NOT_APPLICABLE":
        _skip(testcase, "NA", row.not_applicable)
    else:
        reason = row.not_tested.en or "no planned case speaks of this requirement"
        ET.SubElement(testcase, "error", type="NONE", message=reason)


def _add_answer(suite: ET.Element, report: Report) -> None:
    testcase = ET.SubElement(suite, "testcase", classname=ANSWER_SUITE, name="answer")
    if report.decision.answer == "GO":
        return
    tag = "failure" if report.decision.answer == "NO_GO" else "error"
    message = f"{report.decision.answer}, exit code {report.decision.exit_code}: {report.decision.meaning.en}"
    ET.SubElement(testcase, tag, type=report.decision.answer, message=message)


def _count(root: ET.Element) -> None:
    """Set the counts of every suite and of the whole by what is in them."""
    kinds = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    for suite in root.iter("testsuite"):
        suite.set("tests", str(len(suite.findall("testcase"))))
        for attribute, tag in kinds.items():
            suite.set(attribute, str(len(suite.findall(f"testcase/{tag}"))))
    for attribute in ("tests", "failures", "errors"):
        root.set(attribute, str(sum(int(suite.get(attribute, "0")) for suite in root.iter("testsuite"))))
