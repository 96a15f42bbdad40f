"""Every report by its name: which files it is, how they are made, and what is counted in them again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from harness.attestation.form import load_form
from harness.errors import IntegrityBroken
from harness.record import SealedRecord
from harness.requirement import RUN
from reports import (
    allure,
    annex_workbook,
    annotations,
    attest_annex,
    badge,
    ctrf,
    earl,
    har,
    html,
    junit,
    load_annex,
    load_metrics,
    markdown,
    metrics,
    minute,
    minute_docx,
    minute_incidents,
    minute_pdf,
    oscal,
    reconcile_annex,
    sarif,
    trl,
)
from reports.messages import LANGUAGES
from reports.minute_paper import Paper
from reports.outside import Json
from reports.tally import Tally, differences, tally_of
from reports.view import read_report

Render: TypeAlias = Callable[[SealedRecord, Mapping[str, Json]], str]
Files: TypeAlias = Mapping[str, bytes]
"""What was written, by the path below the output folder."""
Texts: TypeAlias = Mapping[str, str]


@dataclass(frozen=True)
class Format:
    """A report: what makes its files, and what reads the figures of each back.

    `names` are its files, or the one folder that they lie in. `plain` is what a file says, without how it is packed:
    two files that are equal so are the same report.
    """

    names: tuple[str, ...]
    make: Callable[[SealedRecord, Mapping[str, Json]], Files]
    tallies: Callable[[Files], Mapping[str, Tally]]
    plain: Callable[[bytes], bytes] = bytes


def _texts(renders: Mapping[str, Render], tally: Callable[[str], Tally]) -> Format:
    """A format of which each file is one text, and says the whole."""
    return _documents(
        tuple(renders),
        lambda record, readiness: {name: render(record, readiness) for name, render in renders.items()},
        lambda texts: {name: tally(text) for name, text in texts.items()},
    )


def _documents(
    names: tuple[str, ...],
    make: Callable[[SealedRecord, Mapping[str, Json]], Texts],
    tallies: Callable[[Texts], Mapping[str, Tally]],
) -> Format:
    """A format of several texts that are counted together."""
    return Format(
        names,
        lambda record, readiness: {name: text.encode() for name, text in make(record, readiness).items()},
        lambda files: tallies({name: content.decode() for name, content in files.items()}),
    )


PaperOf: TypeAlias = Callable[[SealedRecord, Mapping[str, Json]], Paper]


def _pdf(name: str, paper_of: PaperOf, tally: Callable[[str], Tally]) -> Format:
    """A paper for signature."""
    return Format(
        (name,),
        lambda record, readiness: {name: minute_pdf.render(paper_of(record, readiness))},
        lambda files: {name: tally(minute_pdf.text_of(files[name]))},
    )


def _docx(name: str, paper_of: PaperOf, tally: Callable[[str], Tally]) -> Format:
    """The same paper, to be edited."""
    return Format(
        (name,),
        lambda record, readiness: {name: minute_docx.render(paper_of(record, readiness))},
        lambda files: {name: tally(minute_docx.text_of(files[name]))},
    )


def _nothing(_text: str) -> Tally:
    """An annex shows evidence; it counts no items."""
    return {}


SUMMARIES = {f"summary.{language}.md": partial(markdown.render, language=language) for language in LANGUAGES}
WORKBOOKS = {f"annex.{language}.xlsx": partial(annex_workbook.make, language=language) for language in LANGUAGES}
FORMATS: Mapping[str, Format] = {
    "html": replace(_texts({"report.html": html.render}, html.tally), plain=html.unpack),
    "junit": _texts({"junit.xml": junit.render}, junit.tally),
    "ctrf": _texts({"ctrf.json": ctrf.render}, ctrf.tally),
    "sarif": _texts({"lienthong.sarif": sarif.render}, sarif.tally),
    "markdown": _texts(SUMMARIES, markdown.tally),
    "annotations": _texts({"annotations.txt": annotations.render}, annotations.tally),
    "badge": _texts({"badge.svg": badge.render}, badge.tally),
    "openmetrics": _texts({"run.openmetrics": metrics.render}, metrics.tally),
    "har": _texts({"exchanges.har": har.render}, har.tally),
    "oscal": _documents((oscal.CATALOGUE, oscal.PLAN, oscal.RESULTS), oscal.make, oscal.tallies),
    "trl": _texts({"trl.xml": trl.render}, trl.tally),
    "earl": _texts({"earl.jsonld": earl.render}, earl.tally),
    "xlsx": Format(
        tuple(WORKBOOKS),
        lambda record, readiness: {name: make(record, readiness) for name, make in WORKBOOKS.items()},
        lambda files: {name: annex_workbook.tally(content) for name, content in files.items()},
    ),
    "pdf": _pdf(minute.PDF, minute.minute_of, minute.tally),
    "docx": _docx(minute.DOCX, minute.minute_of, minute.tally),
    "allure": _documents((allure.FOLDER,), allure.make, allure.tallies),
}
ANSWERS = {"markdown", "annotations", "badge", "pdf", "docx"}
"""Formats that are there to tell an answer: of a part that has none they would say nothing."""
ANNEXES: Mapping[str, Mapping[str, Format]] = {
    "load": {
        "html": _texts({"load.html": load_annex.render}, _nothing),
        "openmetrics": _texts({"load.openmetrics": load_metrics.render}, load_metrics.tally),
    },
    "reconcile": {"html": _texts({"reconcile.html": reconcile_annex.render}, _nothing)},
    "attest": {
        "html": _texts(
            {"attest.html": lambda record, result: attest_annex.render(record, result, load_form())}, _nothing
        ),
        "pdf": _pdf(minute_incidents.PDF, minute_incidents.incidents_of, _nothing),
        "docx": _docx(minute_incidents.DOCX, minute_incidents.incidents_of, _nothing),
    },
}
"""What the record of a part has in the place of the page and the figures of a run."""


def formats_of(part: str) -> Mapping[str, Format]:
    """The formats that make sense of a run's record, or of that of a part."""
    if part == RUN:
        return FORMATS
    return {**{name: form for name, form in FORMATS.items() if name not in ANSWERS}, **ANNEXES[part]}


def render_all(record: SealedRecord, readiness: Mapping[str, Json], formats: Mapping[str, Format]) -> Files:
    """Every file of some formats.

    Raises IntegrityBroken where two of them, or one and the record, count differently.
    """
    made: dict[str, bytes] = {}
    tallies: dict[str, Tally] = {"the record": tally_of(read_report(record, readiness))}
    for form in formats.values():
        files = form.make(record, readiness)
        made |= files
        tallies |= _read_back(form, files)
    wrong = differences(tallies)
    if wrong:
        raise IntegrityBroken(f"reports count differently: {'; '.join(wrong)}")
    return made


def _read_back(form: Format, files: Files) -> Mapping[str, Tally]:
    try:
        return form.tallies(files)
    except (ValueError, LookupError, SyntaxError) as exc:  # what is cut: a figure is missing, or XML has no end
        raise IntegrityBroken(f"a report contradicts itself: {exc}") from exc
