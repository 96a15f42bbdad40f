"""What a report may say: one immutable model of a run, in the order in which it is read, shared by every format."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.cases import CaseView, JudgementView
from reports.evidence import ExchangeView, Link, OtherView, StatementView
from reports.messages import Text, say
from reports.totals import StatusTotals


def explain(verdict: str, code: str) -> Text:
    """A verdict and its code in words."""
    words, reason = say(f"verdict.{verdict}"), say(f"code.{code}") if code else Text("", "")
    return Text(f"{words.vi}: {reason.vi}", f"{words.en}: {reason.en}") if reason else words


@dataclass(frozen=True)
class RequirementView:
    """A row of the catalogue with its status and its cases. `blocking`: the answer hangs on it."""

    id: str
    anchor: str
    area: str
    level: str
    gate_class: str
    fidelity: str
    blocking: bool
    source: str
    clause: str
    derived_from: tuple[str, ...]
    text: Text
    rationale: Text
    interpretation: Text
    assumed_reading: bool
    next_step: Text
    not_tested: Text
    status: str
    not_applicable: str
    cases: tuple[CaseView, ...]

    @property
    def runs(self) -> int:
        """How many runs its cases have."""
        return sum(len(case.runs) for case in self.cases)

    @property
    def runs_passed(self) -> int:
        """How many of them passed."""
        return sum(run.verdict == "PASS" for case in self.cases for run in case.runs)


@dataclass(frozen=True)
class ObstacleView:
    """One thing that stands in the way; `requirement` is None where it is no row of the catalogue."""

    id: str
    requirement: RequirementView | None
    clause: Text
    expected: Text
    observed: Text
    next_step: Text
    evidence: tuple[Link, ...]


@dataclass(frozen=True)
class AreaView:
    """An area of the catalogue with its requirements and their totals."""

    id: str
    requirements: tuple[RequirementView, ...]
    totals: StatusTotals


@dataclass(frozen=True)
class CommandView:
    """What was told to a mock; `entry` is the line of the journal."""

    entry: int
    content: str


@dataclass(frozen=True)
class WaitView:
    """A wait: how long it was allowed to take and took, in seconds."""

    entry: int
    reason: str
    within_s: str
    waited_s: str
    met: bool


@dataclass(frozen=True)
class SutView:
    """The system under test as it was declared."""

    name: str
    supplier: str
    version: str
    build: str


@dataclass(frozen=True)
class Named:
    """Something with a version and a digest: the policy, the harness."""

    name: str
    version: str
    digest: str


@dataclass(frozen=True)
class Report:
    """Everything that a report may say."""

    answer: str
    exit_code: int
    meaning: Text
    reason: str
    unfinished: Text
    run_id: str
    mode: str
    seed: str
    command: str
    started: Text
    ended: Text
    started_utc: str
    sut: SutView
    policy: Named
    harness: Named
    areas: tuple[AreaView, ...]
    totals: StatusTotals
    blocking_totals: StatusTotals
    run_totals: Mapping[str, int]
    blocking: tuple[ObstacleView, ...]
    open: tuple[ObstacleView, ...]
    cases: tuple[CaseView, ...]
    judgements: tuple[JudgementView, ...]
    exchanges: tuple[ExchangeView, ...]
    exchanges_total: int
    statement: tuple[StatementView, ...]
    others: tuple[OtherView, ...]
    commands: tuple[CommandView, ...]
    waits: tuple[WaitView, ...]
    not_looked_at: tuple[Text, ...]
    manifest: tuple[tuple[str, str], ...]
    chain_head: str
    events: int

    @property
    def requirements(self) -> tuple[RequirementView, ...]:
        """All requirements, area by area."""
        return tuple(row for area in self.areas for row in area.requirements)

    @property
    def assumed(self) -> tuple[RequirementView, ...]:
        """The applicable requirements that rest on an assumption of ours."""
        return tuple(row for row in self.requirements if row.fidelity == "assumed" and row.status != "NOT_APPLICABLE")

    @property
    def without_case(self) -> tuple[RequirementView, ...]:
        """The applicable requirements of which no selected case speaks."""
        return tuple(
            row
            for row in self.requirements
            if row.status != "NOT_APPLICABLE" and not any(case.selected for case in row.cases)
        )

    @property
    def not_selected(self) -> tuple[CaseView, ...]:
        """The planned cases that were not to run."""
        return tuple(case for case in self.cases if not case.selected)

    def with_status(self, status: str) -> tuple[RequirementView, ...]:
        """The requirements that have the status."""
        return tuple(row for row in self.requirements if row.status == status)
