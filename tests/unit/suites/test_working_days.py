"""Working days as the suites count them: by the calendar, and as the reference province counts them apart."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import Inconclusive
from mocks.province.records.working_time import WORKING_DAY, of_offices
from tests.suites.working_days import day_told, moment, on_day, working_day_after
from tests.unit.harness.evidence import make_exchange


@pytest.mark.parametrize(
    ("day", "days", "then"),
    [
        ("2026-03-05", 3, "2026-03-10"),
        ("2026-02-12", 3, "2026-02-24"),
        ("2026-03-02", 1, "2026-03-03"),
        ("2026-03-07", 1, "2026-03-09"),
        ("2026-01-09", 1, "2026-01-10"),
    ],
)
def test_working_days_on_a_calendar(day: str, days: int, then: str) -> None:
    assert working_day_after(date.fromisoformat(day), days) == date.fromisoformat(then)


@given(day=st.dates(date(2025, 1, 1), date(2026, 12, 31)), days=st.integers(1, 60), minute=st.integers(1, 539))
def test_both_sides_agree_on_the_day(day: date, days: int, minute: int) -> None:
    """The two were written apart; for what is received from just after opening on they name the same day."""
    received = datetime.combine(day, moment("2026-03-02T08:00").timetz()) + timedelta(minutes=minute)
    assert of_offices().after(received, days * WORKING_DAY).date() == working_day_after(day, days)


def test_a_time_that_is_none_is_our_trouble_and_nobodys_fault() -> None:
    assert on_day(date(2026, 3, 10)) == "20260310[0-9]{6}"
    assert day_told(make_exchange(1, body={"due": "20260310100000"}), "/due") == date(2026, 3, 10)
    with pytest.raises(Inconclusive):
        day_told(make_exchange(1, body={"due": "soon"}), "/due")
    with pytest.raises(Inconclusive):
        day_told(make_exchange(1, body={}), "/due")
