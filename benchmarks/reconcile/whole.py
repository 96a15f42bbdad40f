# ruff: noqa: INP001, T201 - a script that prints
"""Everything that is measured of reconciliation, one after the other, in a quiet half hour.

python -m benchmarks.reconcile.whole [MINUTES]      by default 30; nothing is begun that will hardly end in them

The data are made first where they are not there, and stay. What was begun is ended; every line is printed, and those of
our runs are kept beside the data too.
"""

import subprocess
import sys
import time

STEPS = (
    (4, "ratio", "10000000", "5"),
    (1, "growth", "1000000", "3000000", "10000000"),
    (3, "hidden", "10000000", "5"),
    (3, "growth", "30000000"),
    (6, "fields", "10000000", "3"),
    (9, "growth", "100000000"),
)
"""Minutes that each is likely to take, the making of its data in them, and what is measured."""


def main() -> None:
    """Run the steps for which there is time; exits 1 where one was left out or failed."""
    minutes, begun = int((*sys.argv[1:], "30")[0]), time.monotonic()
    failed = []
    for likely, *step in STEPS:
        spent = (time.monotonic() - begun) / 60
        print(f"{spent:.1f} min: {' '.join(step)}", flush=True)
        if spent + likely > minutes:
            failed.append(f"{' '.join(step)}: no time")
        elif (
            ended := subprocess.run([sys.executable, "-m", f"benchmarks.reconcile.{step[0]}", *step[1:]], check=False)
        ).returncode:
            failed.append(f"{' '.join(step)}: exit {ended.returncode}")
    print(f"{(time.monotonic() - begun) / 60:.1f} min in all")
    if failed:
        sys.exit("\n".join(failed))


if __name__ == "__main__":
    main()
