# ruff: noqa: INP001, T201, D103 - a script of small steps that prints
"""Five paired runs, ours against the SQL written by hand, each in a process of its own; the median of the ratios.

    python -m benchmarks.reconcile.ratio [ROWS] [PAIRS]

Within a pair one follows the other at once, and who is first changes from pair to pair: what else the machine does
then weighs on both. Both must give the same findings, and exactly those that were planted.
"""

import json
import statistics
import subprocess
import sys
from typing import Any

from benchmarks.reconcile.dossiers import FOLDER, world


def once(how: str, rows: int, *, memory: str = "3GB", seed: int = 0) -> dict[str, Any]:
    """What it took; every line is kept beside the data too, so that a stopped benchmark has not been for nothing."""
    world(rows, seed)  # made here: the making must not count
    words = [sys.executable, "-m", "benchmarks.reconcile.once", how, str(rows), memory, str(seed)]
    made = subprocess.run(words, check=True, capture_output=True, text=True)
    line = made.stdout.strip().splitlines()[-1]
    print(line, flush=True)
    with (FOLDER / "measured.jsonl").open("a", encoding="utf-8") as kept:
        kept.write(f"{line}\n")
    return json.loads(line)


def main() -> None:
    rows, pairs = (*map(int, sys.argv[1:]), *(10_000_000, 5)[len(sys.argv) - 1 :])
    ratios: dict[str, list[float]] = {"s": [], "cpu_s": []}
    peaks = []
    for pair in range(pairs):
        order = ("ours", "hand") if pair % 2 == 0 else ("hand", "ours")
        made = {how: once(how, rows) for how in order}
        if made["ours"]["answer"] != made["hand"]["answer"]:
            raise SystemExit("the answers differ")
        if not made["ours"]["planted_all_found_none_invented"]:
            raise SystemExit("not exactly what was planted")
        for unit, found in ratios.items():
            found.append(made["ours"][unit] / made["hand"][unit])
        peaks.append(made["ours"]["peak_gb"])
    for unit, found in ratios.items():
        print(f"{rows:,} rows, {pairs} pairs, ratio of {unit}: median {statistics.median(found):.2f}, {sorted(found)}")
    print(f"peak memory of ours: {max(peaks):.2f} GB")


if __name__ == "__main__":
    main()
