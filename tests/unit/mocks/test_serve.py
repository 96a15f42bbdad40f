"""A mock as a process of its own: how it starts, stops, and says that it cannot."""

import signal
import socket
import sqlite3
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest

from mocks.registry import UnknownSystem
from mocks.stage.build import build_digest
from mocks.stage.played import Terms, Wish
from mocks.stage.serve import PortInUse, serve
from mocks.stage.server import Placement
from specs.errors import SpecError
from tests.unit.mocks.processes import ROOT, command, running_process

PORTAL = Wish(system="dvcqg")


def exchanges(folder: Path) -> list[dict[str, Any]]:
    """Everything that was journaled, from the file that was left."""
    with closing(sqlite3.connect(folder / "dvcqg.sqlite")) as database:
        return [orjson.loads(line) for (line,) in database.execute("SELECT line FROM exchanges ORDER BY seq")]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_listens_and_ends_in_good_order(tmp_path: Path, number: signal.Signals) -> None:
    with running_process(state=tmp_path) as mock:
        mock.sign_in()
        mock.process.send_signal(number)
        assert mock.process.wait(10) == 0
        assert mock.process.stdout is not None
        assert mock.process.stderr is not None
        assert (mock.process.stdout.read(), mock.process.stderr.read()) == ("", "")
    assert [row["operation"] for row in exchanges(tmp_path)] == ["DangNhap"]


def test_stopping_does_not_wait_for_late_answers_and_records_them(tmp_path: Path) -> None:
    late = {"name": "answer-late", "arguments": {"delay_s": 100}}
    with running_process(state=tmp_path) as mock:
        assert mock.control.post("/control/1/behaviours", json=late).status_code == 201
        address = urlsplit(str(mock.national.base_url))
        with socket.create_connection((address.hostname, address.port)) as line:
            line.sendall(b"GET /late HTTP/1.1\r\nHost: x\r\n\r\n")
            while not mock.control.get("/control/1/behaviours").json()["behaviours"][0]["hits"]:
                mock.control.get("/control/1/journal?wait=0.01")
            mock.process.send_signal(signal.SIGTERM)
            assert mock.process.wait(10) == 0
    (last,) = exchanges(tmp_path)
    assert last["silence"] == "cut"


def test_a_thousand_requests_are_all_journaled() -> None:
    with running_process(seed=3) as mock:
        session = mock.sign_in()

        def push(number: int) -> str:
            return str(mock.push(session, f"H56.14-261122-{number:04d}").json()["error_code"])

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(push, range(1000))) == {"0"}
        assert len(mock.dossiers()) == 1000
        first = mock.journal()
        rest = mock.journal(after=first["next"])
    rows = [*first["exchanges"], *rest["exchanges"]]
    assert [row["seq"] for row in rows] == list(range(1, 1002))
    assert (first["next"], rest["next"], rest["dropped"]) == (1000, 1001, 0)


@pytest.mark.parametrize("door", ["national", "control"])
def test_a_port_in_use_is_named(door: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        wish = replace(PORTAL, national_port=port if door == "national" else 0)
        placement = Placement(token="t", control_port=port if door == "control" else 0)
        with pytest.raises(PortInUse, match=f"port {port} is in use") as caught:
            serve([wish], Terms(), placement, ready=lambda said: pytest.fail(f"it said that it is ready: {said}"))
    assert caught.value.port == port


def test_a_state_folder_is_one_processs_alone(tmp_path: Path) -> None:
    with running_process(state=tmp_path):
        second = subprocess.run(command(state=tmp_path), cwd=ROOT, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert "StateUnusable" in second.stderr
    with running_process(state=tmp_path) as mock:
        assert mock.journal()["exchanges"] == []


def test_a_state_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dvcqg.sqlite").write_text("This is no database, and long enough to be seen as none.\n" * 100)
    with pytest.raises(OSError, match=r"dvcqg\.sqlite"):
        serve([PORTAL], Terms(state=tmp_path), Placement(token="t"), ready=lambda _: pytest.fail("it is ready"))


def test_the_build_is_of_the_source_and_of_the_profile(profile: Any, tmp_path: Path) -> None:
    other = replace(profile, folders=(tmp_path,))
    assert build_digest(profile) == build_digest(profile) != build_digest(other)


def test_two_mocks_stand_side_by_side(start: Callable[..., Any]) -> None:
    first, second = start(), start()
    first.login()
    assert second.journal() == []
    assert second.call("LayDanhMucCoQuan", session=first.session).json()["error_code"] == "-2"


@pytest.mark.parametrize(
    ("wish", "error", "said"),
    [
        (Wish(system="nobody"), UnknownSystem, "no mock plays 'nobody'; known are dvcqg"),
        (Wish(system="dvcqg", profile="dvcqg-1999"), SpecError, "dvcqg-1999/operations.toml"),
        (Wish(system="dvcqg", accounts={"pin": "1"}), UnknownSystem, "asks for no pin"),
    ],
)
def test_what_cannot_be_played_is_refused(wish: Wish, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        serve([wish], Terms(), Placement(token="t"), ready=lambda _: pytest.fail("it is ready"))
