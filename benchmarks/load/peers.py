# ruff: noqa: INP001 - a script, or a part of one
"""Other load generators, asked for a rate; each tells its own percentiles in milliseconds, or is named as missing."""

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
MODULES = HERE / "node_modules" / ".bin"
PERCENTILES = (50, 90, 99)
CONNECTIONS_MS = 25  # a closed generator gets as many connections as the rate needs where an answer takes so long


@dataclass(frozen=True)
class Ask:
    """What a generator is asked for: `rate` calls a second to `url` for `seconds`, on one core."""

    url: str
    rate: int
    seconds: int
    core: int

    @property
    def connections(self) -> int:
        """As many as the rate needs."""
        return max(1, round(self.rate * CONNECTIONS_MS / 1000))


@dataclass(frozen=True)
class Peer:
    """A generator: whether its arrivals are open, and how it is asked."""

    name: str
    open: bool
    ask: Callable[[Ask, Path], Mapping[int, float]]
    program: str

    @property
    def found(self) -> bool:
        """Whether it is on this machine."""
        return bool(shutil.which(self.program) or (MODULES / self.program).exists())


def ask(peer: Peer, what: Ask) -> Mapping[int, float]:
    """Return the percentiles that a generator tells of its run."""
    with TemporaryDirectory() as place:
        return peer.ask(what, Path(place))


def _run(what: Ask, *command: str, cwd: Path | None = None) -> str:
    pinned = ["taskset", "-c", str(what.core), *command]
    done = subprocess.run(pinned, capture_output=True, text=True, check=False, cwd=cwd, timeout=what.seconds + 60)
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {(done.stderr or done.stdout)[-400:]}")
    return done.stdout


def _wrk(what: Ask, _: Path) -> Mapping[int, float]:
    said = _run(what, "wrk", "-t1", f"-c{what.connections}", f"-d{what.seconds}s", "--latency", what.url)
    units = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    found = re.findall(r"^\s+(\d+)%\s+([\d.]+)(us|ms|s)$", said, re.MULTILINE)
    return {int(p): float(value) * units[unit] for p, value, unit in found if int(p) in PERCENTILES}


def _hey(what: Ask, _: Path) -> Mapping[int, float]:
    each = what.rate / what.connections
    said = _run(what, "hey", "-z", f"{what.seconds}s", "-c", str(what.connections), "-q", f"{each:g}", what.url)
    found = re.findall(r"^\s+(\d+)% in ([\d.]+) secs", said, re.MULTILINE)
    return {int(p): float(value) * 1000 for p, value in found if int(p) in PERCENTILES}


def _h2load(what: Ask, place: Path) -> Mapping[int, float]:
    log = place / "h2load.log"
    each = max(1, round(what.rate / what.connections))
    clients = max(1, round(what.rate / each))
    words = ("--h1", "-t1", f"-c{clients}", f"-D{what.seconds}", f"--rps={each}", f"--log-file={log}", what.url)
    _run(what, "h2load", *words)
    took = sorted(int(line.split("\t")[2]) / 1000 for line in log.read_text().splitlines())
    return {p: took[-(-p * len(took) // 100) - 1] for p in PERCENTILES}


def _autocannon(what: Ask, _: Path) -> Mapping[int, float]:
    words = ("-R", str(what.rate), "-c", str(what.connections), "-d", str(what.seconds), "--json", what.url)
    said = json.loads(_run(what, str(MODULES / "autocannon"), *words))
    return {p: said["latency"][f"p{p}"] for p in PERCENTILES}


def _artillery(what: Ask, place: Path) -> Mapping[int, float]:
    plan = {
        "config": {
            "target": what.url.removesuffix("/work"),
            "phases": [{"duration": what.seconds, "arrivalRate": what.rate}],
        },
        "scenarios": [{"flow": [{"get": {"url": "/work"}}]}],
    }
    (place / "plan.json").write_text(json.dumps(plan))
    _run(what, str(MODULES / "artillery"), "run", "--quiet", "-o", "report.json", "plan.json", cwd=place)
    summary = json.loads((place / "report.json").read_text())["aggregate"]["summaries"]["http.response_time"]
    return {50: summary["p50"], 90: summary["p90"], 99: summary["p99"]}


def _locust(what: Ask, place: Path) -> Mapping[int, float]:
    (place / "locustfile.py").write_text(
        "from locust import FastHttpUser, constant_throughput, task\n"
        "class One(FastHttpUser):\n"
        f"    wait_time = constant_throughput({what.rate / what.connections})\n"
        "    @task\n"
        "    def work(self): self.client.get('/work')\n"
    )
    users = str(what.connections)
    words = ("--headless", "-u", users, "-r", users, "-t", f"{what.seconds}s", "-H", what.url.removesuffix("/work"))
    _run(what, sys.executable, "-m", "locust", *words, "--csv", "told", "--only-summary", cwd=place)
    with (place / "told_stats.csv").open(newline="") as file:
        total = next(row for row in csv.DictReader(file) if row["Name"] == "Aggregated")
    return {p: float(total[f"{p}%"]) for p in PERCENTILES}


PEERS = (
    Peer("wrk", open=False, ask=_wrk, program="wrk"),
    Peer("hey", open=False, ask=_hey, program="hey"),
    Peer("h2load --rps", open=False, ask=_h2load, program="h2load"),
    Peer("autocannon -R", open=False, ask=_autocannon, program="autocannon"),
    Peer("locust constant_throughput", open=False, ask=_locust, program=sys.executable),
    Peer("artillery arrivalRate", open=True, ask=_artillery, program="artillery"),
)
