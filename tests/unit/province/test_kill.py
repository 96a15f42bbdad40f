"""The province is killed again and again while clerks work; whatever it has confirmed reaches the portal."""

from pathlib import Path

import httpx
import pytest

from tests.postgres import both_engines
from tests.unit.province.killing import Siege, besiege
from tests.unit.province.processes import run_province, running
from tests.unit.province.samples import make_accept, options_for

SIEGES = {"one-clerk": Siege(20, 5, seed=1, clerks=1), "many-clerks": Siege(30, 5, seed=2, whole_way=False)}
"""`python -m tests.selfcheck.kill` plays 500 dossiers and 50 kills."""


@both_engines
@pytest.mark.parametrize("name", SIEGES)
def test_nothing_confirmed_is_lost(tmp_path: Path, database_url: str, name: str) -> None:
    outcome = besiege(SIEGES[name], {"data": tmp_path, "database_url": database_url})

    assert outcome.dossiers == SIEGES[name].dossiers
    assert (outcome.lost, outcome.doubled, outcome.disordered) == ([], [], [])


def test_a_province_that_loses_steps_is_noticed(tmp_path: Path) -> None:
    outcome = besiege(Siege(dossiers=3, kills=0, seed=1), {"data": tmp_path, "fault": "steps-missing"})

    assert len(outcome.lost) == 3


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
    for fault in (None, "hammers"):
        options = options_for(tmp_path / str(fault), "http://127.0.0.1:9", fault=fault)
        with running(run_province, options) as ready:
            version = httpx.get(f"{ready['url']}/version", trust_env=False).json()
            told.append({name: value for name, value in version.items() if name != "clock"})
    assert told[0] == told[1]
