"""The terminal of the person who acts: what is said there, and lines that are waited for with a deadline."""

import os
import select
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from harness.errors import HarnessError
from harness.verdict import Code

VARIABLE = "LIENTHONG_TERMINAL"
"""Names the terminal to the process that plays the campaign: `<descriptor to read> <that to write> <vi or en>`."""
LONGEST_LINE = 4096


class Terminal(Protocol):
    """Where a person reads and types."""

    language: str

    def say(self, text: str) -> None: ...
    def ask(self, prompt: str, *, within_s: float) -> str | None: ...


class DescriptorTerminal:
    """A terminal by its descriptors, which may be those of a terminal that is not the one of this process."""

    def __init__(self, source: int, sink: int, language: str) -> None:
        self._source, self._sink, self.language = source, sink, language

    def say(self, text: str) -> None:
        """Write one line."""
        with _there():
            self._write(f"{text}\n")

    def ask(self, prompt: str, *, within_s: float) -> str | None:
        """The line that is typed after the prompt; None where none came in time.

        What was typed before the prompt does not count: nobody has read the question then.
        """
        with _there():
            termios.tcflush(self._source, termios.TCIFLUSH)
            self._write(prompt)
            ready, _, _ = select.select([self._source], [], [], max(within_s, 0.0))
            line = os.read(self._source, LONGEST_LINE) if ready else None
        if line == b"":
            raise HarnessError(Code.ENVIRONMENT, "the operator's terminal was closed (end of input)")
        return None if line is None else line.decode("utf-8", errors="replace").strip()

    def _write(self, text: str) -> None:
        data = text.encode()
        while data:
            data = data[os.write(self._sink, data) :]


@contextmanager
def _there() -> Iterator[None]:
    """Raises HarnessError(ENVIRONMENT) where the terminal is gone."""
    try:
        yield
    except (OSError, termios.error) as exc:
        raise HarnessError(Code.ENVIRONMENT, f"the operator's terminal is gone: {exc}") from exc


def terminal_of_the_run() -> DescriptorTerminal:
    """The terminal that `lienthong run` handed on. Raises HarnessError(CONFIG) where it did not."""
    told = os.environ.get(VARIABLE, "").split()
    if not told:
        raise HarnessError(Code.CONFIG, "a person is to act, and there is no terminal: start it by `lienthong run`")
    source, sink, language = told
    return DescriptorTerminal(int(source), int(sink), language)
