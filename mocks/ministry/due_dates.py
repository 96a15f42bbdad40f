"""When something is due, as the wire spells times."""

from datetime import datetime, timedelta
from typing import Final

from mocks.core.vietnam_time import HO_CHI_MINH, wire_time

SATURDAY: Final = 5
CLOSING_HOUR: Final = 17


def due(when: datetime, *, days: int) -> str:
    """The end of office hours after so many working days; public holidays are not known here."""
    day = when.astimezone(HO_CHI_MINH)
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return wire_time(day.replace(hour=CLOSING_HOUR, minute=0, second=0, microsecond=0))
