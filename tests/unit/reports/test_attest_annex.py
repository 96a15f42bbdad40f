"""The annex of statements: each requirement with its word, what is from outside is text, nothing is loaded."""

from pathlib import Path

import pytest

from harness.attestation.planted import ATTESTOR
from harness.record import SealedRecord
from reports.attest_annex import read_lines, render
from tests.unit.harness.attestation.judging import SUT, form, recorded, sample, written

RESULT = {"reason": "all that applies was demonstrated", "exit_code": 0}
HEAD = {
    "run_id": "r",
    "started": "2026-11-22T08:00:00+00:00",
    "sut": {**SUT, "build": "b"},
    "harness": {"version": "0.1.0"},
}


@pytest.fixture
def record(tmp_path: Path) -> SealedRecord:
    """The sample, with one statement left out and one that has markup in its paper."""
    sheets = sample()
    sheets["statements"][0] = {"requirement": "OPS-001"}
    sheets["statements"][2]["paper"] = "<b>QĐ 1</b>"
    workbook = {"name": "w.xlsx", "digest": "sha256:0"}
    return recorded(written(sheets, tmp_path), tmp_path / "record", head={**HEAD, "workbook": workbook})


def test_every_requirement_is_there_with_what_was_made_of_it(record: SealedRecord) -> None:
    lines = {line.requirement: line for line in read_lines(record)}

    assert list(lines) == list(form().examinations)
    assert lines["OPS-001"].statement is None
    assert lines["OPS-001"].verdict == "INCONC INSUFFICIENT_DATA"
    assert lines["OPS-016"].seen == ("stated on 2026-01-05 by home-affairs", "so in 124 row(s)", "so in 124 row(s)")


def test_the_page_names_who_states_it_and_escapes_what_is_from_outside(record: SealedRecord) -> None:
    page = render(record, RESULT, form())

    assert page.count(ATTESTOR) == len(form().examinations) - 1
    assert "Nobody has stated it." in page
    assert "&lt;b&gt;QĐ 1&lt;/b&gt;" in page
    assert "<b>QĐ" not in page
    assert not any(word in page for word in ("src=", 'href="h', "<script", "url("))
