"""Whether the time in a message is the time: a 12-hour clock in the afternoon is half a day off (interfaces 9, Q6)."""

from datetime import datetime
from typing import Any, Final

from mocks.core.vietnam_time import HO_CHI_MINH

FORMAT: Final = "%Y%m%d%H%M%S"
NEAR_S: Final = 300.0
HALF_A_DAY_S: Final = 12 * 3600.0


def nearness(told: Any, now: datetime) -> str:
    """`now`, `twelve-hours-off`, `other`, or `unreadable`; five minutes either way count as the same."""
    try:
        instant = datetime.strptime(told, FORMAT).replace(tzinfo=HO_CHI_MINH)
    except (TypeError, ValueError):
        return "unreadable"
    off_s = abs((instant - now).total_seconds())
    if off_s <= NEAR_S:
        return "now"
    return "twelve-hours-off" if abs(off_s - HALF_A_DAY_S) <= NEAR_S else "other"
