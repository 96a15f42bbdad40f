"""How long to wait before the next try."""

import random
from collections.abc import Callable

Pause = Callable[[int], float]
"""Seconds to wait after so many failed tries in a row (1, 2, …)."""

DOUBLINGS: int = 30
SPREAD = 0.1


def growing_pause(first_s: float, max_s: float, *, chance: Callable[[], float] = random.random) -> Pause:
    """Return a pause that starts at `first_s` and doubles up to `max_s`.

    Chance adds up to a tenth and never takes away: workers drift apart, none comes early, and until the longest is
    reached each pause is at least 1.8 times the one before. `chance` gives numbers from 0 to 1.
    """

    def pause(failures: int) -> float:
        step = first_s * 2.0 ** min(failures - 1, DOUBLINGS)
        return min(step, max_s) * (1 + SPREAD * chance())

    return pause
