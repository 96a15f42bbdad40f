"""A paper as PDF/A by typst, with the fonts that typst brings: nothing of the machine is in it."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from typst import Compiler

from harness.errors import Refused
from reports.messages import say
from reports.minute_paper import BLANK, EXTRA, Paper, Section, Table, words
from reports.outside import Json

TEMPLATE = Path(__file__).parent / "templates" / "minute.typ"
FORM = (
    *("minute.nation", "minute.motto", "minute.dated"),
    *("minute.sign_here", "minute.recipients", "minute.filed"),
)
"""What every administrative document has."""


def render(paper: Paper) -> bytes:
    """The file: PDF/A-2a (fonts embedded, tagged, its text Unicode) and PDF/UA-1 (for screen readers).

    Pure: the same paper gives the same bytes, dated by the seal.
    """
    compiler = Compiler(
        TEMPLATE.read_bytes(), ignore_system_fonts=True, sys_inputs={"paper": json.dumps(_spoken(paper))}
    )
    sealed = datetime.fromisoformat(paper.at)
    made = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=sealed)
    if not isinstance(made, bytes):
        raise TypeError(f"typst made {type(made).__name__} of a paper, not a file")
    return made


def text_of(content: bytes) -> str:
    """Every word of the file, page after page. Raises ValueError where it is cut, Refused without the extra."""
    try:
        from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415 - an extra, and only this needs it
    except ImportError:
        raise Refused(EXTRA) from None
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in PdfDocument(content))
    except PdfiumError as exc:
        raise ValueError(f"no PDF: {exc}") from exc


def _spoken(paper: Paper) -> Mapping[str, Json]:
    """What the template prints: the Vietnamese document, then the same content in English."""
    return {
        "blank": BLANK,
        "form": {name.partition(".")[2]: say(name).vi for name in FORM},
        "number": paper.number.vi,
        "opening": [line.vi for line in paper.opening],
        "closing": [line.vi for line in paper.closing],
        "signatures": [line.vi for line in paper.signatures],
        "foot": paper.foot.vi,
        "vi": _body(paper, "vi"),
        "annex": [say("minute.annex").vi, say("minute.annex").en, say("minute.annex_holds").en],
        "en": _body(paper, "en"),
    }


def _body(paper: Paper, language: str) -> Mapping[str, Json]:
    return {
        "title": words(paper.title, language),
        "subject": words(paper.subject, language),
        "sections": [_section(section, language) for section in paper.sections],
    }


def _section(section: Section, language: str) -> Mapping[str, Json]:
    parts = [_table(part, language) if isinstance(part, Table) else words(part, language) for part in section.parts]
    return {"title": words(section.title, language), "parts": parts}


def _table(part: Table, language: str) -> Mapping[str, Json]:
    return {
        "heads": [words(head, language) for head in part.heads],
        "shares": list(part.shares),
        "rows": [[words(cell, language) for cell in row] for row in part.rows],
    }
