"""The run as OSCAL 1.2.1 (NIST, Open Security Controls Assessment Language): catalogue, assessment plan and results.

One observation an item, one finding for each requirement that applies, and one for the answer. OSCAL knows `satisfied`
and `not-satisfied` alone, so only DEMONSTRATED and GO are satisfied; our own words are properties in our namespace.
When a case ran is not recorded: an observation was collected by the time of the seal.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from harness.assessment import EVIDENCE_KINDS
from harness.record import JOURNAL, RUN, SealedRecord
from reports.evidence import Link
from reports.items import ANSWER_OUTCOMES, Item, items_of
from reports.model import CHALLENGED, Report, RequirementView
from reports.oscal_parts import (
    ANSWER_CONTROL,
    Names,
    assets,
    evidence_files,
    line,
    markup,
    metadata,
    objective_of,
    prop_of,
    props,
    selected,
    subject,
)
from reports.oscal_plan import CATALOGUE_LINK, catalogue, controls_of, plan
from reports.outside import Json, visible
from reports.tally import ANSWER, Tally, told_by
from reports.totals import STATUSES
from reports.view import read_report
from reports.words import FINDINGS

CATALOGUE, PLAN, RESULTS = CATALOGUE_LINK, "oscal-assessment-plan.json", "oscal-assessment-results.json"
METHODS: Final = {"run": "TEST", "load": "TEST", "reconcile": "EXAMINE", "attest": "EXAMINE"}
"""How the part of an examination looks at the system, in OSCAL's words."""


def make(record: SealedRecord, readiness: Mapping[str, Json]) -> dict[str, str]:
    """The three documents. Pure: the same record and readiness give the same bytes."""
    report, names = read_report(record, readiness), Names(record)
    documents = {
        CATALOGUE: catalogue(report, record, names),
        PLAN: plan(report, record, names),
        RESULTS: _results(report, record, names),
    }
    return {name: json.dumps(row, ensure_ascii=False, indent=1) + "\n" for name, row in documents.items()}


def tallies(files: Mapping[str, str]) -> dict[str, Tally]:
    """What the results count. Raises ValueError where a finding or a document contradicts another."""
    book, planned = json.loads(files[CATALOGUE]), json.loads(files[PLAN])["assessment-plan"]["reviewed-controls"]
    (result,) = json.loads(files[RESULTS])["assessment-results"]["results"]
    (selection,) = result["reviewed-controls"]["control-selections"]
    excluded = selection.get("exclude-controls", [])
    if planned != result["reviewed-controls"]:
        raise ValueError("OSCAL: the results are of other controls than the plan")
    if sorted(row["control-id"] for row in (*selection["include-controls"], *excluded)) != sorted(controls_of(book)):
        raise ValueError("OSCAL: the plan is of other controls than the catalogue")
    found = Counter(_status(finding) for finding in result["findings"])
    (answer,) = [name for name in ANSWER_OUTCOMES if name in found]
    outcomes = [prop_of(row, "outcome") for row in result["observations"]]
    statuses = {name: found[name] for name in STATUSES} | {"NOT_APPLICABLE": len(excluded)}
    return {RESULTS: told_by([name for name in outcomes if name != answer], statuses) | {ANSWER: answer}}


def _status(finding: Mapping[str, Json]) -> str:
    status = prop_of(finding, "status")
    shown = finding["target"]["status"]
    disputed = any(row["name"] == "challenged" for row in finding["props"])
    if (shown["state"], shown["reason"]) != FINDINGS[CHALLENGED if disputed else status]:
        raise ValueError(f"OSCAL: {status} is shown as {shown['state']}, {shown['reason']}")
    return status


def _results(report: Report, record: SealedRecord, names: Names) -> dict[str, Json]:
    decision, items, lines = report.decision, items_of(report), _lines(record)
    told = {"answer": decision.answer, "exit-code": decision.exit_code, "build": report.run.sut.digest}
    result = {
        "uuid": names("result"),
        "title": line(f"{decision.answer} ({decision.exit_code})"),
        "description": markup(decision.meaning.en),
        "start": report.run.started_utc,
        "end": record.manifest["sealed"],
        "props": props(told),
        "local-definitions": {"components": [subject(report, names)], "assessment-assets": assets(report, names)},
        "reviewed-controls": selected(report),
        "observations": [_observation(item, report, record, names, lines=lines) for item in items],
        "findings": [*_findings(report, items, names)],
    }
    document = {
        "uuid": names("results"),
        "metadata": metadata("Assessment results", record, report),
        "import-ap": {"href": PLAN},
        "results": [result],
        "back-matter": evidence_files(record, names),
    }
    return {"assessment-results": document}


def _lines(record: SealedRecord) -> dict[str, int]:
    """The line of the journal of each piece of evidence, by its id."""
    return {visible(event["data"]["id"]): event["n"] for event in record.events if event["kind"] in EVIDENCE_KINDS}


def _observation(
    item: Item, report: Report, record: SealedRecord, names: Names, *, lines: Mapping[str, int]
) -> dict[str, Json]:
    parts = {row.part for row in report.requirements if row.id in item.requirements}
    cited = {link.label: link for row in (item.run.judgements if item.run else ()) for link in row.evidence}
    row = {
        "uuid": names(f"observation:{item.name}"),
        "title": line(item.name),
        "description": markup(item.explanation or item.message or item.purpose),
        "props": props({"outcome": item.outcome, "code": item.code}),
        "methods": sorted({METHODS[part] for part in parts}) or ["TEST"],
        "types": ["control-objective"],
        "origins": [{"actors": [{"type": "tool", "actor-uuid": names("tool")}]}],
        "subjects": [{"subject-uuid": names("subject"), "type": "component"}],
        "relevant-evidence": [_evidence(link, names, lines.get(link.label)) for link in cited.values()],
        "collected": record.manifest["sealed"],
    }
    return {name: value for name, value in row.items() if value}


def _evidence(link: Link, names: Names, line_number: int | None) -> dict[str, Json]:
    """Where a piece of evidence stands: a line of the journal, or the statement in `run.json`, which is one line."""
    file = RUN if link.kind == "statement" else JOURNAL
    return {
        "href": f"#{names(f'file:{file}')}",
        "description": markup(f"{link.kind} {link.label} in {file}"),
        "props": props({"evidence": link.label, "line": line_number if file == JOURNAL and line_number else ""}),
    }


def _findings(report: Report, items: Sequence[Item], names: Names) -> Iterator[dict[str, Json]]:
    for row in report.requirements:
        if row.status in FINDINGS:
            observed = [item.name for item in items if row.id in item.requirements]
            finding = _finding(row.id, row.status, row.text.en, observed, names)
            yield _with_words(finding, row) if row.challenged or row.waived else finding
    decision = report.decision
    yield _finding(ANSWER_CONTROL, decision.answer, decision.meaning.en, [ANSWER], names)


def _with_words(finding: dict[str, Json], row: RequirementView) -> dict[str, Json]:
    """A finding with what persons say of it: a waiver changes nothing, what is challenged is never satisfied."""
    ids = {"challenged": [by.id for by in row.challenged], "waived": [by.id for by in row.waived]}
    said = props({name: ", ".join(given) for name, given in ids.items()})
    state, reason = FINDINGS[row.shown]
    target = finding["target"] | {"status": {"state": state, "reason": reason}}
    return finding | {"props": [*finding["props"], *said], "target": target}


def _finding(control: str, status: str, words: str, observed: Sequence[str], names: Names) -> dict[str, Json]:
    state, reason = FINDINGS[status]
    return {
        "uuid": names(f"finding:{control}"),
        "title": line(f"{control}: {status}"),
        "description": markup(words),
        "props": props({"status": status}),
        "target": {
            "type": "objective-id",
            "target-id": objective_of(control),
            "status": {"state": state, "reason": reason},
        },
        "related-observations": [{"observation-uuid": names(f"observation:{name}")} for name in observed],
    }
