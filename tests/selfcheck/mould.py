"""Provinces by the dozen: one process loads all that a province needs, and forks for each that is asked for.

A province that is started from nothing takes 2 s of processor time, most of it to load code; a fork takes none of that.
As a program it reads one JSON object a line, {"words": […], "env": {…}}, and answers {"pid": n} before the province
itself says where it listens.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

STOP_WITHIN_S = 10


class Mould:
    """The program as seen from outside; one province at a time."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self._program = program
        self._pid: int | None = None

    def start(self, words: Sequence[str], env: Mapping[str, str]) -> None:
        """Run `lienthong WORDS --json` with these variables beside our own, and wait until it listens."""
        assert self._program.stdin is not None
        self._program.stdin.write(json.dumps({"words": [*words, "--json"], "env": dict(env)}) + "\n")
        self._program.stdin.flush()
        self._pid = self._said()["pid"]
        said = self._said()
        assert "url" in said, f"{words} did not start: {said}"

    def stop(self) -> None:
        """End the province in good order, or at once where it takes too long; returns when it is gone."""
        pid, self._pid = self._pid, None
        if pid is None:
            return
        until = time.monotonic() + STOP_WITHIN_S
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
            while time.monotonic() < until:
                os.kill(pid, 0)
                time.sleep(0.01)  # it is no child of this process, and cannot be waited for
            os.kill(pid, signal.SIGKILL)

    def _said(self) -> dict[str, Any]:
        assert self._program.stdout is not None
        line = self._program.stdout.readline()
        said: dict[str, Any] = json.loads(line) if line.startswith("{") else {"error": line or "nothing"}
        return said


@contextmanager
def mould() -> Iterator[Mould]:
    """Run the program while the block lasts."""
    with subprocess.Popen(
        [sys.executable, "-P", "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as program:
        made = Mould(program)
        try:
            yield made
        finally:
            made.stop()
            program.terminate()


def serve() -> None:
    """Fork for each line of standard input, until it ends."""
    import cli.main  # noqa: PLC0415 - what is loaded here need not be loaded by any province
    import cli.serve_province  # noqa: F401, PLC0415 - as above

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    for line in sys.stdin:
        wanted = json.loads(line)
        if os.fork() == 0:
            _be(wanted["words"], wanted["env"])


def _be(words: Sequence[str], env: Mapping[str, str]) -> NoReturn:
    """Become `lienthong WORDS`."""
    import cli.main  # noqa: PLC0415 - loaded before

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    sys.stdout.write(json.dumps({"pid": os.getpid()}) + "\n")
    sys.stdout.flush()
    os.environ.update(env)
    sys.argv = ["lienthong", *words]
    code = 1
    try:
        cli.main.main()
        code = 0
    except SystemExit as exc:
        code = exc.code if isinstance(exc.code, int) else 1
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
