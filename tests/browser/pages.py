"""Pages to look at: a run that may go live and one that may not, and the annexes, all from sealed records."""

from pathlib import Path
from typing import Any

from reports import html
from tests.golden.reports.fixture import assess_record, read_json, seal_record


def report_of(content: dict[str, Any], folder: Path) -> str:
    """The report of a record with this content."""
    record = seal_record(content, folder)
    return html.render(record, assess_record(record))


def go_content() -> dict[str, Any]:
    """The fixture without the requirements that are not demonstrated, their cases, and all that these left behind."""
    content, statuses = read_json("record.json"), read_json("readiness.json")["requirements"]
    run = content["run"]
    shown = {name for name, row in statuses.items() if row["status"] == "DEMONSTRATED"}
    run["requirements"] = [row for row in run["requirements"] if row["id"] in shown]
    run["plan"]["not_applicable"] = {}
    run["plan"]["cases"] = [row for row in run["plan"]["cases"] if row["selected"] and shown >= {*row["requirements"]}]
    cases = {row["id"] for row in run["plan"]["cases"]}
    content["events"] = [row for row in content["events"] if row["data"].get("case", "") in {"", *cases}]
    ended = content["events"][-1]["data"]
    for name, kind in (("cases", "case-ended"), ("judgements", "judgement")):
        ended[name] = sum(row["kind"] == kind for row in content["events"])
    return content
