"""How often, how long and how likely a fault is: as told, however many calls come at once."""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from mocks.core.behaviour import Behaviours
from mocks.core.faults import FRAME_FAULTS
from tests.unit.mocks.playing import Side
from tests.unit.mocks.probe import probing

ARGUMENTS: dict[str, dict[str, Any]] = {
    "unavailable": {"status": 503},
    "answer-lost": {"status": 502},
    "slow-first-byte": {"delay_s": 0.2},
    "answer-late": {"delay_s": 0.2},
    "slow-drip": {"delay_s": 0.05},
    "push-late": {"delay_s": 0.2},
    "wrong-content-type": {"media_type": "text/html"},
    "clock-skew": {"seconds": -3600},
}


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Side]:
    with probing(monkeypatch, tmp_path, seed=7) as (side,):
        yield side


def keep(probe: Side, code: str = "a") -> httpx.Response:
    return probe.national.post("/things", json={"id": code})


def kept(probe: Side) -> list[str]:
    return list(probe.view("things")["things"])


@pytest.mark.parametrize("name", ["unavailable", "answer-lost", "malformed", "wrong-content-type", "slow-drip"])
def test_a_fault_for_n_calls_fires_n_times_of_two_hundred_at_once(probe: Side, name: str) -> None:
    id_ = probe.behave(name, times=37, **ARGUMENTS.get(name, {}))

    async def flood() -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=50)
        async with httpx.AsyncClient(base_url=probe.running.national, trust_env=False, limits=limits) as client:
            return await asyncio.gather(*(client.post("/things", json={"id": f"t{n}"}) for n in range(200)))

    answers = asyncio.run(flood())
    assert len(answers) == 200
    hit = [row for row in probe.journal() if row["behaviour"]]
    assert len(hit) == 37
    assert {(*row["behaviour"], *row["facts"]["behaviours"]) for row in hit} == {(name, id_)}
    assert probe.hits() == {name: 37}
    unlike = [
        answer
        for answer in answers
        if answer.status_code != 201 or answer.headers["content-type"] != "application/json; charset=utf-8"
    ]
    assert len(unlike) == (37 if name in {"unavailable", "answer-lost", "wrong-content-type"} else 0)
    effects = 200 if name != "unavailable" else 163
    assert len(kept(probe)) == effects + 1


@pytest.mark.parametrize("name", ["reset", "reset-after", "truncated"])
def test_a_broken_connection_for_n_calls_breaks_n_of_two_hundred_at_once(probe: Side, name: str) -> None:
    probe.behave(name, times=37)

    address = urlsplit(probe.running.national)

    def one(number: int) -> bool:
        connection = HTTPConnection(str(address.hostname), address.port or 0, timeout=5)
        try:
            connection.request(
                "POST", "/things", json.dumps({"id": f"t{number}"}), {"Content-Type": "application/json"}
            )
            return connection.getresponse().read() == b'{"taken":true}'
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(one, range(200))) == 163
    assert sum(row["behaviour"] == [name] for row in probe.journal()) == 37


def test_chance_is_replayed_by_its_seed(probe: Side) -> None:
    def pattern(**wish: Any) -> list[bool]:
        told = {"name": "unavailable", "operation": "Show", "chance": 0.3, "arguments": {"status": 500}} | wish
        assert probe.control.post("/control/1/behaviours", json=told).status_code == 201
        seen = [probe.national.get("/things/first").status_code == 500 for _ in range(60)]
        assert probe.hits()["unavailable"] == sum(seen)
        probe.control.delete("/control/1/behaviours")
        return seen

    first = pattern()
    assert 5 < sum(first) < 35
    assert pattern() == first == pattern(seed=7)
    assert pattern(seed=8) != first
    assert sum(pattern(times=4)) == 4


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"name": "outage", "operation": "Keep"}, "there is no operation 'Keep' for outage; known are *"),
        ({"name": "clock-skew", "chance": 0.5, "arguments": {"seconds": 1}}, "chance has no part in it"),
        ({"name": "reset", "for_s": 0}, "for_s is 0"),
        ({"name": "reset", "for_s": 604801}, "for_s is 604801"),
        ({"name": "reset", "for_s": True}, "for_s is True"),
        ({"name": "reset", "chance": 0}, "chance is 0"),
        ({"name": "reset", "chance": 1.1}, "chance is 1.1"),
        ({"name": "reset", "chance": "1"}, "chance is '1'"),
        ({"name": "reset", "seed": 1.5}, "seed is 1.5"),
        ({"name": "slow-drip", "arguments": {"delay_s": 121}}, "slow-drip does not take"),
        ({"name": "wrong-content-type", "arguments": {"media_type": "a/b\r\nX: y"}}, "wrong-content-type does not"),
        ({"name": "clock-skew", "arguments": {"seconds": 1e12}}, "clock-skew does not take"),
    ],
)
def test_a_wish_without_bounds_is_refused(probe: Side, wish: Any, said: str) -> None:
    answer = probe.control.post("/control/1/behaviours", json=wish)
    assert (answer.status_code, said in answer.json()["detail"]) == (422, True), answer.text
    assert probe.hits() == {}


def test_every_fault_is_published_and_can_be_armed(probe: Side) -> None:
    known = {row["name"]: row for row in probe.control.get("/control/1/behaviours/known").json()["known"]}
    assert set(known) == {kind.name for kind in FRAME_FAULTS} | {"other-id"}
    del known["other-id"]
    for name, row in known.items():
        assert row["usage"].startswith(name)
        assert row["en"], name
        assert row["vi"], name
        probe.behave(name, times=1, **ARGUMENTS.get(name, {}))
    assert known["push-lost"]["operations"] == ["Tell", "TellForm", "TellFiles", "TellXml", "CallBack"]
    assert (known["outage"]["operations"], known["reset"]["operations"]) == ([], ["Keep", "Show"])


def test_one_can_be_taken_away(probe: Side) -> None:
    first = probe.behave("unavailable", status=500)
    second = probe.behave("unavailable", status=501)
    assert keep(probe).status_code == 500
    assert probe.control.delete(f"/control/1/behaviours/{first}").json() == {
        "id": first,
        "name": "unavailable",
        "hits": 1,
    }
    assert probe.control.delete(f"/control/1/behaviours/{first}").status_code == 404
    assert keep(probe).status_code == 501
    assert probe.control.delete(f"/control/1/behaviours/{second}").status_code == 200
    assert keep(probe).status_code == 201


def test_nothing_is_asked_where_nothing_is_in_force() -> None:
    times = [0.0]
    behaviours = Behaviours(FRAME_FAULTS, ["a"], monotonic=lambda: times[-1])
    idle = [behaviours.idle]
    behaviours.add({"name": "reset", "for_s": 5})
    behaviours.add({"name": "hang", "times": 1})
    idle.append(behaviours.idle)
    times.append(5.0)
    assert behaviours.take("reset", "a") is None
    assert behaviours.take("hang", "a") is not None
    assert behaviours.take("hang", "a") is None
    assert [*idle, behaviours.idle] == [True, False, True]
    assert [behaviour.hits for behaviour in behaviours.installed()] == [0, 1]
