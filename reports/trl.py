"""The run as a conformance statement report of GITB TRL (Test Reporting Language, tr/v1), for European test beds.

One test suite an area and one test case an item; what it came to in our own words is its first message, its judgements
are its steps. The last suite is the answer. The report's status is SUCCESS on GO alone. What does not apply is a
disabled case that is not counted; when a case ran is not recorded, so every session begins with the run.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from harness.record import SealedRecord
from reports import RENDERER
from reports.cases import JudgementView
from reports.items import ANSWER_AREA, Item, items_of
from reports.messages import say
from reports.model import Report
from reports.outside import Json
from reports.tally import ANSWER, Tally, told_by
from reports.totals import STATUSES
from reports.view import read_report
from reports.words import word

TR, CORE, XSI = (
    "http://www.gitb.com/tr/v1/",
    "http://www.gitb.com/core/v1/",
    "http://www.w3.org/2001/XMLSchema-instance",
)
SUCCESS, FAILURE, UNDEFINED = "SUCCESS", "FAILURE", "UNDEFINED"
COUNTED: Final = {"succeeded": SUCCESS, "failed": FAILURE, "incomplete": UNDEFINED}
IGNORED: Final = "NOT_APPLICABLE"
DOMAIN: Final = "Giải quyết thủ tục hành chính / administrative procedures"
ACTOR: Final = "province"
_TYPE: Final = f"{{{XSI}}}type"


def render(record: SealedRecord, readiness: Mapping[str, Json]) -> str:
    """The XML document. Pure: the same record and readiness give the same bytes."""
    root = _Document(read_report(record, readiness), record).root()
    etree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{etree.tostring(root, encoding="unicode")}\n'


def tally(text: str) -> Tally:
    """What its cases and properties count. Raises ValueError where a part contradicts our words."""
    root = etree.fromstring(text.encode())
    overview = {case.get("ref"): _text(case, "result") for case in root.iter(_tr("testCase")) if case.get("ref")}
    details = {case.get("id"): case for case in root.iter(_tr("testCase")) if case.get("id")}
    outcomes = {id: _text(case, "message").partition(":")[0] for id, case in details.items()}
    for id, case in details.items():
        if {_text(case, "result"), overview.get(id)} != {word(outcomes[id or ""], "trl")}:
            raise ValueError(f"TRL: {outcomes[id or '']} is shown as {_text(case, 'result')}")
    stated = {row.get("name"): row.text or "" for row in root.iter(_tr("property"))}
    statuses = {status: int(stated[f"requirements.{status}"]) for status in STATUSES}
    answer = outcomes.pop(ANSWER)
    _hold_summary(root, outcomes.values(), answer)
    return told_by(outcomes.values(), statuses) | {ANSWER: answer}


def _hold_summary(root: etree._Element, outcomes: Iterable[str], answer: str) -> None:
    summary = next(root.iter(_tr("summary")))
    told = {"status": _text(summary, "status"), **{name: int(_text(summary, name)) for name in COUNTED}}
    counted = {"status": word(answer, "trl"), **_counted([*outcomes, answer])}
    if told != counted:
        raise ValueError(f"TRL: the summary says {told}, its cases {counted}")


def _counted(outcomes: Iterable[str]) -> dict[str, int]:
    words = [word(outcome, "trl") for outcome in outcomes if outcome != IGNORED]
    return {name: words.count(result) for name, result in COUNTED.items()}


def _tr(name: str) -> str:
    return f"{{{TR}}}{name}"


def _text(element: etree._Element, name: str) -> str:
    return element.findtext(_tr(name)) or ""


def _worst(results: Iterable[str]) -> str:
    """FAILURE before UNDEFINED before SUCCESS; nothing at all is UNDEFINED."""
    found = {*results}
    return next((result for result in (FAILURE, UNDEFINED, SUCCESS) if result in found), UNDEFINED)


class _Document:
    """One report as elements."""

    def __init__(self, report: Report, record: SealedRecord) -> None:
        self._report = report
        self._items = items_of(report)
        self._head, self._sealed = record.manifest["head"], record.manifest["sealed"]

    def root(self) -> etree._Element:
        """`ConformanceStatementReport`, in the order of its schema."""
        spaces = {None: TR, "core": CORE, "xsi": XSI}
        root = etree.Element(_tr("ConformanceStatementReport"), nsmap=spaces)  # type: ignore[arg-type]  # the stubs know no default namespace
        _add(_add(root, "metadata"), "reportTime", self._sealed)
        statement = _add(root, "statement", id=self._report.run.id)
        self._define(_add(statement, "definition"))
        self._sum_up(_add(statement, "summary"))
        _add(statement, "lastUpdate", self._sealed)
        suites, cases = _add(statement, "testOverview"), _add(statement, "testDetails")
        for area, items in groupby(self._items, key=attrgetter("area")):
            self._add_suite(suites, area, [*items])
        for item in self._items:
            self._add_case(cases, item)
        return root

    def _define(self, definition: etree._Element) -> None:
        run = self._report.run
        party = _add(definition, "party")
        _add(_add(party, "organisation"), "name", run.supplier)
        system = _add(party, "system")
        _add(system, "name", run.sut.name)
        _add(system, "version", run.sut.version)
        properties = _add(system, "properties")
        for name, value in self._properties().items():
            _add(properties, "property", str(value), name=name)
        for name, value in (("domain", DOMAIN), ("specification", f"{run.policy.name} {run.policy.version}")):
            _add(_add(definition, name), "name", value)
        _add(_add(definition, "actor"), "name", ACTOR)

    def _properties(self) -> dict[str, object]:
        report = self._report
        return {
            "build": report.run.sut.digest,
            "harness": report.run.harness.whole,
            "rendered_by": RENDERER,
            "answer": report.decision.answer,
            "exit_code": report.decision.exit_code,
            "mode": report.run.mode,
            "policy": report.run.policy.digest,
            **{f"requirements.{status}": report.totals[status] for status in STATUSES},
            "record_chain_head": report.proof.chain_head,
        }

    def _sum_up(self, summary: etree._Element) -> None:
        outcomes = [item.outcome for item in self._items]
        _add(summary, "status", word(self._report.decision.answer, "trl"))
        for name, number in _counted(outcomes).items():
            _add(summary, name, str(number))
        for name in COUNTED:
            ignored = outcomes.count(IGNORED) if name == "incomplete" else 0
            _add(summary, f"{name}Ignored", str(ignored))

    def _add_suite(self, suites: etree._Element, area: str, items: list[Item]) -> None:
        suite = _add(suites, "testSuite")
        _describe(suite, area, say(f"area.{area}").en if area != ANSWER_AREA else self._report.decision.meaning.en)
        counted = (word(item.outcome, "trl") for item in items if item.outcome != IGNORED)
        _add(suite, "result", _worst(counted))
        cases = _add(suite, "testCases")
        for item in items:
            disabled = {"disabled": "true"} if item.outcome == IGNORED else {}
            case = _add(cases, "testCase", **disabled, ref=item.name)
            _describe(case, item.name, item.purpose)
            _add(case, "result", word(item.outcome, "trl"))

    def _add_case(self, cases: etree._Element, item: Item) -> None:
        case = _add(cases, "testCase", id=item.name)
        _describe(case, item.name, item.purpose)
        _add(case, "sessionId", str(uuid5(NAMESPACE_URL, f"lienthong:trl:{self._head}:{item.name}")))
        _add(case, "startTime", self._report.run.started_utc)
        _add(case, "result", word(item.outcome, "trl"))
        for words in filter(None, (item.word, item.message)):
            _add(case, "message", words)
        if item.run and item.run.judgements:
            steps = _add(case, "steps")
            for row in item.run.judgements:
                self._add_step(steps, row)

    def _add_step(self, steps: etree._Element, row: JudgementView) -> None:
        step = _add(steps, "step", id=row.anchor)
        _add(step, "description", f"{row.requirement}: {row.expected.en}")
        report = _add(step, "report", **{_TYPE: "TAR"})
        _add(report, "date", self._report.run.started_utc)
        result = word(row.verdict, "trl")
        _add(report, "result", result)
        overview = _add(report, "overview")
        _add(overview, "validationServiceName", row.check)
        _add(overview, "validationServiceVersion", row.version)
        seen = _add(_add(report, "reports"), "info" if result == SUCCESS else "error", **{_TYPE: "BAR"})
        _add(seen, "assertionID", row.requirement)
        _add(seen, "description", row.expected.en or row.check)
        _add(seen, "location", ", ".join(link.label for link in row.evidence))
        _add(seen, "value", row.observed.en)


def _describe(element: etree._Element, name: str, description: str) -> None:
    """Its `metadata`, which is of the core namespace inside."""
    metadata = _add(element, "metadata")
    etree.SubElement(metadata, f"{{{CORE}}}name").text = name
    if description:
        etree.SubElement(metadata, f"{{{CORE}}}description").text = description


def _add(parent: etree._Element, name: str, text: str = "", /, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, _tr(name), attributes)
    element.text = text or None
    return element
