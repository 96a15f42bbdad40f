"""Every report by its name: which files it is, how they are made, and what is counted in them again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from harness.errors import IntegrityBroken
from harness.record import SealedRecord
from reports import allure, annotations, badge, ctrf, har, html, junit, markdown, metrics, sarif
from reports.messages import LANGUAGES
from reports.outside import Json
from reports.tally import Tally, differences, tally_of
from reports.view import read_report

Render: TypeAlias = Callable[[SealedRecord, Mapping[str, Json]], str]
Files: TypeAlias = Mapping[str, str]
"""Texts by the path below the output folder."""


@dataclass(frozen=True)
class Format:
    """A report: what makes its files, and what reads the figures of each back."""

    make: Callable[[SealedRecord, Mapping[str, Json]], Files]
    tallies: Callable[[Files], Mapping[str, Tally]]


def _texts(renders: Mapping[str, Render], tally: Callable[[str], Tally]) -> Format:
    """A format of which each file is one text, and says the whole."""
    return Format(
        lambda record, readiness: {name: render(record, readiness) for name, render in renders.items()},
        lambda files: {name: tally(text) for name, text in files.items()},
    )


SUMMARIES = {f"summary.{language}.md": partial(markdown.render, language=language) for language in LANGUAGES}
FORMATS: Mapping[str, Format] = {
    "html": _texts({"report.html": html.render}, html.tally),
    "junit": _texts({"junit.xml": junit.render}, junit.tally),
    "ctrf": _texts({"ctrf.json": ctrf.render}, ctrf.tally),
    "sarif": _texts({"lienthong.sarif": sarif.render}, sarif.tally),
    "markdown": _texts(SUMMARIES, markdown.tally),
    "annotations": _texts({"annotations.txt": annotations.render}, annotations.tally),
    "badge": _texts({"badge.svg": badge.render}, badge.tally),
    "openmetrics": _texts({"run.openmetrics": metrics.render}, metrics.tally),
    "har": _texts({"exchanges.har": har.render}, har.tally),
    "allure": Format(allure.make, allure.tallies),
}


def render_all(record: SealedRecord, readiness: Mapping[str, Json], formats: Mapping[str, Format]) -> Files:
    """Every file of some formats.

    Raises IntegrityBroken where two of them, or one and the record, count differently.
    """
    made: dict[str, str] = {}
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
    except ValueError as exc:
        raise IntegrityBroken(f"a report contradicts itself: {exc}") from exc
