"""Processes of ours by the dozen: one process loads all that they need, and forks for each that is asked for.

A province that is started from nothing takes 2 s of processor time, most of it to load code, and a run takes half a
second to begin; a fork takes none of that. As a program it reads one JSON object a line, {"words": […], "env": {…}},
and answers {"pid": n} before the command itself says anything. With {"told": folder, "cwd": folder} the command runs in
`cwd`, and what it says, and the code it ended with, come to lie in `told`.
"""

import gc
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

from tests.cli.command import Done, environment

STOP_WITHIN_S = 10
SAID = {"stdout": 1, "stderr": 2}
CODE = "code"


class Mould:
    """The program as seen from outside; one province at a time, and one run."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self._program = program
        self._pid: int | None = None

    def start(self, words: Sequence[str], env: Mapping[str, str]) -> None:
        """Run `lienthong WORDS --json` with these variables beside our own, and wait until it listens."""
        self._pid = self._fork({"words": [*words, "--json"], "env": environment(env)})
        said = self._said()
        assert "url" in said, f"{words} did not start: {said}"

    def stop(self) -> None:
        """End the province in good order, or at once where it takes too long; returns when it is gone."""
        pid, self._pid = self._pid, None
        if pid is None:
            return
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
            if not gone(pid, within=STOP_WITHIN_S):
                os.kill(pid, signal.SIGKILL)

    def run(self, *words: str, cwd: Path, env: Mapping[str, str], longest_s: float) -> Done:
        """`lienthong WORDS` in a folder, to its end: what `tests.cli.command.lienthong` does, without the loading."""
        with tempfile.TemporaryDirectory() as folder:
            told = Path(folder)
            pid = self._fork({"words": words, "env": environment(env), "told": folder, "cwd": str(cwd)})
            ended = False
            try:
                ended = gone(pid, within=longest_s)
            finally:
                if not ended:  # nor where the test itself is stopped meanwhile
                    os.kill(pid, signal.SIGKILL)
            if not ended:
                raise subprocess.TimeoutExpired(["lienthong", *words], longest_s)
            stdout, stderr = ((told / name).read_text(encoding="utf-8") for name in SAID)
            return Done(int((told / CODE).read_text(encoding="utf-8")), stdout, stderr)

    def _fork(self, wanted: Mapping[str, Any]) -> int:
        assert self._program.stdin is not None
        self._program.stdin.write(json.dumps(wanted) + "\n")
        self._program.stdin.flush()
        pid: int = self._said()["pid"]
        return pid

    def _said(self) -> dict[str, Any]:
        assert self._program.stdout is not None
        line = self._program.stdout.readline()
        said: dict[str, Any] = json.loads(line) if line.startswith("{") else {"error": line or "nothing"}
        return said


def gone(pid: int, *, within: float) -> bool:
    """Wait for the end of a process that is no child of ours, at most `within` seconds."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        look = select.poll()  # select() knows descriptors up to 1023 alone
        look.register(watched, select.POLLIN)
        return bool(look.poll(1000 * within))
    finally:
        os.close(watched)


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
    import cli.main  # noqa: PLC0415 - what is loaded here need not be loaded by any fork
    import cli.run  # noqa: PLC0415 - as above
    import cli.serve_province  # noqa: PLC0415 - as above
    import cli.show  # noqa: F401, PLC0415 - as above
    import reports.html  # noqa: PLC0415 - as above
    import reports.junit  # noqa: F401, PLC0415 - as above

    gc.freeze()  # what is never looked at again is never copied
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    for line in sys.stdin:
        wanted = json.loads(line)
        if os.fork() == 0:
            _be(wanted)


def _be(wanted: Mapping[str, Any]) -> NoReturn:
    """Become `lienthong WORDS`."""
    import cli.main  # noqa: PLC0415 - loaded before

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    sys.stdout.write(json.dumps({"pid": os.getpid()}) + "\n")
    sys.stdout.flush()
    os.environ.clear()
    os.environ.update(wanted["env"])
    told = Path(wanted["told"]) if "told" in wanted else None
    if told:
        _be_heard(told, wanted["cwd"])
    sys.argv = ["lienthong", *wanted["words"]]
    code = 1
    try:
        cli.main.main()
    except SystemExit as exc:
        code = exc.code if isinstance(exc.code, int) else 1
    except BaseException:  # noqa: BLE001 - told as by an interpreter that ends
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        if told:
            (told / CODE).write_text(str(code), encoding="utf-8")
        os._exit(code)


def _be_heard(told: Path, cwd: str) -> None:
    """Say into files, hear nothing, and stand in that folder."""
    os.chdir(cwd)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for name, number in SAID.items():
        os.dup2(os.open(told / name, os.O_WRONLY | os.O_CREAT, 0o600), number)


if __name__ == "__main__":
    serve()
