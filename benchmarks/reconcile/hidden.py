# ruff: noqa: INP001, T201 - a script that prints
"""Five thousand differences among millions of dossiers, drawn anew by each seed: all found with their cause, no other.

python -m benchmarks.reconcile.hidden [ROWS [SEEDS [FIRST]]]      stops at the first seed that is not found exactly
"""

import sys

from benchmarks.reconcile.ratio import once


def main() -> None:
    """Print what each seed took, and how many findings there were in all."""
    rows, seeds, first = map(int, (*sys.argv[1:], *(10_000_000, 5, 1)[len(sys.argv) - 1 :]))
    found = 0
    for seed in range(first, first + seeds):
        made = once("ours", rows, seed=seed)
        if not made["planted_all_found_none_invented"]:
            raise SystemExit(f"seed {seed}: not exactly what was planted")
        found += made["found"]
    print(f"{rows:,} rows, {seeds} seeds: {found} findings, exactly those that were planted")


if __name__ == "__main__":
    main()
