"""How long the province waits."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocks.province.options import ProvinceOptions
from mocks.province.outbox.backoff import growing_pause
from tests.unit.province.samples import options_for


@given(
    first=st.floats(0.001, 10),
    factor=st.floats(1, 1000),
    chances=st.lists(st.floats(0, 1, exclude_max=True), min_size=2, max_size=60),
)
def test_pauses_grow_and_are_never_shorter_than_stated(first: float, factor: float, chances: list[float]) -> None:
    longest = first * factor
    draws = iter(chances)
    pause = growing_pause(first, longest, chance=lambda: next(draws))
    pauses = [pause(failures) for failures in range(1, len(chances) + 1)]
    assert pauses[0] >= first
    assert all(first <= length <= 1.1 * longest for length in pauses)
    for failures, (before, after) in enumerate(pairwise(pauses), start=1):
        if first * 2**failures <= longest:
            assert after >= 1.3 * before


def test_thousands_of_failures_are_no_trouble() -> None:
    assert growing_pause(1, 30)(100_000) >= 30


@pytest.mark.parametrize("times", [{"first_pause_s": 0}, {"first_pause_s": 2, "max_pause_s": 1}, {"read_timeout_s": 0}])
def test_times_that_make_no_sense_are_refused(times: dict[str, float], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="first_pause_s"):
        ProvinceOptions(**options_for(tmp_path, "http://127.0.0.1:1", **times))


def test_secrets_are_not_told_by_repr(tmp_path: Path) -> None:
    told = repr(ProvinceOptions(**options_for(tmp_path, "http://127.0.0.1:1", token="hidden-token")))
    assert "not-a-real-password" not in told
    assert "hidden-token" not in told
