"""Real runs against a real server that logs what it saw: processes, HTTP, TLS, and every way to end."""

import json
import ssl
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme
from jsonschema import Draft202012Validator

import load.process
from cli.ports import free_ports
from harness.errors import HarnessError
from load.plan import Call, Limits, Plan
from load.runner import Generators, Progress, run_load
from specs.schema import load_schema


class Clerk(ThreadingHTTPServer):
    """Gives each POST to /dossiers a number, knows the numbers it gave, and logs when it answered what."""

    daemon_threads = True
    request_queue_size = 128
    url = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.log: list[tuple[str, str, float]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.given: set[str] = set()
        self.writing = threading.Lock()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that does not trust us, or goes, is no news."""


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet
    server: Clerk

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.gate.wait(20)
        if self.path == "/dossiers":
            with self.server.writing:
                self.server.given.add(number := f"H{len(self.server.given)}")
            self._answer(201, {"dossier": number}, body)
        elif self.path.split("/")[2] in self.server.given:
            self._answer(200, {}, body)
        else:
            self._answer(404, {}, body)

    def _answer(self, status: int, answer: dict[str, str], body: str) -> None:
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
        self.wfile.flush()
        self.server.log.append((self.path, body, time.time()))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's signature
        """The log of the server is what the tests read."""


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Clerk]:
    with Clerk() as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        server.url = f"http{'s' if context else ''}://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.gate.set()
            server.shutdown()
            thread.join()


def lives(url: str, number: int, *, per_s: float) -> list[Call]:
    """Calls of so many dossiers: accepted, worked on, finished, a moment after each other."""
    return [
        call
        for i in range(number)
        for call in (
            Call(
                i / per_s, "accept", "POST", f"{url}/dossiers", body=f"{i}", key=f"d{i}", keep={"dossier": "/dossier"}
            ),
            Call(
                i / per_s, "process", "POST", f"{url}/dossiers/{{{{dossier}}}}/process", body="{{dossier}}", key=f"d{i}"
            ),
            Call(i / per_s, "finish", "POST", f"{url}/dossiers/{{{{dossier}}}}/finish", body=f"{i}", key=f"d{i}"),
        )
    ]


def test_calls_leave_at_their_instants_in_the_order_of_their_dossier(tmp_path: Path) -> None:
    seen: list[Progress] = []
    with serving() as clerk:
        calls = [*lives(clerk.url, 100, per_s=50), Call(1, "lost", "POST", f"{clerk.url}/dossiers/X/process")]
        series = run_load(Plan("a", 1, 2, calls), into=tmp_path, progress=seen.append)
    document = series.document
    Draft202012Validator(load_schema("load-series")).validate(document)
    assert {name: kind["errors"] for name, kind in document["kinds"].items()} == {
        "accept": {},
        "finish": {},
        "lost": {"status 404": 1},
        "process": {},
    }
    assert document["ended"] == "complete"
    assert document["facts"]["rate_reached"]
    assert (seen[-1].done, seen[-1].in_flight) == (301, 0)
    by_dossier = [[path.split("/")[-1] for path, body, _ in clerk.log if body == f"{i}"] for i in range(100)]
    assert by_dossier == [["dossiers", "finish"]] * 100
    assert sorted(body for path, body, _ in clerk.log if path.endswith("process") and body) == sorted(clerk.given)


def test_what_it_says_of_latency_is_what_the_servers_log_says(tmp_path: Path) -> None:
    """The server answers nothing until twenty calls wait: their latency counts from their planned instants."""
    with serving() as clerk:
        clerk.gate.clear()
        calls = [Call(i / 40, "accept", "POST", f"{clerk.url}/dossiers", body=f"{i}") for i in range(80)]
        series = run_load(
            Plan("a", 1, 2, calls),
            into=tmp_path,
            progress=lambda so_far: clerk.gate.set() if so_far.sent >= 20 else None,
        )
    zero = datetime.fromisoformat(series.document["started_at"]).timestamp()
    answered_at = {int(body): at - zero for _, body, at in clerk.log}
    errors = [row.done_s - answered_at[place] for place, row in enumerate(series.rows) if row.done_s is not None]
    assert len(errors) == 80
    assert sorted(abs(error) for error in errors)[40] < 0.2
    assert series.document["kinds"]["accept"]["corrected"]["max_ms"] > 100


def test_locusts_page_shows_its_statistics_on_demand(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    shown: set[str] = set()

    def look(so_far: Progress) -> None:
        if so_far.in_flight and not shown:  # the page goes with the run
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/stats/requests", timeout=10) as page:
                shown.update(row["name"] for row in json.load(page)["stats"])
            clerk.gate.set()

    with serving() as clerk:
        clerk.gate.clear()
        calls = [Call(0, "early", "POST", "http://127.0.0.1:1/"), Call(0, "late", "POST", f"{clerk.url}/dossiers")]
        run_load(Plan("a", 1, 1, calls), into=tmp_path, generators=Generators(web_port=port), progress=look)
    assert "early" in shown


def test_several_processes_give_the_rows_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside locust's page, and though they listen late: before it was asked for, a part could be lost for ever."""
    monkeypatch.setattr(load.process, "GENERATOR", "tests.unit.load.late_listener")
    (port,) = free_ports(1)
    with serving() as clerk:
        plan = Plan("a", 1, 2, lives(clerk.url, 60, per_s=30))
        series = run_load(plan, into=tmp_path, generators=Generators(2, web_port=port))
    assert [generator["calls"] for generator in series.document["generators"]] == [90, 90]
    assert {row.outcome for row in series.rows} == {"ok"}
    assert len(clerk.log) == 180


def test_tls_is_verified(tmp_path: Path) -> None:
    authority, foreign = trustme.CA(), trustme.CA()
    contexts = []
    for issuer in (authority, foreign):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        issuer.issue_cert("127.0.0.1").configure_cert(context)
        contexts.append(context)
    with serving(contexts[0]) as known, serving(contexts[1]) as stranger:
        calls = [
            Call(at / 10, name, "POST", f"{server.url}/dossiers")
            for name, server in (("known", known), ("stranger", stranger))
            for at in range(5)
        ]
        plan = Plan("a", 1, 1, calls, ca=authority.cert_pem.bytes().decode())
        kinds = run_load(plan, into=tmp_path).document["kinds"]
    assert kinds["known"]["errors"] == {}
    assert kinds["stranger"]["errors"] == {"connection": 5}
    assert not stranger.log


def test_it_stops_on_demand_with_what_it_has(tmp_path: Path) -> None:
    stop = threading.Event()
    with serving() as clerk:
        plan = Plan("a", 1, 60, lives(clerk.url, 600, per_s=10))
        series = run_load(plan, into=tmp_path, stop=stop, progress=lambda so_far: stop.set() if so_far.done else None)
    assert series.document["ended"] == "stopped"
    assert "stopped-early" in series.document["facts"]["shortfalls"]
    assert 0 < len(clerk.log) < 300
    assert sum(row.sent_s is not None for row in series.rows) >= len(clerk.log)


@pytest.mark.parametrize(
    ("limits", "path", "ended"),
    [
        pytest.param(Limits(errors=0.2), "/dossiers/X/process", "errors", id="errors"),
        pytest.param(Limits(latency_ms=0.01), "/dossiers", "latency", id="latency"),
    ],
)
def test_a_breached_limit_stops_it(limits: Limits, path: str, ended: str, tmp_path: Path) -> None:
    with serving() as clerk:
        calls = [Call(i / 50, "a", "POST", f"{clerk.url}{path}") for i in range(3_000)]
        series = run_load(Plan("a", 1, 60, calls, limits), into=tmp_path)
    assert series.document["ended"] == ended
    assert 20 <= len(clerk.log) < 1_000


def test_generators_that_do_not_come_are_ours(tmp_path: Path) -> None:
    plan = Plan("a", 1, 1, [Call(0, "a", "GET", "http://127.0.0.1:1/")])
    absent = Generators(1, listen="127.0.0.1:0", come_s=0.2)
    with pytest.raises(HarnessError, match="0 of 1 generators came"):
        run_load(plan, into=tmp_path, generators=absent)


def test_a_mistake_of_ours_is_told_and_not_counted(tmp_path: Path) -> None:
    calls = [Call(0, "a", "GET", "http://127.0.0.1:1/x", {"X-Name": "no\nheader"})]
    with pytest.raises(HarnessError, match="the load generator broke"):
        run_load(Plan("a", 1, 1, calls), into=tmp_path)
