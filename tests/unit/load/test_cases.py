"""Which scenario asks which questions, and what stands for a limit that broke."""

import pytest

from harness.checks import Observation
from harness.policy import load_policy
from harness.requirement import load_catalogue
from harness.series import Series
from load.cases import Terms, cases_of, known_cases
from load.scenario import load_scenario, scenario_names
from load.search import first_limit, unsound
from specs import FOLDER
from tests.unit.harness.load_evidence import calls, sightings, watch

CATALOGUE = load_catalogue(FOLDER / "requirements")
TERMS = Terms(load_policy(FOLDER / "policies" / "volume.toml", CATALOGUE).volume, 4.0)
EVERY = {"VOL-006", "VOL-007", "VOL-010"}
TIME = {"VOL-001", "VOL-002", "VOL-003"}


@pytest.mark.parametrize(
    ("scenario", "asked"),
    [
        ("peak-hour", {*EVERY, *TIME, "VOL-004", "VOL-008"}),
        ("first-day", {*EVERY, *TIME, "VOL-004"}),
        ("backlog-drain", {*EVERY, *TIME, "VOL-005"}),
        ("failover", EVERY),
        ("find-capacity", {*EVERY, "VOL-009"}),
    ],
)
def test_a_scenario_asks_what_it_can_answer(scenario: str, asked: set[str]) -> None:
    cases = cases_of(load_scenario(scenario), TERMS, ())

    assert {name for case in cases for name in case.requirements} == asked
    assert all(case.id.startswith(f"load/{scenario}::") and case.purpose.endswith(".") for case in cases)


def test_a_median_is_asked_where_the_policy_has_one() -> None:
    slow = [calls([0.1] * 200 + [0.8] * 300), watch()]
    without = Terms({name: value for name, value in TERMS.figures.items() if name != "accept_p50_s"}, 4.0)
    found = [_seen(terms, slow).holds for terms in (TERMS, without)]

    assert found == [False, True]


def _seen(terms: Terms, series: list[Series]) -> Observation:
    """What the case of VOL-001 saw."""
    observed: list[Observation] = []
    case = next(case for case in cases_of(load_scenario("spike"), terms, series) if case.requirements == ("VOL-001",))
    case.play(lambda _name, observation: observed.append(observation))  # type: ignore[arg-type]  # stands for the judge
    return observed[0]


def test_every_requirement_of_the_area_is_asked_by_a_scenario_and_no_other() -> None:
    own = {name for name, row in CATALOGUE.items() if row.part == "load"}

    assert {name for case in known_cases() for name in case.requirements} == own
    assert {case.id.partition("::")[0] for case in known_cases()} == {f"load/{name}" for name in scenario_names()}


@pytest.mark.parametrize(
    ("series", "told"),
    [
        (calls([0.1] * 99, failed=1), "1 of 99 calls failed"),
        (calls([1.5] * 99), "95 of 100 acts took up to 1.500 s"),
        (calls([1.5] * 99, kind="look-up"), "95 of 100 look-ups took up to 1.500 s"),
        (calls([0.1] * 99), ""),
    ],
)
def test_the_first_limit_is_told_in_words(series: Series, told: str) -> None:
    assert first_limit([series, sightings(("a", 1.0, 2.0)), watch()], TERMS) == told


def test_a_dossier_that_is_late_at_the_portal_is_a_limit_too() -> None:
    assert (
        first_limit([calls([0.1] * 9), sightings(("a", 1.0, 9.0))], TERMS) == "1 of 1 dossiers were late at the portal"
    )


def test_a_step_that_was_not_asked_soundly_says_so() -> None:
    assert unsound([calls([0.1]), watch()], TERMS) == ""
    assert "generator-saturated" in unsound([calls([0.1], shortfalls=["generator-saturated"]), watch()], TERMS)
    assert "90%" in unsound([calls([0.1]), watch(busy=0.9)], TERMS)
