"""Arrivals: seeded equal, as many as the rates ask for, and each dossier in its order."""

import random
from collections import Counter
from itertools import pairwise
from statistics import mean, pvariance

from hypothesis import given, settings
from hypothesis import strategies as st

from load.arrivals import Arrival, arrivals_of, ministry_work, moments
from load.scenario import Phase, Scenario, load_scenario
from load.volume import expected_volume

VOLUME = expected_volume("86")
RATES = st.lists(st.tuples(st.floats(0.5, 20), st.floats(0, 30)), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(RATES, st.integers())
def test_moments_are_the_seeds_in_order_and_within(rates: list[tuple[float, float]], seed: int) -> None:
    once = list(moments(rates, random.Random(seed)))
    assert once == list(moments(rates, random.Random(seed)))
    assert all(one <= other for one, other in pairwise(once))
    assert all(0 <= at <= sum(seconds for seconds, _ in rates) for at in once)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(RATES, st.integers(0, 1_000))
def test_the_rate_integrates_to_the_number(rates: list[tuple[float, float]], seed: int) -> None:
    expected = sum(seconds * rate for seconds, rate in rates)
    counts = [len(list(moments(rates, random.Random(seed * 1_000 + run)))) for run in range(60)]
    assert abs(mean(counts) - expected) <= 5 * (expected / 60) ** 0.5 + 0.2


def test_the_number_varies_as_poissons_does() -> None:
    counts = [len(list(moments([(10, 5.0), (10, 0.0), (5, 10.0)], random.Random(run)))) for run in range(800)]
    assert abs(mean(counts) - 100) < 2
    assert 80 < pvariance(counts) < 125


def test_nothing_comes_where_the_rate_is_0() -> None:
    assert not [at for at in moments([(5, 8.0), (5, 0.0), (5, 8.0)], random.Random(1)) if 5 < at < 10]


def test_the_same_seed_gives_the_same_calls_and_another_others() -> None:
    peak = load_scenario("peak-hour")
    assert arrivals_of(VOLUME, peak, 1) == arrivals_of(VOLUME, peak, 1)
    assert arrivals_of(VOLUME, peak, 1) != arrivals_of(VOLUME, peak, 2)


def test_a_dossier_begins_with_its_acceptance_and_ends_with_its_return() -> None:
    of_dossier: dict[int, list[Arrival]] = {}
    for arrival in arrivals_of(VOLUME, _long(), 3):
        of_dossier.setdefault(arrival.dossier, []).append(arrival)
    whole = [arrivals for arrivals in of_dossier.values() if arrivals[-1].kind == "return"]
    assert len(whole) > 100
    for arrivals in whole:
        kinds = [arrival.kind for arrival in arrivals]
        assert kinds[:2] == ["file-online", "take-in"] if arrivals[0].channel == "online" else kinds[0] == "accept"
        assert kinds[-2:] == ["finish", "return"]
        assert kinds.count("process") == 2


def test_every_kind_comes_as_often_as_expected() -> None:
    calls = Counter(arrival.kind for arrival in arrivals_of(VOLUME, _long(), 5))
    for kind, rate in VOLUME.calls_per_s().items():
        expected = rate * 10 * 1_000
        assert abs(calls[kind] - expected) < 5 * expected**0.5 + 0.02 * expected, kind


def test_ministries_make_their_share_and_move_it_on() -> None:
    work, dossiers = ministry_work(VOLUME, _long(), 1), VOLUME.dossiers_per_s * 10 * 1_000
    share, steps = VOLUME.number("ministry_dossiers_per_dossier"), VOLUME.number("steps_per_ministry_dossier")

    assert work == ministry_work(VOLUME, _long(), 1)
    assert work != ministry_work(VOLUME, _long(), 2)
    assert abs(len(work.made) - share * dossiers) < 5 * (share * dossiers) ** 0.5
    assert abs(len(work.moved) - steps * len(work.made)) < 0.02 * steps * len(work.made)
    assert list(work.moved) == sorted(work.moved)


def test_a_multiple_of_the_load_is_a_multiple_of_the_calls() -> None:
    once, thrice = (len(arrivals_of(VOLUME, _long(), 1, times=times)) for times in (1, 3))
    assert 2.9 < thrice / once < 3.1


def _long() -> Scenario:
    return Scenario("long", "", "", "", life_s=5, phases=(Phase(1_000, "mean", 10),))
