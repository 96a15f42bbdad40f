"""A system that answers every call alike (401, 404) has shown nothing, and its refusals please no prohibition."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from cli.reference import TIMERS
from cli.target_file import Answers, target_text
from tests.cli.command import lienthong
from tests.cli.installation import SECRETS
from tests.cli.target import address, nobody

NOT_SHOWN = 11
VERSION: dict[str, object] = {
    "name": "province",
    "version": "1",
    "build": "sha256:" + "0" * 64,
    "clock": None,
    "capabilities": [],
}


@contextmanager
def refusing(status: int) -> Iterator[str]:
    """A system that says who it is and answers everything else with one status; its address."""

    class Refusing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            version = self.path.endswith("/version")
            self._say(200 if version else status, VERSION if version else {"error": "no"})

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._say(status, {"error": "no"})

        def _say(self, code: int, row: object) -> None:
            body = json.dumps(row).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield address(server.server_port)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_every_call_is_refused(tmp_path: Path) -> None:
    """401 to each: nothing is demonstrated, nothing is violated, and no secret stands in the record."""
    row = _judged(401, tmp_path)

    assert (row["answer"], row["exit_code"]) == ("NO_GO", NOT_SHOWN)
    told = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert [name for name, value in SECRETS.items() if value.encode() in told and "-" in value] == []


def test_every_call_is_not_found(tmp_path: Path) -> None:
    """404 to each."""
    row = _judged(404, tmp_path)

    assert (row["answer"], row["exit_code"]) == ("NO_GO", NOT_SHOWN)


def _judged(status: int, folder: Path) -> dict[str, object]:
    free = nobody()
    with refusing(status) as tester:
        answers = Answers(name="province", tester=tester, national=free.national, control=free.control, timers=TIMERS)
        (folder / "province.toml").write_text(target_text(answers), encoding="utf-8")
        words = ["--sut", "province.toml", "--out", "out", "--json", "--select", "CONN-*", "--select", "SEC-0*"]
        done = lienthong("run", *words, cwd=folder, env=SECRETS)
    row: dict[str, object] = done.json
    cases = [case for found in done.json["requirements"].values() for case in found["cases"]]
    assert done.json["counts"]["DEMONSTRATED"] == done.json["counts"]["VIOLATED"] == 0, done.stderr[-2000:]
    assert "PRECONDITION" in {case["code"] for case in cases}
    return row


@pytest.mark.parametrize("name", ["statement", "access"])
def test_no_statement(name: str, tmp_path: Path) -> None:
    """A target file without the supplier's statement is refused; it is not one that claims nothing."""
    text = target_text(Answers())
    head, _, rest = text.partition(f"\n[{name}]")
    (tmp_path / "province.toml").write_text(head + "\n\n[" + rest.partition("\n[")[2], encoding="utf-8")
    done = lienthong("run", "--sut", "province.toml", "--json", cwd=tmp_path, env=SECRETS)

    assert (done.code, done.json["answer"]) == (2, None)
    assert name in done.json["error"]
