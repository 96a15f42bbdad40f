"""Small worlds for property tests: a catalogue, a plan, and what a campaign wrote of it."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from harness.assessment import totals
from harness.plan import PlannedCase, TestCase, TestPlan
from harness.policy import Policy
from harness.readiness import readiness_of
from harness.requirement import Requirement
from harness.verdict import Verdict

Event = Mapping[str, Any]
TODAY = date(2026, 11, 22)
RANK = {"GO": 2, "CONDITIONAL_GO": 1, "NO_GO": 0, "UNDECIDED": 0}
CODES = {Verdict.INCONC: "TIMEOUT", Verdict.ERROR: "HARNESS"}


@dataclass(frozen=True)
class World:
    """Everything that an answer follows from."""

    catalogue: Mapping[str, Requirement]
    plan: TestPlan
    policy: Policy
    events: tuple[Event, ...]

    def readiness(self) -> dict[str, Any]:
        """The whole answer."""
        return readiness_of(self.plan, self.catalogue, self.policy, self.events, sut={"name": "x"}, today=TODAY)

    @property
    def rank(self) -> int:
        """How near to GO."""
        return RANK[self.readiness()["answer"]]

    def with_events(self, events: Sequence[Event]) -> "World":
        """The same, with other events."""
        return replace(self, events=tuple(events))

    def with_more(self, events: Sequence[Event]) -> "World":
        """What a campaign would have written that also produced these: its totals count them."""
        return self.with_events(
            closed([event for event in self.events if event["kind"] != "campaign-ended"] + [*events])
        )


def closed(events: Sequence[Event]) -> list[Event]:
    """The events with the totals that a campaign closes with."""
    return [*events, {"kind": "campaign-ended", "data": {**totals(events), "completed": True}}]


def requirement(name: str, *, blocking: bool = True) -> Requirement:
    """A row of a catalogue."""
    row = {
        "id": name,
        "text": {"vi": "câu", "en": "sentence"},
        "source": {"document": "B", "clause": "lời"},
        "next_step": {"vi": "xem", "en": "look"},
        "method": "test",
    }
    return Requirement(name, "SYNC", "MUST", "blocking" if blocking else "minor", "observed", "", False, row)


def policy(**changes: Any) -> Policy:
    """A policy under which the class blocking blocks."""
    plain = Policy(
        name="plain",
        version="1",
        digest="sha256:0",
        valid_from=date(2026, 1, 1),
        valid_until=date(2027, 1, 1),
        blocks=frozenset({"blocking"}),
        min_applicable={},
        derived={},
        attested=frozenset(),
        not_looked_at=(),
    )
    return replace(plain, **changes)


def exchange(name: str) -> Event:
    """A piece of evidence; only its id matters here."""
    return {"kind": "exchange", "data": {"id": name}}


def run_events(case: str, judged: Sequence[tuple[str, Verdict]], ending: Verdict, **key: Any) -> list[Event]:
    """What one run of a case writes: evidence, judgements, its end."""
    where = {"case": case, "instance": "", "attempt": 1, **key}
    events: list[Event] = []
    for number, (name, verdict) in enumerate(judged):
        evidence = f"x-{case}-{where['instance']}-{where['attempt']}-{number}"
        events.append(exchange(evidence))
        judgement: dict[str, Any] = {
            "requirement": name,
            "verdict": verdict.value,
            "check": "c",
            "version": 1,
            "arguments": {},
        }
        shown = {"evidence": [evidence], "expected": "e", "observed": f"o{number}"}
        events.append({"kind": "judgement", "data": {**judgement, **shown, **where}})
    code = CODES.get(ending)
    end = {"verdict": ending.value, "code": code, "message": "", "judgements": len(judged)}
    return [*events, {"kind": "case-ended", "data": {**end, **where}}]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Any campaign over a few requirements and cases, most of it passing, so that GO is not rare."""
    names = [f"SYNC-{number:03d}" for number in range(1, draw(st.integers(1, 4)) + 1)]
    catalogue = {name: requirement(name, blocking=draw(st.sampled_from([True, True, False]))) for name in names}
    not_applicable = {name: "not claimed" for name in names[1:] if draw(st.integers(0, 5)) == 0}
    cases, events = [], []
    for name in names:
        for number in range(draw(st.integers(1, 2))):
            case = TestCase(f"behaviour/test_x::test_{name}_{number}", "behaviour", (name,), "Purpose.")
            cases.append(PlannedCase(case, selected=name not in not_applicable, reason=""))
            if name not in not_applicable:
                events += draw(_runs(case.id, name))
    plan = TestPlan(tuple(cases), not_applicable, draw(st.sampled_from(["certification"] * 4 + ["diagnostic"])))
    return World(catalogue, plan, policy(min_applicable={"SYNC": draw(st.integers(0, 2))}), tuple(closed(events)))


@st.composite
def _runs(draw: st.DrawFn, case: str, name: str) -> list[Event]:
    events: list[Event] = []
    for instance in ["", "a"][: draw(st.sampled_from([1, 1, 2]))]:
        for attempt in range(1, draw(st.sampled_from([1, 1, 2])) + 1):
            ending = draw(
                st.sampled_from([Verdict.PASS] * 12 + [Verdict.FAIL, Verdict.INCONC, Verdict.ERROR, Verdict.NONE])
            )
            verdicts = [Verdict.PASS] * draw(st.integers(1, 2)) if ending is not Verdict.NONE else []
            judged = [(name, verdict) for verdict in verdicts]
            judged += [(name, Verdict.FAIL)] if ending is Verdict.FAIL else []
            events += run_events(case, judged, ending, instance=instance, attempt=attempt)
    return events


def bad_events(world: World, rng: random.Random, verdict: Verdict) -> list[Event]:
    """One more run of a planned case that ends badly: another attempt, or another instance."""
    case = rng.choice(world.plan.cases).case
    judged = [(case.requirements[0], Verdict.FAIL)] if verdict is Verdict.FAIL else []
    if rng.random() < 0.5:
        return run_events(case.id, judged, verdict, instance="one more", attempt=1)
    known = [event["data"]["attempt"] for event in world.events if event["data"].get("case") == case.id]
    return run_events(case.id, judged, verdict, attempt=max(known, default=0) + 1)
