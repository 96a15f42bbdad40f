"""What a person at a terminal needs when a run ends: the answer, what stands in the way, and what was not looked at."""

from collections.abc import Iterator, Mapping

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from harness.record import SealedRecord
from reports.messages import Text, say
from reports.model import ObstacleView, Report, RequirementView, explain
from reports.outside import Json
from reports.totals import STATUSES
from reports.view import read_report

# Longer words of the record are cut here; the HTML report has them whole.
LONGEST = 300
MOST_EVIDENCE = 8
TONES = {
    "DEMONSTRATED": "green",
    "VIOLATED": "red",
    "NOT_DEMONSTRATED": "yellow",
    "ATTESTED": "magenta",
    "NOT_APPLICABLE": "dim",
    "GO": "bold white on green",
    "CONDITIONAL_GO": "bold black on yellow",
    "NO_GO": "bold white on red",
    "UNDECIDED": "bold black on white",
}


def render(record: SealedRecord, readiness: Mapping[str, Json], *, language: str) -> RenderableType:
    """The closing lines of a run in "vi" or "en". They fit 80 columns; colour is the console's to leave out.

    Words of the record are shown as words, never as markup.
    """
    return Group(*_Closing(read_report(record, readiness), language).parts())


class _Closing:
    """One report in one language."""

    def __init__(self, report: Report, language: str) -> None:
        self._report = report
        self._language = language

    def _in(self, text: Text) -> str:
        return text.in_language(self._language)

    def _say(self, message: str, **values: object) -> str:
        return self._in(say(message, **values))

    def parts(self) -> Iterator[RenderableType]:
        """From the figures to the answer, which stands last so that it is still on the screen."""
        decision = self._report.decision
        yield self._areas()
        if decision.blocking:
            yield from self._heading("blocking.title", len(decision.blocking))
            for row in decision.blocking:
                yield self._obstacle(row)
        if decision.open:
            yield from self._heading("blocking.open", len(decision.open))
            for row in decision.open:
                yield self._open(row)
        if decision.not_looked_at:
            yield from self._heading("unseen.title")
            for text in decision.not_looked_at:
                yield Padding(Line(f"- {self._in(text)}"), (0, 0, 0, 2))
        yield Line()
        yield self._answer()

    def _heading(self, message: str, number: int | None = None) -> Iterator[RenderableType]:
        yield Line()
        yield Line(self._say(message) + ("" if number is None else f" ({number})"), style="bold")

    def _areas(self) -> Table:
        table = Table(box=box.SIMPLE_HEAD, show_footer=True, pad_edge=False, collapse_padding=True)
        totals = self._report.totals
        table.add_column(self._say("matrix.area"), footer=self._say("matrix.total"), no_wrap=True)
        for status in STATUSES:
            table.add_column(self._say(f"status.{status}"), footer=str(totals[status]), justify="right")
        table.add_column(self._say("matrix.total"), footer=str(totals.total), justify="right")
        for area in self._report.areas:
            cells = [
                Line(str(area.totals[status]), style=TONES[status] if area.totals[status] else "dim")
                for status in STATUSES
            ]
            table.add_row(f"{area.id} {self._say(f'area.{area.id}')}", *cells, str(area.totals.total))
        return table

    def _obstacle(self, row: ObstacleView) -> RenderableType:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(overflow="fold")
        requirement = row.requirement
        expected, observed = self._in(row.expected), self._in(row.observed)
        if requirement.status == "NOT_DEMONSTRATED":
            expected, observed = self._say("blocking.all_cases"), self._endings(requirement)
        for message, words in (
            ("blocking.clause", requirement.origin),
            ("blocking.expected", expected),
            ("blocking.observed", observed),
            ("blocking.evidence", self._evidence(row)),
            ("blocking.next_step", self._in(row.next_step)),
        ):
            grid.add_row(self._say(message), Line(_short(words)))
        return Group(self._title(row), Padding(grid, (0, 0, 1, 2)))

    def _evidence(self, row: ObstacleView) -> str:
        shown = ", ".join(link.label for link in row.evidence[:MOST_EVIDENCE])
        rest = len(row.evidence) - MOST_EVIDENCE
        more = f" {self._say('section.more_evidence', number=rest)}" if rest > 0 else ""
        return f"{shown}{more}" if shown else self._say("blocking.no_evidence")

    def _endings(self, requirement: RequirementView) -> str:
        """How the cases of a requirement ended that keep it from being demonstrated."""
        lines = []
        for case in requirement.open_cases:
            name = f"{case.verdict} {case.code}".strip()
            lines.append(f"{name} ({self._in(explain(case.verdict, case.code))}): {case.id}")
        return "\n".join(lines) or self._in(requirement.silence)

    def _title(self, row: ObstacleView) -> Line:
        requirement = row.requirement
        line = Line(requirement.id, style="bold")
        line.append(f"  {self._say(f'status.{requirement.status}')}", style=TONES[requirement.status])
        line.append(f"  {self._in(requirement.text)}", style="not bold")
        return line

    def _open(self, row: ObstacleView) -> RenderableType:
        return Padding(self._title(row), (0, 0, 0, 2))

    def _answer(self) -> RenderableType:
        decision, run = self._report.decision, self._report.run
        line = Line(f" {decision.answer} ", style=TONES[decision.answer])
        line.append(f"  {self._say(f'answer.{decision.answer}')}", style="bold")
        line.append(f"  ({self._say('decision.exit_code')} {decision.exit_code})", style="not bold")
        name = Line(f"{run.sut.name} {run.sut.version}")
        figures = Line(self._say("count.blocking", **self._report.blocking_totals.named()))
        attested = self._report.blocking_totals["ATTESTED"]
        if attested:
            figures.append(" " + self._say("count.attested", number=attested))
        unfinished = [Line(self._in(decision.unfinished), style="bold red")] if decision.unfinished else []
        return Group(line, name, *unfinished, Line(self._in(decision.meaning)), figures)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
