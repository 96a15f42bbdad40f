# ruff: noqa: INP001 - a script, or a part of one
"""Pushes a second: our mock beside Stoplight Prism and WireMock, on one core each, paired rounds on this machine.

    python benchmarks/mocks/throughput.py [--rounds 3] [--seconds 6] [--warm-up 4] [--generator wrk|own]
        [--bodies 200] [--json FILE]

Every server is given the same pushes of 2 KB by the same generator, 32 connections, in turn; 5 % of the bodies break
the schema and must be refused. Ours checks the session, validates, keeps the dossier and journals; Prism validates;
WireMock validates and journals. How to install the two, and what the figures mean: README.md beside this file.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import BODIES, SCOPES, make_bodies
from generators import Load, awake, drive_with_our_own, drive_with_wrk, find_wrk
from servers import Server, ask, missing, ours, prism, processor_s, resident_mb, wiremock

SERVERS = (ours, prism, wiremock)
TARGETS = {"Prism": 3.0, "WireMock": 10.0}
FIRST_MEASURED = 1_000_000  # codes from here on are of the measured part; the warm-up takes those before


@dataclass(frozen=True)
class Measured:
    """What one server did in one round. `core` is the share of its core that it was given, from 0 to 1."""

    load: Load
    core: float
    resident_mb: float

    @property
    def rate_by_processor(self) -> float:
        """Answers a second of the processor's time: what others on the machine take away is not held against it."""
        return self.load.rate / self.core


class Untrue(RuntimeError):
    """A figure that must not be told: something was refused or accepted that should not have been."""


def measure(server: Server, options: argparse.Namespace) -> Measured:
    """Warm one server up, then measure it. Raises Untrue where it did not refuse exactly the invalid bodies."""
    use_wrk = options.generator == "wrk"
    drive = partial(
        drive_with_wrk if use_wrk else drive_with_our_own, server.url, make_bodies(server.session, count=options.bodies)
    )
    drive(seconds=options.warm_up, first=0, core=options.generator_core)
    before = processor_s(server.pid)
    load = drive(seconds=options.seconds, first=FIRST_MEASURED, core=options.generator_core)
    if not load.refused_as_sent or not load.accepted:
        raise Untrue(f"{server.name}: {load}")
    core = (processor_s(server.pid) - before) / load.seconds
    measured = Measured(load, core, resident_mb(server.pid))
    sys.stdout.write(
        f"  {server.name:<9}{load.rate:>8.0f}/s   p50 {load.p50_ms:>7.2f} ms   p99 {load.p99_ms:>7.2f} ms   "
        f"refused {load.refused} of {load.invalid} invalid   core {core:4.0%}: {measured.rate_by_processor:.0f}/s of it"
        f"   {measured.resident_mb:.0f} MB\n"
    )
    sys.stdout.flush()
    if server.control:
        _hold_against_the_mock(server, load)
    return measured


def _hold_against_the_mock(server: Server, load: Load) -> None:
    """Our own mock must have journaled at least what the generator counted."""
    journaled = int(str(ask(server.control, "GET", "/control/1/identity")["journal_next"])) - 1
    if journaled < load.accepted + load.refused:
        raise Untrue(f"{journaled} exchanges are journaled, {load.accepted + load.refused} were answered")


def run_round(options: argparse.Namespace, *, shift: int) -> dict[str, Measured]:
    """All servers once, one after another, beginning with another one each round."""
    measured: dict[str, Measured] = {}
    wanted = [start for start in SERVERS if options.only in (None, start.__name__)]
    for start in wanted[shift % len(wanted) :] + wanted[: shift % len(wanted)]:
        with (
            TemporaryDirectory() as folder,
            start(Path(folder), core=options.server_core, scope=options.scope) as server,
            awake(options.generator_core),
        ):
            measured[server.name] = measure(server, options)
    return measured


def summary(rounds: Sequence[dict[str, Measured]]) -> list[str]:
    """Median and spread of the paired ratios, and whether the targets are met."""
    lines = []
    for name, target in TARGETS.items():
        by_clock = sorted(row["ours"].load.rate / row[name].load.rate for row in rounds)
        by_core = sorted(row["ours"].rate_by_processor / row[name].rate_by_processor for row in rounds)
        slower = sum(row["ours"].load.p99_ms > row[name].load.p99_ms for row in rounds)
        reached = "reached" if statistics.median(by_clock) >= target else "MISSED"
        lines.append(
            f"ours / {name:<9} {_spread(by_clock)} by the clock, {_spread(by_core)} by processor time; "
            f"target {target:g} by the clock: {reached}; p99 worse in {slower} of {len(rounds)} rounds"
        )
    return lines


def _spread(ratios: Sequence[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"


def read_options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, choices=range(1, 21), metavar="1-20")
    parser.add_argument("--seconds", type=int, default=6, help="measured, a server and round")
    parser.add_argument("--warm-up", type=int, default=4, help="seconds before that, a server and round")
    parser.add_argument("--generator", choices=("wrk", "own"), default="wrk" if find_wrk() else "own")
    parser.add_argument("--bodies", type=int, default=BODIES, help="different ones, each with people of its own")
    parser.add_argument("--scope", choices=SCOPES, default=SCOPES[0], help="what Prism and WireMock are given")
    parser.add_argument("--only", choices=[start.__name__ for start in SERVERS], help="one server, for profiling")
    parser.add_argument("--server-core", type=int, default=0)
    parser.add_argument("--generator-core", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write every figure here")
    return parser.parse_args()


def main() -> int:
    """Measure; 0 where both targets are reached, 1 where not, 2 where something is missing."""
    options = read_options()
    if lacks := missing():
        sys.stderr.write("; ".join(lacks) + "\n")
        return 2
    sys.stdout.write(
        f"{options.scope}, generator {options.generator}, {options.bodies} bodies, "
        f"{options.rounds} rounds of {options.seconds:g} s each\n"
    )
    rounds = []
    for number in range(options.rounds):
        sys.stdout.write(f"round {number + 1}\n")
        rounds.append(run_round(options, shift=number))
    lines = [] if options.only else summary(rounds)
    sys.stdout.write("\n".join(lines) + "\n")
    if options.json:
        rows = [
            {name: vars(one.load) | {"rate": one.load.rate, "core": one.core} for name, one in row.items()}
            for row in rounds
        ]
        options.json.write_text(json.dumps({"rounds": rows, "summary": lines}, indent=2) + "\n", encoding="utf-8")
    return int(any("MISSED" in line for line in lines))


if __name__ == "__main__":
    sys.exit(main())
