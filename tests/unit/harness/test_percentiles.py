"""What a sample tells of a percentile, as a whole and window by window."""

import math

import pytest

from harness.checks.percentiles import chance_of, contradicting, holds, percentile, spread, windows_of


@pytest.mark.parametrize(
    ("over", "number", "told"),
    [(0, 59, True), (0, 58, None), (3, 60, True), (4, 60, None), (7, 60, False), (1, 10, None), (4, 10, False)],
)
def test_95_of_100_are_told_where_chance_explains_nothing_else(over: int, number: int, *, told: bool | None) -> None:
    assert holds([2.0] * over + [0.1] * (number - over), 1.0, 0.95) is told


def test_chance_is_that_of_the_binomial_tail() -> None:
    assert chance_of(0, 10, 0.05) == pytest.approx(1.0)
    assert chance_of(1, 10, 0.05) == pytest.approx(1 - 0.95**10)
    assert chance_of(10, 10, 0.05) == pytest.approx(0.05**10, abs=1e-12)


def test_windows_are_equal_in_time_and_the_empty_ones_are_left_out() -> None:
    late = [(at, at / 10) for at in (0.0, 1.0, 1.9, 2.0, 8.0, 10.0)]

    assert windows_of(late) == [[0.0, 0.1, 0.19], [0.2], [0.8, 1.0]]
    assert windows_of(list(reversed(late))) == [[0.19, 0.1, 0.0], [0.2], [1.0, 0.8]]
    assert windows_of([]) == []
    assert windows_of([(3.0, 0.1)] * 2) == [[0.1, 0.1]]


def test_a_window_contradicts_where_it_is_surer_than_one_sample_must_be() -> None:
    """One of five would be over by chance more often than one alone, so each is asked for a fifth of the doubt."""
    quick, doubtful, slow = ([2.0] * over + [0.1] * (60 - over) for over in (0, 7, 12))

    assert holds(doubtful, 1.0, 0.95) is False
    assert contradicting([quick, quick, quick, quick, doubtful], 1.0, 0.95) == 0
    assert contradicting([quick, slow, quick, slow, doubtful], 1.0, 0.95) == 2
    assert contradicting([], 1.0, 0.95) == 0


def test_a_spread_goes_from_the_least_to_the_most() -> None:
    assert spread([[0.3], [0.1, 0.9], [0.2]], 0.95) == "0.200 to 0.900 s (median 0.300)"
    assert percentile([], 0.5) == math.inf
