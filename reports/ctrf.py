"""The run as CTRF (ctrf.io, schema 0.0), for viewers of test reports in pipelines.

`rawStatus` carries our own outcome and code. The last test is the answer: it passes on GO alone. How long a case took
is not recorded, so its duration is 0; what is ours stands under `extra.lienthong`.
"""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from harness.record import SealedRecord
from reports import RENDERER
from reports.items import Item, items_of
from reports.model import Report
from reports.outside import Json
from reports.tally import ANSWER, Tally, told_by
from reports.view import read_report
from reports.words import word

SPEC_VERSION = "0.0.0"
STATUSES = ("passed", "failed", "skipped", "pending", "other")


def render(record: SealedRecord, readiness: Mapping[str, Json]) -> str:
    """The JSON document. Pure: the same record and readiness give the same bytes."""
    report = read_report(record, readiness)
    tests = [_test(item) for item in items_of(report)]
    found = Counter(test["status"] for test in tests)
    start, stop = _milliseconds(record.run["started"]), _milliseconds(record.manifest["sealed"])
    summary = {
        "tests": len(tests),
        **{status: found[status] for status in STATUSES},
        "start": start,
        "stop": stop,
        "extra": {"lienthong": _said(report)},
    }
    document = {
        "reportFormat": "CTRF",
        "specVersion": SPEC_VERSION,
        "reportId": str(uuid5(NAMESPACE_URL, f"lienthong:ctrf:{record.manifest['head']}")),
        "runId": report.run.id,
        "timestamp": record.manifest["sealed"],
        "generatedBy": "lienthong",
        "results": {
            "tool": {"name": "lienthong", "version": report.run.harness.version},
            "summary": summary,
            "tests": tests,
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def tally(text: str) -> Tally:
    """What a document counts, by what its tests and its summary say. Raises ValueError where these two differ."""
    results = json.loads(text)["results"]
    tests, summary = results["tests"], results["summary"]
    found = Counter(test["status"] for test in tests)
    if {"tests": len(tests), **{name: found[name] for name in STATUSES}} != {
        name: summary[name] for name in ("tests", *STATUSES)
    }:
        raise ValueError("the summary is not that of the tests")
    outcomes = [test["rawStatus"].partition(":")[0] for test in tests]
    said = summary["extra"]["lienthong"]
    return told_by(outcomes[:-1], said["requirements"]) | {ANSWER: outcomes[-1]}


def _said(report: Report) -> dict[str, Json]:
    return {
        "answer": report.decision.answer,
        "exit_code": report.decision.exit_code,
        "mode": report.run.mode,
        "build": report.run.sut.digest,
        "harness": report.run.harness.whole,
        "rendered_by": RENDERER,
        "policy": report.run.policy.digest,
        "requirements": dict(report.totals.counts),
        "record_chain_head": report.proof.chain_head,
    }


def _test(item: Item) -> dict[str, Json]:
    attempts = item.run.attempts if item.run else ()
    test: dict[str, Json] = {
        "name": item.name,
        "status": word(item.outcome, "ctrf"),
        "duration": 0,
        "rawStatus": item.word,
        "suite": [item.area],
        "message": item.message,
        "trace": item.explanation,
        "tags": list(item.requirements),
    }
    if len(attempts) > 1:
        test["retries"] = len(attempts) - 1
        test["retryAttempts"] = [
            {"attempt": row.number, "status": word(row.verdict, "ctrf"), "message": row.message.en}
            for row in attempts[:-1]
        ]
    return {name: value for name, value in test.items() if value not in ("", [])}


def _milliseconds(instant: str) -> int:
    return round(datetime.fromisoformat(instant).timestamp() * 1000)
