"""Mocks as processes of their own, for tests of how they start, stop and are killed."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

import mocks.stage.serve

ROOT = Path(mocks.stage.serve.__file__).parent.parent
PROGRAM = """
import json, sys
from pathlib import Path
from mocks.stage.played import Terms, Wish
from mocks.stage.serve import serve
from mocks.stage.server import Placement
told = json.loads(sys.argv[1])
state = told["terms"].pop("state", None)
serve(
    [Wish(**wish) for wish in told["wishes"]],
    Terms(**told["terms"], state=state and Path(state)),
    Placement(token="t", **told["placement"]),
    ready=lambda systems: print(json.dumps([[one.national, one.control] for one in systems]), flush=True),
)
"""
PORTAL = {"system": "dvcqg", "profile": "dvcqg-2025", "accounts": {"username": "u", "password": "p"}}
HEADERS = {
    "Accept": "application/json",
    "Content-Type": "application/json; charset=utf-8",
    "charset": "utf-8",
    "dstcode": "VN:GOV:000.00.00.G22:dvcqg",
}


@dataclass
class MockProcess:
    """A mock that runs: its process, and a client for each of its ports."""

    process: subprocess.Popen[str]
    national: httpx.Client
    control: httpx.Client

    def sign_in(self) -> str:
        """A session of the portal."""
        answer = self.national.post("/auth/login", json={"username": "u", "password": "p"})
        return str(answer.json()["session"])

    def push(self, session: str, *codes: str) -> httpx.Response:
        """Push dossiers of these codes, with nothing in them but code and status."""
        head = {"session": session, "madonvi": "H56.14", "service": "DongBoHoSoMC", "isUpdating": "False"}
        rows = [{"MaHoSo": code, "TrangThaiHoSo": "2"} for code in codes]
        return self.national.post("/integration", json=head | {"data": rows})

    def journal(self, after: int = 0) -> dict[str, Any]:
        """A page of the journal."""
        page: dict[str, Any] = self.control.get("/control/1/journal", params={"after": after}).json()
        return page

    def dossiers(self) -> list[dict[str, Any]]:
        """The dossiers as the control port tells them."""
        return list(self.control.get("/control/1/dossiers").json()["dossiers"])


def command(*, wishes: Any = (PORTAL,), placement: Any = None, **terms: Any) -> list[str]:
    """The command line of a mock that notes defects and accepts."""
    told = {"wishes": wishes, "placement": placement or {}, "terms": {"lenient": True} | terms}
    return [sys.executable, "-W", "error", "-c", PROGRAM, json.dumps(told, default=str)]


@contextmanager
def running_process(**told: Any) -> Iterator[MockProcess]:
    """A mock in a process; it is killed at the end unless it ended before."""
    options: Any = {"cwd": ROOT, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command(**told), **options) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            assert line, process.stderr and process.stderr.read()
            ((national, control),) = json.loads(line)
            bearer = {"Authorization": "Bearer t"}
            with (
                httpx.Client(base_url=national, headers=HEADERS, trust_env=False, timeout=10) as at_the_door,
                httpx.Client(base_url=control, headers=bearer, trust_env=False, timeout=40) as referee,
            ):
                yield MockProcess(process, at_the_door, referee)
        finally:
            process.kill()
