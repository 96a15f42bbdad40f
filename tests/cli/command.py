"""The command line as its users meet it: a process of its own, with what it printed and the code it ended with."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LONGEST_S = 240
REFUSED = 2
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        """Everything on stdout, which must be one JSON value."""
        return json.loads(self.stdout)


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Ours without what would reach into a run: pytest's variables and the secrets of any run."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "LIENTHONG_"))}
    return {**own, **(more or {})}


def command(*words: str) -> list[str]:
    """The words that start `lienthong WORDS`; nothing of the current folder can be imported in its place."""
    return [sys.executable, "-P", "-m", "cli.main", *words]


def lienthong(*words: str, cwd: Path, env: Mapping[str, str] | None = None, longest_s: float = LONGEST_S) -> Done:
    """Run `lienthong WORDS` in a folder and wait for its end."""
    done = subprocess.run(
        command(*words), cwd=cwd, env=environment(env), capture_output=True, text=True, timeout=longest_s, check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)


def one_line_refusal(done: Done, *told: str) -> None:
    """Exit 2 with one line on stderr that holds each of `told`; stdout is empty, or JSON alone that answers nothing."""
    assert done.code == REFUSED, (done.code, done.stdout[-1000:], done.stderr[-2000:])
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("lienthong: ")
    for text in told:
        assert text in lines[0], lines[0]
    if done.stdout:
        assert done.json["answer"] is None
        assert done.json["exit_code"] == REFUSED
        assert f"lienthong: {done.json['error']}" == lines[0]
