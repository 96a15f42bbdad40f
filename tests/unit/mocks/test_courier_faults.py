"""What the courier can be told to do otherwise: twice, late, never, in another order, or with another content."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.mocks.playing import Side
from tests.unit.mocks.probe import probing
from tests.unit.mocks.province import TAKEN, Province, provincial
from tests.unit.mocks.pushing import BUSY, states, tell, tries


@pytest.fixture
def province() -> Iterator[Province]:
    with provincial() as listening:
        yield listening


@pytest.fixture
def probe(province: Province, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Side]:
    """The probe, told of the province."""
    with probing(monkeypatch, tmp_path, province=province.url) as (side,):
        yield side


def test_a_duplicate_is_the_same_to_the_byte(probe: Side, province: Province) -> None:
    probe.behave("push-twice", operation="Tell", times=1)
    tell(probe, order="x")
    tell(probe, body={"id": "t-2"}, order="x")
    first, second, third = province.wait(3)
    assert (first.body, first.headers) == (second.body, second.headers)
    assert json.loads(third.body) == {"id": "t-2"}
    rows = tries(probe, 3)
    assert [row["behaviour"] for row in rows] == [[], ["push-twice"], []]
    assert rows[1]["facts"]["behaviours"] == ["b-1"]
    assert probe.hits() == {"push-twice": 1}


def test_two_of_one_order_change_places(probe: Side, province: Province) -> None:
    probe.behave("push-reordered", times=1)
    for number in range(4):
        tell(probe, body={"id": f"t-{number}"}, order="x")
    assert [json.loads(item.body)["id"] for item in province.wait(4)] == ["t-1", "t-0", "t-2", "t-3"]
    assert [row["behaviour"] for row in tries(probe, 4)] == [["push-reordered"], [], [], []]


def test_a_late_one_waits(probe: Side, province: Province) -> None:
    probe.behave("push-late", times=1, delay_s=0.3)
    tell(probe, body={"id": "late"})
    tell(probe, body={"id": "next"})
    assert [json.loads(item.body)["id"] for item in province.wait(2)] == ["next", "late"]
    assert [row["behaviour"] for row in tries(probe, 2)] == [[], ["push-late"]]


def test_a_lost_one_is_never_sent(probe: Side, province: Province) -> None:
    probe.behave("push-lost", times=1)
    tell(probe, body={"id": "lost"}, order="x")
    tell(probe, body={"id": "next"}, order="x")
    assert [json.loads(item.body)["id"] for item in province.wait(1)] == ["next"]
    lost, sent = tries(probe, 2)
    assert (lost["silence"], lost["facts"]["reason"], lost["behaviour"]) == ("cut", "lost", ["push-lost"])
    assert states(probe) == [("lost", 0, None), ("delivered", 1, 200)]
    assert sent["behaviour"] == []


def test_a_fault_of_the_system_itself_is_journaled_with_the_first_try(probe: Side, province: Province) -> None:
    province.answers = [BUSY, TAKEN]
    probe.behave("other-id", operation="Tell", times=1, id="other")
    probe.behave("push-late", times=1, delay_s=0.01)
    tell(probe)
    assert [json.loads(item.body)["id"] for item in province.wait(2)] == ["other", "other"]
    assert [row["behaviour"] for row in tries(probe, 2)] == [["other-id", "push-late"], []]


def test_faults_of_calls_and_of_pushes_are_not_mixed(probe: Side) -> None:
    for wish in ({"name": "reset", "operation": "Tell"}, {"name": "push-twice", "operation": "Keep"}):
        answer = probe.control.post("/control/1/behaviours", json=wish)
        assert answer.status_code == 422
        assert "there is no operation" in answer.json()["detail"]
