"""A paper as DOCX, which officials can edit: the same words as in the PDF, in the typeface that the decree asks for."""

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from harness.errors import Refused
from reports.messages import Text, say
from reports.minute_paper import BLANK, EXTRA, Paper, Table, words
from reports.workbook import still

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

TYPEFACE = "Times New Roman"
WIDTH_MM = 162
"""Of the text: A4 without its margins of 30 and 18 mm."""


def render(paper: Paper) -> bytes:
    """The file. Pure: the same paper gives the same bytes, dated by the seal. Raises Refused without the extra."""
    try:
        from docx import Document  # noqa: PLC0415 - an extra, and only this needs it
    except ImportError:
        raise Refused(EXTRA) from None
    document = Document()
    _set_page(document, paper)
    _head(document, paper)
    for line in paper.opening:
        document.add_paragraph(line.vi)
    _body(document, paper, "vi")
    _end(document, paper)
    annex = say("minute.annex")
    head = document.add_paragraph()
    head.paragraph_format.page_break_before = True
    _centred(head, f"{annex.vi}\n{annex.en}")
    document.add_paragraph(say("minute.annex_holds").en)
    for title in (paper.title, paper.subject):
        _centred(document.add_paragraph(), title.en)
    _body(document, paper, "en")
    buffer = BytesIO()
    document.save(buffer)
    return still(buffer.getvalue(), paper.at)


def text_of(content: bytes) -> str:
    """Every word of the file, a line a paragraph. Raises ValueError where it is cut, Refused without the extra."""
    try:
        from docx import Document  # noqa: PLC0415 - as above
        from docx.oxml.ns import qn  # noqa: PLC0415 - as above
    except ImportError:
        raise Refused(EXTRA) from None
    try:
        body = Document(BytesIO(content)).element.body
    except BadZipFile as exc:
        raise ValueError(f"no DOCX: {exc}") from exc
    return "\n".join("".join(paragraph.itertext(qn("w:t"))) for paragraph in body.iter(qn("w:p")))


def _set_page(document: "Document", paper: Paper) -> None:
    """A4 with the decree's margins, its typeface, the page's number above, the digest of the record below."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above
    from docx.shared import Mm, Pt  # noqa: PLC0415 - as above

    document.core_properties.author = "lienthong"
    document.core_properties.title = f"{paper.title.vi}: {paper.subject.vi}"
    document.core_properties.comments = ""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(30), Mm(18), Mm(22), Mm(22)
    style = document.styles["Normal"]
    style.font.name, style.font.size = TYPEFACE, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), TYPEFACE)
    style.paragraph_format.space_after = Pt(4)
    _number(page)
    for part in (page.footer, page.first_page_footer):
        _centred(part.paragraphs[0], paper.foot.vi, bold=False, size=8)


def _number(page: "Section") -> None:
    """The number of the page above it, on every page but the first: a field that the word processor fills in."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    page.different_first_page_header_footer = True
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    above = page.header.paragraphs[0]
    _centred(above, "")
    above._p.append(field)  # noqa: SLF001 - python-docx has no fields of its own


def _head(document: "Document", paper: Paper) -> None:
    """Agency and number to the left, nation, motto, place and day to the right; then what it is, and of what."""
    rows = (
        (BLANK, say("minute.nation"), (False, True), 12),
        (BLANK, say("minute.motto"), (True, True), 13),
        (paper.number.vi, say("minute.dated"), (False, False), 13),
    )
    grid = document.add_table(rows=0, cols=2)
    for left, right, bold, size in rows:
        cells = grid.add_row().cells
        for cell, text, strong in zip(cells, (left, right.vi), bold, strict=True):
            _centred(cell.paragraphs[0], text, bold=strong, size=size)
    _share(grid.columns[0].cells, 68)
    _share(grid.columns[1].cells, 94)
    grid.rows[1].cells[1].paragraphs[0].runs[0].underline = True
    grid.rows[2].cells[1].paragraphs[0].runs[0].italic = True
    document.add_paragraph()
    _centred(document.add_paragraph(), paper.title.vi, size=14)
    _centred(document.add_paragraph(), paper.subject.vi)


def _body(document: "Document", paper: Paper, language: str) -> None:
    for section in paper.sections:
        heading = document.add_paragraph()
        heading.add_run(words(section.title, language)).bold = True
        heading.paragraph_format.keep_with_next = True
        for part in section.parts:
            if isinstance(part, Table):
                _table(document, part, language)
            else:
                document.add_paragraph(words(part, language))


def _table(document: "Document", part: Table, language: str) -> None:
    """A grid of which the first row comes again on every page."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above

    grid = document.add_table(rows=1, cols=len(part.heads), style="Table Grid")
    for cell, head in zip(grid.rows[0].cells, part.heads, strict=True):
        _fill(cell, head, language, bold=True)
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - not in its interface
    for row in part.rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            _fill(cell, text, language)
    for column, share in zip(grid.columns, part.shares, strict=True):
        _share(column.cells, WIDTH_MM * share / sum(part.shares))
    document.add_paragraph()


def _fill(cell: "_Cell", text: Text | str, language: str, *, bold: bool = False) -> None:
    from docx.shared import Pt  # noqa: PLC0415 - as above

    run = cell.paragraphs[0].add_run(words(text, language))
    run.bold, run.font.size = bold, Pt(10.5)


def _share(cells: "tuple[_Cell, ...]", width_mm: float) -> None:
    from docx.shared import Mm  # noqa: PLC0415 - as above

    for cell in cells:
        cell.width = Mm(width_mm)


def _end(document: "Document", paper: Paper) -> None:
    """How it closes, who signs two abreast, who receives it."""
    for line in paper.closing:
        document.add_paragraph(line.vi)
    grid = document.add_table(rows=(len(paper.signatures) + 1) // 2, cols=2)
    for number, who in enumerate(paper.signatures):
        cell = grid.cell(number // 2, number % 2)
        _centred(cell.paragraphs[0], who.vi)
        _centred(cell.add_paragraph(), say("minute.sign_here").vi + "\n" * 4, bold=False)
    document.add_paragraph().add_run(say("minute.recipients").vi).bold = True
    for receiver in (f"- {BLANK};", f"- {BLANK};", say("minute.filed").vi):
        document.add_paragraph(receiver)


def _centred(paragraph: "Paragraph", text: str, *, bold: bool = True, size: int = 13) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - as above
    from docx.shared import Pt  # noqa: PLC0415 - as above

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
