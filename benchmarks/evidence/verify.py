# ruff: noqa: INP001, T201 - a script, started by path, that prints
"""Seals a record of many exchanges, as large as real ones, and verifies it by the command, in a process of its own.

    .venv/bin/python benchmarks/evidence/verify.py [--exchanges 100000] [--repeats 3] [--profile]

Prints seconds by the clock and of the processor for each repeat, start of the command included.
"""

import argparse
import cProfile
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from cli.verify import verify_record
from harness.assessment import totals
from harness.checks import CHECKS
from harness.judge import Judge
from harness.record import open_record, read_events, seal
from tests.unit.harness.evidence import FENCE, fence, make_exchange
from tests.unit.harness.sealed import FIRST, case_of, run_json

CITED = 50
"""Exchanges that a judgement cites."""
CITED_BY = 300
"""Judgements, about as many as in a run."""


def make(folder: Path, exchanges: int) -> Path:
    """A sealed record: so many exchanges of about 1.5 kB, and judgements each on some of them."""
    writer = open_record(folder / "record", run_json([FIRST]))
    seen = []
    headers = {"accept": "application/json", "content-type": "application/json; charset=utf-8", "x-request": "r" * 32}
    for number in range(1, exchanges):
        body = {
            "MaHoSo": f"H56.20-261122-{number:06d}",
            "TenTTHC": "Đăng ký khai sinh",
            "ChuHoSo": {"Ten": "Nguyễn Văn " + "x" * 20, "DiaChi": "Phường 1, Thanh Hóa"},
            "GiayTo": [{"Ten": f"Tờ khai {part}", "Cỡ": part * 1000} for part in range(6)],
        }
        exchange = make_exchange(number, "Push", body=body, reply={"error_code": "0", "result": []}, headers=headers)
        seen.append(exchange)
        writer.append("exchange", exchange.raw)
    last = fence(exchanges + 1)
    writer.append("exchange", last.raw)
    key = {"case": case_of(FIRST), "instance": "", "attempt": 1}
    writer.append("case-started", key)
    judge = Judge(case_of(FIRST), "", 1, (FIRST,), writer.append)
    for number in range(CITED_BY):
        some = [*seen[number * CITED : (number + 1) * CITED], last]
        judge(FIRST, CHECKS["number_is"](some, {"operation": "Push"}, at_least=0, at_most=CITED + 1, fence=FENCE))
    made = len({str(row.to_json()) for row in judge.judgements})
    writer.append("case-ended", {**key, "verdict": "PASS", "code": None, "message": "", "judgements": made})
    writer.append("campaign-ended", {**totals(read_events(writer.folder)), "completed": True})
    writer.close()
    seal(writer.folder, at=datetime(2026, 11, 22, 8, 0, 0, tzinfo=UTC))
    return writer.folder


def verify(record: Path) -> tuple[float, float]:
    """Seconds by the clock and of the processor of `lienthong verify`; ends where it finds a contradiction."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([sys.executable, "-P", "-m", "cli.main", "verify", str(record)], check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(done.returncode)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - started, spent


def profile(record: Path) -> None:
    """Where the time goes."""
    with cProfile.Profile() as profiler:
        verify_record(record, keys=(), report=None, policy=None, json_only=True)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


def main() -> int:
    """Make, verify, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exchanges", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        record = make(Path(folder) / "out", options.exchanges)
        size = (record / "journal.jsonl").stat().st_size / 1e6
        print(f"{options.exchanges} exchanges, {size:.0f} MB")
        if options.profile:
            profile(record)
        for _ in range(options.repeats):
            clock, spent = verify(record)
            print(f"{clock:.2f} s by the clock, {spent:.2f} s of the processor")
    return 0


if __name__ == "__main__":
    sys.exit(main())
