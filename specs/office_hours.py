"""When offices are open: weekdays, hours, public holidays, exchanged and half days (`codes/working_time.toml`).

What follows for a due date is counted elsewhere, by the province and by the suites apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

from specs.code_tables import Fidelity, build, read_table_file, rows_of
from specs.errors import SpecError

FILE: Final = "working_time.toml"
Span = tuple[time, time]
"""From opening to closing, Vietnamese time."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days in a row, both included, on which offices are closed."""

    day: date
    last: date
    vi: str
    en: str
    fidelity: Fidelity
    source: str


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """`spans` are the hours of a working day, in order; `weekdays` (Monday is 1) the working ones.

    `closed` are holidays, `every_year` those that fall on the same month and day each year.
    `special` are days with hours of their own, whatever weekday they are.
    """

    spans: tuple[Span, ...]
    weekdays: frozenset[int]
    closed: frozenset[date]
    every_year: frozenset[tuple[int, int]]
    special: Mapping[date, tuple[Span, ...]]

    def of(self, day: date) -> tuple[Span, ...]:
        """The hours of a day, in order; none where the offices are closed."""
        if day in self.special:
            return self.special[day]
        works = day.isoweekday() in self.weekdays and not self.is_holiday(day)
        return self.spans if works else ()

    def is_holiday(self, day: date) -> bool:
        """Whether a public holiday, or a day that stands in for one, falls on this day."""
        return day in self.closed or (day.month, day.day) in self.every_year


@cache
def holidays() -> tuple[Holiday, ...]:
    """Return the public holidays as the table has them."""
    rows = []
    for at, row in rows_of(FILE, "holiday"):
        days = {name: _day(row, name, at=at) for name in ("day", "last")}
        if days["last"] < days["day"]:
            raise SpecError(FILE, at, "it ends before it begins")
        rows.append(build(Holiday, row | days, file=FILE, at=at))
    return tuple(rows)


@cache
def office_hours() -> OfficeHours:
    """Return the hours of offices as the table has them; raises SpecError at the first bad row."""
    file = read_table_file(FILE)
    special: dict[date, tuple[Span, ...]] = {}
    for at, row in rows_of(FILE, "special"):
        day = _day(row, "day", at=at)
        if day in special:
            raise SpecError(FILE, at, f"{day} is repeated")
        special[day] = _spans(row["open"], at=at)
    closed = {row.day + timedelta(days=n) for row in holidays() for n in range((row.last - row.day).days + 1)}
    if twice := closed & set(special):
        raise SpecError(FILE, "special", f"{min(twice)} is a holiday too")
    return OfficeHours(
        spans=_spans(file["hours"]["open"], at="hours"),
        weekdays=frozenset(file["hours"]["weekdays"]),
        closed=frozenset(closed),
        every_year=frozenset(_month_and_day(text) for text in file["every_year"]["closed"]),
        special=MappingProxyType(special),
    )


def _day(row: Mapping[str, Any], name: str, *, at: str) -> date:
    try:
        return date.fromisoformat(row[name])
    except (KeyError, TypeError, ValueError) as exc:
        raise SpecError(FILE, at, f"{name} is no day") from exc


def _month_and_day(text: str) -> tuple[int, int]:
    day = _day({"closed": f"2000-{text}"}, "closed", at="every_year")
    return day.month, day.day


def _spans(rows: list[list[str]], *, at: str) -> tuple[Span, ...]:
    """Opening and closing times, each after the one before."""
    try:
        spans = tuple((time.fromisoformat(first), time.fromisoformat(last)) for first, last in rows)
    except (TypeError, ValueError) as exc:
        raise SpecError(FILE, at, "open is no list of from and to") from exc
    moments = [moment for span in spans for moment in span]
    if not moments or any(later <= earlier for earlier, later in pairwise(moments)):
        raise SpecError(FILE, at, "hours must follow one another")
    return spans
