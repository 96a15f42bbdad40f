"""The cases of a load run: which requirement is judged by which check, by what the scenario lays on."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from harness.checks import CHECKS, Observation
from harness.errors import HarnessError
from harness.judge import Judge
from harness.partial import PartialCase
from harness.plan import TestCase
from harness.series import Series
from harness.verdict import Code
from load.calls import ACTS, CHARGE_ONLINE, LOOK_UP, RECEPTION, TILL
from load.scenario import Scenario, load_scenario, scenario_names

WRITTEN: Final = [*RECEPTION, *ACTS, TILL[0], CHARGE_ONLINE]
"""What must be answered in time. Taking the money waits for the charge, and so is not told apart from it."""


@dataclass(frozen=True)
class Terms:
    """What is held against what: the policy's figures by name, and the stated time to the portal, in seconds."""

    figures: Mapping[str, float]
    sync_within_s: float

    @property
    def schedule_error_ms(self) -> float:
        """How late the generator may be: a tenth of what it is to measure against."""
        return 100 * min(self.figures["accept_p95_s"], self.figures["look_up_p95_s"])


@dataclass(frozen=True)
class _Question:
    name: str
    requirement: str
    purpose: str
    ask: Callable[[Sequence[Series]], Observation]


def cases_of(scenario: Scenario, terms: Terms, evidence: Sequence[Series]) -> list[PartialCase]:
    """The cases that a scenario allows. `evidence` is filled by the run, before they are played."""
    return [_case(scenario, question, evidence) for question in _questions(scenario, terms)]


def known_cases() -> list[TestCase]:
    """The cases of every scenario, to be listed."""
    terms = Terms(defaultdict(float), 0.0)
    known = [case for name in scenario_names() for case in cases_of(load_scenario(name), terms, ())]
    return [TestCase(case.id, "load", case.requirements, case.purpose) for case in known]


def _case(scenario: Scenario, question: _Question, evidence: Sequence[Series]) -> PartialCase:
    def play(judge: Judge) -> None:
        if not evidence:
            raise HarnessError(Code.HARNESS, "the run left no series")
        judge(question.requirement, question.ask(evidence))

    return PartialCase(f"load/{scenario.name}::{question.name}", (question.requirement,), question.purpose, play)


def _questions(scenario: Scenario, terms: Terms) -> Iterator[_Question]:
    if scenario.steps:
        yield from _of_capacity(terms)
    elif not scenario.kills:  # while it is dead it answers nothing, and rightly so
        yield from _of_time(scenario, terms)
        yield from (_of_the_backlog(scenario, terms) if scenario.events else _of_every_day(scenario, terms))
    yield _Question(
        "stands_once",
        "VOL-006",
        "After the load each confirmed dossier stands once on both sides, at its last status.",
        lambda seen: CHECKS["each_stands_once"](_only(seen, "recount")),
    )
    yield _Question(
        "copies_are_as_told",
        "VOL-010",
        "After the load the province has each dossier of a ministry's system once, at its last status.",
        lambda seen: CHECKS["copies_are_as_told"](_only(seen, "ministries")),
    )
    yield _Question(
        "steps_in_order",
        "VOL-007",
        "The steps of every dossier reach the portal in their order.",
        lambda seen: CHECKS["steps_in_order"](_only(seen, "recount")),
    )


def _of_time(scenario: Scenario, terms: Terms) -> Iterator[_Question]:
    figures, busy = terms.figures, terms.figures["mocks_busy_at_most"]
    acts = {name: figures[f"accept_{name}_s"] for name in ("p50", "p95", "p99") if f"accept_{name}_s" in figures}
    yield _Question(
        "acts_are_answered",
        "VOL-001",
        "Acts of reception and of officers are answered in time, counted from when each was due.",
        lambda seen: CHECKS["calls_answered_within"](
            _only(seen, "calls", "watch"), WRITTEN, acts, busy, steady=scenario.steady
        ),
    )
    yield _Question(
        "look_ups_are_answered",
        "VOL-002",
        "Looking a dossier up is answered in time.",
        lambda seen: CHECKS["calls_answered_within"](
            _only(seen, "calls", "watch"), [LOOK_UP], {"p95": figures["look_up_p95_s"]}, busy, steady=scenario.steady
        ),
    )
    yield _Question(
        "calls_do_not_fail",
        "VOL-003",
        "Correct calls are neither turned away nor left unanswered.",
        lambda seen: CHECKS["errors_are_at_most"](_only(seen, "calls", "watch"), figures["errors_at_most"], busy),
    )


def _of_every_day(scenario: Scenario, terms: Terms) -> Iterator[_Question]:
    figures, busy = terms.figures, terms.figures["mocks_busy_at_most"]
    yield _Question(
        "is_synced_in_time",
        "VOL-004",
        "Accepted dossiers are seen by the portal within the stated time.",
        lambda seen: CHECKS["synced_within"](
            _only(seen, "calls", "sightings", "watch"), terms.sync_within_s, figures["synced_at_least"], busy
        ),
    )
    if scenario.steady:
        yield _Question(
            "stays_as_quick",
            "VOL-008",
            "Under a load that stays the same, answers do not take longer and longer.",
            lambda seen: CHECKS["stays_as_quick"](
                _only(seen, "calls", "watch"), WRITTEN, figures["slower_at_most"], figures["slower_from_s"], busy
            ),
        )


def _of_the_backlog(scenario: Scenario, terms: Terms) -> Iterator[_Question]:
    within_s = terms.figures["drained_within_s"] / scenario.compression
    yield _Question(
        "backlog_is_drained",
        "VOL-005",
        "What waited while the portal was away is sent in time once it is back.",
        lambda seen: CHECKS["drained_within"](
            _only(seen, "calls", "sightings", "watch"), within_s, terms.figures["mocks_busy_at_most"]
        ),
    )


def _of_capacity(terms: Terms) -> Iterator[_Question]:
    yield _Question(
        "carries_the_peak",
        "VOL-009",
        "The system carries so many times the expected peak before a threshold breaks.",
        lambda seen: CHECKS["carries"](_only(seen, "search"), terms.figures["capacity_at_least"]),
    )


def _only(seen: Sequence[Series], *kinds: str) -> list[Series]:
    return [item for item in seen if item.of in kinds]
