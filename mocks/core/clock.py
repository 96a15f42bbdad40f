"""The clock of a played system: the machine's, with a skew that a behaviour may put on it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """The time as the system believes it to be: the machine's, `skew_s` seconds, and what `follow` adds to it."""

    def __init__(self) -> None:
        self.skew_s = 0.0
        self._more: Callable[[], float] | None = None

    def follow(self, more: Callable[[], float]) -> None:
        """Add the seconds that `more` gives whenever somebody asks for the time."""
        self._more = more

    def now(self) -> datetime:
        """The instant, UTC, skew included."""
        more = self._more() if self._more is not None else 0.0
        return datetime.now(UTC) + timedelta(seconds=self.skew_s + more)

    def monotonic(self) -> float:
        """Seconds that only go forward, for ages and lives; the skew does not touch them."""
        return time.monotonic()
