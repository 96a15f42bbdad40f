# ruff: noqa: INP001 - a script and its parts, started by path
"""Programs of others: whether they are on this machine, which version they are, and what they said."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent.parent
TOOLS: Final = HERE / "node_modules" / ".bin"
TIMEOUT_S: Final = 300
QUIET: Final = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_COLOR": "1"}

DEBIAN: Final = {
    "npm": "npm",
    "node": "nodejs",
    "xmllint": "libxml2-utils",
    "xmlsec1": "xmlsec1",
    "openssl": "openssl",
    "java": "default-jre-headless",
}


class Missing(Exception):
    """Something is not on this machine; the text is one line that says how to get it."""


class Failed(Exception):
    """A tool did what none of its verdicts is: no answer that can be read, or no end."""


@dataclass(frozen=True)
class Said:
    """How a program ended."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        """All that it wrote, without empty lines."""
        return "\n".join(line for line in f"{self.err}\n{self.out}".splitlines() if line.strip())


def program(name: str) -> str:
    """The path of a program. Raises Missing with the package that brings it."""
    found = shutil.which(name)
    if found is None:
        raise Missing(f"{name} is not on this machine: apt-get install {DEBIAN[name]}")
    return found


def node_tool(name: str) -> str:
    """A command of `package.json`. Raises Missing where npm is missing or nothing was installed yet."""
    return str(node_package(TOOLS / name))


def node_package(path: Path) -> Path:
    """A file that `npm ci` puts there. Raises Missing else."""
    for name in ("node", "npm"):
        program(name)
    if not path.exists():
        raise Missing(
            "the tools of package.json are not installed: npm ci --ignore-scripts --prefix benchmarks/interop"
        )
    return path


def run(words: Sequence[str], *, given: str | None = None) -> Said:
    """Run a program to its end, `given` on its standard input. Raises Failed where it has none within five minutes."""
    try:
        done = subprocess.run(
            words,
            cwd=ROOT,
            env={**os.environ, **QUIET},
            input=given,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as exc:
        raise Failed(f"{Path(words[0]).name} did not end within {TIMEOUT_S} s") from exc
    return Said(done.returncode, done.stdout, done.stderr)
