"""Scenarios are read whole or refused whole, and say how time is compressed."""

from pathlib import Path

import pytest

import load.scenario
from harness.errors import Refused
from load.scenario import load_scenario, scenario_names
from load.volume import expected_volume

VOLUME = expected_volume("86")
SCENARIO = """
schema = "lienthong/scenario/1"
name = "one"
vi = "một"
en = "one"
why = "a test"
life_s = 5

[[phase]]
seconds = 20
of = "mean"
load = 1
"""


def test_the_nine_are_there() -> None:
    expected = "backlog-drain failover find-capacity first-day month-end normal-day peak-hour soak spike"
    assert scenario_names() == tuple(expected.split())


@pytest.mark.parametrize("name", scenario_names())
def test_each_has_calls_from_beginning_to_end(name: str) -> None:
    scenario = load_scenario(name)
    rates = scenario.rates(VOLUME)
    assert sum(seconds for seconds, _ in rates) == pytest.approx(scenario.span_s)
    assert all(rate > 0 for _, rate in rates)


def test_a_spike_is_four_times_the_peak_and_no_hours_are_those_of_another_day() -> None:
    before, spike, after = (rate for _, rate in load_scenario("spike").rates(VOLUME))
    assert spike == pytest.approx(12 * before)
    assert before == after == VOLUME.dossiers_per_s


def test_a_day_passes_hour_by_hour_at_the_rates_of_the_hours() -> None:
    rates = load_scenario("normal-day").rates(VOLUME)
    assert len(rates) == 8
    assert rates[1][1] == max(rate for _, rate in rates)
    assert sum(rate for _, rate in rates) / 8 == pytest.approx(VOLUME.dossiers_per_s * 1.1)  # a Wednesday in March


@pytest.mark.parametrize(
    ("name", "times"), [("peak-hour", 1), ("normal-day", 240), ("backlog-drain", 240), ("soak", 1)]
)
def test_compression_is_told(name: str, times: float) -> None:
    assert load_scenario(name).compression == times


@pytest.mark.parametrize(("name", "times"), [("soak", 6), ("normal-day", 288), ("backlog-drain", 216)])
def test_a_scenario_in_fewer_seconds_keeps_its_rates_and_says_so(name: str, times: float) -> None:
    whole = load_scenario(name)
    short = whole.within(100)

    assert short.span_s == pytest.approx(100)
    assert [rate for _, rate in short.rates(VOLUME)] == [rate for _, rate in whole.rates(VOLUME)]
    assert [event.at_s / short.span_s for event in short.events] == pytest.approx(
        [event.at_s / whole.span_s for event in whole.events]
    )
    assert short.compression == pytest.approx(times)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("mean", "median"), "is not one of"),
        (("seconds = 20", "seconds = 0"), "less than or equal"),
        (('why = "a test"', ""), "required"),
        (('name = "one"', 'name = "two"'), "calls itself"),
        (('of = "mean"', 'of = "day"'), "no day is named"),
        (("life_s = 5", "life_s = 5\npace = 2"), "unexpected"),
        (("load = 1", 'load = 1\n[[event]]\nat_s = 30\nwhat = "portal-away"'), "within the run"),
    ],
)
def test_a_bad_one_is_refused(
    change: tuple[str, str], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load.scenario, "_FOLDER", tmp_path)
    (tmp_path / "one.toml").write_text(SCENARIO, encoding="utf-8")
    assert load_scenario("one").span_s == 20
    (tmp_path / "one.toml").write_text(SCENARIO.replace(*change), encoding="utf-8")
    with pytest.raises(Refused, match=reason):
        load_scenario("one")


def test_an_unknown_one_is_refused_with_the_names_of_all() -> None:
    with pytest.raises(Refused, match="peak-hour"):
        load_scenario("rush")
