"""A mock as a process of its own: how it starts, stops, and says that it cannot."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

import mocks.serve
from mocks.build import build_digest
from mocks.serve import PortInUse, ServeOptions, UnknownSystem, make_system, serve
from mocks.server import Placement
from specs.errors import SpecError

ROOT = Path(mocks.serve.__file__).parent.parent
PROGRAM = """
import json, sys
from pathlib import Path
from mocks.serve import ServeOptions, serve
options = json.loads(sys.argv[1])
file = options.pop("journal_file", None)
known = {"token": "t", "username": "u", "password": "p"}
serve(
    ServeOptions(**known | options, journal_file=file and Path(file)),
    ready=lambda said: print(json.dumps(said), flush=True),
)
"""


@contextmanager
def process(**options: Any) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """A mock in a process; it is killed at the end unless it ended before."""
    command = [sys.executable, "-W", "error", "-c", PROGRAM, json.dumps(options)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as mock:
        try:
            assert mock.stdout is not None
            line = mock.stdout.readline()
            assert line, mock.stderr and mock.stderr.read()
            yield mock, json.loads(line)
        finally:
            mock.kill()


def client(url: str, **options: Any) -> httpx.Client:
    return httpx.Client(base_url=url, trust_env=False, timeout=10, **options)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_listens_and_ends_in_good_order(tmp_path: Path, number: signal.Signals) -> None:
    file = tmp_path / "journal.jsonl"
    with process(journal_file=str(file)) as (mock, said):
        assert {"system", "profile", "national", "control"} == set(said)
        assert (said["system"], said["profile"]) == ("dvcqg", "dvcqg-2025")
        with client(said["national"]) as national:
            national.post("/auth/login", json={"username": "u", "password": "p"})
        mock.send_signal(number)
        assert mock.wait(10) == 0
        assert mock.stdout is not None
        assert mock.stderr is not None
        assert (mock.stdout.read(), mock.stderr.read()) == ("", "")
    (line,) = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["operation"] == "DangNhap"


def test_stopping_does_not_wait_for_late_answers_and_records_them(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    late = {"name": "answer-late", "arguments": {"delay_s": 100}}
    with process(journal_file=str(file)) as (mock, said), client(said["control"]) as control:
        control.headers["Authorization"] = "Bearer t"
        control.post("/control/1/behaviours", json=late)
        address = urlsplit(said["national"])
        with socket.create_connection((address.hostname, address.port)) as line:
            line.sendall(b"GET /late HTTP/1.1\r\nHost: x\r\n\r\n")
            while not control.get("/control/1/behaviours").json()["behaviours"][0]["hits"]:
                control.get("/control/1/journal?wait=0.01")
            mock.send_signal(signal.SIGTERM)
            assert mock.wait(10) == 0
    (last,) = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(last)["silence"] == "cut"


def test_a_thousand_requests_are_all_journaled() -> None:
    with process(seed=3) as (_, said), client(said["national"]) as national:
        session = national.post("/auth/login", json={"username": "u", "password": "p"}).json()["session"]
        head = {"session": session, "madonvi": "H56.14", "service": "DongBoHoSoMC", "isUpdating": "False"}

        def push(number: int) -> str:
            body = head | {"data": [{"MaHoSo": f"H56.14-261122-{number:04d}", "TrangThaiHoSo": "2"}]}
            return str(national.post("/integration", json=body).json()["error_code"])

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(push, range(1000))) == {"0"}
        with client(said["control"], headers={"Authorization": "Bearer t"}) as control:
            assert len(control.get("/control/1/dossiers").json()["dossiers"]) == 1000
            first = control.get("/control/1/journal").json()
            rest = control.get(f"/control/1/journal?after={first['next']}").json()
    rows = [*first["exchanges"], *rest["exchanges"]]
    assert [row["seq"] for row in rows] == list(range(1, 1002))
    assert (first["next"], rest["next"], rest["dropped"]) == (1000, 1001, 0)


@pytest.mark.parametrize("door", ["national_port", "control_port"])
def test_a_port_in_use_is_named(door: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        options = ServeOptions(token="t", username="u", password="p", **{door: port})
        with pytest.raises(PortInUse, match=f"port {port} is in use") as caught:
            serve(options, ready=lambda said: pytest.fail(f"it said that it is ready: {said}"))
    assert caught.value.port == port


def test_every_option_reaches_its_place(start: Callable[..., Any], dossier: Any, tmp_path: Path) -> None:
    def session(**options: Any) -> Any:
        known = {"token": "t", "username": "h56.test", "password": "not-a-real-password"}
        mock = start(system=make_system(ServeOptions(**known | options)))
        mock.login()
        return mock

    assert session(strict=True).push(dossier | {"TrangThaiHoSo": "11"}).json()["error_code"] == "-1"
    assert session(session_s=0).push(dossier).json()["error_code"] == "-2"
    assert session(seed=1).session == session(seed=1).session != session(seed=2).session
    placed: dict[str, Any] = {"host": "::1", "national_port": 1, "control_port": 2, "token": "t", "redaction_key": b"k"}
    options = ServeOptions(username="u", password="p", journal_file=tmp_path, **placed)
    assert options.placement() == Placement(journal_file=tmp_path, **placed)


def test_the_build_is_of_the_source_and_of_the_profile(profile: Any, tmp_path: Path) -> None:
    other = replace(profile, folder=tmp_path)
    assert build_digest(profile) == build_digest(profile) != build_digest(other)


def test_two_mocks_stand_side_by_side(start: Callable[..., Any]) -> None:
    first, second = start(), start()
    first.login()
    assert second.journal() == []
    assert second.call("LayDanhMucCoQuan", session=first.session).json()["error_code"] == "-2"


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"system": "vneid"}, UnknownSystem, "no mock plays 'vneid'; known are dvcqg"),
        ({"profile": "dvcqg-1999"}, SpecError, "dvcqg-1999/operations.toml"),
    ],
)
def test_what_cannot_be_played_is_refused(options: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        make_system(ServeOptions(token="t", username="u", password="p", **options))
