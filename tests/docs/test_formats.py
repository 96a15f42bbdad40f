"""The page on formats is run from the top to the end; its tables and the job files are those of the code."""

import re
from pathlib import Path

import pytest

from reports.formats import FORMATS
from reports.words import FINDINGS, FORMS, WORDS
from tests.docs.pages import tables
from tests.docs.script import run_page
from tests.hygiene.sources import ROOT
from tests.unit.harness.sealed import FIRST, make_record, policy_text, run_json

PAGE = ROOT / "docs" / "formats.md"
JOBS = sorted((ROOT / "docs" / "ci").glob("*.yml"))


def test_the_page_on_formats(tmp_path: Path) -> None:
    folder = tmp_path / "formats"
    folder.mkdir()
    make_record(folder / "handed-over", [FIRST], run=run_json(policy_source=policy_text(valid_until='"2126-10-31"')))
    said = run_page(PAGE, folder).split()
    named = {name for rows in tables(PAGE, "name") for row in rows for name in re.findall(r"`([\w.-]+\.\w+)`", row[1])}
    assert {path.name for path in (folder / "reports").iterdir()} == named
    assert named <= {*said}


def test_the_table_of_outcomes_is_that_of_the_code() -> None:
    (rows,) = tables(PAGE, "ours")
    assert rows == [[outcome, *(words[form] or "–" for form in FORMS)] for outcome, words in WORDS.items()]


def test_the_table_of_findings_is_that_of_the_code() -> None:
    (rows,) = tables(PAGE, "ours, in OSCAL")
    assert rows == [[status, *shown] for status, shown in FINDINGS.items()]


def test_the_page_names_every_format() -> None:
    (rows,) = tables(PAGE, "name")
    assert [row[0].strip("`") for row in rows] == [*FORMATS]


@pytest.mark.parametrize("job", JOBS, ids=lambda path: path.stem)
def test_a_job_file_asks_for_what_there_is_and_ends_with_the_answer(job: Path) -> None:
    text = job.read_text(encoding="utf-8")
    (wanted,) = re.findall(r"lienthong report \S+ --format (\S+) --out reports", text)
    assert {*wanted.split(",")} <= {*FORMATS}
    assert "lienthong run --sut province.toml --out" in text
    assert re.search(r"exit \"\$", text)
    for name in re.findall(r"reports/([\w.]+\.\w+)", text):
        assert name in PAGE.read_text(encoding="utf-8")
