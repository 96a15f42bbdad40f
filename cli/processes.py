"""Parts of ours that run as processes of their own: started, waited for until they listen, stopped."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any, NoReturn

from harness.errors import Refused

STOP_WITHIN_S = 10
STOPPING = (signal.SIGTERM, signal.SIGHUP)


def environment(**more: str) -> dict[str, str]:
    """Ours without pytest's variables, and with what is given."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return {**own, **more}


@contextmanager
def stopped_in_order() -> Iterator[None]:
    """Inside, SIGTERM and SIGHUP stop as Ctrl-C does: what was started is ended, and an open record is sealed."""
    before = {number: signal.getsignal(number) for number in STOPPING}
    for number, was in before.items():
        if was is not signal.SIG_IGN:  # `nohup` has asked for it
            signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, was in before.items():
            signal.signal(number, was)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


@dataclass(frozen=True)
class Part:
    """A command `lienthong WORDS --json` that listens; `secrets` are the variables that it alone gets to see."""

    words: Sequence[str]
    secrets: Mapping[str, str]


@contextmanager
def parts(wanted: Sequence[Part]) -> Iterator[list[Mapping[str, Any]]]:
    """Run these side by side; gives the lines that say where they listen.

    All are stopped at the end. Raises Refused with its own one line where one did not start.
    """
    started: list[subprocess.Popen[str]] = []
    try:
        started += [_start(part.words, part.secrets) for part in wanted]
        yield [_first_line(process, part.words) for process, part in zip(started, wanted, strict=True)]
    finally:
        for process in started:
            process.terminate()
        for process in started:
            _end(process)


@dataclass
class Killable:
    """One part that can be cut off as by a loss of power, and started again with the same words and secrets."""

    part: Part
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Run it, until it listens. Raises Refused with its own one line where it did not start."""
        self.process = _start(self.part.words, self.part.secrets)
        _first_line(self.process, self.part.words)

    def kill(self) -> None:
        """End it at once."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


@contextmanager
def killable(part: Part) -> Iterator[Killable]:
    """Run a part, which may be killed and started meanwhile; it is stopped at the end."""
    running = Killable(part)
    try:
        running.start()
        yield running
    finally:
        if running.process is not None:
            running.process.terminate()
            _end(running.process)


def _start(words: Sequence[str], secrets: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "cli.main", *words, "--json"],
        env=environment(**secrets),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _end(process: subprocess.Popen[str]) -> None:
    try:
        process.communicate(timeout=STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def _first_line(process: subprocess.Popen[str], words: Sequence[str]) -> Mapping[str, Any]:
    line = process.stdout.readline() if process.stdout else ""
    row: Mapping[str, Any] = json.loads(line) if line.startswith("{") else {"error": ""}
    if "error" in row:
        _, trouble = process.communicate()
        last = (trouble.strip().splitlines() or ["it said nothing"])[-1]
        raise Refused(row["error"] or f"`lienthong {' '.join(words[:2])}` did not start: {last}")
    return row
