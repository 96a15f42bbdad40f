"""What stands in the way as annotations of a GitHub job: workflow commands, one a line, for the job's log."""

from collections.abc import Iterator, Mapping

from harness.record import SealedRecord
from reports.model import CHALLENGED, ObstacleView
from reports.outside import Json
from reports.tally import ANSWER, Tally
from reports.view import read_report

ANSWER_LEVELS = {"GO": "notice", "CONDITIONAL_GO": "warning", "NO_GO": "error", "UNDECIDED": "error"}


def render(record: SealedRecord, readiness: Mapping[str, Json]) -> str:
    """One line for the answer, one for each open requirement, one for each challenge of a test. Pure."""
    report = read_report(record, readiness)
    decision = report.decision
    lines = [
        _command(ANSWER_LEVELS[decision.answer], decision.answer, decision.meaning.en),
        *(_obstacle("error", row) for row in decision.blocking),
        *(_obstacle("warning", row) for row in decision.open),
        *(
            _command("warning", f"{row.id} {CHALLENGED}", f"{row.status} by a test that {by.raised_by} challenges")
            for row in report.challenged
            for by in row.challenged
        ),
    ]
    return "\n".join(lines) + "\n"


def tally(text: str) -> Tally:
    """The first line names the answer."""
    return {ANSWER: text.partition("title=")[2].partition("::")[0]}


def _obstacle(level: str, row: ObstacleView) -> str:
    return _command(level, f"{row.requirement.id} {row.requirement.status}", "\n".join(_told(row)))


def _told(row: ObstacleView) -> Iterator[str]:
    yield row.requirement.text.en
    for name, text in (("expected", row.expected), ("observed", row.observed), ("next step", row.next_step)):
        if text:
            yield f"{name}: {text.en}"


def _command(level: str, title: str, message: str) -> str:
    return f"::{level} title={_escape(title).replace(':', '%3A').replace(',', '%2C')}::{_escape(message)}"


def _escape(words: str) -> str:
    """As a workflow command wants it: a line break would begin another command."""
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
