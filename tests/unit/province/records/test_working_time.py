"""Working time: by examples from the calendar, and by what must hold of any limit and any moment."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocks.province.records.clock import VIETNAM
from mocks.province.records.time_limits import UNPUBLISHED, time_limit
from mocks.province.records.working_time import NOTHING, NeverOpen, TimeLimit, WorkingTime, of_offices
from specs.office_hours import office_hours

OFFICES = of_offices()
FIRST, LAST = datetime.fromisoformat("2025-01-01"), datetime.fromisoformat("2026-12-31")
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.just(VIETNAM))
LENGTHS = st.timedeltas(NOTHING, timedelta(hours=400))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("start", "limit", "due", "why"),
    [
        ("2026-03-03T10:00", TimeLimit(days=1), "2026-03-04T10:00", "the next day at the same hour"),
        ("2026-03-05T10:00", TimeLimit(days=3), "2026-03-10T10:00", "Saturday and Sunday do not count"),
        ("2026-03-02T16:59", TimeLimit(days=3), "2026-03-05T16:59", "one minute of the day is left, and counts"),
        ("2026-03-02T18:30", TimeLimit(days=3), "2026-03-05T17:00", "after closing, time begins the next morning"),
        ("2026-03-02T12:30", TimeLimit(hours=4), "2026-03-02T17:00", "nobody works at noon"),
        ("2026-03-02T11:00", TimeLimit(hours=2), "2026-03-02T14:00", "an hour before noon, an hour after"),
        ("2026-03-06T16:00", TimeLimit(hours=8), "2026-03-09T16:00", "eight hours over a weekend"),
        ("2026-02-12T10:00", TimeLimit(days=3), "2026-02-24T10:00", "the nine days of Tết"),
        ("2024-12-30T10:00", TimeLimit(days=3), "2025-01-03T10:00", "New Year"),
        ("2026-01-09T10:00", TimeLimit(days=1), "2026-01-10T10:00", "a Saturday that is worked in exchange"),
        ("2026-09-01T09:00", TimeLimit(days=1), "2026-09-03T17:00", "received on a holiday"),
        ("2026-03-07T09:00", TimeLimit(days=1), "2026-03-09T17:00", "received on a Saturday"),
        ("2026-03-02T08:00", TimeLimit(days=1), "2026-03-02T17:00", "a whole day from its opening on"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_a_due_date(start: str, limit: TimeLimit, due: str, why: str) -> None:
    assert OFFICES.after(moment(start), limit.length) == moment(due), why


@given(start=MOMENTS, length=LENGTHS)
def test_what_is_counted_on_is_counted_back(start: datetime, length: timedelta) -> None:
    assert OFFICES.between(start, OFFICES.after(start, length)) == length


@given(start=MOMENTS, first=LENGTHS, second=LENGTHS)
def test_two_limits_in_a_row_are_one(start: datetime, first: timedelta, second: timedelta) -> None:
    assert (
        OFFICES.after(OFFICES.after(start, first), second) == OFFICES.after(start, first + second) or not first + second
    )


@given(start=MOMENTS, length=LENGTHS.filter(bool))
def test_a_limit_ends_while_the_office_is_open(start: datetime, length: timedelta) -> None:
    due = OFFICES.after(start, length)
    assert any(first < due.time() <= last for first, last in office_hours().of(due.date()))
    assert due - start >= length


@given(start=MOMENTS, end=MOMENTS, rest=MOMENTS)
def test_stretches_add_up(start: datetime, end: datetime, rest: datetime) -> None:
    first, second, third = sorted((start, end, rest))
    assert OFFICES.between(first, second) + OFFICES.between(second, third) == OFFICES.between(first, third)
    assert OFFICES.between(third, first) == NOTHING


@given(start=MOMENTS, one=LENGTHS, other=LENGTHS)
def test_a_longer_limit_never_ends_earlier(start: datetime, one: timedelta, other: timedelta) -> None:
    shorter, longer = sorted((one, other))
    assert OFFICES.after(start, shorter) <= OFFICES.after(start, longer)


def test_half_days_count_for_half() -> None:
    morning, whole = ((time(8), time(12)),), ((time(8), time(12)), (time(13), time(17)))
    offices = WorkingTime(lambda day: morning if day == date(2026, 3, 3) else whole)
    assert offices.after(moment("2026-03-02T10:00"), TimeLimit(days=1).length) == moment("2026-03-03T10:00")
    assert offices.after(moment("2026-03-02T14:00"), TimeLimit(days=1).length) == moment("2026-03-04T09:00")


def test_an_office_that_never_opens_is_told_and_not_waited_for() -> None:
    with pytest.raises(NeverOpen):
        WorkingTime(lambda _day: ()).after(moment("2026-03-02T10:00"), timedelta(hours=1))


def test_limits_are_those_of_the_national_catalogue() -> None:
    assert time_limit("2.001019") == TimeLimit(days=1)
    assert time_limit("1.000894") == TimeLimit(days=3)
    assert time_limit("9.999999") == UNPUBLISHED
    assert TimeLimit(days=1, hours=3).length == timedelta(hours=11)
