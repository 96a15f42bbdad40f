"""The answer as a badge (SVG), with how many of the applicable blocking requirements were demonstrated."""

import re
from collections.abc import Mapping

from markupsafe import escape

from harness.record import SealedRecord
from reports.outside import Json
from reports.tally import ANSWER, Tally
from reports.view import read_report

COLOURS = {"GO": "#1a7f37", "CONDITIONAL_GO": "#9a6700", "NO_GO": "#cf222e", "UNDECIDED": "#57606a"}
LABEL = "lienthong"
WIDE_PX, EDGE_PX = 7, 6  # a letter of 11 px Verdana is no wider; what is left over stays empty


def render(record: SealedRecord, readiness: Mapping[str, Json]) -> str:
    """The picture. Pure: the same record and readiness give the same bytes."""
    report = read_report(record, readiness)
    answer, blocking = report.decision.answer, report.blocking_totals
    words = f"{answer} {blocking.named()['met']}/{blocking.applicable}"
    left, right = _width(LABEL), _width(words)
    title = escape(f"{LABEL}: {words}, {report.run.sut.name} {report.run.sut.version}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img">\n'
        f"<title>{title}</title>\n"
        f'<rect width="{left}" height="20" fill="#24292f"/>\n'
        f'<rect x="{left}" width="{right}" height="20" fill="{COLOURS[answer]}"/>\n'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">\n'
        f'<text x="{left / 2:g}" y="14">{LABEL}</text>\n'
        f'<text x="{left + right / 2:g}" y="14">{words}</text>\n'
        "</g>\n</svg>\n"
    )


def tally(text: str) -> Tally:
    """A badge holds the answer."""
    (answer,) = re.findall(r">(\w+) \d+/\d+</text>", text)
    return {ANSWER: answer}


def _width(words: str) -> int:
    return len(words) * WIDE_PX + 2 * EDGE_PX
