"""Runs a plan: starts the generators as processes, listens to their progress, gathers what became of the calls."""

import importlib.util
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from harness.errors import HarnessError, Refused
from harness.verdict import Code
from load.plan import Plan
from load.process import Process, started
from load.series import Run, Series, rows_of, series_of


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is, over all generators; `p99_ms` is of the last second, from the planned instant."""

    at_s: float
    sent: int
    done: int
    errors: int
    in_flight: int
    p99_ms: float | None


@dataclass(frozen=True, slots=True)
class Generators:
    """Who generates: `number` processes, here, or on other machines where `listen` (HOST:PORT) is given.

    There, `work_for` makes one each. They trust each other and speak without encryption: the network between them must
    be one's own. `come_s` is how long they have to come. `web_port` opens locust's page on the loopback.
    """

    number: int = 1
    listen: str = ""
    come_s: float = 60.0
    web_port: int = 0


HERE_ALONE = Generators()


def run_load(
    plan: Plan,
    *,
    into: Path,
    generators: Generators = HERE_ALONE,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: threading.Event | None = None,
) -> Series:
    """Run a plan, write its series into a folder, and return it.

    `stop`, or Ctrl-C, ends the run early, with what there is.
    Raises Refused where locust is not installed, HarnessError where a generator did not come or broke.
    """
    need_extra()
    with TemporaryDirectory(prefix="lienthong-load-") as place:
        files = _write_parts(plan, generators.number, Path(place))
        out = Path(place) / "rows.json"
        _conduct(files, out, generators=generators, progress=progress, stop=stop or threading.Event())
        given = orjson.loads(out.read_bytes())
    series = series_of(plan, rows_of(plan, given["rows"]), Run(given["started_at"], given["generators"]))
    series.write(into)
    return series


def work_for(address: str) -> None:
    """Generate for a master on another machine until its run is over, or until Ctrl-C. Raises as `run_load` does."""
    need_extra()
    with started("worker", *_at(address)) as process:
        for _ in process.said(threading.Event()):
            continue
        _must_have_ended_well(process)


def need_extra() -> None:
    """Raise Refused where the packages that generate load are not installed."""
    if not all(importlib.util.find_spec(package) for package in ("locust", "hdrh")):
        raise Refused("load needs the extra load: python3 scripts/bootstrap.py full")


def _write_parts(plan: Plan, number: int, place: Path) -> list[Path]:
    """Write each generator's part; the folder is readable for its owner alone, for headers hold credentials."""
    files = []
    for index, places in enumerate(plan.parts(number)):
        files.append(place / f"part-{index}.jsonl")
        files[-1].write_bytes(b"\n".join(plan.lines(places)))
    return files


def _conduct(
    files: list[Path],
    out: Path,
    *,
    generators: Generators,
    progress: Callable[[Progress], None],
    stop: threading.Event,
) -> None:
    """Start who conducts and, for several here, who generates; listen until the end."""
    role = "alone" if len(files) == 1 and not generators.listen else "master"
    words = [*_at(generators.listen or "127.0.0.1:0"), f"--out={out}", *(f"--part={file}" for file in files)]
    words += [f"--patience={generators.come_s}", f"--web-port={generators.web_port}"]
    with started(role, *words) as chief, ExitStack() as others:
        for said in chief.said(stop):
            if "progress" in said:
                progress(Progress(**said["progress"]))
            elif not generators.listen:
                for _ in files:
                    others.enter_context(started("worker", *_at(f"127.0.0.1:{said['listening']}")))
        _must_have_ended_well(chief)


def _must_have_ended_well(process: Process) -> None:
    if code := process.end():
        raise HarnessError(Code.HARNESS, f"the load generator broke (exit {code}): {process.last_words()}")


def _at(address: str) -> tuple[str, str]:
    host, colon, port = address.rpartition(":")
    if not colon or not host or not port.isdecimal():
        raise Refused(f"{address!r} is no HOST:PORT")
    return f"--host={host}", f"--port={port}"
