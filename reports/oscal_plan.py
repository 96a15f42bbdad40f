"""The catalogue of requirements and the plan of a run as OSCAL documents, to which its results refer."""

from collections.abc import Iterator
from typing import Final

from harness.record import RUN, SealedRecord
from reports.messages import say
from reports.model import AreaView, Report, RequirementView
from reports.oscal_parts import (
    ANSWER_CONTROL,
    NAMESPACE,
    Names,
    assets,
    evidence_files,
    line,
    markup,
    metadata,
    objective_of,
    props,
    selected,
    subject,
)
from reports.outside import Json

NO_SSP: Final = "There is no system security plan: what the supplier claims of it is the statement in this file."
CATALOGUE_LINK: Final = "oscal-catalog.json"


def catalogue(report: Report, record: SealedRecord, names: Names) -> dict[str, Json]:
    """Every requirement as a control with its objective, area by area; at the end the answer."""
    head = metadata("Requirements", record, report)
    groups = [_group(area) for area in report.areas]
    return {"catalog": {"uuid": names("catalogue"), "metadata": head, "groups": groups, "controls": [_answer(report)]}}


def controls_of(document: Json) -> list[str]:
    """The ids of all controls of a catalogue."""
    book = document["catalog"]
    return [row["id"] for owner in (*book.get("groups", ()), book) for row in owner["controls"]]


def plan(report: Report, record: SealedRecord, names: Names) -> dict[str, Json]:
    """What was to be looked at, on which system, by what."""
    head = metadata("Assessment plan", record, report)
    head["links"] = [{"href": CATALOGUE_LINK, "rel": "reference", "text": "The requirements as a catalogue."}]
    document = {
        "uuid": names("plan"),
        "metadata": head,
        "import-ssp": {"href": f"#{names(f'file:{RUN}')}", "remarks": NO_SSP},
        "local-definitions": {"components": [subject(report, names)], "activities": [*_activities(report, names)]},
        "reviewed-controls": selected(report),
        "assessment-subjects": [
            {"type": "component", "include-subjects": [{"subject-uuid": names("subject"), "type": "component"}]}
        ],
        "assessment-assets": assets(report, names),
        "back-matter": evidence_files(record, names),
    }
    return {"assessment-plan": {name: value for name, value in document.items() if value}}


def _group(area: AreaView) -> dict[str, Json]:
    return {"id": area.id, "title": say(f"area.{area.id}").en, "controls": [_control(row) for row in area.requirements]}


def _control(row: RequirementView) -> dict[str, Json]:
    told = {
        "level": row.level,
        "gate-class": row.gate_class,
        "fidelity": row.fidelity,
        "judged-by": row.part,
        "blocking": "yes" if row.blocking else "no",
    }
    parts = [
        {"id": f"{row.id}_smt", "name": "statement", "prose": markup(row.text.en)},
        {"id": f"{row.id}_smt.vi", "name": "translation", "ns": NAMESPACE, "class": "vi", "prose": markup(row.text.vi)},
        {"id": objective_of(row.id), "name": "assessment-objective", "prose": markup(row.text.en)},
        {"id": f"{row.id}_src", "name": "source", "ns": NAMESPACE, "prose": markup(row.origin)},
    ]
    return {"id": row.id, "title": line(f"{row.id}: {row.text.en}"), "props": props(told), "parts": parts}


def _answer(report: Report) -> dict[str, Json]:
    words = f"By the policy {report.run.policy.name} {report.run.policy.version}, the system may go live."
    return {
        "id": ANSWER_CONTROL,
        "title": line(words),
        "parts": [
            {"id": f"{ANSWER_CONTROL}_smt", "name": "statement", "prose": markup(words)},
            {"id": objective_of(ANSWER_CONTROL), "name": "assessment-objective", "prose": markup(words)},
        ],
    }


def _activities(report: Report, names: Names) -> Iterator[dict[str, Json]]:
    """The cases of the plan, those that were not to run among them, each with why."""
    for case in report.cases:
        told = {"case": case.id, "phase": case.phase, "selected": "yes" if case.selected else "no"}
        yield {
            "uuid": names(f"case:{case.id}"),
            "title": line(case.id),
            "description": markup(case.purpose),
            "props": props({**told, "reason": case.reason}),
        }
