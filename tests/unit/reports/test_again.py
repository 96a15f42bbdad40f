"""A report that differs from what its record renders to is found, in every format, with the first difference."""

import base64
import gzip
import re
import tomllib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from harness import VERSION
from harness.errors import IntegrityBroken, Refused
from reports import RENDERER, html, minute_docx
from reports.again import difference, hold_again, read_given
from reports.formats import FORMATS, Files
from tests.hygiene.sources import ROOT
from tests.unit.reports.conftest import Sealed

QUICK = {name: form for name, form in FORMATS.items() if name != "allure"}  # below: it starts a session


@pytest.mark.parametrize("name", QUICK)
def test_a_touched_report_is_found_in_every_format(both: Sealed, name: str) -> None:
    made = dict(QUICK[name].make(*both))
    hold_again(made, QUICK, *both)
    for file, content in made.items():
        middle = len(content) // 2
        touched = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        with pytest.raises(IntegrityBroken, match=rf"{file} is not what this record renders to: (line|byte) \d+ "):
            hold_again({**made, file: touched}, QUICK, *both)


@pytest.mark.parametrize(
    "name", [name for name in QUICK if name not in {"annotations", "badge", "pdf", "docx", "xlsx"}]
)
def test_every_text_names_the_release_that_rendered_it(both: Sealed, name: str) -> None:
    """A report of another release differs, and the reader is told which release renders it again."""
    for file, content in QUICK[name].make(*both).items():
        older = content.replace(RENDERER.encode(), b"lienthong 0.0.9")
        with pytest.raises(
            IntegrityBroken, match=rf"; it says that lienthong 0\.0\.9 rendered it, and this is {VERSION}$"
        ):
            hold_again({file: older}, QUICK, *both)


def test_papers_and_workbooks_name_both_releases(both: Sealed) -> None:
    papers = (minute_docx.text_of(QUICK["docx"].make(*both)["minute.docx"]), *sheets(both))
    for text in papers:
        assert RENDERER in text
        assert both[0].run["harness"]["build"] in text


def sheets(both: Sealed) -> list[str]:
    """What stands on the first page of each workbook."""
    pages = [load_workbook(BytesIO(content)).worksheets[0] for content in QUICK["xlsx"].make(*both).values()]
    return ["\n".join(str(row[1]) for row in page.iter_rows(values_only=True)) for page in pages]


def test_the_release_is_that_of_the_package() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"] == VERSION


def test_a_folder_of_results_is_whole_or_refused(both: Sealed) -> None:
    def make(*_: object) -> Files:
        return {"allure-results/a.json": b"{}", "allure-results/b.json": b"{}"}

    formats = {"allure": replace(FORMATS["allure"], make=make)}
    hold_again(make(), formats, *both)
    with pytest.raises(IntegrityBroken, match=r"allure-results/b\.json is missing"):
        hold_again({"allure-results/a.json": b"{}"}, formats, *both)
    with pytest.raises(IntegrityBroken, match=r"allure-results/c\.json is no file that this record renders to"):
        hold_again({**make(), "allure-results/c.json": b"{}"}, formats, *both)


def test_a_packed_page_is_held_by_what_is_packed_in_it(both: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another machine's compressor writes other bytes of the same content."""
    monkeypatch.setattr(html, "PLAIN", 0)
    page = FORMATS["html"].make(*both)["report.html"]
    folders = re.findall(rb'text/packed">([^<]+)<', page)
    packed, inside = next(
        (each, text) for each in folders if b"HTTP 200" in (text := gzip.decompress(base64.b64decode(each)))
    )

    def packed_again(content: bytes) -> Files:
        return {"report.html": page.replace(packed, base64.b64encode(gzip.compress(content, 9, mtime=1)))}

    hold_again(packed_again(inside), QUICK, *both)
    with pytest.raises(IntegrityBroken, match=r"report\.html is not what this record renders to: line \d+ "):
        hold_again(packed_again(inside.replace(b"HTTP 200", b"HTTP 201", 1)), QUICK, *both)
    with pytest.raises(IntegrityBroken, match=r"report\.html is not what"):
        hold_again({"report.html": page.replace(packed, packed[:-8])}, QUICK, *both)


def test_every_file_of_every_format_is_known_by_its_name(both: Sealed) -> None:
    for form in QUICK.values():
        assert {*form.make(*both)} == {*form.names}
    names = [name for form in FORMATS.values() for name in form.names]
    assert len(names) == len({*names})


def test_a_strange_name_is_refused(both: Sealed) -> None:
    with pytest.raises(Refused, match=r"notes\.txt: the reports that can be made again are report\.html, junit\.xml"):
        hold_again({"notes.txt": b""}, QUICK, *both)


def test_what_is_given_is_a_file_or_a_folder_of_them(tmp_path: Path) -> None:
    (tmp_path / "reports" / "allure-results").mkdir(parents=True)
    with pytest.raises(Refused, match="there is no such report"):
        read_given(tmp_path / "reports")
    (tmp_path / "reports" / "allure-results" / "a.json").write_bytes(b"{}")
    (tmp_path / "reports" / "junit.xml").write_bytes(b"<a/>")
    assert read_given(tmp_path / "reports") == {"allure-results/a.json": b"{}", "junit.xml": b"<a/>"}
    assert read_given(tmp_path / "reports" / "junit.xml") == {"junit.xml": b"<a/>"}


@pytest.mark.parametrize(
    ("given", "made", "said"),
    [
        (b"one\ntwo", b"one\nTwo", "line 2 has 'two' where 'Two' is expected"),
        (b"one", b"one\ntwo", "line 1 has 'one' where 'one' is expected"),
        ("Đạt".encode(), "Đậu".encode(), "line 1 has 'Đạt' where 'Đậu' is expected"),
        (b"a\xe2\x80\xae", b"a", "line 1 has 'a\\\\u202e' where 'a' is expected"),
        (b"PK\xff\x01", b"PK\xff\x02\x03", "byte 4 of 4, where 5 are expected"),
    ],
)
def test_the_first_difference_is_named(given: bytes, made: bytes, said: str) -> None:
    assert difference(given, made) == said
