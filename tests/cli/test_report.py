"""`lienthong report`: what it writes, and when it does not."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli import report
from harness.errors import Refused
from harness.gate import Exit
from reports.formats import FORMATS, Format
from tests.unit.harness.sealed import FIRST, make_record, policy_text, run_json


@pytest.fixture
def record(tmp_path: Path) -> Path:
    run = run_json(policy_source=policy_text(valid_until='"2126-10-31"'))
    make_record(tmp_path / "run", [FIRST], run=run)
    return tmp_path / "run" / "record"


def written(record: Path, *formats: str) -> int:
    return report.write_reports(record, formats=formats, out=record.parent / "reports", keys=(), json_only=True)


def test_it_writes_what_is_asked_for(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert written(record, "ctrf,junit", "badge") == Exit.GO
    out = record.parent / "reports"
    assert {path.name for path in out.iterdir()} == {"ctrf.json", "junit.xml", "badge.svg"}
    said = json.loads(capsys.readouterr().out)
    assert {*said["written"]} == {str(path) for path in out.iterdir()}


def test_formats_that_count_differently_are_not_written(
    record: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    honest = FORMATS["badge"]

    def lied(*given: Any) -> dict[str, str]:
        return {name: text.replace("NO_GO", "GO") for name, text in honest.make(*given).items()}

    monkeypatch.setattr(report, "FORMATS", {**FORMATS, "badge": Format(lied, honest.tallies)})
    assert written(record, "badge,ctrf") == Exit.INTEGRITY
    assert (
        "answer: NO_GO in the record, NO_GO in ctrf.json, GO in badge.svg"
        in json.loads(capsys.readouterr().out)["error"]
    )
    assert not (record.parent / "reports").exists()


def test_a_touched_record_gets_no_report(record: Path) -> None:
    journal = record / "journal.jsonl"
    journal.chmod(0o644)
    journal.write_bytes(journal.read_bytes().replace(b'"PASS"', b'"FAIL"', 1) + b"\n")
    assert written(record, "ctrf") == Exit.INTEGRITY
    assert not (record.parent / "reports").exists()


@pytest.mark.parametrize("formats", ["", "xunit", "ctrf,xunit"])
def test_a_format_that_is_none_is_refused(record: Path, formats: str) -> None:
    with pytest.raises(Refused, match="there are html, junit"):
        written(record, formats)
