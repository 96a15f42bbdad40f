"""The minute and the list of difficulties as their readers find them: read back from PDF and DOCX by other programs."""

import re
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pypdfium2 import PdfDocument

from harness.errors import IntegrityBroken, Refused
from harness.record import SealedRecord
from reports import minute_docx, minute_pdf
from reports.formats import ANNEXES, FORMATS, formats_of, render_all
from reports.messages import say
from reports.minute import minute_of, tally
from reports.minute_incidents import KINDS, incidents_of
from reports.minute_paper import Paper, Section, Table, words
from reports.model import Report
from reports.tally import tally_of
from tests.unit.harness.attestation.judging import SUT, recorded, sample, written
from tests.unit.reports.conftest import Sealed

PRINTERS = pytest.mark.parametrize("printer", [minute_pdf, minute_docx], ids=["pdf", "docx"])
ALL_LETTERS = "".join(
    f"{letter}{letter.upper()}"
    for letter in "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
HEAD = {"run_id": "r", "started": "2026-11-22T08:00:00+00:00", "sut": {**SUT, "build": "b"}}


def squeezed(text: str) -> str:
    """Without spaces: where a line ends is the printer's affair."""
    return re.sub(r"\s", "", text)


@pytest.fixture
def paper(both: Sealed) -> Paper:
    return minute_of(*both)


def rows_of(section: Section) -> list[list[str]]:
    """The rows of its table, in Vietnamese."""
    (grid,) = [part for part in section.parts if isinstance(part, Table)]
    return [[words(cell, "vi") for cell in row] for row in grid.rows]


@PRINTERS
def test_answer_counts_and_what_blocks_are_those_of_the_record(
    printer: Any, paper: Paper, both: Sealed, report: Report
) -> None:
    text = printer.text_of(printer.render(paper))
    told = tally(text)
    assert told["answer"] == both[1]["answer"] == "NO_GO"
    assert told == {name: figure for name, figure in tally_of(report).items() if name in told}
    assert len(told) == 6
    flat = squeezed(text)
    obstacles = (*report.decision.blocking, *report.decision.open)
    assert len(obstacles) > 5
    for row in obstacles:
        wanted = [row.requirement.id, row.requirement.clause, row.observed.vi, *(link.label for link in row.evidence)]
        assert [said for said in wanted if squeezed(said) not in flat] == []
    for said in (report.run.sut.digest, report.proof.chain_head, "CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM", "Nơinhận:"):
        assert said in flat


@PRINTERS
def test_the_same_record_gives_the_same_bytes(printer: Any, paper: Paper) -> None:
    assert printer.render(paper) == printer.render(paper)


@PRINTERS
def test_what_the_record_does_not_know_is_blank(printer: Any, paper: Paper) -> None:
    text = printer.text_of(printer.render(paper))
    for label in (
        "Số:",
        "Thời gian bắt đầu:",
        "Địa điểm:",
        "Thành phần tham dự:",
        "Chủ trì:",
        "Thư ký:",
        "ngày",
        "Lưu: VT,",
    ):
        assert re.search(rf"{label} ?…", text), label


@PRINTERS
def test_a_minute_that_is_cut_or_touched_is_no_minute(printer: Any, paper: Paper) -> None:
    whole = printer.render(paper)
    with pytest.raises(ValueError, match=r"no (PDF|DOCX)"):
        printer.text_of(whole[: len(whole) // 2])
    with pytest.raises(ValueError, match="once in each language"):
        tally(printer.text_of(whole).replace("(NO_GO)", "(GO)", 1))


def test_a_minute_that_counts_otherwise_is_not_written(both: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = {name: FORMATS[name] for name in ("pdf", "docx", "junit")}
    assert set(render_all(*both, forms)) == {"minute.pdf", "minute.docx", "junit.xml"}
    whole = minute_pdf.text_of
    monkeypatch.setattr(minute_pdf, "text_of", lambda content: whole(content).replace("(NO_GO)", "(GO)"))
    with pytest.raises(IntegrityBroken, match=r"answer: .*GO in minute\.pdf"):
        render_all(*both, forms)


def test_the_digest_of_the_record_is_on_every_page(paper: Paper, report: Report) -> None:
    pages = [page.get_textpage().get_text_bounded() for page in PdfDocument(minute_pdf.render(paper))]
    assert len(pages) > 4
    assert all(report.proof.chain_head in page and "lienthong verify ./record" in page for page in pages)


def test_every_vietnamese_letter_is_printed_in_an_embedded_font(
    content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]
) -> None:
    content["run"]["sut"]["name"] = ALL_LETTERS
    made = minute_pdf.render(minute_of(*sealed(content)))
    assert ALL_LETTERS in squeezed(minute_pdf.text_of(made))
    document = PdfDocument(made)
    fonts = {item.get_font() for page in document for item in page.get_objects() if hasattr(item, "get_font")}
    assert fonts
    assert all(font.is_embedded for font in fonts)
    assert {font.get_family_name().partition("-")[0] for font in fonts} == {"LibertinusSerif"}


def test_it_says_that_it_is_pdf_a_and_has_an_output_intent(paper: Paper) -> None:
    made = minute_pdf.render(paper)
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"/OutputIntents" in made


def test_words_of_the_record_are_words_on_paper(
    content: dict[str, Any], sealed: Callable[[dict[str, Any]], Sealed]
) -> None:
    """What looks like an instruction to typst or Word is printed as it stands."""
    hostile = '#read("/etc/passwd") $x$ *b* <w:p/> @x'
    content["run"]["sut"]["name"] = hostile
    paper = minute_of(*sealed(content))
    assert squeezed(hostile) in squeezed(minute_pdf.text_of(minute_pdf.render(paper)))
    assert squeezed(hostile) in squeezed(minute_docx.text_of(minute_docx.render(paper)))


def test_the_docx_is_a_document_that_can_be_edited(paper: Paper) -> None:
    document = Document(BytesIO(minute_docx.render(paper)))
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert document.core_properties.title.startswith("BIÊN BẢN: Đánh giá mức độ sẵn sàng")
    heads = [[cell.text for cell in grid.rows[0].cells] for grid in document.tables]
    assert heads.count(["Mã", "Yêu cầu và căn cứ", "Mong đợi và ghi nhận", "Bằng chứng"]) == 2
    assert paper.foot.vi.splitlines()[1] in document.sections[0].footer.paragraphs[0].text


@pytest.fixture
def stated(tmp_path: Path) -> SealedRecord:
    """The sample with one difficulty of a kind that no document names, on no route."""
    sheets = sample()
    strange = {"number": "3", "opened_on": "2026-01-08", "kind": "Mất điện", "summary": "x", "path": "Xã > Bộ"}
    sheets["incidents"] = [*sheets["incidents"], strange]
    workbook = {"name": "w.xlsx", "digest": "sha256:0"}
    return recorded(written(sheets, tmp_path), tmp_path / "record", head={**HEAD, "workbook": workbook})


def test_difficulties_by_kind_and_by_route(stated: SealedRecord) -> None:
    by_kind, by_route, *each = incidents_of(stated, {}).sections
    kinds = {row[0]: tuple(row[1:]) for row in rows_of(by_kind)}
    assert [*kinds] == [*(say(name).vi for name in KINDS), "mất điện", "Tổng số"]
    assert kinds["lỗi hệ thống"] == ("1", "0", "1")
    assert kinds["phân quyền"] == ("1", "1", "0")
    assert kinds["mất điện"] == ("1", "0", "1")
    assert kinds["kỹ thuật"] == ("0", "0", "0")
    assert kinds["Tổng số"] == ("3", "1", "2")
    routes = {row[0]: tuple(row[2:]) for row in rows_of(by_route)}
    assert routes == {
        "Sở, ngành": ("1", "1", "0"),
        "Xã, phường": ("1", "0", "1"),
        "Không theo đường nào đã định": ("1", "0", "1"),
    }
    assert [len(rows_of(section)) for section in each[:-1]] == [1, 1, 1]


@pytest.mark.parametrize("name", ["pdf", "docx"])
def test_statements_give_the_list_and_no_minute(stated: SealedRecord, name: str) -> None:
    form = formats_of("attest")[name]
    assert form is ANNEXES["attest"][name]
    files = form.make(stated, {})
    assert [*files] == [f"incidents.{name}"]
    read = minute_pdf.text_of if name == "pdf" else minute_docx.text_of
    text = squeezed(read(files[f"incidents.{name}"]))
    assert "Khókhăn,vướngmắckhivậnhành" in text
    assert "Difficultiesinoperating" in text
    assert "mấtđiện" in text


@PRINTERS
def test_without_the_extra_one_line(printer: Any, paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed is read back at once, so that nothing is written without what reads it."""
    for package in ("pypdfium2", "docx"):
        monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(Refused, match=r"need the extra report: python3 scripts/bootstrap\.py full"):
        printer.text_of(printer.render(paper))
