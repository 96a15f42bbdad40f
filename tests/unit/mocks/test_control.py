"""The control port: closed without its token, as published, and nowhere on the national port."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from mocks.stage.build import build_digest
from mocks.stage.played import Wish
from tests.unit.mocks.document import CLOSED, DOORS, within_the_document
from tests.unit.mocks.playing import TOKEN, Side
from tests.unit.mocks.probe import probing


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Side]:
    with probing(monkeypatch, tmp_path) as (side,):
        yield side


@pytest.mark.parametrize("token", [None, "", "Bearer", "Bearer wrong", "Basic control-token-of-a-test", "Bearer é"])
def test_nothing_is_told_without_the_token(probe: Side, token: str | None) -> None:
    headers = {} if token is None else {b"Authorization": token.encode()}
    with httpx.Client(base_url=probe.running.control, trust_env=False, headers=headers) as stranger:
        for method, path in CLOSED:
            answer = stranger.request(method, path.replace("{", "").replace("}", ""))
            assert answer.status_code == 401, path
            assert within_the_document(answer)["detail"] == "the control port asks for its token"
            assert answer.headers["www-authenticate"] == "Bearer"


def test_the_national_port_knows_nothing_of_it(portal: Any) -> None:
    authorization = portal.control.headers["Authorization"]
    for method, path in DOORS:
        answer = portal.national.request(method, path, headers={"Authorization": authorization})
        assert answer.status_code == 404, path
        assert "control" not in json.dumps(dict(answer.headers)) + answer.text
    assert authorization.split()[1] not in json.dumps(portal.journal())


def test_every_answer_is_as_published(probe: Side) -> None:
    control, base = probe.control, "/control/1"
    wish = {"name": "unavailable", "times": 1, "for_s": 60, "chance": 0.5, "seed": 3, "arguments": {"status": 500}}
    probe.national.post("/things", json={"id": "a"})
    id_ = within_the_document(control.post(f"{base}/behaviours", json=wish))["id"]
    kept = within_the_document(control.post(f"{base}/snapshot"))["id"]
    for path in (
        *("systems", "feed", "feed?after=9", "identity", "journal", "journal?after=99", "journal?operation=Keep"),
        *("journal/summary", "behaviours", "behaviours/known", "views", "views/things", "views/none", "commands"),
        *("state/changes", "pushes", "views/state/changes", "views/state%2Fchanges"),
    ):
        within_the_document(control.get(f"{base}/{path}"))
    for path, body in (
        ("behaviours", {}),
        ("province", {"url": "http://127.0.0.1:1"}),
        ("province", {"url": "x"}),
        ("restore", {"id": kept}),
        ("restore", {"id": "none"}),
        ("reset", {"behaviours": False}),
        ("commands/reset", {"behaviours": False}),
        ("commands/none", {}),
        ("commands/snapshot", {"no": "such"}),
    ):
        within_the_document(control.post(f"{base}/{path}", json=body))
    within_the_document(control.delete(f"{base}/behaviours/{id_}"))
    within_the_document(control.delete(f"{base}/behaviours/{id_}"))
    within_the_document(control.delete(f"{base}/behaviours"))


def test_views_and_commands_of_a_system_stand_under_their_names(probe: Side) -> None:
    assert probe.view("things") == probe.view("views/things") == {"things": ["first"]}
    names = {row["name"]: row for row in probe.view("views")["views"]}
    assert set(names) == {"pushes", "state/changes", "things"}
    commands = {row["name"]: row for row in probe.view("commands")["commands"]}
    assert set(commands) == {"province", "reset", "snapshot", "restore", "tell", "things/forget"}
    assert probe.command("things/forget", id="first") == {"left": 0}
    assert probe.control.post("/control/1/commands/things%2Fforget", json={"id": "first"}).status_code == 422
    assert commands["tell"] == {"name": "tell", "usage": "tell {operation, …}: push", "schema": {"type": "object"}}


def test_the_identity(signed_in: Any) -> None:
    identity = within_the_document(signed_in.control.get("/control/1/identity"))
    assert (identity["system"], identity["profile"]) == ("dvcqg", "dvcqg-2025")
    assert identity["national"] == signed_in.running.national
    assert identity["build"] == build_digest(signed_in.profile)
    assert identity["redaction_key"] == b"key of a test".hex()
    assert identity["journal_next"] == 2


def test_systems_on_one_port(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    beside = [Wish(system="dvcqg", prefix="/dvcqg")]
    with probing(monkeypatch, tmp_path, beside=beside) as (one, two):
        two.national.get("/a")
        with httpx.Client(base_url=one.running.control.removesuffix("/probe"), trust_env=False) as port:
            port.headers["Authorization"] = f"Bearer {TOKEN}"
            systems = within_the_document(port.get("/control/1/systems"))["systems"]
            assert [row["control"] for row in systems] == ["/probe/control/1", "/dvcqg/control/1"]
            assert [row["totals"]["exchanges"] for row in systems] == [0, 1]
            assert systems[1]["national"] == two.running.national
            assert systems[1]["accounts"] == two.accounts != {}
            assert (systems[0]["title"], systems[0]["certificates"]) == ("A system for tests", {})
            first = within_the_document(port.get("/control/1/feed"))
            assert [row["control"] for row in first["systems"]] == ["/dvcqg/control/1"]
            assert first["cursor"] == "0.1"
            one.national.get("/things/first")
            then = within_the_document(port.get("/control/1/feed", params={"after": "0.1", "wait": 5}))
            assert [(row["control"], row["skipped"], len(row["exchanges"])) for row in then["systems"]] == [
                ("/probe/control/1", 0, 1)
            ]
            for _ in range(120):
                two.national.get("/again")
            (row,) = port.get("/control/1/feed", params={"after": then["cursor"]}).json()["systems"]
            assert (row["skipped"], len(row["exchanges"]), row["exchanges"][-1]["seq"]) == (20, 100, 121)
            for cursor in ("1", "1.x", "1.2.3", "1.9999", "", "1.٣"):
                assert port.get("/control/1/feed", params={"after": cursor}).status_code == 422, cursor


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("after=x", "after='x' is no number"),
        ("after=1.5", "is no number"),
        ("after=-1", "after=-1 is not from 0"),
        ("wait=31", "wait=31 is not from 0 to 30"),
        ("wait=nan", "wait=nan is not from 0 to 30"),
        ("after=3", "after=3 is beyond the last exchange, 1"),
        ("accepted=yes", "accepted='yes' is neither true nor false"),
        ("defects=", "defects='' is neither true nor false"),
        ("direction=to", "direction='to' is none of from-sut, to-sut"),
        ("operations=Keep", "there is no parameter 'operations'; known are accepted, after"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_so(signed_in: Any, query: str, said: str) -> None:
    answer = signed_in.control.get(f"/control/1/journal?{query}")
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("GET", "/page/none.js", 404), ("PUT", "/control/1/identity", 405), ("POST", "/", 405)],
)
def test_other_addresses_are_problems(portal: Any, method: str, path: str, status: int) -> None:
    answer = portal.control.request(method, path)
    assert (answer.status_code, answer.json()["status"]) == (status, status)


def test_a_body_that_is_no_json_is_refused(portal: Any) -> None:
    answer = portal.control.post("/control/1/behaviours", content=b"{")
    assert answer.status_code == 422
    assert re.match("the body is no JSON: ", answer.json()["detail"])


def test_the_dossiers_name_nobody(signed_in: Any, dossier: Any) -> None:
    signed_in.push(dossier)
    assert dossier["ChuHoSo"] not in json.dumps(signed_in.dossiers(), ensure_ascii=False)
