"""The answer in Markdown, for the summary of a job on GitHub or a merge request on GitLab: short, in one language."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from harness.record import SealedRecord
from reports import RENDERER
from reports.beside import BesideView, ExpectedView
from reports.messages import Text, say
from reports.model import ObstacleView, Report, RequirementView
from reports.outside import Json
from reports.tally import ANSWER, Tally
from reports.totals import STATUSES
from reports.view import read_report

# Longer words of the record are cut here, and longer lists; the HTML report has them whole.
LONGEST = 300
MOST_ROWS = 50
SIGNS = {"GO": "🟢", "CONDITIONAL_GO": "🟡", "NO_GO": "🔴", "UNDECIDED": "⚪"}
# What Markdown, or a platform that shows it, would take for more than words; @ would call a person.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&|#@~!$]")


def render(record: SealedRecord, readiness: Mapping[str, Json], *, language: str) -> str:
    """The summary in "vi" or "en". Pure: the same record and readiness give the same bytes."""
    return "\n".join(_Summary(read_report(record, readiness), language).lines()) + "\n"


def tally(text: str) -> Tally:
    """What a summary counts: the foot of its table, and its answer."""
    (foot,) = [line for line in text.splitlines() if line.startswith("| **Σ** |")]
    figures = [int(cell.strip(" *")) for cell in foot.strip("|").split("|")[1:-1]]
    (answer,) = re.findall(r"<!-- answer: (\w+) -->", text)
    return {f"requirements {name}": figure for name, figure in zip(STATUSES, figures, strict=True)} | {ANSWER: answer}


def plain(words: str) -> str:
    """Words of the record as words, on one line, never as markup; the end of long ones is left out."""
    cut = words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
    return " ".join(_SPECIAL.sub(lambda found: f"&#{ord(found[0])};", cut).split())


class _Summary:
    """One report in one language."""

    def __init__(self, report: Report, language: str) -> None:
        self._report = report
        self._language = language

    def lines(self) -> Iterator[str]:
        """From the answer to what was not looked at."""
        decision, run = self._report.decision, self._report.run
        yield f"<!-- answer: {decision.answer} -->"
        said = self._say(f"answer.{decision.answer}")
        yield f"## {SIGNS[decision.answer]} {said} – {decision.answer} ({decision.exit_code})"
        yield f"\n{self._in(decision.meaning)}\n"
        yield f"**{plain(run.sut.name)}** {plain(run.sut.version)} · {plain(run.sut.digest)}  "
        policy, mode = f"{plain(run.policy.name)} {plain(run.policy.version)}", self._say(f"mode.{run.mode}")
        yield f"{self._say('decision.policy')}: {policy} · {self._say('decision.mode')}: {mode}  "
        if self._report.beside:
            yield from self._beside(self._report.beside)
        yield self._say("count.blocking", **self._report.blocking_totals.named()) + "  "
        yield self._say("count.runs", **self._report.run_totals) + "\n"
        yield from self._areas()
        yield from self._obstacles("blocking.title", decision.blocking)
        yield from self._obstacles("blocking.open", decision.open)
        if decision.not_looked_at:
            yield f"\n### {self._say('unseen.title')}\n"
            yield from (f"- {plain(self._in(text))}" for text in decision.not_looked_at)
        yield f"\n{self._say('decision.harness')}: {plain(run.harness.whole)}. " + plain(
            self._say("page.rendered_by", renderer=RENDERER)
        )

    def _in(self, text: Text) -> str:
        return text.in_language(self._language)

    def _say(self, message: str, **values: object) -> str:
        return self._in(say(message, **values))

    def _beside(self, given: BesideView) -> Iterator[str]:
        figures = {"waivers": len(given.waivers), "challenges": len(given.challenges)}
        yield self._say("beside.answer", day=given.on, answer=given.answer, code=given.exit_code, **figures) + "  "
        challenged = [row.id for row in self._report.challenged]
        if challenged:
            yield self._say("beside.count", number=len(challenged), ids=", ".join(challenged)) + "  "
        if given.expected is not None:
            yield self._say("beside.expected", **given.expectations) + "  "
            by_standing = groupby(given.expected, key=attrgetter("standing"))
            yield from (self._expected(standing, [*rows]) + "  " for standing, rows in by_standing)

    def _expected(self, standing: str, rows: Sequence[ExpectedView]) -> str:
        more = [f"… +{len(rows) - MOST_ROWS}"] if len(rows) > MOST_ROWS else []
        return (
            f"{self._say(f'expected.{standing}')}: {', '.join([*(row.requirement for row in rows[:MOST_ROWS]), *more])}"
        )

    def _standing(self, row: RequirementView) -> Iterator[str]:
        yield self._say(f"status.{row.status}")
        if row.challenged:
            yield self._say("beside.challenged")
        if row.waived:
            yield self._say("beside.waived", day=row.waived[-1].expires)
        if row.expected:
            yield self._say(f"expected.{row.expected.standing}")

    def _areas(self) -> Iterator[str]:
        heads = [self._say(f"status.{status}") for status in STATUSES]
        yield _row([self._say("matrix.title"), *heads, "Σ"])
        yield _row(["---", *["---:"] * (len(STATUSES) + 1)])
        for area in self._report.areas:
            name = f"{area.id} {self._say(f'area.{area.id}')}"
            yield _row([name, *(str(area.totals[status]) for status in STATUSES), str(area.totals.total)])
        totals = self._report.totals
        yield _row(["**Σ**", *(f"**{totals[status]}**" for status in STATUSES), f"**{totals.total}**"])

    def _obstacles(self, message: str, rows: Sequence[ObstacleView]) -> Iterator[str]:
        if not rows:
            return
        yield f"\n### {self._say(message)} ({len(rows)})\n"
        yield _row(["", *(self._say(f"blocking.{name}") for name in ("expected", "observed", "next_step"))])
        yield _row(["---"] * 4)
        for row in rows[:MOST_ROWS]:
            status = ", ".join(self._standing(row.requirement))
            told = (row.expected, row.observed, row.next_step)
            yield _row([f"**{row.requirement.id}** {status}", *(plain(self._in(text)) for text in told)])
        if len(rows) > MOST_ROWS:
            yield _row([f"… +{len(rows) - MOST_ROWS}", "", "", ""])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
