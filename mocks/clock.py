"""The clock of a played system: the machine's, with a skew that a behaviour may put on it."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """The time as the system believes it to be. `skew_s` seconds are added to the machine's."""

    def __init__(self) -> None:
        self.skew_s = 0.0

    def now(self) -> datetime:
        """The instant, UTC, skew included."""
        return datetime.now(UTC) + timedelta(seconds=self.skew_s)

    def monotonic(self) -> float:
        """Seconds that only go forward, for ages and lives; the skew does not touch them."""
        return time.monotonic()
