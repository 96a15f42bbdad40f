# ruff: noqa: INP001, T201 - a script, started by path, that prints
"""Touches a signed record ten thousand times, each time in one place, and wants `verify` to find every one.

    .venv/bin/python benchmarks/evidence/touch.py [--tries 10000] [--seed 1]

Ends with 0 where all were found, with 1 otherwise; prints what was not found.
"""

import argparse
import collections
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from harness.errors import IntegrityBroken
from harness.verify import verify
from tests.unit.harness.sealed import FIRST, make_record, nowhere
from tests.unit.harness.test_signature import TODAY, key, signed
from tests.unit.harness.touched import TOUCHES, touch


def main() -> int:
    """Try, count, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng, found, missed = random.Random(options.seed), collections.Counter[str](), []
    started = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        pair = key(Path(folder) / "keys")
        record = signed(make_record(Path(folder) / "out", [FIRST]), pair)
        for number in range(options.tries):
            copy = Path(folder) / "copy" / "record"
            shutil.copytree(record, copy)
            what = touch(copy, TOUCHES[number % len(TOUCHES)], rng)
            try:
                verify(copy, [pair[0]], find=nowhere, today=TODAY)
                missed.append(what)
            except IntegrityBroken:
                found[what] += 1
            shutil.rmtree(copy.parent)
    for what, times in sorted(found.items()):
        print(f"{times:6d} found  {what}")
    print(f"{sum(found.values())} of {options.tries} found in {time.process_time() - started:.0f} CPU s")
    for what in missed:
        print(f"NOT found: {what}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
