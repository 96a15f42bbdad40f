"""A portal and a reference province that run beside a test, each a process that the test may kill and start again."""

import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import httpx

from cli import reference
from cli.counterparts import AGREED
from cli.reference import LOAD, PASSWORD, TESTER, TIMERS, TOKEN
from cli.target_file import Answers
from tests.cli.command import LONGEST_S, command, environment

STOP_WITHIN_S = 10
OTHERS = {name: name.lower() for row in AGREED for name in (*row.secrets_of_mock, *row.secrets_of_province)}
SECRETS = {PASSWORD: "portal-password", TOKEN: "control-token", TESTER: "tester-token", LOAD: "load-token", **OTHERS}


@dataclass
class Part:
    """One long-lived command: `mocks serve` or `province serve`."""

    words: Sequence[str]
    env: Mapping[str, str]
    process: subprocess.Popen[str]
    said: Mapping[str, Any]

    def kill(self) -> None:
        """End it at once, as a loss of power would."""
        self.process.kill()
        self.process.communicate()

    def again(self, **env: str) -> None:
        """Start it again with the same words, and wait until it listens."""
        self.process, self.said = _listening(self.words, {**self.env, **env})

    def stop(self) -> None:
        """End it in good order."""
        self.process.terminate()
        try:
            self.process.communicate(timeout=STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.kill()


@dataclass
class Installation:
    """A portal, a province and the target file that names both."""

    folder: Path
    target: Path
    answers: Answers
    portal: Part
    province: Part

    def control(self, path: str, *, token: str = SECRETS[TOKEN]) -> httpx.Response:
        """Ask the portal's control API."""
        url = f"{self.answers.control}/control/1/{path}"
        return httpx.get(url, headers={"Authorization": f"Bearer {token}"} if token else {}, trust_env=False)

    def variant(self, name: str, **replaced: str) -> Path:
        """Another target file beside the first, with lines replaced: key=the whole new line."""
        lines = self.target.read_text(encoding="utf-8").splitlines()
        text = [next((new for key, new in replaced.items() if _key(line) == key), line) for line in lines]
        path = self.folder / f"{name}.toml"
        path.write_text("\n".join(text) + "\n", encoding="utf-8")
        return path


def _key(line: str) -> str:
    return line.partition("=")[0].strip().strip('"').replace(".", "_").replace("-", "_")


def _listening(words: Sequence[str], env: Mapping[str, str]) -> tuple[subprocess.Popen[str], Mapping[str, Any]]:
    process = subprocess.Popen(
        command(*words, "--json"),
        env=environment(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    said: dict[str, Any] = json.loads(line) if line.startswith("{") else {"error": "it said nothing"}
    assert "error" not in said, f"{words} did not start: {said['error']}"
    return process, said


@contextmanager
def part(words: Sequence[str], secrets: Mapping[str, str] = SECRETS, /, **env: str) -> Iterator[Part]:
    """Run one part while the block lasts."""
    made = Part(words, {**secrets, **env}, *_listening(words, {**secrets, **env}))
    try:
        yield made
    finally:
        made.stop()


@contextmanager
def installation(
    folder: Path, *, portal_of_province: str | None = None, timers: Mapping[str, float] = TIMERS, **env: str
) -> Iterator[Installation]:
    """Portal and province on free ports, each with the secrets that are its own.

    `portal_of_province`: where the province looks for the portal instead.
    """
    made = prepared(folder, portal_of_province=portal_of_province, timers=timers)
    with started(folder, made, **env) as pair:
        yield pair


def prepared(
    folder: Path,
    *,
    portal_of_province: str | None = None,
    timers: Mapping[str, float] = TIMERS,
    database: str | None = None,
) -> reference.Installation:
    """The files and commands of an installation, with secrets that are known here."""
    folder.mkdir(parents=True, exist_ok=True)
    return reference.install(
        folder,
        timers=timers,
        portal_of_province=portal_of_province,
        database=database,
        make_secret=SECRETS.__getitem__,
    )


@contextmanager
def started(folder: Path, made: reference.Installation, **env: str) -> Iterator[Installation]:
    """Run what was prepared while the block lasts."""
    with (
        part(made.nation.words, made.nation.secrets, **env) as portal,
        part(made.province.words, made.province.secrets, **env) as province,
    ):
        yield Installation(folder, made.target, made.answers, portal, province)


@dataclass
class Running:
    """A `lienthong run` that is under way; its progress can be waited for, and it can be interrupted."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    progress: threading.Condition = field(default_factory=threading.Condition)

    def until(self, text: str, *, within: float = LONGEST_S) -> None:
        """Wait until a line of its progress holds `text`."""
        with self.progress:
            met = self.progress.wait_for(lambda: any(text in line for line in self.lines), timeout=within)
        assert met, self.lines

    def interrupt_group(self) -> None:
        """What a terminal does on Ctrl-C."""
        os.killpg(self.process.pid, signal.SIGINT)

    def end(self) -> int:
        """Wait for its end."""
        return self.process.wait(timeout=LONGEST_S)

    def follow(self, stream: IO[str]) -> None:
        """Take over its progress, line by line."""
        for line in stream:
            with self.progress:
                self.lines.append(line)
                self.progress.notify_all()


def _heed_interrupts() -> None:
    """What a shell in front does; tests that were started in the background would pass on that SIGINT is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def running(*words: str, cwd: Path, env: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Start `lienthong run WORDS` in a process group of its own."""
    process = subprocess.Popen(
        command("run", *words),
        cwd=cwd,
        env=environment({**SECRETS, **(env or {})}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - one call of the system, which no thread can hold up
    )
    assert process.stderr is not None
    made = Running(process)
    reader = threading.Thread(target=made.follow, args=(process.stderr,))
    reader.start()
    try:
        yield made
    finally:
        process.terminate()
        process.wait(timeout=STOP_WITHIN_S + STOP_WITHIN_S)
        reader.join()
        process.stderr.close()


def children(parent: int) -> list[tuple[int, str]]:
    """Process ids and command lines of the children of a process."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            stat, line = (entry / "stat").read_text(), (entry / "cmdline").read_text()
        except OSError:
            continue  # it has ended meanwhile
        if int(stat.rpartition(")")[2].split()[1]) == parent:
            found.append((int(entry.name), line.replace("\0", " ")))
    return found


def seen_dossiers(made: Installation) -> list[dict[str, Any]]:
    """What the portal holds, by its own word."""
    rows: list[dict[str, Any]] = made.control("dossiers").json()["dossiers"]
    return rows
