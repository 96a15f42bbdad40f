"""The time in Vietnam, and the clock that a test may set."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock:
    """Real time in Vietnam plus what a test has moved it by; a restart brings it back to real time."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        """Return the moment, aware, in Vietnamese time."""
        return datetime.now(VIETNAM) + self._ahead

    def set(self, now: datetime) -> None:
        """Let it be `now` (aware); time goes on from there."""
        self._ahead = now - datetime.now(VIETNAM)
