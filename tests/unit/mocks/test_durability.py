"""State and journal outlive the process: what is told is on disk soon, and what a kill takes away is confessed."""

import json
import signal
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic

import httpx
import pytest

from mocks.state.batching import BLOCK, FLUSH_S
from tests.unit.mocks.processes import MockProcess, running_process

PROMISED_S = 0.2


@contextmanager
def disk(folder: Path) -> Iterator[sqlite3.Connection]:
    """The database of the portal, read from outside."""
    with closing(sqlite3.connect(folder / "dvcqg.sqlite")) as database:
        yield database


def numbers(folder: Path) -> list[int]:
    """The numbers of all exchanges on disk."""
    with disk(folder) as database:
        return [seq for (seq,) in database.execute("SELECT seq FROM exchanges ORDER BY seq")]


def codes_on_disk(folder: Path) -> set[str]:
    """The codes of the dossiers in whatever table the portal keeps them in."""
    with disk(folder) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'state *'")
        queries = [f'SELECT key FROM "{name}"' for (name,) in tables.fetchall()]  # noqa: S608 - names of our own
        keys = [database.execute(query).fetchall() for query in queries]
    return {key for rows in keys for (key,) in rows if key.startswith("H56.14-")}


def code(number: int) -> str:
    return f"H56.14-261122-{number:05d}"


def push_many(mock: MockProcess, session: str, *, first: int, count: int) -> None:
    """Push so many dossiers over four connections at once."""

    def push(start: int) -> None:
        with httpx.Client(base_url=mock.national.base_url, headers=mock.national.headers, trust_env=False) as client:
            own = MockProcess(mock.process, client, mock.control)
            for number in range(start, first + count, 4):
                assert own.push(session, code(number)).json()["error_code"] == "0"

    workers = [threading.Thread(target=push, args=(first + place,)) for place in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def test_what_was_answered_is_on_disk_within_the_promised_time(tmp_path: Path) -> None:
    assert FLUSH_S <= PROMISED_S / 2
    with running_process(state=tmp_path) as mock:
        session = mock.sign_in()
        took = []
        for number in range(1, 6):
            mock.push(session, code(number))
            begun = monotonic()
            while code(number) not in codes_on_disk(tmp_path):
                assert monotonic() - begun < 10
            assert number + 1 in numbers(tmp_path), "the exchange comes in the same batch"
            took.append(monotonic() - begun)
    # The machine may be busy with other tests: the best of five is what the mock does where it is let.
    assert min(took) < PROMISED_S


def test_an_answer_is_in_the_journal_before_it_is_heard(tmp_path: Path) -> None:
    with running_process(state=tmp_path) as mock:
        session = mock.sign_in()
        for number in range(20):
            mock.push(session, code(number))
            assert mock.journal(after=number + 1)["exchanges"], "the poll sees what is on no disk yet"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_loses_nothing_and_the_next_start_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    with running_process(state=tmp_path) as mock:
        session = mock.sign_in()
        push_many(mock, session, first=0, count=200)
        mock.process.send_signal(number)
        assert mock.process.wait(10) == 0
    assert numbers(tmp_path) == list(range(1, 202))
    with running_process(state=tmp_path) as mock:
        assert {row["MaHoSo"] for row in mock.dossiers()} == {code(number) for number in range(200)}
        assert mock.control.get("/control/1/identity").json()["journal_next"] == 202
        assert mock.push(mock.sign_in(), code(7)).json()["error_code"] == "3", "the portal knows it still"
        page = mock.journal(after=201)
        assert [row["seq"] for row in page["exchanges"]] == [202, 203]
        assert len(mock.journal()["exchanges"]) == 201, "what was before the start is read from disk"


def test_a_kill_loses_at_most_the_open_batch_and_the_numbers_say_so(tmp_path: Path) -> None:
    with running_process(state=tmp_path) as mock:
        session = mock.sign_in()
        push_many(mock, session, first=0, count=400)
        before = monotonic()
        while len(numbers(tmp_path)) < 401:
            assert monotonic() - before < 10
        push_many(mock, session, first=400, count=40)
        mock.process.kill()
        mock.process.wait(10)
    kept = numbers(tmp_path)
    assert kept == list(range(1, len(kept) + 1)), "batches are written in order and whole"
    assert 401 <= len(kept) <= 441
    assert len(codes_on_disk(tmp_path)) == len(kept) - 1, "state and journal are of the same batch"
    with running_process(state=tmp_path) as mock:
        assert {row["MaHoSo"] for row in mock.dossiers()} == codes_on_disk(tmp_path)
        mock.push(mock.sign_in(), code(999))
        page = mock.journal(after=len(kept))
    first = page["exchanges"][0]["seq"]
    assert 441 < first <= 441 + BLOCK, "no number is given away twice"
    assert page["dropped"] == first - 1 - len(kept)
    with disk(tmp_path) as database:
        assert database.execute("SELECT first, last FROM gaps").fetchall() == [(len(kept) + 1, first - 1)]


def test_ten_thousand_exchanges_are_all_on_disk_and_can_all_be_read(tmp_path: Path) -> None:
    with running_process(state=tmp_path) as mock:
        session = mock.sign_in()
        rows = [{"MaHoSo": code(number), "TrangThaiHoSo": "2"} for number in range(10_000)]
        head = {"session": session, "madonvi": "H56.14", "service": "DongBoHoSoMC", "isUpdating": "False"}
        address = mock.national.base_url
        send_all(str(address.host), address.port or 0, [json.dumps(head | {"data": [row]}).encode() for row in rows])
        seen, after = 0, 0
        while exchanges := mock.journal(after=after)["exchanges"]:
            seq = [row["seq"] for row in exchanges]
            assert seq == list(range(after + 1, after + 1 + len(seq)))
            seen, after = seen + len(seq), seq[-1]
        assert seen == 10_001
        mock.process.send_signal(signal.SIGTERM)
        assert mock.process.wait(20) == 0
    assert numbers(tmp_path) == list(range(1, 10_002))


def send_all(host: str, port: int, bodies: list[bytes]) -> None:
    """Send bodies over one connection, many at a time, and see that each is accepted."""
    head = b"POST /integration HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\ncharset: utf-8\r\ndstcode: VN:x\r\n"
    told = b"Content-Type: application/json; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
    for start in range(0, len(bodies), 50):
        run = bodies[start : start + 50]
        answers = speak(host, port, b"".join(head + told % len(body) + body for body in run), count=len(run))
        assert answers.count(b'"error_code":"0"') == len(run)


def speak(host: str, port: int, requests: bytes, *, count: int) -> bytes:
    """Send requests at once and read until so many answers have come."""
    with socket.create_connection((host, port), timeout=20) as line:
        line.sendall(requests)
        heard = b""
        while heard.count(b"HTTP/1.1 ") < count or not heard.endswith(b"}"):
            data = line.recv(65536)
            assert data, heard[-500:]
            heard += data
    return heard
