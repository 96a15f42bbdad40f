"""What was found broken, as SARIF 2.1.0 (OASIS), for views of findings: failures alone.

One result for each requirement that a case run found broken. It points to the line of the journal that holds the
judgement, for there is no source code of the tested system to point to. Runs that came to no verdict are notifications
of the tool, and so is an answer other than GO.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence

from harness.record import JOURNAL, SealedRecord
from reports import RENDERER
from reports.cases import JudgementView
from reports.items import Item, explain_failure, items_of
from reports.model import Report, RequirementView
from reports.outside import Json
from reports.tally import Tally
from reports.view import read_report
from reports.words import word

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
RECORD = "RECORD"


def render(record: SealedRecord, readiness: Mapping[str, Json]) -> str:
    """The JSON document. Pure: the same record and readiness give the same bytes."""
    report = read_report(record, readiness)
    items = items_of(report)
    lines = {f"j-{place}": line for place, line in enumerate(_judgement_lines(record), 1)}
    failed = [(item, row) for item in items for row in _first_failures(item)]
    names = sorted({row.requirement for _, row in failed})
    rules = {row.id: row for row in report.requirements if row.id in names}
    run = {
        "properties": {"harness": report.run.harness.whole, "rendered_by": RENDERER},
        "tool": {"driver": _driver(report, [rules[name] for name in names])},
        "automationDetails": {"id": f"lienthong/{report.run.sut.name}/{report.run.id}"},
        "originalUriBaseIds": {RECORD: {"description": {"text": "The folder `record` of the run."}}},
        "invocations": [
            {
                "executionSuccessful": not report.decision.unfinished,
                "exitCode": report.decision.exit_code,
                "toolExecutionNotifications": [_notification(item) for item in items if _is_noted(item)],
            }
        ],
        "results": [
            _result(item, row, rules, lines) | {"ruleIndex": names.index(row.requirement)} for item, row in failed
        ],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def tally(text: str) -> Tally:
    """Of all figures SARIF holds one: how many requirements are violated."""
    (run,) = json.loads(text)["runs"]
    return {"requirements VIOLATED": len({row["ruleId"] for row in run["results"]})}


def _judgement_lines(record: SealedRecord) -> list[int]:
    return [event["n"] for event in record.events if event["kind"] == "judgement"]


def _first_failures(item: Item) -> Sequence[JudgementView]:
    """The first judgement by which an item found each requirement broken."""
    first: dict[str, JudgementView] = {}
    for row in item.failures:
        first.setdefault(row.requirement, row)
    return tuple(first.values())


def _is_noted(item: Item) -> bool:
    """Whether it is told beside the results: it came to nothing, or failed without a judgement that says of what."""
    told = word(item.outcome, "sarif")
    return told == "notification" or (told == "result" and not item.failures)


def _driver(report: Report, rules: Sequence[RequirementView]) -> dict[str, Json]:
    return {
        "name": "lienthong",
        "version": report.run.harness.version,
        "informationUri": "https://lienthong.invalid/",
        "rules": [
            {
                "id": row.id,
                "shortDescription": {"text": row.text.en},
                "fullDescription": {"text": f"{row.text.vi} – {row.origin}"},
                "help": {"text": row.next_step.en or row.text.en},
                "defaultConfiguration": {"level": _level(row)},
                "properties": {"tags": [row.area, row.level, row.gate_class]},
            }
            for row in rules
        ],
    }


def _level(row: RequirementView) -> str:
    return "error" if row.blocking else "warning"


def _result(
    item: Item, row: JudgementView, rules: Mapping[str, RequirementView], lines: Mapping[str, int]
) -> dict[str, Json]:
    place = {"artifactLocation": {"uri": JOURNAL, "uriBaseId": RECORD}, "region": {"startLine": lines[row.anchor]}}
    requirement = rules[row.requirement]
    same = hashlib.sha256(f"{item.name}\n{row.requirement}".encode()).hexdigest()
    return {
        "ruleId": row.requirement,
        "kind": "fail",
        "level": _level(requirement),
        "message": {"text": explain_failure(row, requirement)},
        "locations": [{"physicalLocation": place, "logicalLocations": [{"fullyQualifiedName": item.name}]}],
        "partialFingerprints": {"lienthong/1": same},
        "properties": {
            "case": item.name,
            "evidence": [link.label for link in row.evidence],
            **({"challenged": [by.id for by in requirement.challenged]} if requirement.challenged else {}),
            **({"waived": [by.id for by in requirement.waived]} if requirement.waived else {}),
        },
    }


def _notification(item: Item) -> dict[str, Json]:
    return {
        "level": "error",
        "descriptor": {"id": item.word},
        "message": {"text": f"{item.name}: {item.message or item.word}"},
        "locations": [{"logicalLocations": [{"fullyQualifiedName": item.name}]}],
    }
