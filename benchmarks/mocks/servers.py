# ruff: noqa: INP001 - a script, or a part of one
"""The servers under measurement: ours, Prism and WireMock, each a process of its own, pinned to one core."""

import http.client
import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus import HEADERS, PATH, PROFILE_SCOPE, ROOT, openapi, stubs

HERE = Path(__file__).parent
PRISM = HERE / "node_modules" / ".bin" / "prism"
JARS = HERE / "node_modules" / "wiremock" / "build"
JOURNAL = 1000  # entries that WireMock keeps; without a limit its heap fills up
START_S = 60
TOKEN, USERNAME, PASSWORD = "token", "h56.bench", "not-a-real-password"
OURS = """
import json, sys
from pathlib import Path
from mocks.stage.played import Terms, Wish
from mocks.stage.serve import serve
from mocks.stage.server import Placement
told = json.loads(sys.argv[1])
serve(
    [Wish(system="dvcqg", profile="dvcqg-2025", accounts=told["accounts"])],
    Terms(state=Path(told["state"])),
    Placement(token=told["token"]),
    ready=lambda systems: print(json.dumps([systems[0].national, systems[0].control]), flush=True),
)
"""


@dataclass(frozen=True)
class Server:
    """A server that listens. `control` is the control port of ours, else empty; `pid` is whose memory counts."""

    name: str
    url: str
    pid: int
    session: str = "none"
    control: str = ""


def missing() -> list[str]:
    """What the measurement needs and this machine has not, a sentence each."""
    wants = {
        "taskset": "taskset (Debian: util-linux)",
        "chrt": "chrt (Debian: util-linux)",
        "node": "Node.js from 18.20",
        "java": "a Java 17 run-time",
    }
    lacks = [f"{told} is not installed" for name, told in wants.items() if shutil.which(name) is None]
    if not PRISM.exists() or not any(JARS.glob("*.jar")):
        lacks.append("Prism or WireMock is not there: run `npm ci` in benchmarks/mocks")
    return lacks


@contextmanager
def ours(folder: Path, *, core: int, scope: str = PROFILE_SCOPE) -> Iterator[Server]:
    """Our mock: session check, validation, state and journal on, both written to `folder`. It plays the whole profile.

    `scope` is what the others are given.
    """
    del scope
    accounts = {"username": USERNAME, "password": PASSWORD}
    options = {"token": TOKEN, "accounts": accounts, "state": str(folder)}
    command = [*_pinned(core), sys.executable, "-c", OURS, json.dumps(options)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process, _ended(process):
        national, control = json.loads(process.stdout.readline() if process.stdout else "")
        answer = ask(national, "POST", "/auth/login", json.dumps(accounts))
        yield Server("ours", national + PATH, process.pid, str(answer["session"]), control)


@contextmanager
def prism(folder: Path, *, core: int, scope: str = PROFILE_SCOPE) -> Iterator[Server]:
    """Prism; it logs nothing and checks nothing but the request."""
    document, port = folder / "openapi.json", _free_port()
    document.write_text(json.dumps(openapi(scope)), encoding="utf-8")
    command = [*_pinned(core), str(PRISM), "mock", str(document), "-p", str(port), "--errors", "-v", "silent"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process, _ended(process):
        yield _when_open(Server("Prism", f"http://127.0.0.1:{port}{PATH}", process.pid), port)


@contextmanager
def wiremock(folder: Path, *, core: int, scope: str = PROFILE_SCOPE) -> Iterator[Server]:
    """WireMock with JSON Schema stubs, a fallback of 422 and its request journal."""
    root, port = folder / "wiremock", _free_port()
    (root / "mappings").mkdir(parents=True)
    (root / "mappings" / "push.json").write_text(json.dumps({"mappings": stubs(scope)}), encoding="utf-8")
    (jar,) = JARS.glob("wiremock-standalone-*.jar")
    options = ["--port", str(port), "--bind-address", "127.0.0.1", "--root-dir", str(root), "--disable-banner"]
    journal = ["--max-request-journal-entries", str(JOURNAL)]
    command = [*_pinned(core), "java", "-jar", str(jar), *options, *journal]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process, _ended(process):
        yield _when_open(Server("WireMock", f"http://127.0.0.1:{port}{PATH}", process.pid), port)


def ask(base: str, method: str, path: str, body: str | None = None) -> dict[str, object]:
    """One request with a JSON answer; the control port's token goes with it."""
    line = http.client.HTTPConnection(base.removeprefix("http://"), timeout=120)
    line.request(method, path, body, HEADERS | {"Authorization": f"Bearer {TOKEN}"})
    answer: dict[str, object] = json.loads(line.getresponse().read())
    line.close()
    return answer


def resident_mb(pid: int) -> float:
    """Memory that a process holds, MB."""
    found = re.search(r"VmRSS:\s+([0-9]+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0


def processor_s(pid: int) -> float:
    """Processor time that a process has used, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _pinned(core: int) -> list[str]:
    return ["taskset", "-c", str(core)]


@contextmanager
def _ended(process: "subprocess.Popen[str] | subprocess.Popen[bytes]") -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _when_open(server: Server, port: int) -> Server:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)  # between two looks at the port, up to START_S
        else:
            return server
    raise TimeoutError(f"{server.name} did not listen on port {port} within {START_S} s")
