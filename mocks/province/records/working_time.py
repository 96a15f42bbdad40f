"""Time as offices count it: a limit in working days and hours, and the moment at which it has passed. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from mocks.province.records.clock import VIETNAM
from specs.office_hours import Span, office_hours

WORKING_DAY: Final = timedelta(hours=8)
NOTHING: Final = timedelta(0)
LONGEST_CLOSED: Final = 60
"""No office is closed for so many days in a row."""

Hours = Callable[[date], tuple[Span, ...]]
"""The opening hours of a day, in order; none where the office is closed."""


class NeverOpen(Exception):
    """The hours have no end of being closed, so that no limit can pass."""


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """How long an office may take: working days of eight hours, and working hours."""

    days: int = 0
    hours: int = 0

    @property
    def length(self) -> timedelta:
        """The limit as working time."""
        return self.days * WORKING_DAY + timedelta(hours=self.hours)


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Counts only while the office is open. Moments are aware; those given back are in Vietnamese time."""

    hours: Hours

    def after(self, start: datetime, length: timedelta) -> datetime:
        """The moment at which `length` of working time has passed since `start`.

        Time that begins while the office is closed begins at the next opening. Nothing has passed at `start` itself.
        """
        left = length
        for opening, closing in self._open_from(start):
            if left <= closing - opening:
                return opening + left if length else start.astimezone(VIETNAM)
            left -= closing - opening
        raise NeverOpen

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from `start` to `end`; nothing where `end` does not come later."""
        passed = NOTHING
        if end <= start:
            return passed
        for opening, closing in self._open_from(start):
            if opening >= end:
                return passed
            passed += min(closing, end) - opening
        raise NeverOpen

    def _open_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of open time from `start` on, without end unless the office stays closed."""
        local = start.astimezone(VIETNAM)
        day, closed = local.date(), 0
        while closed < LONGEST_CLOSED:
            spans = self.hours(day)
            closed = 0 if spans else closed + 1
            for first, last in spans:
                opening, closing = (datetime.combine(day, at, tzinfo=VIETNAM) for at in (first, last))
                if closing > local:
                    yield max(opening, local), closing
            day += timedelta(days=1)


def of_offices() -> WorkingTime:
    """The working time of Vietnamese offices, by the hours and holidays of `specs/codes/working_time.toml`."""
    return WorkingTime(office_hours().of)
