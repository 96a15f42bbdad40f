"""The report that people read: one HTML file that needs nothing else, in Vietnamese and English."""

import base64
import gzip
import re
import zlib
from collections.abc import Mapping
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup, escape

from harness.lines import no_collection
from harness.record import SealedRecord
from reports import RENDERER
from reports.evidence import Link
from reports.messages import Text, say
from reports.model import explain
from reports.outside import Json, text_of
from reports.tally import ANSWER, Tally
from reports.totals import STATUSES
from reports.view import read_report

_SPOKEN: Final = re.compile(r'\{\{ t\("([\w.]+)"\) \}\}')
_PACKED: Final = re.compile(rb'<script type="text/packed">([^<]*)</script>')
PLAIN: Final = 2_000
"""With more cited exchanges than these, what is folded is packed: a page of 50 MB is opened by nobody."""
STEPS: Final = 60
"""So many steps of one run of a case are listed."""


def render(record: SealedRecord, readiness: Mapping[str, Json]) -> str:
    """The whole page. Pure: the same record and readiness give the same bytes.

    Everything that is not a template is escaped; nothing is loaded from anywhere when the page is read.
    """
    environment = environment_of()
    environment.globals.update(explain=explain, statuses=STATUSES, fold=fold, STEPS=STEPS, say=say)
    environment.globals.update(both=cache(both))  # what is said once is said a thousand times
    with no_collection():
        report = read_report(record, readiness)
        large = len(report.proof.exchanges) > PLAIN
        return environment.get_template("report.html").render(report=report, large=large)


def tally(text: str) -> Tally:
    """What the page counts at the foot of its matrix, and its answer. Raises ValueError where it has no end."""
    if not text.endswith("</html>\n"):
        raise ValueError("the page has no end")
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
        extensions=[_Spoken],
    )
    environment.globals.update(t=_say, both=both, cite=cache(cite), words=lambda row: both(text_of(row)))
    environment.globals.update(renderer=RENDERER)
    return environment


class _Spoken(Extension):
    """Puts every `{{ t("a message") }}` into a template as it is read: it is the same wherever it is said."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's
        return _SPOKEN.sub(lambda found: _constant(found[1]), source)


def cite(link: Link) -> Markup:
    """A link to a piece of evidence."""
    kind, place, label = escape(link.kind), escape(link.anchor), escape(link.label)
    return Markup(f'<a class="cited {kind}-link" href="#{place}">{label}</a>')  # noqa: S704 - all escaped


def both(text: Text) -> Markup:
    """A text in both languages, of which the page shows one; words that are the same in both stand once."""
    if text.vi == text.en:
        return escape(text.vi)
    vi, en = escape(text.vi), escape(text.en)
    return Markup(f'<span class="vi" lang="vi">{vi}</span><span class="en" lang="en">{en}</span>')  # noqa: S704 - both escaped


def fold(content: Markup, *, packed: bool = False) -> Markup:
    """What a `details` holds until it is opened: elements without a script, with one a text that is no element yet.

    Packed it is compressed, and unreadable without a script.
    """
    if not packed:
        return Markup(f"<noscript>{content}</noscript>")  # noqa: S704 - markup of ours
    small = base64.b64encode(gzip.compress(content.encode(), 6, mtime=0)).decode()
    hint = _say("evidence.packed")
    return Markup(f'<script type="text/packed">{small}</script><noscript>{hint}</noscript>')  # noqa: S704 - base64 and markup of ours


def unpack(page: bytes) -> bytes:
    """A page with what is packed in it as it was before: compressors differ, what they compress does not.

    What cannot be unpacked stays.
    """
    return _PACKED.sub(_unpacked, page)


def _unpacked(found: re.Match[bytes]) -> bytes:
    try:
        return gzip.decompress(base64.b64decode(found[1], validate=True))
    except (ValueError, OSError, EOFError, zlib.error):  # it is not what `fold` writes
        return found[0]


def _say(message: str, **values: object) -> Markup:
    return both(say(message, **values)) if values else _constant(message)


@cache
def _constant(message: str) -> Markup:
    return both(say(message))
