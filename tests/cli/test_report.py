"""`lienthong report`: what it writes, and when it does not."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cli import report
from cli.attest import AttestOptions, attest_workbook, write_template
from cli.init import write_target
from cli.verify import verify_record
from harness.errors import Refused
from harness.gate import Exit
from harness.requirement import PARTS, RUN
from reports import formats
from reports.formats import ANNEXES, ANSWERS, FORMATS, formats_of
from tests.unit.harness.sealed import BUILD, FIRST, make_record, policy_text, run_json


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

    def lied(*given: Any) -> dict[str, bytes]:
        return {name: text.replace(b"NO_GO", b"GO") for name, text in honest.make(*given).items()}

    monkeypatch.setattr(formats, "FORMATS", {**FORMATS, "badge": replace(honest, make=lied)})
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


@pytest.mark.parametrize("wanted", ["", "xunit", "ctrf,xunit"])
def test_a_format_that_is_none_is_refused(record: Path, wanted: str) -> None:
    with pytest.raises(Refused, match="there are html, junit"):
        written(record, wanted)


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of `attest` on its own sample: a record of a part."""
    folder = tmp_path_factory.mktemp("part")
    sut, workbook, out = folder / "province.toml", folder / "form.xlsx", folder / "out"
    write_target(sut)
    sut.write_text(sut.read_text("utf-8").replace("[sut]\n", f'[sut]\nbuild = "{BUILD}"\n', 1), "utf-8")
    write_template(workbook, sut=sut, sample=True)
    attest_workbook(AttestOptions(sut=sut, workbook=workbook, out=out, json_only=True))
    return out


def test_a_part_is_written_in_the_formats_that_make_sense(part: Path, tmp_path: Path) -> None:
    wanted = [name for name in formats_of("attest") if name != "allure"]
    assert report.write_reports(part / "record", formats=wanted, out=tmp_path, keys=(), json_only=True) == Exit.GO
    assert (tmp_path / "attest.html").read_bytes() == (part / "attest.html").read_bytes()
    tests = json.loads((tmp_path / "ctrf.json").read_text("utf-8"))["results"]["tests"]
    assert (tests[-1]["name"], tests[-1]["rawStatus"], tests[-1]["status"]) == ("answer", "UNDECIDED", "failed")
    assert len(tests) > 10
    assert {row["status"] for row in tests[:-1]} == {"passed"}
    incidents = load_workbook(tmp_path / "annex.vi.xlsx").worksheets[-1]
    assert (incidents.title, incidents["A1"].value) == ("Sổ khó khăn, vướng mắc", "Số")
    assert incidents.max_row > 1
    assert verify_record(part / "record", keys=(), report=tmp_path, policy=None, json_only=True) == Exit.GO


@pytest.mark.parametrize("name", sorted(ANSWERS - {*ANNEXES["attest"]}))
def test_a_part_has_no_answer_to_tell(part: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match=rf"{name}: a record of `attest` alone has no answer"):
        report.write_reports(part / "record", formats=[name], out=tmp_path, keys=(), json_only=True)
    assert not [*tmp_path.iterdir()]


def test_every_part_has_its_annex() -> None:
    assert {RUN, *ANNEXES} == {*PARTS}
    assert all("html" in forms for forms in ANNEXES.values())


def test_what_was_written_is_what_verify_makes_again(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(record, "junit,trl,markdown")
    out = record.parent / "reports"
    assert verify_record(record, keys=(), report=out, policy=None, json_only=True) == Exit.GO
    page = out / "trl.xml"
    page.write_text(page.read_text("utf-8").replace("<status>FAILURE", "<status>SUCCESS"), "utf-8")
    capsys.readouterr()
    assert verify_record(record, keys=(), report=out, policy=None, json_only=True) == Exit.INTEGRITY
    why = json.loads(capsys.readouterr().out)["why"]
    assert why.startswith("trl.xml is not what this record renders to: line ")
