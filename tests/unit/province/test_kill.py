"""The province is killed again and again while clerks work; whatever it has confirmed reaches the portal."""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from mocks.province.faults.catalogue import Fault
from tests.postgres import both_engines
from tests.unit.province.processes import TOKEN, kill, run_portal, run_province, running, start
from tests.unit.province.samples import ACTS, make_accept, options_for

DOSSIERS = 20
KILLS = 5
WAY = ("process", "supplement", "process", "finish", "return")
SETTLE_S = 60.0
RETRY_S = 0.02


class Desk:
    """A clerk who goes on with the next act once the last was confirmed, whichever process answers."""

    def __init__(self, seed: int) -> None:
        self.url = ""
        self.rng = random.Random(seed)
        self.confirmed: dict[str, list[str]] = defaultdict(list)
        self.done = threading.Event()
        self.kills = 0

    def work(self) -> None:
        """Accept the dossiers and bring each to its end, hopping from one to the other."""
        try:
            with httpx.Client(timeout=5, trust_env=False) as client:
                open_ways = [self.accept(client) for _ in range(DOSSIERS)]
                left = {code: list(WAY) for code in open_ways}
                while left:
                    code = self.rng.choice(list(left))
                    self.act(client, code, left[code].pop(0))
                    left = {code: way for code, way in left.items() if way}
        finally:
            self.done.set()

    def accept(self, client: httpx.Client) -> str:
        while True:
            with suppress(httpx.TransportError):
                answer = client.post(f"{self.url}/dossiers", json=make_accept())
                assert answer.status_code == 201, answer.text
                code = str(answer.json()["dossier"])
                self.confirmed[code].append("2")
                return code
            time.sleep(RETRY_S)  # the province was killed and is being started again

    def act(self, client: httpx.Client, code: str, name: str) -> None:
        tried = 0
        while True:
            tried += 1
            with suppress(httpx.TransportError):
                answer = client.post(f"{self.url}/dossiers/{code}/{name}", json=ACTS[name])
                if answer.status_code == 409 and tried > 1:  # done by the process that died before it could say so
                    return
                assert answer.status_code == 200, answer.text
                self.confirmed[code].append(answer.json()["status"])
                return
            time.sleep(RETRY_S)


@contextmanager
def killed_again_and_again(desk: Desk, options: dict[str, Any]) -> Iterator[None]:
    """A province that is killed while the desk works, then left in peace."""
    process, told = start(run_province, options)
    desk.url = told["url"]
    worker = threading.Thread(target=desk.work)
    worker.start()
    try:
        for _ in range(KILLS):
            time.sleep(desk.rng.uniform(0.02, 0.15))
            desk.kills += not desk.done.is_set()
            kill(process)
            process, told = start(run_province, options)
            desk.url = told["url"]
        worker.join(SETTLE_S)
        assert not worker.is_alive()
        yield
    finally:
        kill(process)


def is_subsequence(wanted: list[str], seen: list[str]) -> bool:
    rest = iter(seen)
    return all(status in rest for status in wanted)


@both_engines
@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_confirmed_is_lost(tmp_path: Path, database_url: str, seed: int) -> None:
    with running(run_portal, {}) as portal:
        desk = Desk(seed)
        with killed_again_and_again(desk, options_for(tmp_path, portal["national"], database_url=database_url)):
            told = wait_for_the_outbox(desk.url, portal["control"])
    assert desk.kills >= 2
    assert len(desk.confirmed) == DOSSIERS
    for code, statuses in desk.confirmed.items():
        row = told[code]
        assert row["adds"] == 1
        assert row["TrangThaiHoSo"] == "10"
        assert is_subsequence(statuses, row["statuses"]), (statuses, row["statuses"])
        assert row["steps"] >= len(statuses)
        assert in_order(row["statuses"])


def in_order(seen: list[str]) -> bool:
    """A push may come twice, where the process died before it could note the first; never after a later one."""
    once = [status for status, before in zip(seen, ["", *seen], strict=False) if status != before]
    return once == ["2", "4", "5", "4", "9", "10"]


def wait_for_the_outbox(url: str, control: str) -> dict[str, dict[str, Any]]:
    """Wait until nothing is pending; gives what the portal has."""
    until = time.monotonic() + SETTLE_S
    while httpx.get(f"{url}/outbox", trust_env=False).json()["pending"]:
        assert time.monotonic() < until
        time.sleep(0.05)
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    rows = httpx.get(f"{control}/control/1/dossiers", headers=bearer, trust_env=False).json()["dossiers"]
    return {row["MaHoSo"]: row for row in rows}


def test_a_province_starts_without_a_portal_and_ends_in_good_order(tmp_path: Path) -> None:
    options = options_for(tmp_path, "http://127.0.0.1:9", token="upper-tester-token")
    with running(run_province, options) as told:
        client = httpx.Client(base_url=told["url"], trust_env=False)
        with client:
            assert client.get("/version").status_code == 401
            client.headers["Authorization"] = "Bearer upper-tester-token"
            assert client.post("/dossiers", json=make_accept()).status_code == 201
            assert client.get("/outbox").json()["pending"] == 1


def test_a_fault_cannot_be_seen_from_outside(tmp_path: Path) -> None:
    told = []
    for fault in (None, Fault.HAMMERS):
        options = options_for(tmp_path / str(fault), "http://127.0.0.1:9", fault=fault)
        with running(run_province, options) as ready:
            version = httpx.get(f"{ready['url']}/version", trust_env=False).json()
            told.append({name: value for name, value in version.items() if name != "clock"})
    assert told[0] == told[1]
