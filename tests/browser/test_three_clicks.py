"""From any verdict of a report, clause and evidence are at most three clicks from the top of the page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reports import html
from tests.browser.clicking import drawn, walk
from tests.browser.conftest import Open
from tests.browser.pages import go_content
from tests.golden.reports.fixture import assess_record, read_json, seal_record

CONTENTS: dict[str, Callable[[], dict[str, Any]]] = {"GO": go_content, "NO_GO": lambda: read_json("record.json")}
DRAWN = {"GO": 8, "NO_GO": 12}


@pytest.mark.parametrize("answer", CONTENTS)
def test_clause_and_evidence_are_three_clicks_away(answer: str, opened: Open, tmp_path: Path) -> None:
    record = seal_record(CONTENTS[answer](), tmp_path / "record")
    readiness = assess_record(record)
    assert readiness["answer"] == answer
    page = opened(html.render(record, readiness))
    clauses = {
        row["id"]: row["source"].get("clause") or row["source"]["document"] for row in record.run["requirements"]
    }
    ways = [walk(page, judgement, clauses[judgement[1]]) for judgement in drawn(record, DRAWN[answer], seed=1)]
    assert len(ways) == DRAWN[answer]
    assert max(len(way.clicks) for way in ways) <= 3
