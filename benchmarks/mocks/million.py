# ruff: noqa: INP001 - a script
"""A million exchanges into the journal of our mock, over HTTP: none lost, memory bounded.

    python benchmarks/mocks/million.py [--exchanges 1000000]

Every tenth of the way it tells rate and memory. At the end the mock is stopped by SIGTERM and its file is read: the
sequence must be whole, every exchange must be there, and as many dossiers as were accepted. Takes some minutes and
about three gigabytes in the temporary folder.
"""

import argparse
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import make_bodies
from generators import Load, awake, drive_with_our_own
from servers import Server, ours, resident_mb

STEPS = 10
LONGEST_S = 1800.0
MOST_GROWTH = 1.25


class Lost(RuntimeError):
    """Something that was answered is not on disk."""


def fill(server: Server, exchanges: int) -> tuple[int, list[float]]:
    """Push in steps: how many pushes were accepted, and the memory after each step in MB."""
    accepted, memory = 0, []
    bodies = make_bodies(server.session)
    for step in range(STEPS):
        begun, count = time.monotonic(), exchanges // STEPS
        load = drive_with_our_own(
            server.url, bodies, seconds=LONGEST_S / STEPS, first=step * count, core=1, count=count
        )
        _hold(load, count)
        accepted += load.accepted
        memory.append(resident_mb(server.pid))
        rate = count / (time.monotonic() - begun)
        sys.stdout.write(f"{(step + 1) * count:>9,} exchanges   {rate:6.0f}/s   {memory[-1]:6.1f} MB\n")
        sys.stdout.flush()
    return accepted, memory


def _hold(load: Load, count: int) -> None:
    if load.accepted + load.refused != count or load.refused != load.invalid or load.broken:
        raise Lost(f"{load} of {count}")


def hold_against_disk(file: Path, *, exchanges: int, accepted: int) -> int:
    """Bytes of the file. Raises Lost where the sequence is not whole, or exchanges or dossiers are missing."""
    with closing(sqlite3.connect(file)) as database:
        last = 0
        for first, end, lines in database.execute("SELECT first, last, lines FROM journal ORDER BY first"):
            if first != last + 1 or lines.count(",\n") != end - first:
                raise Lost(f"the run from {first} to {end} does not follow {last}, or is not whole")
            last = end
        gaps = database.execute("SELECT count(*) FROM gaps").fetchone()[0]
        dossiers = database.execute('SELECT count(*) FROM "state dossiers"').fetchone()[0]
    if last != exchanges + 1 or gaps or dossiers != accepted:  # one more exchange: the sign-in
        raise Lost(f"{last} exchanges and {dossiers} dossiers are there of {exchanges + 1} and {accepted}, {gaps} gaps")
    return file.stat().st_size


def main() -> int:
    """Fill, stop, look; 0 where nothing is lost and memory has not grown by a quarter since the first tenth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exchanges", type=int, default=1_000_000)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        with ours(Path(folder), core=0) as server, awake(1):
            accepted, memory = fill(server, options.exchanges)
        size = hold_against_disk(Path(folder) / "dvcqg.sqlite", exchanges=options.exchanges, accepted=accepted)
    growth = memory[-1] / memory[0]
    sys.stdout.write(
        f"none lost of {options.exchanges:,}; {accepted:,} dossiers; {size / 1e9:.2f} GB on disk; "
        f"memory {memory[0]:.0f} MB after a tenth, {memory[-1]:.0f} MB at the end ({growth:.2f} times)\n"
    )
    return int(growth > MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
