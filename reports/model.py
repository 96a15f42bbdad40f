"""What a report may say: one immutable model of a run, in the order in which it is read, shared by every format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from harness.requirement import RUN
from reports.beside import BesideView, ChallengeView, ExpectedView, WaiverView
from reports.cases import CaseView, JudgementView
from reports.evidence import Link
from reports.messages import Text, say
from reports.proof import Proof
from reports.since import SinceView
from reports.totals import StatusTotals, count_runs, count_statuses


def explain(verdict: str, code: str) -> Text:
    """A verdict and its code in words."""
    words, reason = say(f"verdict.{verdict}"), say(f"code.{code}") if code else Text("", "")
    return Text(f"{words.vi}: {reason.vi}", f"{words.en}: {reason.en}") if reason else words


CHALLENGED = "CHALLENGED"
"""What stands beside a status whose test is challenged. It is no status of its own."""


@dataclass(frozen=True)
class RequirementView:
    """A row of the catalogue with its status and its cases.

    `blocking`: the answer hangs on it. `part` is the command that judges it. `attempts` are its statuses attempt by
    attempt, where there were several. `waivers`, `challenges` and `expected` are what persons say of it.
    """

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
    part: str
    status: str
    attempts: tuple[str, ...]
    not_applicable: str
    cases: tuple[CaseView, ...]
    waivers: tuple[WaiverView, ...] = ()
    challenges: tuple[ChallengeView, ...] = ()
    expected: ExpectedView | None = None

    @property
    def challenged(self) -> tuple[ChallengeView, ...]:
        """The challenges that hold: while there is one, it is never green."""
        return tuple(row for row in self.challenges if row.holds)

    @property
    def waived(self) -> tuple[WaiverView, ...]:
        """The waivers that hold, where it is open."""
        is_open = self.status in {"VIOLATED", "NOT_DEMONSTRATED"}
        return tuple(row for row in self.waivers if row.holds and is_open)

    @property
    def shown(self) -> str:
        """The status, or CHALLENGED in its place: what decides a colour."""
        return CHALLENGED if self.challenged else self.status

    @property
    def origin(self) -> str:
        """The clause in its own words with the document it stands in."""
        return f"“{self.clause}” {self.source}" if self.clause else self.source

    @property
    def open_cases(self) -> tuple[CaseView, ...]:
        """The selected cases that did not pass."""
        return tuple(case for case in self.cases if case.selected and case.verdict != "PASS")

    @property
    def silence(self) -> Text:
        """Why nothing was demonstrated although no case is open: none was selected, or none spoke of it."""
        spoken = any(case.selected for case in self.cases)
        return say("section.not_spoken") if spoken else say("section.no_case")

    @property
    def marks(self) -> tuple[Text, ...]:
        """How the evidence of its judgements came about, where that is to be said."""
        return tuple(dict.fromkeys(mark for row in self.judgements for mark in row.marks))

    @property
    def judgements(self) -> tuple[JudgementView, ...]:
        """What its cases judged of it, in their order."""
        judged = (row for case in self.cases for run in case.runs for row in run.judgements)
        return tuple(row for row in judged if row.requirement == self.id)

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
    """One thing that stands in the way, with the first of what was expected and observed."""

    requirement: RequirementView
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
class Named:
    """Something with a version and a digest: the system under test, the policy, the harness."""

    name: str
    version: str
    digest: str

    @property
    def whole(self) -> str:
        """All three."""
        return f"{self.name} {self.version} ({self.digest})"


@dataclass(frozen=True)
class Decision:
    """The answer, what it means, the recorded reason, and why the campaign did not end (empty where it did)."""

    answer: str
    exit_code: int
    meaning: Text
    reason: str
    unfinished: Text
    blocking: tuple[ObstacleView, ...]
    open: tuple[ObstacleView, ...]
    not_looked_at: tuple[Text, ...]


@dataclass(frozen=True)
class Run:
    """What was run against what, when and how. `sut.digest` is the build, `known` what a ledger knew of it before."""

    id: str
    mode: str
    seed: str
    command: str
    started: Text
    ended: Text
    started_utc: str
    sut: Named
    supplier: str
    policy: Named
    harness: Named
    known: Text


def count_requirements(rows: Sequence[RequirementView]) -> StatusTotals:
    """Their statuses, and of how many a test is challenged."""
    return count_statuses([row.status for row in rows], [row.status for row in rows if row.challenged])


@dataclass(frozen=True)
class Report:
    """Everything that a report may say."""

    decision: Decision
    run: Run
    areas: tuple[AreaView, ...]
    cases: tuple[CaseView, ...]
    judgements: tuple[JudgementView, ...]
    proof: Proof
    beside: BesideView | None = None
    since: SinceView | None = None

    @property
    def requirements(self) -> tuple[RequirementView, ...]:
        """All requirements, area by area."""
        return tuple(row for area in self.areas for row in area.requirements)

    @cached_property
    def totals(self) -> StatusTotals:
        """Statuses of all requirements."""
        return count_requirements(self.requirements)

    @cached_property
    def blocking_totals(self) -> StatusTotals:
        """Statuses of those on which the answer hangs."""
        return count_requirements([row for row in self.requirements if row.blocking])

    @cached_property
    def run_totals(self) -> Mapping[str, int]:
        """Case runs by verdict."""
        return count_runs(self.cases)

    @property
    def assumed(self) -> tuple[RequirementView, ...]:
        """The applicable requirements that rest on an assumption of ours."""
        return tuple(row for row in self.requirements if row.fidelity == "assumed" and row.status != "NOT_APPLICABLE")

    @property
    def elsewhere(self) -> tuple[RequirementView, ...]:
        """The requirements that another command judges, for which the policy does not ask."""
        return tuple(row for row in self.requirements if row.part != RUN and row.status == "NOT_APPLICABLE")

    @property
    def without_case(self) -> tuple[RequirementView, ...]:
        """The applicable requirements of which no selected case speaks."""
        return tuple(
            row
            for row in self.requirements
            if row.status != "NOT_APPLICABLE" and not any(case.selected for case in row.cases)
        )

    @property
    def challenged(self) -> tuple[RequirementView, ...]:
        """The requirements of which a test is challenged."""
        return tuple(row for row in self.requirements if row.challenged)

    @property
    def not_selected(self) -> tuple[CaseView, ...]:
        """The planned cases that were not to run."""
        return tuple(case for case in self.cases if not case.selected)

    def with_status(self, status: str) -> tuple[RequirementView, ...]:
        """The requirements that have the status."""
        return tuple(row for row in self.requirements if row.status == status)
