"""A generator's process: started, listened to, told to stop."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, Any, Final

import orjson

GENERATOR: Final = "load.locustfiles.open_arrivals"
STOP_S: Final = 15.0
"""How long one that was told to stop has to give back what it has."""
_LAST_BYTES: Final = 600


class Process:
    """One process of a generator. It does not get the terminal's Ctrl-C; it stops at the end of its input."""

    def __init__(self, popen: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
        self._popen = popen
        self._errors = errors
        self._killer: threading.Timer | None = None

    def said(self, stop: threading.Event) -> Iterator[Mapping[str, Any]]:
        """Yield what it says until it ends. `stop`, or Ctrl-C, tells it to end with what it has."""
        while True:
            try:
                for line in self._popen.stdout or ():
                    yield orjson.loads(line)
                    if stop.is_set():
                        self.halt()
                self._popen.wait()
            except KeyboardInterrupt:
                if stop.is_set():
                    raise
                stop.set()
                self.halt()
            else:
                return

    def halt(self) -> None:
        """Tell it to end, once; it is killed where it has not within `STOP_S`."""
        if self._killer is None and self._popen.stdin:
            self._popen.stdin.close()
            self._killer = threading.Timer(STOP_S, self._popen.kill)
            self._killer.daemon = True
            self._killer.start()

    def end(self) -> int:
        """Wait until it has ended, which it is told here if nobody did, and return its exit code."""
        self.halt()
        code = self._popen.wait()
        if self._killer:
            self._killer.cancel()
        return code

    def last_words(self) -> str:
        """What it wrote to its error output, the end of it, in one line."""
        self._errors.seek(0)
        return " ".join(self._errors.read().decode(errors="replace").split())[-_LAST_BYTES:]


@contextmanager
def started(*words: str) -> Iterator[Process]:
    """Start a process with these words; it has ended when the context has."""
    with (
        TemporaryFile() as errors,
        subprocess.Popen(
            [sys.executable, "-m", GENERATOR, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        ) as popen,
    ):
        process = Process(popen, errors)
        try:
            yield process
        finally:
            process.end()
