"""A search climbs, comes closer to the knee, and believes nothing that it saw once."""

import math
import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.checks.capacity import SURE, knee_of, levels_of
from harness.policy import load_policy
from harness.requirement import load_catalogue
from harness.series import Series
from load.cases import Terms
from load.scenario import Steps, load_scenario
from load.search import CLOSE, next_times, search
from specs import FOLDER
from tests.unit.harness.load_evidence import calls, sightings, watch

TERMS = Terms(
    load_policy(FOLDER / "policies" / "volume.toml", load_catalogue(FOLDER / "requirements")).volume, sync_within_s=4.0
)
CARRIED, BROKEN, UNSOUND = "carried", "broken", "unsound"
STEPS = Steps(factor=1.5, most=64, repeats=3)


def step(times: float, outcome: str) -> dict[str, Any]:
    return {"times": times, "sound": outcome != UNSOUND, "broke": "slow" if outcome == BROKEN else ""}


def searched(outcomes: Sequence[str], *, first: float = 1.0, steps: Steps = STEPS) -> list[dict[str, Any]]:
    """The steps of a search whose plays come to these outcomes, one after the other; it must end with the last."""
    played: list[dict[str, Any]] = []
    for outcome in outcomes:
        times = next_times(played, steps, first)
        assert times is not None, f"it ended after {len(played)} steps"
        played.append(step(times, outcome))
    assert next_times(played, steps, first) is None
    return played


@pytest.mark.parametrize(
    ("planned", "carried", "broken"),
    [
        ("1+ 1.107+ 1.356+ 1.838- 1.838- 1.579+ 1.704- 1.704- 1.579+", 1.579, 1.704),
        ("1+ 1.107+ 1.356- 1.356+ 1.356+ 1.838- 1.838- 1.579- 1.579- 1.463- 1.463-", 1.356, 1.463),
        ("1- 1+ 1+ 1.107+ 1.356- 1.356- 1.225- 1.225- 1.107+", 1.107, 1.225),
        ("1+ 1.107+ 1.356- 1.356- 1.225+ 1.225- 1.225- 1.107- 1.107- 1+", 1.0, 1.107),
        ("1- 1-", 0.0, 1.0),
        ("1+ 1.107? 1.107+ 1.107+ 1.356? 1.356- 1.356? 1.225+ 1.225+", 1.225, math.inf),
    ],
    ids=[
        "up, closer, and the highest once more",
        "a slow moment on the way is no limit",
        "nor is one at the first step",
        "what was carried once and then not is no capacity",
        "nothing is carried",
        "what was not asked soundly is no limit",
    ],
)
def test_it_goes_where_it_can_find_out_most(planned: str, carried: float, broken: float) -> None:
    words = {"+": CARRIED, "-": BROKEN, "?": UNSOUND}
    played = searched([words[each[-1]] for each in planned.split()])

    assert [one["times"] for one in played] == [float(each[:-1]) for each in planned.split()]
    knee = knee_of(played)
    assert (knee.carried, knee.broken) == (carried, broken)


@pytest.mark.parametrize(
    ("first", "most", "asked"),
    [
        (9.0, 64, [9, 9, 8.132, 8.132, 6.64, 6.64, 4.899, 4.899, 3.266, 4, 4.427, 4.427, 4]),
        (2.0, 2.5, [2, 2.213, 2.213]),
        (9.0, 2, [2, 2]),
        (0.5, 0.55, [0.5, 0.5]),
    ],
)
def test_it_begins_where_it_is_told_and_ends_where_it_may(first: float, most: float, asked: list[float]) -> None:
    played: list[dict[str, Any]] = []
    steps = Steps(1.5, most, 3)
    while (times := next_times(played, steps, first)) is not None:
        played.append(step(times, CARRIED if times <= 4 else BROKEN))

    assert sorted(one["times"] for one in played) == sorted(asked)


@settings(deadline=None, max_examples=50)
@given(
    seed=st.integers(0, 2**32),
    first=st.floats(0.01, 100),
    factor=st.floats(1.05, 4),
    repeats=st.integers(2, 5),
)
def test_it_ends_and_tells_nothing_that_was_not_carried_twice(
    seed: int, first: float, factor: float, repeats: int
) -> None:
    """Whatever each play comes to: no level is played without end, and what is told has two plays that say so."""
    chance, steps, played = random.Random(seed), Steps(factor, 64, repeats), list[dict[str, Any]]()
    while (times := next_times(played, steps, first)) is not None:
        played.append(step(times, chance.choice([CARRIED, CARRIED, BROKEN, BROKEN, UNSOUND])))
    knee, levels = knee_of(played), levels_of(played)

    assert all(level.plays <= repeats for level in levels)
    assert knee.carried in [0.0, *(level.times for level in levels if level.carried >= SURE)]
    assert knee.carried < knee.broken
    assert all(level.broke < SURE for level in levels if level.times < knee.broken)


def test_what_is_rounded_up_is_not_asked_for_again() -> None:
    assert searched([BROKEN, BROKEN], first=0.01234567)[-1]["times"] == 0.01235


@settings(deadline=None, max_examples=50)
@given(true=st.floats(1, 40), first=st.floats(0.5, 60), factor=st.floats(1.5, 3))
def test_it_finds_the_knee_of_a_system_that_has_one(true: float, first: float, factor: float) -> None:
    steps, played = Steps(factor, 64, 3), list[dict[str, Any]]()
    while (times := next_times(played, steps, first)) is not None:
        played.append(step(times, CARRIED if times <= true else BROKEN))
    knee = knee_of(played)

    assert knee.carried <= true < knee.broken
    assert knee.broken / knee.carried <= CLOSE or knee.broken == math.inf
    assert len(played) <= 30


class Carrying:
    """Stands for a system that carries so many times the peak; keeps what was asked of it."""

    def __init__(self, knee: float) -> None:
        self.knee, self.asked = knee, list[float]()
        self.appended = list[Mapping[str, Any]]()

    def run(self, _scenario: object, *, times: float) -> list[Series]:
        self.asked.append(times)
        slow = 0.1 if times <= self.knee else 2.0
        made = calls([slow] * 100)
        made.raw["document"]["facts"].update(rate_planned_per_s=times, rate_achieved_per_s=times)
        return [made, watch(), sightings(("a", 1.0, 1.5))]

    def append(self, _kind: str, data: Mapping[str, Any]) -> None:
        self.appended.append(data)


def test_its_steps_stand_on_the_record() -> None:
    system, told = Carrying(2.0), list[str]()
    seen = search(system, load_scenario("find-capacity"), STEPS, TERMS, told=told.append)  # type: ignore[arg-type]  # what the search uses of a drive

    assert system.asked == [1, 1.107, 1.356, 1.838, 2.757, 2.757, 2.251, 2.251, 2.034, 2.034, 1.838]
    assert [one["times"] for one in seen[-1].raw["steps"]] == system.asked
    assert told[4] == "2.76 × the expected peak: 95 of 100 acts took up to 2.000 s"
    assert told[-1] == "1.84 × the expected peak: carried"
    assert system.appended[-1]["of"] == "search"
    assert knee_of(seen[-1].raw["steps"]).carried == 1.838
