"""What a sample of latencies tells of a percentile: of a run as a whole, and of equal windows of it."""

import math
from collections.abc import Sequence

CONFIDENCE = 0.05
"""How probable it may be, at most, that chance alone made a sample look so bad, or so good."""
WINDOWS = 5


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed. Infinite where there are none."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1] if ordered else math.inf


def holds(late: Sequence[float], limit: float, share: float, *, doubt: float = CONFIDENCE) -> bool | None:
    """Whether this share of such calls is within a limit, as a sample tells; None: it may be chance.

    From 59 calls on (299 for p99) the slowest is above the true percentile with a certainty of 95 %; fewer that are all
    quick may be chance. A few slow ones among few calls may be chance too.
    """
    over, number, allowed = sum(value > limit for value in late), len(late), 1 - share
    if over <= allowed * number:
        return True if share**number <= doubt else None
    return False if chance_of(over, number, allowed) <= doubt else None


def chance_of(over: int, number: int, share: float) -> float:
    """The probability of `over` or more out of `number`, where each is one with the probability `share`."""

    def exactly(k: int) -> float:
        ways = math.lgamma(number + 1) - math.lgamma(k + 1) - math.lgamma(number - k + 1)
        return math.exp(ways + k * math.log(share) + (number - k) * math.log1p(-share))

    return max(1.0 - sum(map(exactly, range(over))), 0.0)


def windows_of(late: Sequence[tuple[float, float]]) -> list[list[float]]:
    """Latencies by equal windows of the time in which calls were due; `late` has (due, latency), in seconds.

    A window without a call is left out.
    """
    if not late:
        return []
    first, last = min(late)[0], max(late)[0]
    width = (last - first) / WINDOWS or 1.0
    windows: list[list[float]] = [[] for _ in range(WINDOWS)]
    for due, latency in late:
        windows[min(int((due - first) / width), WINDOWS - 1)].append(latency)
    return [window for window in windows if window]


def contradicting(windows: Sequence[Sequence[float]], limit: float, share: float) -> int:
    """How many windows surely break a limit by themselves; the more windows are asked, the surer each must be."""
    return sum(holds(window, limit, share, doubt=CONFIDENCE / len(windows)) is False for window in windows)


def spread(windows: Sequence[Sequence[float]], share: float) -> str:
    """The percentile in each window, in words: from the least to the most, and the middle one."""
    values = sorted(percentile(window, share) for window in windows) or [math.inf]
    return f"{values[0]:.3f} to {values[-1]:.3f} s (median {percentile(values, 0.5):.3f})"
