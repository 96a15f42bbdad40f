"""`nation`: the figures of the source come out of records that show them; silence, damage and age are told apart."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cli.nation import show_nation
from cli.target_file import Answers, target_text
from harness.errors import Refused
from harness.ixit import load_target
from harness.requirement import load_catalogue
from specs import FOLDER
from specs.demands import load_sources
from specs.nation import load_nation
from specs.schema import load_schema
from tests.unit.harness.sealed import make_record
from tests.unit.reports.nation_records import CODES, POLICY, SILENT_CODES, make_nation, make_province, run_of, shows

FIGURES = {"published": 17, "portal": 22, "databases": 23, "identifiers": 30, "accounts": 21}
CODE = CODES[0]
LONG_AGO = datetime(2026, 11, 2, tzinfo=UTC)
Shown = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def shown(tmp_path: Path) -> Shown:
    """The exit code of the command over a folder, and its JSON."""

    def show(folder: Path, *formats: str) -> tuple[int, dict[str, Any]]:
        code = show_nation([folder], out=tmp_path / "table", formats=[*{"json", *formats}], keys=(), json_only=True)
        made: dict[str, Any] = json.loads((tmp_path / "table" / "nation.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(load_schema("nation")).validate(made)
        return code, made

    return show


def province(made: dict[str, Any], code: str = CODE) -> dict[str, Any]:
    row: dict[str, Any] = next(row for row in made["provinces"] if row["code"] == code)
    return row


def states(row: dict[str, Any]) -> set[str]:
    return {cell["state"] for cell in row["columns"].values()}


def test_the_figures_of_the_source_come_out_of_records_that_show_them(shown: Shown, tmp_path: Path) -> None:
    against = next(code for code in CODES if code not in shows("portal") and code not in SILENT_CODES)
    code, made = shown(make_nation(tmp_path / "all", {against: ["CONN-001"]}), "html", "xlsx")

    assert code == 0
    assert {row["id"]: row["counts"]["shown"] for row in made["columns"]} == FIGURES
    assert {row["id"]: row["figure"] for row in made["columns"]} == FIGURES
    assert {row["counts"]["no_record"] for row in made["columns"]} == {len(SILENT_CODES)}
    assert province(made, against)["columns"]["portal"] == {
        "state": "violated",
        "open": ["CONN-001", "CONN-005", "CONN-006", "CONN-007", "CONN-010"],
    }
    assert sum(made["answers"].values()) == len(CODES)
    assert made["answers"]["no_record"] == len(SILENT_CODES)
    _hold_page(tmp_path / "table" / "nation.html")
    _hold_workbook(tmp_path / "table" / "nation.xlsx", made)


def _hold_page(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    for figure in FIGURES.values():
        assert f"<b>{figure} / 34</b>" in page
        assert f"<td>{figure} / 34</td>" in page
    assert page.count('style="grid-row:') == len(CODES) * (len(FIGURES) + 1)
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def _hold_workbook(path: Path, made: dict[str, Any]) -> None:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - an extra, and only this reads one

    head, *lines = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    for column, figure in FIGURES.items():
        assert [line[head.index(column)] for line in lines].count("shown") == figure
    assert [line[head.index("answer")] or None for line in lines] == [row["answer"] for row in made["provinces"]]


def test_what_was_not_looked_at_is_not_shown_and_not_a_no(shown: Shown, tmp_path: Path) -> None:
    make_record(tmp_path / "a", run=run_of(CODE))
    row = province(shown(tmp_path / "a")[1])

    assert row["columns"]["portal"]["state"] == "shown"
    assert row["columns"]["accounts"] == {"state": "not_shown", "open": ["IDN-053"]}
    assert (row["state"], row["answer"], row["age_days"] >= 0, row["signed_by"]) == ("answered", "GO", True, [])


def test_a_touched_record_makes_its_province_undecided(shown: Shown, tmp_path: Path) -> None:
    make_province(tmp_path / "a", CODE)
    touched = tmp_path / "a" / "reconcile" / "record" / "journal.jsonl"
    touched.chmod(0o600)
    touched.write_bytes(touched.read_bytes().replace(b'"verdict":"PASS"', b'"verdict":"FAIL"', 1))
    code, made = shown(tmp_path / "a", "html")
    row = province(made)

    assert (code, row["state"], row["answer"], row["exit_code"]) == (21, "contradicts", "UNDECIDED", 21)
    assert states(row) == {"not_shown"}
    assert [found["folder"] for found in row["records_not_counted"]] == [str(touched.parent)]
    assert "tự mâu thuẫn" in (tmp_path / "table" / "nation.html").read_text(encoding="utf-8")


def test_a_record_without_its_first_file_is_named(shown: Shown, tmp_path: Path) -> None:
    make_province(tmp_path / "a", CODE)
    (tmp_path / "a" / "run" / "record" / "run.json").unlink()
    code, made = shown(tmp_path / "a", "html")

    assert code == 21
    assert "tự mâu thuẫn: 1" in (tmp_path / "table" / "nation.html").read_text(encoding="utf-8")
    assert [row["folder"] for row in made["strays"]] == [str(tmp_path / "a" / "run" / "record")]
    assert province(made)["columns"]["portal"]["state"] == "not_shown"


@pytest.mark.parametrize(
    ("started", "answer"), [("2026-11-22T09:00:00+00:00", "UNDECIDED"), ("2026-11-21T09:00:00+00:00", "GO")]
)
def test_a_run_that_was_never_sealed_counts_only_as_the_latest(
    started: str, answer: str, shown: Shown, tmp_path: Path
) -> None:
    make_record(tmp_path / "a" / "whole", run=run_of(CODE))
    killed = make_record(tmp_path / "a" / "killed", run=run_of(CODE, 3, started=started))
    (killed / "manifest.json").unlink()
    code, made = shown(tmp_path / "a")
    row = province(made)

    assert (code, row["answer"], len(row["records_not_counted"])) == (0, answer, 1)


def test_the_newest_build_counts_and_the_other_is_counted(shown: Shown, tmp_path: Path) -> None:
    old = run_of(CODE, 1)
    make_record(
        tmp_path / "a" / "old", ["SYNC-001"], run={**old, "sut": {**old["sut"], "build": "sha256:" + "00" * 32}}
    )
    make_record(tmp_path / "a" / "new", run=run_of(CODE, 2))
    shutil.copytree(tmp_path / "a" / "new", tmp_path / "a" / "copy")
    row = province(shown(tmp_path / "a")[1])

    assert (row["answer"], row["records"], row["records_of_this_build"]) == ("GO", 2, 1)


def test_a_fail_of_the_same_build_stands(shown: Shown, tmp_path: Path) -> None:
    make_record(tmp_path / "a" / "failed", ["SYNC-001"], run=run_of(CODE, 1))
    make_record(tmp_path / "a" / "passed", run=run_of(CODE, 2))
    row = province(shown(tmp_path / "a")[1])

    assert (row["answer"], row["exit_code"], row["records_of_this_build"]) == ("NO_GO", 10, 2)


def test_old_evidence_is_not_shown_any_more(shown: Shown, tmp_path: Path) -> None:
    text = POLICY + "[evidence]\nlifetime_days = 1\n"
    make_record(tmp_path / "a", run=run_of(CODE, policy_source=text), at=LONG_AGO)
    row = province(shown(tmp_path / "a")[1])

    assert (row["answer"], row["exit_code"], row["columns"]["portal"]["state"]) == ("NO_GO", 22, "not_shown")


def test_a_record_of_no_province_stands_apart(shown: Shown, tmp_path: Path) -> None:
    run = run_of(CODE)
    make_record(tmp_path / "a", run={**run, "sut": {**run["sut"], "province": "99"}})
    made = shown(tmp_path / "a")[1]

    assert [row["why"] for row in made["strays"]] == ["it names no province ([sut] province)"]
    assert made["answers"] == {"no_record": len(CODES)}


def test_records_of_two_statements_answer_nothing(shown: Shown, tmp_path: Path) -> None:
    make_record(tmp_path / "a" / "one", run=run_of(CODE, 1))
    make_record(tmp_path / "a" / "two", run=run_of(CODE, 2, statement={"portal.sync": True, "vneid": True}))
    row = province(shown(tmp_path / "a")[1])

    assert (row["state"], row["answer"], row["exit_code"], states(row)) == ("refused", None, 2, {"not_shown"})


def test_bad_words_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no folder"):
        show_nation([tmp_path / "none"], out=tmp_path / "x", formats=["json"], keys=(), json_only=True)
    with pytest.raises(Refused, match="there are html, xlsx, json"):
        show_nation([tmp_path], out=tmp_path / "x", formats=["pdf"], keys=(), json_only=True)


def test_the_columns_are_those_of_the_source() -> None:
    table, sources, catalogue = load_nation(), load_sources(), load_catalogue(FOLDER / "requirements")
    words = " ".join(" ".join(sentence.text.split()) for sentence in sources.documents[table.document].sentences)

    assert {column.id: column.figure for column in table.columns} == FIGURES
    for column in table.columns:
        assert column.clause in words
        assert f"{column.figure}/{table.of}" in column.clause
        assert column.demand in sources.demands
        assert set(column.requirements) <= set(catalogue)


def test_the_target_file_says_which_province_it_is(tmp_path: Path) -> None:
    path, text = tmp_path / "province.toml", target_text(Answers())
    assert '# province = "86"' in text
    path.write_text(text.replace('# province = "86"', 'province = "86"', 1), encoding="utf-8")
    assert load_target(path).sut["province"] == "86"
    path.write_text(text.replace('# province = "86"', 'province = "99"', 1), encoding="utf-8")
    with pytest.raises(Refused, match=r"sut\.province: '99' is none of the 34"):
        load_target(path)
