"""The annex that officials can edit: a workbook (XLSX) with the answer, the requirements, what blocks, the registers.

One workbook a language. Three columns of what blocks are empty: who settles it, by when, a note. Of statements with a
register of difficulties (`attest`) it has that register too. The record stays what was decided; a workbook is a copy.
"""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from zipfile import BadZipFile

from harness.attestation.form import load_form
from harness.attested import table_id
from harness.errors import Refused
from harness.record import SealedRecord
from reports import RENDERER
from reports.items import ANSWER_AREA, items_of
from reports.messages import Text, say
from reports.model import ObstacleView, Report, RequirementView
from reports.outside import Json, visible
from reports.tally import ANSWER, Tally, told_by
from reports.totals import STATUSES
from reports.view import read_report
from reports.workbook import Page, render_pages

INCIDENTS = "incidents"
EXTRA = "the format xlsx needs the extra report: python3 scripts/bootstrap.py full"
WIDE, NARROW = 60, 16
ANSWER_PAGE, MATRIX_PAGE, _, _, ITEMS_PAGE = range(5)
EDITED = ("workbook.settled_by", "workbook.settled_until", "workbook.note")
"""Columns that are left empty for those who must act."""

SHORT = frozenset(
    {
        *("requirements.id", "requirements.status", "requirements.level", "matrix.area", "workbook.gate"),
        *(
            "workbook.blocks",
            "workbook.code",
            "workbook.outcome",
            "register.codes",
            "workbook.settled_until",
            "workbook.register",
        ),
    }
)
"""Columns of which the words are short."""


def make(record: SealedRecord, readiness: Mapping[str, Json], *, language: str) -> bytes:
    """The workbook in "vi" or "en". Pure: the same record and readiness give the same bytes.

    Raises Refused without the extra `report`.
    """
    report = read_report(record, readiness)
    pages = [_answer(report), _matrix(report), _blocking(report), _registers(report), _items(report)]
    incidents = _incidents(record)
    try:
        return render_pages([*pages, *([incidents] if incidents else [])], language, at=record.manifest["sealed"])
    except ImportError:
        raise Refused(EXTRA) from None


def tally(content: bytes) -> Tally:
    """What a workbook counts. Raises ValueError where it is none."""
    from openpyxl import load_workbook  # noqa: PLC0415 - an extra

    try:
        pages = load_workbook(BytesIO(content), read_only=True).worksheets
    except BadZipFile as exc:
        raise ValueError(f"no workbook: {exc}") from exc
    answer, statuses, outcomes = (
        [str(row[0]) for row in pages[number].iter_rows(min_row=2, max_col=1, values_only=True)]
        for number in (ANSWER_PAGE, MATRIX_PAGE, ITEMS_PAGE)
    )
    told = told_by(outcomes, {status: statuses.count(status) for status in STATUSES})
    return told | {ANSWER: answer[0]}


def _answer(report: Report) -> Page:
    decision, run = report.decision, report.run
    rows: list[tuple[str | Text, ...]] = [
        (decision.answer, decision.meaning),
        (say("decision.exit_code"), str(decision.exit_code)),
        (say("decision.run"), run.id),
        (say("workbook.system"), run.sut.name),
        (say("decision.version"), run.sut.version),
        (say("decision.build"), run.sut.digest),
        (say("decision.supplier"), run.supplier),
        (say("decision.policy"), f"{run.policy.name} {run.policy.version}"),
        (say("workbook.record"), report.proof.chain_head),
        (say("decision.harness"), run.harness.whole),
        (say("decision.rendered_by"), RENDERER),
        *((say("unseen.title"), text) for text in decision.not_looked_at),
    ]
    return Page(say("workbook.answer"), ((say("workbook.answer"), 32), (Text("", ""), WIDE)), rows)


def _matrix(report: Report) -> Page:
    names = ("workbook.code", "requirements.status", "requirements.id", "matrix.area", "requirements.text")
    more = ("requirements.level", "workbook.gate", "workbook.blocks", "requirements.fidelity", "section.source")
    return Page(say("requirements.title"), _columns(*names, *more), [_requirement(row) for row in report.requirements])


def _requirement(row: RequirementView) -> tuple[str | Text, ...]:
    return (
        row.status,
        _standing(row),
        row.id,
        say(f"area.{row.area}"),
        row.text,
        say(f"level.{row.level}"),
        say(f"gate.{row.gate_class}"),
        _yes(answer=row.blocking),
        say(f"fidelity.{row.fidelity}"),
        row.origin,
    )


def _standing(row: RequirementView) -> Text:
    """The status, with what persons say of it."""
    words = [say(f"status.{row.status}"), *(say("beside.challenged") for _ in row.challenged[:1])]
    words += [say("beside.waived", day=by.expires) for by in row.waived]
    words += [say(f"expected.{row.expected.standing}")] if row.expected else []
    return Text("; ".join(text.vi for text in words), "; ".join(text.en for text in words))


def _blocking(report: Report) -> Page:
    names = ("requirements.id", "requirements.status", "workbook.blocks", "section.source", "blocking.expected")
    columns = _columns(*names, "blocking.observed", "blocking.evidence", "blocking.next_step", *EDITED)
    decision = report.decision
    rows = [*_obstacles(decision.blocking, blocks=True), *_obstacles(decision.open, blocks=False)]
    return Page(say("blocking.title"), columns, rows)


def _obstacles(rows: Iterable[ObstacleView], *, blocks: bool) -> Iterator[tuple[str | Text, ...]]:
    for row in rows:
        told = (
            row.requirement.id,
            _standing(row.requirement),
            _yes(answer=blocks),
            row.requirement.origin,
        )
        evidence = ", ".join(link.label for link in row.evidence)
        yield (*told, row.expected, row.observed, evidence, row.next_step, *("" for _ in EDITED))


def _registers(report: Report) -> Page:
    columns = _columns("workbook.register", "requirements.id", "register.reason")
    return Page(say("register.title"), columns, [*_register_rows(report)])


def _register_rows(report: Report) -> Iterator[tuple[str | Text, ...]]:
    """What does not apply, was not shown or run, rests on a person's word or our assumption; waivers and challenges."""
    for row in report.with_status("NOT_APPLICABLE"):
        yield say("register.not_applicable"), row.id, row.not_applicable
    for row in report.with_status("NOT_DEMONSTRATED"):
        codes = ", ".join(f"{case.id}: {case.verdict} {case.code}".strip() for case in row.open_cases)
        yield say("register.not_demonstrated"), row.id, codes or row.silence
    for case in report.not_selected:
        yield say("register.not_selected"), case.id, case.reason
    for row in report.with_status("ATTESTED"):
        yield say("status.ATTESTED"), row.id, row.text
    for row in report.requirements:
        for waiver in row.waivers:
            told = {"asked": waiver.requested_by, "approved": waiver.approved_by, "issued": waiver.issued}
            words = say("beside.granted", **told, expires=waiver.expires)
            yield say("beside.waiver"), row.id, Text(f"{waiver.reason} {words.vi}", f"{waiver.reason} {words.en}")
        for by in row.challenges:
            words = say("beside.by", who=by.raised_by, decided=by.decided_by, day=by.expires)
            yield say("beside.challenge"), row.id, Text(f"{by.claim} {words.vi}", f"{by.claim} {words.en}")
        if row.expected:
            of = row.expected
            listed = " · ".join(filter(None, (of.listed, of.why, of.since, of.kept_by, of.ticket, of.expires)))
            words = say(f"expected.{of.standing}")
            yield say("beside.expectation"), row.id, Text(f"{words.vi}. {listed}", f"{words.en}. {listed}")
    for row in report.assumed:
        yield say("section.assumed"), row.id, row.interpretation or row.text


def _items(report: Report) -> Page:
    columns = _columns(
        "workbook.outcome", "register.codes", "register.case", "workbook.requirements", "blocking.observed"
    )
    items = [item for item in items_of(report) if item.area != ANSWER_AREA]
    rows = [(item.outcome, item.code, item.name, " ".join(item.requirements), item.message) for item in items]
    return Page(say("workbook.items"), columns, rows)


def _incidents(record: SealedRecord) -> Page | None:
    """The register of difficulties, where the record is of statements that hold one."""
    tables = [row for row in record.data("attestation") if row["id"] == table_id(INCIDENTS)]
    if not tables:
        return None
    sheet = load_form().sheets[INCIDENTS]
    columns = tuple((Text(column.vi, column.en), NARROW * 2) for column in sheet.columns)
    rows = [tuple(_cell(row.get(column.name)) for column in sheet.columns) for row in tables[0]["rows"]]
    return Page(Text(sheet.vi, sheet.en), columns, rows)


def _cell(value: Json) -> str:
    """A cell of a workbook that was read: a path is a list of steps."""
    return visible(" > ".join(map(str, value)) if isinstance(value, list) else "" if value is None else value)


def _columns(*messages: str) -> tuple[tuple[Text, int], ...]:
    return tuple((say(name), NARROW if name in SHORT else WIDE) for name in messages)


def _yes(*, answer: bool) -> Text:
    return say("register.yes") if answer else say("register.no")
