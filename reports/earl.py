"""The run as EARL 1.0 (W3C, Evaluation and Report Language) in JSON-LD, for whoever gathers results as RDF.

One assertion an item; the last is of the answer. The context stands in the document, so nothing is fetched to read it.
Requirements are named by their id for good; what is of this run alone has a name that follows from its record.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from harness.record import SealedRecord
from reports import RENDERER
from reports.items import Item, items_of
from reports.messages import Text
from reports.model import Report, RequirementView
from reports.outside import Json
from reports.tally import ANSWER, Tally, told_by
from reports.totals import STATUSES
from reports.view import read_report
from reports.words import word

NAMESPACE: Final = "https://lienthong.invalid/ns/earl#"
REQUIREMENTS: Final = "https://lienthong.invalid/requirements/"
CONTEXT: Final = {
    "earl": "http://www.w3.org/ns/earl#",
    "dct": "http://purl.org/dc/terms/",
    "doap": "http://usefulinc.com/ns/doap#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "lienthong": NAMESPACE,
    **{name: {"@id": f"earl:{name}", "@type": "@id"} for name in ("assertedBy", "subject", "test", "result", "mode")},
    "outcome": {"@id": "earl:outcome", "@type": "@id"},
    "info": "earl:info",
    "title": "dct:title",
    "description": "dct:description",
    "source": "dct:source",
    "isPartOf": {"@id": "dct:isPartOf", "@type": "@id"},
    "date": {"@id": "dct:date", "@type": "xsd:dateTime"},
    "release": "doap:release",
    "word": "lienthong:word",
    "status": "lienthong:status",
    "evidence": "lienthong:evidence",
    "challenged": "lienthong:challenged",
    "waived": "lienthong:waived",
    "rendered_by": "lienthong:renderedBy",
}
FINDING: Final = "lienthong:Finding"
"""What a requirement came to in this run, which EARL has no word for."""
MANUAL: Final = "attest"
"""The part of an examination that rests on what persons state."""


def render(record: SealedRecord, readiness: Mapping[str, Json]) -> str:
    """The JSON-LD document. Pure: the same record and readiness give the same bytes."""
    report = read_report(record, readiness)
    document = {"@context": CONTEXT, "@graph": [*_Graph(report, record).nodes()]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def tally(text: str) -> Tally:
    """What its assertions and requirements count. Raises ValueError where an outcome is not that of our word."""
    nodes = json.loads(text)["@graph"]
    results = [node["result"] for node in nodes if node["@type"] == "earl:Assertion"]
    outcomes = [result["word"].partition(":")[0] for result in results]
    for outcome, result in zip(outcomes, results, strict=True):
        if result["outcome"] != f"earl:{word(outcome, 'earl')}":
            raise ValueError(f"EARL: {outcome} is shown as {result['outcome']}")
    stated = [node["status"] for node in nodes if node["@type"] == FINDING]
    statuses = {status: stated.count(status) for status in STATUSES}
    return told_by(outcomes[:-1], statuses) | {ANSWER: outcomes[-1]}


class _Graph:
    """One report as nodes."""

    def __init__(self, report: Report, record: SealedRecord) -> None:
        self._report = report
        self._head, self._sealed = record.manifest["head"], record.manifest["sealed"]
        self._parts = {row.id: row.part for row in report.requirements}

    def nodes(self) -> Iterator[dict[str, Json]]:
        """Who asserts, of what, by which tests; then the assertions."""
        run = self._report.run
        yield {
            "@id": self._name("assertor"),
            "@type": ["earl:Assertor", "earl:Software", "doap:Project"],
            "title": run.harness.name,
            "description": f"build {run.harness.digest}",
            "rendered_by": RENDERER,
            "release": {"@type": "doap:Version", "doap:revision": run.harness.version},
        }
        yield {
            "@id": self._name("subject"),
            "@type": ["earl:TestSubject", "doap:Project"],
            "title": run.sut.name,
            "description": f"build {run.sut.digest}",
            "release": {"@type": "doap:Version", "doap:revision": run.sut.version},
        }
        for row in self._report.requirements:
            yield _requirement(row)
            yield {
                **self._of_run("finding", row.id),
                "@type": FINDING,
                "test": _requirement_name(row.id),
                "status": row.status,
                **{name: ids for name, ids in _said(row).items() if ids},
            }
        items = items_of(self._report)
        yield from (self._test_case(item) for item in items if item.name not in self._parts)
        yield from (self._assertion(item) for item in items)

    def _name(self, of: str) -> str:
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'lienthong:earl:{self._head}:{of}')}"

    def _of_run(self, kind: str, name: str) -> dict[str, Json]:
        return {"@id": self._name(f"{kind}:{name}"), "subject": self._name("subject")}

    def _test(self, item: Item) -> str:
        """The requirement itself where no case speaks of it, else the case with its parameters."""
        return _requirement_name(item.name) if item.name in self._parts else self._name(f"test:{item.name}")

    def _test_case(self, item: Item) -> dict[str, Json]:
        node = {
            "@id": self._test(item),
            "@type": "earl:TestCase",
            "title": item.name,
            "description": item.purpose,
            "isPartOf": [_requirement_name(id) for id in item.requirements],
        }
        return {key: value for key, value in node.items() if value not in ("", [])}

    def _assertion(self, item: Item) -> dict[str, Json]:
        manual = bool(item.requirements) and all(self._parts.get(name) == MANUAL for name in item.requirements)
        cited = dict.fromkeys(link.label for row in (item.run.judgements if item.run else ()) for link in row.evidence)
        result = {
            "@type": "earl:TestResult",
            "outcome": f"earl:{word(item.outcome, 'earl')}",
            "word": item.word,
            "info": item.explanation or item.message,
            "evidence": [*cited],
        }
        return {
            **self._of_run("assertion", item.name),
            "@type": "earl:Assertion",
            "assertedBy": self._name("assertor"),
            "test": self._test(item),
            "mode": "earl:manual" if manual else "earl:automatic",
            "date": self._sealed,
            "result": {name: value for name, value in result.items() if value not in ("", [])},
        }


def _requirement_name(id: str) -> str:
    return REQUIREMENTS + quote(id)


def _requirement(row: RequirementView) -> dict[str, Json]:
    return {
        "@id": _requirement_name(row.id),
        "@type": "earl:TestRequirement",
        "title": row.id,
        "description": _tagged(row.text),
        "source": row.origin,
    }


def _said(row: RequirementView) -> dict[str, list[str]]:
    """What persons say of it, by the ids of challenges and waivers."""
    return {"challenged": [by.id for by in row.challenged], "waived": [by.id for by in row.waived]}


def _tagged(text: Text) -> list[dict[str, str]]:
    return [{"@value": text.vi, "@language": "vi"}, {"@value": text.en, "@language": "en"}]
