"""The workbook as a spreadsheet program reads it: whole, in two languages, with room for those who must act."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from reports import annex_workbook
from reports.annex_workbook import EDITED
from reports.items import items_of
from reports.messages import LANGUAGES, say
from reports.model import Report
from reports.workbook import Page, render_pages
from tests.unit.reports.conftest import Sealed


def rows_of(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each sheet below its head."""
    return {page.title: [*page.iter_rows(min_row=2, values_only=True)] for page in load_workbook(BytesIO(content))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_requirement_obstacle_and_run_is_in_it(both: Sealed, report: Report, language: str) -> None:
    content = annex_workbook.make(*both, language=language)
    assert content == annex_workbook.make(*both, language=language)
    answer, matrix, blocking, registers, runs = rows_of(content).values()
    assert answer[0][:2] == ("NO_GO", report.decision.meaning.in_language(language))
    assert [row[2] for row in matrix] == [row.id for row in report.requirements]
    assert [row[4] for row in matrix] == [row.text.in_language(language) for row in report.requirements]
    obstacles = (*report.decision.blocking, *report.decision.open)
    assert [row[0] for row in blocking] == [row.requirement.id for row in obstacles]
    assert {row[-len(EDITED) :] for row in blocking} == {(None,) * len(EDITED)}
    told = {row[1] for row in registers}
    assert told >= {row.id for status in ("NOT_APPLICABLE", "ATTESTED") for row in report.with_status(status)}
    assert [row[2] for row in runs] == [item.name for item in items_of(report)][:-1]


def test_nothing_in_it_is_computed() -> None:
    page = Page(say("workbook.note"), ((say("workbook.note"), 9),), [("=1+1",), ("@x",)])
    (sheet,) = load_workbook(BytesIO(render_pages([page], "en", at="2026-11-22T08:00:00+00:00"))).worksheets
    assert [(cell.value, cell.data_type) for (cell,) in sheet.iter_rows(min_row=2)] == [("=1+1", "s"), ("@x", "s")]


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(ValueError, match="no workbook"):
        annex_workbook.tally(b"PK")
