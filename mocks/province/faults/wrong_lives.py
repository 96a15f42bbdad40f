"""Wrong rules for the life of a dossier: how its time is counted, and what may still happen to it."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Final

from mocks.province.records.bodies import AcceptBody
from mocks.province.records.clock import VIETNAM
from mocks.province.records.dossier import ALLOWED, Status
from mocks.province.records.life import HONEST, Life
from mocks.province.records.working_time import WorkingTime
from specs.office_hours import Span, office_hours

OFFICES = office_hours()
SATURDAY = 6


def _every_day(_day: date) -> tuple[Span, ...]:
    return OFFICES.spans


def _saturdays_too(day: date) -> tuple[Span, ...]:
    saturday = day.isoweekday() == SATURDAY and not OFFICES.is_holiday(day)
    return OFFICES.spans if saturday else OFFICES.of(day)


def _holidays_too(day: date) -> tuple[Span, ...]:
    return OFFICES.spans if day.isoweekday() in OFFICES.weekdays else ()


class CountsReceptionDay(Life):
    """Counts the day of the reception as a whole one, however late in it the dossier came."""

    def promise(self, accepted: AcceptBody, at: datetime) -> datetime:
        """Begin at that day's opening, where the office was open when the dossier came."""
        local = at.astimezone(VIETNAM)
        is_open = any(first <= local.time() < last for first, last in OFFICES.of(local.date()))
        return super().promise(accepted, datetime.combine(local.date(), time(), tzinfo=VIETNAM) if is_open else at)


class CountsEvening(Life):
    """Counts what comes after hours from that day's opening, as if it had lain there in the morning."""

    def promise(self, accepted: AcceptBody, at: datetime) -> datetime:
        """Begin at that day's opening, where the office had closed when the dossier came."""
        local = at.astimezone(VIETNAM)
        spans = OFFICES.of(local.date())
        closed = bool(spans) and spans[-1][1] <= local.time()
        return super().promise(accepted, datetime.combine(local.date(), time(), tzinfo=VIETNAM) if closed else at)


CALENDAR_DAYS: Final = replace(HONEST, time=WorkingTime(_every_day))
SATURDAY_COUNTED: Final = replace(HONEST, time=WorkingTime(_saturdays_too))
HOLIDAY_COUNTED: Final = replace(HONEST, time=WorkingTime(_holidays_too))
RECEPTION_DAY_COUNTED: Final = CountsReceptionDay(time=HONEST.time)
EVENING_COUNTED: Final = CountsEvening(time=HONEST.time)
SUPPLEMENT_DOES_NOT_PAUSE: Final = replace(HONEST, pausing=frozenset({Status.OBLIGED}))
OBLIGATION_DOES_NOT_PAUSE: Final = replace(HONEST, pausing=frozenset({Status.SUPPLEMENT_ASKED}))
LATE_WITHOUT_APOLOGY: Final = replace(HONEST, apology_first=False)
WITHDRAWN_GOES_ON: Final = replace(HONEST, allowed={**ALLOWED, Status.WITHDRAWN: ALLOWED[Status.ACCEPTED]})
