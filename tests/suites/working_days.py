"""Days on which offices work, as the suites count them: apart from any province, by `specs/codes/working_time.toml`."""

from datetime import date, datetime, timedelta

from harness.checks.timing import VIETNAM, WIRE
from harness.errors import Inconclusive
from harness.exchange import Exchange, reached
from harness.verdict import Code
from specs.office_hours import office_hours


def working_day_after(day: date, days: int) -> date:
    """The `days`-th working day after `day`, which does not count itself."""
    hours = office_hours()
    while days:
        day += timedelta(days=1)
        days -= bool(hours.of(day))
    return day


def moment(text: str) -> datetime:
    """A moment in Vietnamese time: 2026-03-05T10:00."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def on_day(day: date) -> str:
    """What a time on this day looks like on the wire, as a regular expression."""
    return f"{day:%Y%m%d}[0-9]{{6}}"


def day_told(exchange: Exchange, pointer: str) -> date:
    """The day of the time at `pointer`; Inconclusive(INSUFFICIENT_DATA) where there is none."""
    told = next(iter(reached(exchange, pointer)), None)
    try:
        return datetime.strptime(str(told), WIRE).replace(tzinfo=VIETNAM).date()
    except ValueError as exc:
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"{pointer} of {exchange.id} holds no time") from exc
