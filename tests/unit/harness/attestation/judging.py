"""A workbook as a file, and what becomes of each requirement: through the real reader and a record."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from harness.assessment import Status
from harness.attestation.cases import PART, evidence_of, examination_cases
from harness.attestation.form import Form, load_form
from harness.attestation.planted import Sheets, attachment_name, sample_sheets
from harness.attestation.reading import read_workbook
from harness.attested import KIND
from harness.partial import Part, open_partial
from harness.plan import PlannedCase, TestCase, TestPlan
from harness.readiness import assess
from harness.record import SealedRecord, load_record
from harness.requirement import Requirement, load_catalogue
from reports.workbook import render_form
from specs import FOLDER

SUT = {"name": "One-stop software", "version": "2.1"}
TODAY = date(2026, 11, 22)


@cache
def catalogue() -> dict[str, Requirement]:
    """The requirements that are examined."""
    return {name: row for name, row in load_catalogue(FOLDER / "requirements").items() if row.part == PART}


def form() -> Form:
    return load_form()


def sample() -> Sheets:
    texts = {name: row.row["text"]["vi"] for name, row in catalogue().items()}
    return sample_sheets(form(), texts, sut=SUT)


def written(sheets: Sheets, folder: Path) -> Path:
    """The workbook with its attachment beside it."""
    (folder / attachment_name()).write_text("synthetic\n", encoding="utf-8")
    path = folder / "workbook.xlsx"
    path.write_bytes(render_form(form(), sheets))
    return path


def read(path: Path) -> Any:
    return read_workbook(path, form(), sut=SUT, today=TODAY)


def recorded(path: Path, folder: Path, head: Mapping[str, Any] | None = None) -> SealedRecord:
    """The sealed record of a workbook."""
    filled = read(path)
    evidence = {item.id: item for item in evidence_of(filled, form(), key=b"k" * 32)}
    part = Part(PART, examination_cases(form(), catalogue(), filled, evidence), catalogue())
    with open_partial(folder, part, {"schema": "lienthong/run/1", **(head or {})}) as record:
        for item in evidence.values():
            record.append(KIND, item.raw)
        record.play()
    return load_record(folder)


def statuses(record: SealedRecord) -> dict[str, Status]:
    """The status of each requirement."""
    cases = [
        TestCase(row["id"], row["phase"], tuple(row["requirements"]), row["purpose"])
        for row in record.run["plan"]["cases"]
    ]
    plan = TestPlan(tuple(PlannedCase(case, True, "") for case in cases), {}, "certification")
    return {name: row.status for name, row in assess(plan, catalogue(), record.events)[0].items()}
