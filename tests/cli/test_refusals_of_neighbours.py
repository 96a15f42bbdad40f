"""Neighbours that are not there, or are somebody else: one line that says who, and what to do; exit 2."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from cli.target_file import Answers
from tests.cli.command import lienthong, one_line_refusal
from tests.cli.installation import SECRETS, part
from tests.cli.target import address, nobody, refused, written


@pytest.fixture
def answers() -> Answers:
    """Three addresses at which nobody listens."""
    return nobody()


@contextmanager
def answering(status: int, content: bytes, kind: str = "application/json") -> Iterator[int]:
    """An HTTP server that answers everything alike; gives its port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in http.server
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_port_held_by_a_server_that_speaks_no_http(answers: Answers, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        sut = written(tmp_path, answers, old=answers.control, new=address(port))

        one_line_refusal(refused(sut, env=SECRETS), f"port {port} is in use", "free it")


def test_a_national_port_that_is_held(answers: Answers, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        sut = written(tmp_path, answers, old=answers.national, new=address(port))

        one_line_refusal(refused(sut, env=SECRETS), f"port {port} is in use", "free it")


@pytest.mark.parametrize("status", [200, 404, 500])
def test_a_control_port_held_by_another_http_server(status: int, answers: Answers, tmp_path: Path) -> None:
    with answering(status, b"{}") as port:
        sut = written(tmp_path, answers, old=answers.control, new=address(port))

        one_line_refusal(refused(sut, env=SECRETS), f"answers {status}", "no mock of ours", "free the port")


@pytest.mark.parametrize("part_name", ["mocks", "province"])
def test_a_part_whose_port_is_held(part_name: str, tmp_path: Path) -> None:
    words = {
        "mocks": ["mocks", "serve", "--system", "dvcqg", "--port"],
        "province": ["province", "serve", "--portal", "http://127.0.0.1:9", "--port"],
    }
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        done = lienthong(*words[part_name], str(port), "--json", cwd=tmp_path, env=SECRETS)

        one_line_refusal(done, f"port {port} is in use", "free it")


@pytest.mark.parametrize(
    "words",
    [
        ["mocks", "serve", "--system", "dvcqg", "--port", "99999"],
        ["mocks", "serve", "--system", "dvcqg", "--port", "0", "--host", "192.0.2.1"],
        ["mocks", "serve", "--system", "dvcqg", "--port", "0", "--state", "file/state"],
        ["mocks", "serve", "--port", "0", "--system", "elsewhere"],
        ["mocks", "serve", "--port", "0", "--system", "dvcqg=elsewhere"],
        ["mocks", "serve", "--system", "dvcqg", "--port", "0", "--specs", "elsewhere"],
        ["province", "serve", "--portal", "http://127.0.0.1:9", "--port", "0", "--data", "file/data"],
    ],
    ids=lambda words: " ".join(words[-2:]),
)
def test_what_the_machine_does_not_give(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    told = "--port" if words[-1] == "99999" else words[-1].rpartition("=")[2].partition("/")[0]
    one_line_refusal(lienthong(*words, cwd=tmp_path, env=SECRETS), told)


def test_an_unreachable_province(answers: Answers, tmp_path: Path) -> None:
    done = refused(written(tmp_path, answers), env=SECRETS)

    one_line_refusal(done, answers.tester, "start the province", "lienthong doctor")


@pytest.mark.parametrize(
    ("status", "content", "kind", "told"),
    [
        (200, b"<html>hello</html>", "text/html", "hello"),
        (200, b"[]", "application/json", "/version"),
        (200, b"{}", "application/json", "name"),
        (
            200,
            b'{"name": 5, "version": "1", "build": "b", "clock": "x", "capabilities": []}',
            "application/json",
            "name",
        ),
        (200, b'{"name": "n", "version": "1", "build": "b", "clock": "x", "capabilities": []}', "text/json", "clock"),
        (
            200,
            b'{"name": "n", "version": "1", "build": "b", "clock": "x", "capabilities": 5}',
            "text/json",
            "capabilities",
        ),
        (404, b"{}", "application/json", "404"),
        (401, b"{}", "application/json", "401"),
        (302, b"", "text/html", "302"),
    ],
)
def test_a_province_that_speaks_something_else(
    status: int, content: bytes, kind: str, told: str, answers: Answers, tmp_path: Path
) -> None:
    with answering(status, content, kind) as port:
        sut = written(tmp_path, answers, old=answers.tester, new=address(port))

        one_line_refusal(refused(sut, env=SECRETS), address(port), told)


def test_secrets_that_are_not_set(answers: Answers, tmp_path: Path) -> None:
    sut = written(tmp_path, answers)
    one_line_refusal(refused(sut), "LIENTHONG_PORTAL_PASSWORD", "not set")

    sut = written(tmp_path, answers, old='# token_env = "LIENTHONG_TESTER', new='token_env = "LIENTHONG_TESTER')
    one_line_refusal(refused(sut, env={"LIENTHONG_PORTAL_PASSWORD": "x"}), "LIENTHONG_TESTER_TOKEN", "not set")


def test_the_token_of_a_running_mock(answers: Answers, tmp_path: Path) -> None:
    sut = written(tmp_path, answers)
    with part(["mocks", "serve", "--sut", str(sut), "--lenient"]):
        wrong = refused(sut, env={**SECRETS, "LIENTHONG_CONTROL_TOKEN": "wrong"})
        none = refused(sut, env={"LIENTHONG_PORTAL_PASSWORD": "x"})

    one_line_refusal(wrong, answers.control, "LIENTHONG_CONTROL_TOKEN", "export the token")
    one_line_refusal(none, answers.control, "LIENTHONG_CONTROL_TOKEN")


def test_a_running_mock_that_would_hide_defects_behind_the_first_one(answers: Answers, tmp_path: Path) -> None:
    sut = written(tmp_path, answers)
    with part(["mocks", "serve", "--sut", str(sut)]):
        one_line_refusal(refused(sut, env=SECRETS), answers.control, "--lenient")
