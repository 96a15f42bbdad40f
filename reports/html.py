"""The report that people read: one HTML file that needs nothing else, in Vietnamese and English."""

import re
from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from harness.record import SealedRecord
from reports.messages import Text, say
from reports.model import explain
from reports.outside import Json
from reports.tally import ANSWER, Tally
from reports.totals import STATUSES
from reports.view import read_report


def render(record: SealedRecord, readiness: Mapping[str, Json]) -> str:
    """The whole page. Pure: the same record and readiness give the same bytes.

    Everything that is not a template is escaped; nothing is loaded from anywhere when the page is read.
    """
    environment = environment_of()
    environment.globals.update(explain=explain, statuses=STATUSES)
    return environment.get_template("report.html").render(report=read_report(record, readiness))


def tally(text: str) -> Tally:
    """What the page counts at the foot of its matrix, and its answer."""
    foot = text.partition('id="matrix"')[2].partition("<tfoot>")[2].partition("</tfoot>")[0]
    figures = [int(cell) for cell in re.findall(r"<td[^>]*>(\d+)</td>", foot)]
    answer = text.partition("<title>")[2].partition(" ")[0]
    return {f"requirements {name}": figure for name, figure in zip(STATUSES, figures[:-1], strict=True)} | {
        ANSWER: answer
    }


def environment_of() -> Environment:
    """How pages are made: escaped, with both languages, and nothing undefined passed over."""
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(t=_say, both=both)
    return environment


def both(text: Text) -> Markup:
    """A text in both languages, of which the page shows one; words that are the same in both stand once."""
    if text.vi == text.en:
        return Markup("{}").format(text.vi)
    return Markup('<span class="vi" lang="vi">{}</span><span class="en" lang="en">{}</span>').format(text.vi, text.en)


def _say(message: str, **values: object) -> Markup:
    return both(say(message, **values))
