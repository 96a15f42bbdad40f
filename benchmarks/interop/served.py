# ruff: noqa: INP001 - a script and its parts, started by path
"""The mocks while they run, as an integrator starts them, and their control port."""

import json
import os
import secrets
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any, Final, TypeAlias

from machine import ROOT, Failed

Json: TypeAlias = Any
TOKEN_ENV: Final = "LIENTHONG_CONTROL_TOKEN"  # noqa: S105 - a variable's name
TOLD: Final = ("system", "profile", "national", "control", "accounts")
_TIMEOUT_S: Final = 30
_END_S: Final = 10


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True)
class Mock:
    """A system that is played: base URL for the province, place on the control port, test credentials."""

    system: str
    profile: str
    national: str
    control: str
    accounts: Mapping[str, str]
    token: str

    def ask(self, method: str, name: str, body: Json = None) -> Json:
        """Use the control port. Raises Failed where it refuses."""
        content = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        answer = send(method, f"{self.control}/control/1/{name}", content=content, headers=headers)
        if answer.status >= 300:  # noqa: PLR2004 - HTTP
            raise Failed(f"{self.system}: control {method} {name} answers {answer.status} {answer.content[:300]!r}")
        return json.loads(answer.content or b"null")


def send(method: str, url: str, *, content: bytes | None = None, headers: Mapping[str, str] | None = None) -> Answer:
    """One HTTP exchange; a status of error is an answer like another. Raises Failed where nobody answers."""
    request = urllib.request.Request(url, data=content, headers=dict(headers or {}), method=method)  # noqa: S310 - ours
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310 - an address that we made
            return Answer(answer.status, dict(answer.headers.items()), answer.read())
    except urllib.error.HTTPError as exc:
        with exc:
            return Answer(exc.code, dict(exc.headers.items()), exc.read())
    except OSError as exc:
        raise Failed(f"{method} {url}: {exc}") from exc


@contextmanager
def served(*systems: str) -> Iterator[dict[str, Mock]]:
    """`lienthong mocks serve` with these systems on free ports. Raises Failed where it does not start."""
    python = ROOT / ".venv" / "bin" / "python"
    words = [
        str(python if python.exists() else sys.executable),
        "-m",
        "cli.main",
        "mocks",
        "serve",
        "--port=0",
        "--json",
    ]
    words += [f"--system={system}" for system in systems]
    token = secrets.token_urlsafe(24)
    with TemporaryFile("w+", encoding="utf-8") as errors:
        process = subprocess.Popen(
            words, cwd=ROOT, env={**os.environ, TOKEN_ENV: token}, stdout=subprocess.PIPE, stderr=errors, text=True
        )
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                errors.seek(0)
                raise Failed(f"`lienthong mocks serve` did not start: {' '.join(errors.read().split())[-400:]}")
            rows = json.loads(line)["systems"]
            yield {row["system"]: Mock(**{part: row[part] for part in TOLD}, token=token) for row in rows}
        finally:
            process.terminate()
            process.wait(_END_S)
            if process.stdout:
                process.stdout.close()
