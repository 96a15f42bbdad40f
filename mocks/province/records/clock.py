"""The time in Vietnam, and the clock that a test may set."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock:
    """Real time in Vietnam until a test sets it; a restart brings it back to real time.

    `rate` is how many of its seconds pass in one of real time.
    """

    def __init__(self) -> None:
        self.rate = 1.0
        self._set_at = self._began_at = datetime.now(VIETNAM)

    def now(self) -> datetime:
        """Return the moment, aware, in Vietnamese time."""
        return self._began_at + (datetime.now(VIETNAM) - self._set_at) * self.rate

    def set(self, now: datetime, *, rate: float | None = None) -> None:
        """Let it be `now` (aware); time goes on from there, at that rate or as before."""
        self._set_at, self._began_at = datetime.now(VIETNAM), now.astimezone(VIETNAM)
        self.rate = self.rate if rate is None else rate
