"""The annex of a load run: what was asked, what came of it, and how it went second by second."""

from collections.abc import Iterator, Mapping
from typing import Any

from harness.record import SealedRecord
from reports.charts import line_chart
from reports.html import environment_of
from reports.load_view import read_load
from reports.messages import say

Json = Any


def render(record: SealedRecord, result: Mapping[str, Json]) -> str:
    """A page of its own, without script and without anything from elsewhere. Pure."""
    environment = environment_of()
    environment.globals.update(chart=line_chart, say=say)
    return environment.get_template("load.html").render(
        run=record.run, result=result, load=read_load(record), rows=[*_rows(record, result)]
    )


def _rows(record: SealedRecord, result: Mapping[str, Json]) -> Iterator[dict[str, Json]]:
    """Each requirement that was looked at, with what was expected and seen, or why nothing was decided."""
    made = {row["requirement"]: row for row in record.judgements}
    ended = {row["case"]: row for row in record.data("case-ended")}
    texts = {row["id"]: row["text"] for row in record.run["requirements"]}
    for name, row in result["requirements"].items():
        if row["cases"]:
            judged = made.get(name, {})
            why = "; ".join(ended[case["id"]]["message"] for case in row["cases"] if case["id"] in ended)
            seen = {"expected": judged.get("expected", ""), "observed": judged.get("observed", why)}
            yield {"id": name, "text": texts[name], "status": row["status"], **seen}
