"""The page on the whole country is run, and its table of columns is that of the data."""

from pathlib import Path

from specs.nation import load_nation
from tests.docs.pages import tables
from tests.docs.script import run_page
from tests.hygiene.sources import ROOT
from tests.unit.reports.nation_records import CODES, make_province

PAGE = ROOT / "docs" / "nation.md"


def test_the_page_on_the_whole_country(tmp_path: Path) -> None:
    make_province(tmp_path / "collected" / "first", CODES[0])
    said = run_page(PAGE, tmp_path)

    assert "2 records" in said
    assert f"no_record: {len(CODES) - 1}" in said
    assert (tmp_path / "table" / "nation.html").is_file()


def test_its_columns_are_those_of_the_data() -> None:
    (rows,) = tables(PAGE, "column")
    assert [(row[0], row[1], set(row[2].split(", "))) for row in rows] == [
        (column.name["en"].lower(), f"{column.figure} of {load_nation().of}", set(column.requirements))
        for column in load_nation().columns
    ]
