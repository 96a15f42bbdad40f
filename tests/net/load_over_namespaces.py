"""Two workers in two network namespaces, and a master: the same verdict as one process (`make test-net`, as root).

The workers reach the master and the server over a bridge of their own; the network of the machine is not touched.
Exit 0: the verdicts are the same. Exit 2: not root, or no `ip`.
"""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from load.plan import Call, Limits, Plan
from load.runner import Generators, run_load

BRIDGE = "lienthong0"
HERE = "10.203.77.1"
WORKERS = {"lienthong1": "10.203.77.11", "lienthong2": "10.203.77.12"}
MASTER = f"{HERE}:15557"
RATE, SECONDS = 60, 12
SLOW_MS = 200
VERDICT_P99_MS = 100.0
LIMITS = Limits(schedule_error_ms=50)  # a busy machine is not what is shown here


class Answer(BaseHTTPRequestHandler):
    """Answers at once, and slowly where it is asked to."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet

    def do_GET(self) -> None:
        """Answer."""
        if self.path == "/slow":
            threading.Event().wait(SLOW_MS / 1000)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's signature
        """Nobody reads it."""


class Server(ThreadingHTTPServer):
    """Serves on the bridge."""

    daemon_threads = True
    request_queue_size = 128


def main() -> int:
    """Run the same plans by one process and by two workers elsewhere, and compare what they say."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        sys.stderr.write("this needs root and ip (iproute2)\n")
        return 2
    different = 0
    with _network(), _served() as url, TemporaryDirectory() as place:
        for path in ("/quick", "/slow"):
            calls = [Call(i / RATE, "work", "GET", url + path) for i in range(RATE * SECONDS)]
            plan = Plan(f"namespaces{path}", 1, SECONDS, calls, LIMITS)
            one = _said(run_load(plan, into=Path(place) / "one").document)
            with _workers():
                generators = Generators(len(WORKERS), listen=MASTER)
                several = _said(run_load(plan, into=Path(place) / "several", generators=generators).document)
            sys.stdout.write(f"{path}\n  one process:            {one}\n  two namespaces, master: {several}\n")
            different += one["verdict"] != several["verdict"]
    sys.stdout.write("the verdicts differ\n" if different else "the same verdicts\n")
    return int(bool(different))


def _said(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a run shows: the verdict on a threshold, and what it rests on."""
    kind, facts = document["kinds"]["work"], document["facts"]
    if facts["shortfalls"]:
        verdict = "INCONC"
    else:
        verdict = "PASS" if kind["corrected"]["p99_ms"] <= VERDICT_P99_MS and not kind["errors"] else "FAIL"
    return {
        "verdict": verdict,
        "calls of each": [generator["calls"] for generator in document["generators"]],
        "p50_ms": kind["corrected"]["p50_ms"],
        "p99_ms": kind["corrected"]["p99_ms"],
        "errors": kind["errors"],
        "shortfalls": facts["shortfalls"],
    }


@contextmanager
def _network() -> Iterator[None]:
    """Make a bridge with an address, and a namespace for each worker; all is gone afterwards."""
    with ExitStack() as made:
        _ip("link", "add", BRIDGE, "type", "bridge")
        made.callback(_ip, "link", "del", BRIDGE)
        _ip("address", "add", f"{HERE}/24", "dev", BRIDGE)
        _ip("link", "set", BRIDGE, "up")
        for name, address in WORKERS.items():
            _ip("netns", "add", name)
            made.callback(_ip, "netns", "del", name)
            _ip("link", "add", f"{name}v", "type", "veth", "peer", "name", "eth0", "netns", name)
            _ip("link", "set", f"{name}v", "master", BRIDGE, "up")
            _ip("-n", name, "address", "add", f"{address}/24", "dev", "eth0")
            _ip("-n", name, "link", "set", "eth0", "up")
            _ip("-n", name, "link", "set", "lo", "up")
        yield


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)  # noqa: S607 - ip, wherever this system has it


@contextmanager
def _served() -> Iterator[str]:
    with Server((HERE, 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://{HERE}:{server.server_address[1]}"
        server.shutdown()


@contextmanager
def _workers() -> Iterator[None]:
    """Start a worker in each namespace, by the one command that another machine would need."""
    work = f"from load.runner import work_for; work_for({MASTER!r})"
    with ExitStack() as running:
        for name in WORKERS:
            command = ["ip", "netns", "exec", name, sys.executable, "-c", work]
            running.enter_context(subprocess.Popen(command))
        yield


if __name__ == "__main__":
    raise SystemExit(main())
