"""Latencies as HdrHistograms: microseconds to an hour, three significant digits. Needs the extra `load`."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

_HIGHEST_US: Final = 3_600_000_000
_DIGITS: Final = 3
PERCENTILES: Final = (50, 90, 95, 99)


def summary_of(seconds: Iterable[float]) -> dict[str, Any]:
    """Return count, percentiles, mean and maximum in milliseconds, and the histogram itself (V2, base64).

    Without values only the count stands there.
    """
    from hdrh.histogram import HdrHistogram  # noqa: PLC0415 - of the extra load; without it this module is imported all the same

    counts = Counter(min(max(round(value * 1_000_000), 1), _HIGHEST_US) for value in seconds)
    if not counts:
        return {"count": 0}
    histogram = HdrHistogram(1, _HIGHEST_US, _DIGITS)
    for value, count in counts.items():
        histogram.record_value(value, count)
    return {
        "count": counts.total(),
        **{f"p{percentile}_ms": _ms(histogram.get_value_at_percentile(percentile)) for percentile in PERCENTILES},
        "mean_ms": _ms(sum(value * count for value, count in counts.items()) / counts.total()),
        "max_ms": _ms(max(counts)),
        "encoded": histogram.encode().decode("ascii"),
    }


def percentiles_of(seconds: Iterable[float]) -> dict[str, float]:
    """Return the percentiles alone (nearest rank), in milliseconds; nothing without values."""
    ordered = sorted(seconds)
    return {f"p{p}_ms": _ms(ordered[-(-p * len(ordered) // 100) - 1] * 1_000_000) for p in PERCENTILES if ordered}


def _ms(microseconds: float) -> float:
    return round(microseconds / 1000, 3)
