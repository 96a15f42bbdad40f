"""The curl line of an exchange makes the recorded call again: a shell runs it against a server that listens."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from reports.curl import LONGEST_BODY, TOO_LONG, curl_line

SECRET = "secret-b5b592249ded5531"


class Heard(HTTPServer):
    """What came in: one (method, path, headers, body) a call."""

    calls: list[tuple[str, str, dict[str, str], str]]


class _Ear(BaseHTTPRequestHandler):
    server: Heard

    def _hear(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.calls.append((self.command, self.path, headers, body))
        self.send_response(204)
        self.end_headers()

    do_GET = do_POST = do_PUT = _hear

    def log_message(self, *args: Any) -> None:
        """Nothing is written."""


@pytest.fixture
def heard() -> Iterator[Heard]:
    with Heard(("127.0.0.1", 0), _Ear) as server:
        server.calls = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def exchange(body: Any = None, text: str | None = None, **request: Any) -> dict[str, Any]:
    asked = {"method": "POST", "path": "/a", "query": {}, "headers": {}, "body": body, "text": text, "size": 0}
    return {"system": "upper-tester", "request": {**asked, **request}}


def run(line: str, server: Heard, **variables: str) -> tuple[str, str, dict[str, str], str]:
    address = f"http://127.0.0.1:{server.server_port}"
    environment = {"PATH": os.environ["PATH"], "UPPER_TESTER_URL": address, **variables}
    subprocess.run(["/bin/sh", "-euc", f"{line} --silent --show-error"], env=environment, check=True, timeout=20)
    return server.calls.pop()


def test_the_recorded_call_arrives_again_as_it_was(heard: Heard) -> None:
    body = {"TenHoSo": "Đơn của bà 'Ánh' & con; $HOME `id` \\ \"x\"", "n": [1, None, True]}
    headers = {"content-type": "application/json", "x-note": "it's $5", "host": "elsewhere.vn", "content-length": "7"}
    query = {"service": ["LayThuTuc"], "q": ["a b&c", "đ"]}

    method, path, told, came = run(curl_line(exchange(body, headers=headers, query=query, path="/x/y z")), heard)

    assert (method, path) == ("POST", "/x/y%20z?service=LayThuTuc&q=a+b%26c&q=%C4%91")
    assert json.loads(came) == body
    assert (told["content-type"], told["x-note"]) == ("application/json", "it's $5")
    assert told["host"] != "elsewhere.vn"


@pytest.mark.parametrize(
    ("body", "text", "wanted"),
    [
        ({"password": SECRET, "user": "it's me"}, None, '{"password":"pw \'1","user":"it\'s me"}'),
        (None, f"grant=x&password={SECRET}", "grant=x&password=pw '1"),
    ],
)
def test_secrets_are_variables_that_one_sets(heard: Heard, body: Any, text: str | None, wanted: str) -> None:
    line = curl_line(exchange(body, text, headers={"authorization": SECRET, "x-secretkey": SECRET}))

    _, _, told, came = run(line, heard, AUTHORIZATION="Bearer t", X_SECRETKEY="k", PASSWORD="pw '1")

    assert SECRET not in line
    assert (told["authorization"], told["x-secretkey"], came) == ("Bearer t", "k", wanted)


def test_a_call_without_a_body_and_one_too_long_for_a_page(heard: Heard) -> None:
    assert run(curl_line(exchange(method="GET")), heard)[::3] == ("GET", "")
    line = curl_line(exchange({"data": "á" * LONGEST_BODY}))
    assert TOO_LONG in line
    assert run(line, heard, BODY="from a file")[3] == "from a file"


def test_nothing_hidden_gets_into_the_line() -> None:
    line = curl_line(exchange({"name": "safe\u202egnp.exe"}))
    assert "\\u202e" in line
