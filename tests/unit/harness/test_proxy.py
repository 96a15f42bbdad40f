"""The recording reverse proxy: every byte is on the record, nothing personal is, and no national host is reached."""

import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme
from jsonschema import Draft202012Validator, FormatChecker

from harness import proxy as proxies
from harness.clock import SystemClock
from harness.errors import HarnessError, Refused
from harness.proxy import RecordingProxy
from specs.schema import load_schema

NAME, NUMBER, KEY = "Nguyễn Thị Hoàng Yến", "038194001234", "vendor-key-canary"
CANARIES = (NAME, NUMBER, KEY, "sid-canary", "Hoàng", "page-canary")


class Vendor(BaseHTTPRequestHandler):
    """A vendor's own system: says back what it got, redirects, sets cookies, talks too much."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/moved":
            self._say(302, b"", {"Location": f"http://{self.headers['Host']}/there?next=1"})
        elif self.path == "/large":
            self._say(200, b"x" * 2048, {"Content-Type": "text/plain"})
        elif self.path.startswith("/page"):
            self._say(200, f"<p>{NAME} page-canary".encode(), {"Content-Type": "text/html; charset=utf-8"})
        elif self.path == "/gone":
            self.close_connection = True
        else:
            self._say(404, b"{}", {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told = {"path": self.path, "host": self.headers["Host"], "key": self.headers["X-Vendor-Key"]}
        told |= {"origin": self.headers["Origin"], "got": json.loads(body)}
        headers = {"Content-Type": "application/json", "Set-Cookie": "sid=sid-canary; Path=/; Secure; HttpOnly"}
        self._say(201, json.dumps(told).encode(), headers)

    def _say(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Silent."""


@contextmanager
def vendor(context: ssl.SSLContext | None = None) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Vendor)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Way:
    """A proxy in front of a vendor, a client of it, and the record."""

    def __init__(self, target: str) -> None:
        self.rows: list[Mapping[str, Any]] = []
        self.target = target
        self.proxy = RecordingProxy(target, key=b"k", clock=SystemClock())
        self.client = httpx.Client(base_url=self.proxy.base, trust_env=False)

    def take(self) -> list[Mapping[str, Any]]:
        """What was recorded since, each valid and without anything personal."""
        before = len(self.rows)
        self.proxy.take(lambda _kind, row: self.rows.append(row))
        for row in self.rows[before:]:
            Draft202012Validator(load_schema("exchange"), format_checker=FormatChecker()).validate(row)
            assert [canary for canary in CANARIES if canary in json.dumps(row, ensure_ascii=False)] == []
        return self.rows[before:]

    def close(self) -> None:
        self.client.close()
        self.proxy.close()


@pytest.fixture
def way() -> Iterator[Way]:
    with vendor() as target:
        made = Way(target)
        yield made
        made.close()


def test_a_call_passes_unchanged_and_is_recorded_without_anything_personal(way: Way) -> None:
    told = {"name": NAME, "number": NUMBER}
    headers = {"X-Vendor-Key": KEY, "Origin": way.proxy.base}
    answer = way.client.post(f"/api/{NAME}/find", params={"q": NAME}, json=told, headers=headers)

    (row,) = way.take()
    said = answer.json()
    assert (answer.status_code, said["got"], said["key"], said["origin"]) == (201, told, KEY, way.target)
    assert said["host"] == way.target.removeprefix("http://")
    assert (row["request"]["method"], row["response"]["status"], row["direction"]) == ("POST", 201, "to-sut")
    assert row["request"]["path"].startswith("/api/")
    assert row["request"]["path"].endswith("/find")
    assert row["request"]["body"]["number"] == row["response"]["body"]["got"]["number"] != NUMBER
    assert row["request"]["headers"]["content-type"] == "application/json"
    assert row["request"]["headers"]["x-vendor-key"].startswith("secret-")


def test_a_page_is_recorded_by_digest_and_size(way: Way) -> None:
    assert "page-canary" in way.client.get("/page").text
    first = way.take()[0]["response"]
    assert first["text"].startswith("file-")
    way.client.get("/page?again=1")
    assert way.take()[0]["response"]["text"] == first["text"]


def test_a_redirect_and_a_cookie_stay_with_the_proxy(way: Way) -> None:
    answer = way.client.get("/moved")
    assert answer.headers["location"] == f"{way.proxy.base}/there?next=1"
    answer = way.client.post("/sign-in", json={})
    assert answer.headers["set-cookie"] == "sid=sid-canary; Path=/; HttpOnly"
    assert len(way.take()) == 2


def test_silence_is_recorded_and_the_sender_hears_502(way: Way) -> None:
    assert way.client.get("/gone").status_code == 502
    (row,) = way.take()
    assert (row["silence"], row["response"]) == ("reset", None)


def test_calls_at_once_are_numbered_without_a_gap(way: Way) -> None:
    threads = [threading.Thread(target=way.client.get, args=(f"/page?{number}",)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    rows = way.take()
    assert [row["seq"] for row in rows] == list(range(1, 41))
    assert len({row["id"] for row in rows}) == 40


@pytest.mark.parametrize(("path", "what"), [("/large", "more than"), ("/page", "an upgrade")])
def test_what_it_cannot_pass_on_is_our_trouble(way: Way, monkeypatch: pytest.MonkeyPatch, path: str, what: str) -> None:
    monkeypatch.setattr(proxies, "LARGEST", 1024)
    headers = {"Connection": "Upgrade", "Upgrade": "websocket"} if path == "/page" else {}
    assert way.client.get(path, headers=headers).status_code in {501, 502}

    with pytest.raises(HarnessError, match=what):
        way.take()


def test_a_request_that_is_too_large_is_our_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxies, "LARGEST", 1024)
    with vendor() as target:
        way = Way(target)
        assert way.client.post("/x", content=b"x" * 2000).status_code == 413
        with pytest.raises(HarnessError, match="answered 413"):
            way.take()
        way.close()


def test_it_leads_to_one_system_only(way: Way) -> None:
    with socket.create_connection(("127.0.0.1", int(way.proxy.base.rpartition(":")[2]))) as line:
        line.sendall(b"GET http://other.example/page HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n")
        assert b" 400 " in line.recv(4096)
    with pytest.raises(HarnessError, match="one system"):
        way.take()


def test_the_path_of_the_target_is_kept(way: Way) -> None:
    below = RecordingProxy(f"{way.target}/one/two/", key=b"k", clock=SystemClock())
    assert below.base.endswith("/one/two")
    assert httpx.post(f"{below.base}/x", json={}, trust_env=False).json()["path"] == "/one/two/x"
    below.close()


def test_a_national_host_is_refused() -> None:
    with pytest.raises(Refused, match="national host"):
        RecordingProxy("https://dichvucong.gov.vn", key=b"k", clock=SystemClock())


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with vendor(context) as target:
        way = Way(target)
        assert way.client.get("/page").status_code == 502
        assert way.take()[0]["silence"] == "refused"
        way.close()
