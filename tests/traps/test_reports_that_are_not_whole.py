"""A report that is cut, or whose writer breaks, is no report; what the record says stays as it was."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cli import report
from cli.verify import verify_record
from harness.errors import IntegrityBroken
from harness.recomputation import answer_again
from harness.record import SealedRecord, load_record
from reports import formats
from reports.formats import FORMATS, render_all
from tests.unit.harness.sealed import FIRST, make_record, nowhere, policy_text, run_json

WITHOUT_FIGURES = {"annotations"}
"""Its one figure is its first word; what is cut off behind it is found by `verify --report` alone."""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    make_record(folder, [FIRST], run=run_json(policy_source=policy_text(valid_until='"2126-10-31"')))
    return folder


@pytest.fixture(scope="module")
def record(out: Path) -> SealedRecord:
    return load_record(out / "record")


@pytest.mark.parametrize("name", sorted({*FORMATS} - WITHOUT_FIGURES - {"allure"}))
def test_a_report_that_is_truncated(name: str, record: SealedRecord) -> None:
    """Half of a report is found before anybody reads it: its figures cannot be read back, or are others."""
    whole = FORMATS[name]

    def halved(*given: Any) -> Mapping[str, Any]:
        return {path: text[: len(text) // 2] for path, text in whole.make(*given).items()}

    with pytest.raises(IntegrityBroken):
        render_all(record, answer_again(record, nowhere), {name: replace(whole, make=halved)})


def test_a_report_that_is_truncated_on_its_way(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`verify --report` takes no part of one for the whole."""
    assert report.write_reports(out / "record", formats=["junit"], out=tmp_path, keys=(), json_only=True) == 0
    made = tmp_path / "junit.xml"
    assert verify_record(out / "record", keys=(), report=made, policy=None, json_only=True) == 0
    made.write_bytes(made.read_bytes()[:-20])
    assert verify_record(out / "record", keys=(), report=made, policy=None, json_only=True) == 21
    capsys.readouterr()


def test_a_reporter_that_crashes(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its trouble is not swallowed, no half of the reports is left, and the record verifies as before."""

    def crash(*_given: Any) -> Mapping[str, Any]:
        raise RuntimeError("the reporter broke")

    broken = {**FORMATS, "ctrf": replace(FORMATS["ctrf"], make=crash)}
    monkeypatch.setattr(formats, "FORMATS", broken)
    with pytest.raises(RuntimeError, match="the reporter broke"):
        report.write_reports(out / "record", formats=["junit,ctrf"], out=tmp_path / "r", keys=(), json_only=True)
    assert not (tmp_path / "r").exists()
    assert verify_record(out / "record", keys=(), report=None, policy=None, json_only=True) == 0


def test_a_requirement_with_only_retired_cases(tmp_path: Path) -> None:
    """A requirement whose cases are all gone is not demonstrated, blocks, and does not vanish from the count."""
    run = run_json()
    cases = [case for case in run["plan"]["cases"] if FIRST not in case["requirements"]]
    readiness = answer_again(
        load_record(make_record(tmp_path, run={**run, "plan": {**run["plan"], "cases": cases}})), nowhere
    )

    assert readiness["requirements"][FIRST]["status"] == "NOT_DEMONSTRATED"
    assert (readiness["answer"], readiness["exit_code"]) == ("NO_GO", 11)
    assert (readiness["counts"]["requirements"], readiness["counts"]["applicable_blocking"]) == (2, 2)
