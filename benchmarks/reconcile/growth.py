# ruff: noqa: INP001, T201 - a script that prints
"""What a reconciliation costs as it grows, and whether a hundred million dossiers a side finish within eight gigabytes.

python -m benchmarks.reconcile.growth [ROWS …]      by default 1, 3, 10 and 30 million; 100000000 is the large one
"""

import json
import sys
from itertools import pairwise

from benchmarks.reconcile.ratio import once

LARGE = 100_000_000
STEEPER = 1.5
"""So much dearer a million may be than at the size before."""


def main() -> None:
    """Print processor seconds for each million of rows."""
    sizes = [int(size) for size in sys.argv[1:]] or [1_000_000, 3_000_000, 10_000_000, 30_000_000]
    costs = {}
    for rows in sizes:
        made = once("ours", rows, memory="6GB" if rows >= LARGE else "3GB")
        if not made["planted_all_found_none_invented"]:
            raise SystemExit("not exactly what was planted")
        costs[rows] = {"cpu_s_per_million": round(made["cpu_s"] * 1e6 / rows, 2), "peak_gb": made["peak_gb"]}
    print(json.dumps(costs))
    a_million = [cost["cpu_s_per_million"] for cost in costs.values()]
    if any(later > STEEPER * before for before, later in pairwise(a_million)):
        raise SystemExit("the cost of a million grows with their number")


if __name__ == "__main__":
    main()
