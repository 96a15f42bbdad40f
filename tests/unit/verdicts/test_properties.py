"""What must hold of every answer, whatever the campaign wrote: order does not matter, bad news never helps."""

import random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from harness.verdict import Verdict
from tests.unit.verdicts.worlds import World, bad_events, run_events, worlds

MANY = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)


@MANY
@given(world=worlds(), seed=st.integers(0, 2**32))
def test_order_and_repetition_do_not_matter(world: World, seed: int) -> None:
    """Events in any order, some of them twice, give the same readiness to the last byte."""
    rng = random.Random(seed)
    events = [*world.events, *rng.sample(world.events, k=len(world.events) // 2)]
    rng.shuffle(events)

    assert world.with_events(events).readiness() == world.readiness()


@MANY
@given(world=worlds(), seed=st.integers(0, 2**32))
def test_grouping_does_not_matter(world: World, seed: int) -> None:
    """All judgements first and all ends later, or case by case: the answer is the same."""
    kinds = sorted({event["kind"] for event in world.events}, key=lambda kind: (hash((kind, seed)), kind))
    events = [event for kind in kinds for event in world.events if event["kind"] == kind]

    assert world.with_events(events).readiness() == world.readiness()


@MANY
@given(
    world=worlds(), seed=st.integers(0, 2**32), verdict=st.sampled_from([Verdict.FAIL, Verdict.INCONC, Verdict.ERROR])
)
def test_bad_news_never_helps(world: World, seed: int, verdict: Verdict) -> None:
    """One more run that ends in FAIL, INCONC or ERROR never moves the answer towards GO."""
    more = bad_events(world, random.Random(seed), verdict)

    assert world.with_more(more).rank <= world.rank


@MANY
@given(world=worlds(), seed=st.integers(0, 2**32))
def test_bad_news_of_a_blocking_requirement_forbids_go(world: World, seed: int) -> None:
    """A FAIL on a blocking requirement makes NO_GO with exit 10, whatever else happened."""
    rng = random.Random(seed)
    blocking = [name for name, row in world.catalogue.items() if row.gate_class == "blocking"]
    assume(blocking)
    name = rng.choice(blocking)
    case = next(item.case for item in world.plan.cases if name in item.case.requirements)
    more = run_events(case.id, [(name, Verdict.FAIL)], Verdict.FAIL, instance="one more")
    readiness = world.with_more(more).readiness()

    assert (readiness["answer"], readiness["exit_code"]) == ("NO_GO", 10)
    assert readiness["requirements"][name]["status"] == "VIOLATED"


@MANY
@given(world=worlds(), seed=st.integers(0, 2**32))
def test_removing_an_event_never_helps(world: World, seed: int) -> None:
    """Without any one judgement, exchange, end of a case or end of the campaign, the answer is no nearer to GO."""
    gone = random.Random(seed).randrange(len(world.events))
    events = [event for number, event in enumerate(world.events) if number != gone]

    assert world.with_events(events).rank <= world.rank


@MANY
@given(world=worlds(), seed=st.integers(0, 2**32), level=st.sampled_from(["case", "instance", "attempt"]))
def test_removing_a_case_or_an_attempt_never_helps(world: World, seed: int, level: str) -> None:
    """Without all that one case, instance or attempt wrote, the answer is no nearer to GO."""
    ends = [event["data"] for event in world.events if event["kind"] == "case-ended"]
    assume(ends)
    chosen = random.Random(seed).choice(ends)
    depth = {"case": ("case",), "instance": ("case", "instance"), "attempt": ("case", "instance", "attempt")}[level]

    def of_the_chosen(data: dict[str, object]) -> bool:
        return all(data.get(part) == chosen[part] for part in depth)

    events = [event for event in world.events if not of_the_chosen(event["data"])]

    assert world.with_events(events).rank <= world.rank


@MANY
@given(world=worlds())
def test_go_means_that_everything_was_shown(world: World) -> None:
    """GO only in certification mode, with every applicable requirement demonstrated by every selected case."""
    readiness = world.readiness()
    assume(readiness["answer"] == "GO")
    statuses = {row["status"] for row in readiness["requirements"].values()}

    assert world.plan.mode == "certification"
    assert statuses <= {"DEMONSTRATED", "NOT_APPLICABLE"}
    assert all(row["evidence"] for row in readiness["requirements"].values() if row["status"] == "DEMONSTRATED")


@pytest.mark.parametrize("answer", ["GO", "CONDITIONAL_GO", "NO_GO", "UNDECIDED"])
def test_the_worlds_reach_every_answer(answer: str) -> None:
    """The properties are about something: each answer is reached."""
    seen: list[str] = []

    @settings(max_examples=200, deadline=None, database=None, derandomize=True)
    @given(world=worlds())
    def look(world: World) -> None:
        seen.append(world.readiness()["answer"])

    look()

    assert answer in seen
