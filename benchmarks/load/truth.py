# ruff: noqa: INP001 - a script, or a part of one
"""What generators say of a server's latency, beside what the server's own log of the same run says.

.venv/bin/python benchmarks/load/truth.py [--seconds 10] [--only ours]
"""

import argparse
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from peers import PEERS, PERCENTILES, Ask, ask

from load.plan import Call, Plan
from load.runner import run_load

SERVER_CORE, GENERATOR_CORE = 0, 1
PORT = 18_970
URL = f"http://127.0.0.1:{PORT}/work"
STALL_S, EVERY_S = 1.0, 5.0


@dataclass(frozen=True)
class Case:
    """A server and a rate."""

    name: str
    rate: int
    service_ms: float
    stall_s: float = 0.0


CASES = (
    Case("20 ms, 50/s", 50, 20),
    Case("20 ms, 200/s", 200, 20),
    Case("20 ms, 1,000/s", 1_000, 20),
    Case("20 ms, and a stall of 1 s every 5 s, 200/s", 200, 20, STALL_S),
)


def say(text: str) -> None:
    """Write a line, now."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@contextmanager
def serving(case: Case) -> Iterator[None]:
    """Run the server on its core."""
    command = ["taskset", "-c", str(SERVER_CORE), sys.executable, str(Path(__file__).with_name("server.py")), str(PORT)]
    words = ["--service-ms", str(case.service_ms), "--stall-s", str(case.stall_s), "--every-s", str(EVERY_S)]
    with subprocess.Popen(command + words) as server:
        try:
            for _ in range(200):
                try:
                    told()
                except OSError:
                    time.sleep(0.05)  # it is still starting
                else:
                    break
            yield
        finally:
            server.terminate()


def told() -> Mapping[str, object]:
    """Return the server's log since it was last asked."""
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/log", timeout=10) as answer:
        log: Mapping[str, object] = json.load(answer)
        return log


def percentiles(latencies_ms: Sequence[float]) -> Mapping[int, float]:
    """By nearest rank."""
    ordered = sorted(latencies_ms)
    return {p: ordered[-(-p * len(ordered) // 100) - 1] for p in PERCENTILES}


def ours(case: Case, seconds: int) -> tuple[Mapping[int, float], Mapping[int, float], Mapping[str, object]]:
    """Return what our generator says, what the log says of the same calls, and the facts of the run."""
    calls = [Call(i / case.rate, "work", "GET", URL, {"X-Call": str(i)}) for i in range(case.rate * seconds)]
    told()
    with TemporaryDirectory() as place:
        series = run_load(Plan("truth", 1, seconds, calls), into=Path(place))
    zero = datetime.fromisoformat(series.document["started_at"]).timestamp()
    left = {int(number): end for number, _, end in told()["log"]}
    truth = [(left[i] - zero - call.at_s) * 1000 for i, call in enumerate(calls)]
    told_ms = series.document["kinds"]["work"]["corrected"]
    return {p: told_ms[f"p{p}_ms"] for p in PERCENTILES}, percentiles(truth), series.document["facts"]


def of_a_grid(case: Case, seconds: int, log: Mapping[str, object]) -> tuple[Mapping[int, float], float]:
    """What calls at even distances would have met at that server, by its log; and the rate that it got."""
    entries = [(came, end) for _, came, end in log["log"]]
    first = min(came for came, _ in entries)

    def stalled(moment: float) -> float:
        into = (moment - log["zero"]) % EVERY_S
        return max(0.0, case.stall_s - into)

    service = sorted(end - came - stalled(came) for came, end in entries)
    planned = (first + i / case.rate for i in range(case.rate * seconds))
    truth = [
        (stalled(at) + service[i * len(service) // (case.rate * seconds)]) * 1000
        for i, at in enumerate(shuffled(planned))
    ]
    return percentiles(truth), len(entries) / seconds


def shuffled(moments: Iterator[float]) -> list[float]:
    """The moments in an order that has nothing to do with that of the service times."""
    listed = list(moments)
    step = 7_919
    return [listed[i * step % len(listed)] for i in range(len(listed))]


def row(name: str, said: Mapping[int, float], truth: Mapping[int, float], note: str) -> str:
    """One line of the table: said/truth and the difference in per cent, at each percentile."""
    cells = [f"{said[p]:,.1f} / {truth[p]:,.1f} ({(said[p] / truth[p] - 1) * 100:+.1f} %)" for p in PERCENTILES]
    return f"| {name} | {' | '.join(cells)} | {note} |"


def main() -> None:
    """Print a table a case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--only", default="", help="only the generator of this name")
    options = parser.parse_args()
    os.sched_setaffinity(0, {GENERATOR_CORE})
    for case in CASES:
        say(f"\n### {case.name}\n\n| generator | p50, ms: said / truth | p90 | p99 | |\n|---|---|---|---|---|")
        with serving(case):
            if options.only in {"", "ours"}:
                said, truth, facts = ours(case, options.seconds)
                note = f"open; schedule error p99 {facts['schedule_error_p99_ms']} ms"
                say(row("**ours**", said, truth, "; ".join([note, *facts["shortfalls"]])))
            for peer in PEERS:
                if options.only not in {"", peer.name}:
                    continue
                if not peer.found:
                    say(f"| {peer.name} | – | – | – | not on this machine |")
                    continue
                told()
                said = ask(peer, Ask(URL, case.rate, options.seconds, GENERATOR_CORE))
                truth, rate = of_a_grid(case, options.seconds, told())
                say(row(peer.name, said, truth, f"{'open' if peer.open else 'closed'}; {rate:,.0f}/s came"))


if __name__ == "__main__":
    main()
