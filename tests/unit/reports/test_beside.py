"""Waivers and challenges in every format that tells an answer: both languages, nothing green that is challenged."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cli.gate import decide_gate
from cli.report import write_reports
from cli.told import Given
from cli.verify import verify_record
from harness.beside import Beside, readiness_with
from harness.errors import Refused
from harness.gate import Exit
from harness.verify import Verified, verify
from reports import html, minute_docx, oscal, sarif
from reports.formats import FORMATS, render_all
from reports.minute import minute_of
from reports.view import read_report
from tests.unit.harness import test_challenge, test_expectation, test_waiver
from tests.unit.harness.sealed import AT, FIRST, SECOND, case_of, make_record, nowhere, policy_text, run_json
from tests.unit.reports.conftest import Sealed
from tests.unit.reports.page import by_id, read_page

TODAY = AT.date()
ALL = {name: form for name, form in FORMATS.items() if name not in {"allure", "pdf"}}
CHALLENGE = {**test_challenge.ROW, "requirement": SECOND, "case": case_of(SECOND)}


@pytest.fixture
def files(tmp_path: Path) -> Beside:
    """What is violated is waived, and the test of what was demonstrated is challenged."""
    return Beside(test_waiver.file_of(tmp_path, test_waiver.ROW), test_challenge.file_of(tmp_path, CHALLENGE))


@pytest.fixture
def verified(tmp_path: Path) -> Verified:
    run = run_json(policy_source=policy_text(valid_until='"2126-10-31"'))
    return verify(make_record(tmp_path / "out", [FIRST], run=run), [], find=nowhere, today=TODAY)


@pytest.fixture
def told(verified: Verified, files: Beside) -> Sealed:
    """The record, and its readiness with what was given beside it."""
    return verified.record, readiness_with(verified, files, keys=(), on=TODAY)


def test_it_is_the_answer_of_the_gate(
    verified: Verified, files: Beside, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "strict.toml").write_text(verified.record.run["policy"]["source"], encoding="utf-8")
    lasting = {"expires": "2126-12-31"}
    late = Beside(
        test_waiver.file_of(tmp_path, test_waiver.ROW | lasting),
        test_challenge.file_of(tmp_path, CHALLENGE | lasting),
    )
    folder, by = verified.record.folder, str(tmp_path / "strict.toml")
    assert decide_gate([folder], policy=by, beside=late, keys=(), build="", json_only=True) == Exit.CONDITIONAL
    gated = json.loads(capsys.readouterr().out)
    readiness = readiness_with(verified, files, keys=(), on=TODAY)
    same = ("answer", "exit_code", "reason", "counts", "requirements", "blocking", "open")
    assert {name: readiness[name] for name in same} == {name: gated[name] for name in same}
    assert readiness["beside"]["without"] == {"answer": "NO_GO", "exit_code": Exit.VIOLATED}


def test_every_format_tells_the_challenge_and_none_is_green(told: Sealed) -> None:
    made = render_all(*told, ALL)
    for name, content in made.items():
        if name.endswith((".xml", ".json", ".sarif", ".jsonld", ".openmetrics", ".html", ".txt", ".md")):
            assert b"CHALLENGED" in content or "catalog" in name or "plan" in name, name
    report = read_report(*told)
    assert report.decision.answer == "CONDITIONAL_GO"
    assert report.blocking_totals.named()["met"] == 0
    assert report.totals["DEMONSTRATED"] == 1


def test_what_is_challenged_is_not_satisfied_in_oscal(told: Sealed) -> None:
    results = json.loads(oscal.make(*told)[oscal.RESULTS])["assessment-results"]["results"][0]
    found = {row["title"]: row for row in results["findings"]}
    assert found[f"{SECOND}: DEMONSTRATED"]["target"]["status"] == {"state": "not-satisfied", "reason": "other"}
    assert found[f"{FIRST}: VIOLATED"]["target"]["status"] == {"state": "not-satisfied", "reason": "fail"}
    said = {(row["name"], row["value"]) for finding in found.values() for row in finding["props"]}
    assert {("challenged", "C-1"), ("waived", "W-1")} <= said


def test_a_finding_of_what_is_waived_stays_a_finding(told: Sealed) -> None:
    (result,) = json.loads(sarif.render(*told))["runs"][0]["results"]
    assert (result["ruleId"], result["level"], result["properties"]["waived"]) == (FIRST, "error", ["W-1"])
    assert "suppressions" not in result


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", ("Miễn trừ đến 2026-12-31", "Bị khiếu nại (CHALLENGED)", "Riêng hồ sơ kiểm thử: NO_GO (10)")),
        ("en", ("Waived until 2026-12-31", "CHALLENGED", "The record alone comes to NO_GO (10)")),
    ],
)
def test_the_page_shows_both_in_every_part(told: Sealed, language: str, words: tuple[str, ...]) -> None:
    page = read_page(html.render(*told))
    waived, challenged, alone = words
    decision = by_id(page, "decision").text(language)
    assert alone in decision
    assert SECOND in decision
    matrix = {row.all("th")[0].text(language): row.text(language) for row in by_id(page, "requirements").all("tr")}
    assert waived in matrix[FIRST]
    assert challenged in matrix[SECOND]
    badge, _ = by_id(page, SECOND).all("h3")[0].all("span", class_="badge")
    assert badge.classes == {"badge", "challenged"}
    registers = by_id(page, "registers").text(language)
    for said in (*test_waiver.ROW.values(), *CHALLENGE.values()):
        if isinstance(said, str) and said not in {"open", test_waiver.ROW["issued"]}:
            assert said in registers
    ids = {row.attributes["id"] for row in page.walk() if "id" in row.attributes}
    assert {row.attributes["href"].removeprefix("#") for row in page.all("a")} <= ids


def test_the_minute_and_the_workbook_name_who_and_until_when(told: Sealed) -> None:
    text = minute_docx.text_of(minute_docx.render(minute_of(*told)))
    for said in (test_waiver.ROW["approved_by"], CHALLENGE["raised_by"], CHALLENGE["claim"], "2026-12-31"):
        assert str(said) in text
    made = render_all(*told, {"xlsx": FORMATS["xlsx"]})
    for name, word in (("annex.vi.xlsx", "Bị khiếu nại (CHALLENGED)"), ("annex.en.xlsx", "Waived until 2026-12-31")):
        cells = [
            str(cell)
            for page in load_workbook(BytesIO(made[name]), read_only=True)
            for row in page.iter_rows(values_only=True)
            for cell in row
        ]
        assert any(word in cell for cell in cells)
        assert any(str(test_waiver.ROW["reason"]) in cell for cell in cells)


def test_a_page_is_made_again_with_the_same_files_and_day(
    verified: Verified, files: Beside, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, day = verified.record.folder, TODAY.isoformat()
    out = tmp_path / "reports"
    wanted: Any = {"formats": ["html,ctrf"], "out": out, "keys": (), "json_only": True}
    assert write_reports(folder, **wanted, given=Given(files, day)) == Exit.GO

    def held(**given: Any) -> int:
        return verify_record(folder, keys=(), report=out, policy=None, json_only=True, **given)

    assert held(given=Given(files, day)) == Exit.GO
    assert held() == Exit.INTEGRITY
    assert held(given=Given(Beside(files.waivers), day)) == Exit.INTEGRITY
    capsys.readouterr()


def test_new_known_and_stale_failures_are_told_where_the_answer_is(verified: Verified, tmp_path: Path) -> None:
    rows = [test_expectation.ROW, test_expectation.ROW | {"requirement": SECOND}]
    for listed, told in ((rows, "0 new, 1 known, 1 stale, 0 unseen"), ([], "1 new, 0 known, 0 stale, 0 unseen")):
        files = Beside(expected=test_expectation.file_of(tmp_path, *listed))
        readiness = readiness_with(verified, files, keys=(), on=TODAY)
        assert readiness["answer"] == "NO_GO"
        made = render_all(verified.record, readiness, ALL)
        page = read_page(made["report.html"].decode())
        assert told in by_id(page, "decision").text("en")
        summary = made["summary.en.md"].decode()
        assert f"expected failures: {told}." in summary
        assert told in minute_docx.text_of(made["minute.docx"])
        assert told in json.loads(made["ctrf.json"])["results"]["tests"][-1]["message"]
        matrix = {row.all("th")[0].text("en"): row.text("en") for row in by_id(page, "requirements").all("tr")}
        assert ("Known" in matrix[FIRST], "New" in matrix[FIRST]) == (bool(listed), not listed)
        assert ("Stale: take it out of the list" in matrix[SECOND]) == bool(listed)
    registers = by_id(page, "registers").text("vi")
    assert "Lỗi mới" in registers


def test_an_expired_waiver_is_shown_as_one_and_lifts_nothing(verified: Verified, tmp_path: Path) -> None:
    files = Beside(test_waiver.file_of(tmp_path, test_waiver.ROW | {"expires": "2026-11-21"}))
    readiness = readiness_with(verified, files, keys=(), on=TODAY)
    assert readiness["answer"] == "NO_GO"
    page = read_page(html.render(verified.record, readiness))
    assert "expired on 2026-11-21" in by_id(page, "registers").text("en")
    assert not by_id(page, "requirements").all("span", class_="waived")


def test_a_day_alone_or_one_that_is_none_is_refused(verified: Verified, files: Beside, tmp_path: Path) -> None:
    wanted: Any = {"formats": ["html"], "out": tmp_path / "r", "keys": (), "json_only": True}
    with pytest.raises(Refused, match="--on is the day of an answer with"):
        write_reports(verified.record.folder, **wanted, given=Given(on="2026-11-22"))
    with pytest.raises(Refused, match=re.escape("--on '22/11'")):
        write_reports(verified.record.folder, **wanted, given=Given(files, "22/11"))
    assert not (tmp_path / "r").exists()
