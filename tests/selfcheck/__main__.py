"""`make selfcheck-full`: every fault against every case, false alarms, mutation; the kill matrix is written to docs.

    python -m tests.selfcheck [--shard 1/4] [--jobs N] [--minutes M] [--results DIR] [--only KIND[/NAME]]

A run that was stopped goes on where it was; shards that share a folder of results complete each other. The matrix is
written once every fault was judged (`--only fault` is enough), the summary once all is there. Exits 0; 1 on a miss,
collateral or a false alarm, where the matrix has a gap, or too few mutants are killed; 3 while results are missing.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.selfcheck.full import Plan, make_plan
from tests.selfcheck.matrix import PLACE
from tests.selfcheck.summary import conclude, keep_matrix, objections
from tests.selfcheck.tasks import ROOT, Results, Run, Shard, state_digest

INCOMPLETE = 3
MINUTES = 60.0


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.selfcheck", description="The full self-check.")
    parser.add_argument("--shard", default="1/1", metavar="N/OF", help="play the N-th of so many parts")
    parser.add_argument(
        "--jobs", type=int, default=(os.cpu_count() or 1) * 5, help="runs side by side; most of a run is waiting"
    )
    parser.add_argument("--minutes", type=float, default=MINUTES, help="begin nothing after so long")
    parser.add_argument("--results", type=Path, default=ROOT / ".cache" / "selfcheck", help="where results are kept")
    parser.add_argument("--only", action="append", metavar="KIND[/NAME]", help="play only these")
    return parser.parse_args(words)


def main(words: Sequence[str]) -> int:
    """Play what is missing, then judge if all is there."""
    options = _options(words)
    began = time.monotonic()
    number, _, of = options.shard.partition("/")
    shard, results = Shard(int(number), int(of)), Results(options.results / state_digest())
    with tempfile.TemporaryDirectory(prefix="lienthong-selfcheck-") as scratch, ExitStack() as stack:
        plan = make_plan(Path(scratch), stack)
        chosen = tuple(options.only or [""])
        tasks = [task for task in plan.tasks if shard.holds(task) and str(task.place).startswith(chosen)]
        run = Run(results, Path(scratch), told=_tell, stop_at=began + 60 * options.minutes)
        troubles = run.play(tasks, jobs=options.jobs)
    for trouble in troubles:
        _tell(f"trouble: {trouble}")
    return _judge(plan, results, seconds=time.monotonic() - began)


def _judge(plan: Plan, results: Results, *, seconds: float) -> int:
    missing = [task for task in plan.tasks if results.of(task) is None]
    if missing:
        if not {plan.honest, *plan.deviations} & set(missing):
            _tell("\n".join([*objections(keep_matrix(plan, results)), f"written: {PLACE}"]))
        _tell(f"{len(missing)} of {len(plan.tasks)} results are missing; the same command goes on: {results.folder}")
        return INCOMPLETE
    lines, failed = conclude(plan, results, seconds=seconds)
    for line in lines:
        _tell(line)
    return int(failed)


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
