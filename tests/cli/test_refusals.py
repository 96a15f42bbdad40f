"""Input that cannot be used: one line that says what is wrong and what to do, exit 2, and nothing that looks green."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from cli.demo import _free_ports
from cli.target_file import Answers, target_text
from tests.cli.command import Done, lienthong, one_line_refusal
from tests.cli.installation import SECRETS, part

VERSION = {"contract": "1", "name": "x", "version": "1", "build": "b", "clock": "2026-11-22T08:00:00+07:00"}


def address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


@pytest.fixture
def answers() -> Answers:
    """Three addresses at which nobody listens."""
    tester, national, control = (address(port) for port in _free_ports(3))
    return Answers(name="province", tester=tester, national=national, control=control)


def written(folder: Path, answers: Answers, *, old: str = "", new: str = "") -> Path:
    text = target_text(answers)
    assert old in text
    path = folder / "province.toml"
    path.write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return path


def refused(sut: Path, *words: str, env: Mapping[str, str] | None = None) -> Done:
    """`run --json`, refused, with nothing left behind."""
    before = sorted(sut.parent.iterdir())
    done = lienthong("run", "--sut", str(sut), "--json", *words, cwd=sut.parent, env=env)
    assert done.json["answer"] is None
    assert sorted(sut.parent.iterdir()) == before
    return done


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


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--select", "SYNC-0O4"], ["'SYNC-0O4'", "did you mean", "SYNC-004"]),
        (["--select", "QQQ-9"], ["chooses no case"]),
        (["--select", "CONN-001", "--select", ""], ["''", "chooses no case"]),
        (["--policy", "nope"], ["no policy 'nope'", "first-light"]),
        (["--seed", "x"], ["--seed", "lienthong run --help"]),
        (["--seed", "99999999999999999999"], ["--seed"]),
        (["--lang", "fr"], ["--lang", "'vi'", "'en'"]),
        (["--nope"], ["--nope", "lienthong run --help"]),
        (["--deselect", "fault/test_sesion"], ["--deselect", "did you mean", "fault/test_session"]),
        (["--out", "province.toml/out"], ["province.toml is a file", "another folder"]),
        (["--out", "."], ["already holds something", "--out"]),
    ],
    ids=lambda value: " ".join(value) if value and value[0].startswith("--") else "",
)
def test_options(words: list[str], told: list[str], answers: Answers, tmp_path: Path) -> None:
    one_line_refusal(refused(written(tmp_path, answers), *words), *told)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[sut]", "[sut", ["line"]),
        ("quiet_s = 5.0", 'quiet_s = "5"', ["access.timers.quiet_s", "number"]),
        ("quiet_s = 5.0", "quiet_s = 0", ["access.timers.quiet_s"]),
        ('agency = "', 'agancy = "', ["access"]),
        ('"portal.sync" =', '"portal.snc" =', ["portal.snc"]),
        ('kind = "http"', 'kind = "carrier-pigeon"', ["carrier-pigeon", "http"]),
        ("[mocks.dvcqg]", "[mocks.nowhere]", ["mocks"]),
        ('profile = "dvcqg-2025"', 'profile = "dvcqg-1999"', ["dvcqg-1999"]),
    ],
)
def test_target_files(old: str, new: str, told: list[str], answers: Answers, tmp_path: Path) -> None:
    one_line_refusal(refused(written(tmp_path, answers, old=old, new=new), env=SECRETS), *told)


def test_a_missing_target_file(tmp_path: Path) -> None:
    one_line_refusal(refused(tmp_path / "none.toml"), "none.toml", "lienthong init")


@pytest.mark.parametrize("door", ["tester", "national", "control"])
def test_a_public_national_host_is_no_target(door: str, tmp_path: Path) -> None:
    sut = written(tmp_path, replace(Answers(), **{door: "https://dichvucong.gov.vn"}))  # type: ignore[arg-type]

    one_line_refusal(refused(sut), "dichvucong.gov.vn", "public national host")
    one_line_refusal(refused(sut, "--plan"), "dichvucong.gov.vn")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://dichvucong.gov.vn", "public national host"),
        ("https://DichVuCong.GOV.VN.:443/integration", "public national host"),
        ("https://x:y@dichvucong.gov.vn", "public national host"),
        ("dichvucong", "no address"),
        ("ftp://127.0.0.1", "no address"),
        ("http://127.0.0.1:99999", "no address"),
    ],
)
def test_a_province_serves_no_such_portal(url: str, told: str, tmp_path: Path) -> None:
    done = lienthong("province", "serve", "--portal", url, "--port", "0", cwd=tmp_path, env=SECRETS)

    one_line_refusal(done, told)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["demo"], ["province", "serve", "--portal", "http://127.0.0.1:9", "--port", "0"]])
def test_an_unknown_fault(words: list[str], tmp_path: Path) -> None:
    done = lienthong(*words, "--fault", "no-lookup", "--json", cwd=tmp_path, env=SECRETS)

    one_line_refusal(done, "no-lookup", "did you mean", "no-look-up")


@pytest.mark.parametrize("words", [["nonsense"], [], ["mocks"], ["province", "sreve"]])
def test_an_unknown_or_missing_command(words: list[str], tmp_path: Path) -> None:
    one_line_refusal(lienthong(*words, cwd=tmp_path), "ommand", "--help")


def test_demo_into_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    done = lienthong("demo", "--out", str(tmp_path), "--json", cwd=tmp_path)

    one_line_refusal(done, "already holds something")
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "mine"


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
        "mocks": ["mocks", "serve", "--national-port", "0", "--control-port"],
        "province": ["province", "serve", "--portal", "http://127.0.0.1:9", "--port"],
    }
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        done = lienthong(*words[part_name], str(port), "--json", cwd=tmp_path, env=SECRETS)

        one_line_refusal(done, f"port {port} is in use", "free it")


@pytest.mark.parametrize(
    "words",
    [
        ["mocks", "serve", "--national-port", "0", "--control-port", "99999"],
        ["mocks", "serve", "--national-port", "0", "--control-port", "0", "--host", "192.0.2.1"],
        ["mocks", "serve", "--national-port", "0", "--control-port", "0", "--journal", "file/journal"],
        ["mocks", "serve", "--system", "elsewhere"],
        ["province", "serve", "--portal", "http://127.0.0.1:9", "--port", "0", "--data", "file/data"],
    ],
    ids=lambda words: " ".join(words[-2:]),
)
def test_what_the_machine_does_not_give(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    told = "--control-port" if words[-1] == "99999" else words[-1].partition("/")[0]
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
        (200, b'{"name": "n", "version": "1", "build": "b", "clock": "x", "capabilities": 5}', "text/json", "contract"),
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

    sut = written(tmp_path, answers, old="# token_env =", new="token_env =")
    one_line_refusal(refused(sut, env={"LIENTHONG_PORTAL_PASSWORD": "x"}), "LIENTHONG_TESTER_TOKEN", "not set")


def test_the_token_of_a_running_mock(answers: Answers, tmp_path: Path) -> None:
    sut = written(tmp_path, answers)
    with part(["mocks", "serve", "--sut", str(sut)]):
        wrong = refused(sut, env={**SECRETS, "LIENTHONG_CONTROL_TOKEN": "wrong"})
        none = refused(sut, env={"LIENTHONG_PORTAL_PASSWORD": "x"})

    one_line_refusal(wrong, answers.control, "LIENTHONG_CONTROL_TOKEN", "export the token")
    one_line_refusal(none, answers.control, "LIENTHONG_CONTROL_TOKEN")


@pytest.mark.parametrize(
    ("name", "value"),
    [("PYTEST_ADDOPTS", "--deselect fault/test_session.py"), ("PYTEST_PLUGINS", "deselecting_plugin")],
)
@pytest.mark.parametrize("face", ["run", "demo"])
def test_pytest_options_from_the_environment(
    name: str, value: str, face: str, answers: Answers, tmp_path: Path
) -> None:
    words = ["run", "--sut", str(written(tmp_path, answers))] if face == "run" else ["demo"]
    done = lienthong(*words, "--json", cwd=tmp_path, env={name: value})

    one_line_refusal(done, name, f"unset {name}")
