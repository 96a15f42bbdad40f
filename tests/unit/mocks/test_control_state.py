"""State over the control port: as at the start, as at a snapshot, and how often it has changed."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from mocks.registry import ENTRIES
from mocks.stage.played import Wish
from tests.unit.mocks.playing import Side, playing
from tests.unit.mocks.probe import probing


@pytest.fixture(params=["in memory", "on disk"])
def probe(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Side]:
    state = tmp_path / "state" if request.param == "on disk" else None
    with probing(monkeypatch, tmp_path, state=state) as (side,):
        yield side


def keep(probe: Side, *codes: str) -> None:
    for code in codes:
        assert probe.national.post("/things", json={"id": code}).status_code == 201


def things(probe: Side) -> list[str]:
    return list(probe.view("things")["things"])


def test_a_reset_makes_the_system_as_at_the_start(probe: Side) -> None:
    keep(probe, "a", "b")
    probe.behave("answer-lost", status=500, times=5)
    assert probe.command("reset")["cleared"] == []
    assert things(probe) == ["first"]
    assert probe.national.post("/things", json={"id": "a"}).status_code == 500, "behaviours stay"
    assert things(probe) == ["a", "first"], "the new system keeps things as the old one did"
    assert probe.command("reset", behaviours=True)["cleared"] == ["b-1"]
    keep(probe, "a")
    assert [row["seq"] for row in probe.journal()] == [1, 2, 3, 4], "the journal goes on"


def test_a_reset_gives_up_pushes_and_ends_sessions(probe: Side, signed_in: Any) -> None:
    probe.command("province", url="http://127.0.0.1:9")
    probe.behave("push-late", delay_s=60)
    probe.command("tell", operation="CallBack")
    assert [row["state"] for row in probe.view("pushes")["pushes"]] == ["queued"]
    probe.command("reset")
    assert probe.view("pushes") == {"province": "http://127.0.0.1:9", "pushes": []}
    assert signed_in.call("LayDanhMucCoQuan").json()["error_code"] == "0"
    signed_in.command("reset")
    assert signed_in.call("LayDanhMucCoQuan").json()["error_code"] != "0"


def test_a_snapshot_is_restored_as_often_as_wanted(probe: Side) -> None:
    keep(probe, "a")
    kept = probe.command("snapshot")["id"]
    for _ in range(2):
        keep(probe, "b")
        probe.command("restore", id=kept)
        assert things(probe) == ["a", "first"]
    refused = probe.control.post("/control/1/restore", json={"id": "s-9"})
    assert (refused.status_code, "there is no snapshot" in refused.json()["detail"]) == (422, True)


def test_a_refusal_changes_nothing(probe: Side) -> None:
    keep(probe, "a")
    before = probe.view("state/changes")["changes"]
    bodies: tuple[Any, ...] = ({"id": "a"}, {"id": ""}, [])
    for body in bodies:
        assert probe.national.post("/things", json=body).status_code in {400, 409}
    assert probe.view("state/changes")["changes"] == before
    keep(probe, "b")
    assert probe.view("state/changes")["changes"] == before + 1


@pytest.mark.parametrize(
    ("command", "body", "said"),
    [
        ("reset", {"state": True}, "reset does not take these arguments; it is reset"),
        ("snapshot", {"id": 1}, "it is snapshot {}"),
        ("restore", {}, "it is restore"),
        ("province", {"url": 5}, "it is province"),
    ],
)
def test_a_command_with_other_arguments_is_refused(probe: Side, command: str, body: Any, said: str) -> None:
    answer = probe.control.post(f"/control/1/{command}", json=body)
    assert (answer.status_code, said in answer.json()["detail"]) == (422, True), answer.text


def test_a_reset_amid_traffic_breaks_nothing(probe: Side) -> None:
    async def flood() -> list[int]:
        async with httpx.AsyncClient(base_url=probe.running.national, trust_env=False) as client:
            calls = [client.post("/things", json={"id": f"t{number}"}) for number in range(100)]
            resets = [asyncio.to_thread(probe.command, "reset") for _ in range(5)]
            answers = await asyncio.gather(*calls, *resets)
        return [answer.status_code for answer in answers[:100]]

    assert set(asyncio.run(flood())) == {201}
    assert probe.view("journal/summary")["totals"]["mock_errors"] == 0


@pytest.mark.parametrize("system", [row.system for row in ENTRIES])
def test_every_system_can_be_made_anew_and_lists_what_it_knows(system: str) -> None:
    with playing(Wish(system=system)) as (side,):
        shown = [row["name"] for row in side.view("views")["views"] if row["name"] != "state/changes"]
        before = [len(side.view(name)) for name in shown]
        side.command("reset")
        assert [len(side.view(name)) for name in shown] == before
        for row in side.view("behaviours/known")["known"]:
            Draft202012Validator.check_schema(row["arguments"])
            assert row["usage"].startswith(row["name"])
        for row in side.view("commands")["commands"]:
            Draft202012Validator.check_schema(row["schema"])
            assert row["usage"]
