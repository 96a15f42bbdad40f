"""The courier: what is pushed arrives as the profile has it, in order, tried again, and is journaled every time."""

import asyncio
import json
import socket
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from mocks.post.address import AddressRefused
from mocks.stage.played import Terms, Wish
from mocks.stage.server import Placement, running
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


def test_json_arrives_at_the_path_of_the_profile(probe: Side, province: Province) -> None:
    id_ = tell(probe, body={"id": "t-1", "owner": "Nguyễn Thị Thử"}, headers={"X-Kind": "tin"})
    (received,) = province.wait(1)
    assert (received.method, received.path) == ("POST", "/inbox/a%20b%2F%C3%B4")
    assert json.loads(received.body) == {"id": "t-1", "owner": "Nguyễn Thị Thử"}
    assert received.headers["content-type"] == "application/json"
    assert received.headers["x-kind"] == "tin"
    assert "user-agent" not in received.headers
    (row,) = tries(probe, 1)
    assert (row["operation"], row["direction"], row["silence"], row["defects"]) == ("Tell", "to-sut", None, [])
    assert row["request"]["body"]["id"] == "t-1"
    assert row["request"]["body"]["owner"] != "Nguyễn Thị Thử"
    assert (row["response"]["status"], row["response"]["body"]) == (200, {"taken": True})
    assert row["facts"] == {"identity": [], "push": id_, "try": 1, "accepted": True}
    assert probe.view("pushes") == {
        "province": province.url,
        "pushes": [{"id": id_, "operation": "Tell", "state": "delivered", "tries": 1, "status": 200}],
    }


def test_a_form_a_multipart_and_xml_arrive_as_such(probe: Side, province: Province) -> None:
    tell(probe, "TellForm", body={"id": "t&1", "owner": "Ô"}, order="1")
    file = {"filename": 'a"b.pdf', "type": "application/pdf", "content": "\xff%PDF"}
    tell(probe, "TellFiles", body={"id": "t-ô", "file": file}, order="1")
    tell(probe, "TellXml", content="<thing><id>t-1</id></thing>", order="1")
    tell(probe, "CallBack", query={"code": "x y", "n": "1"}, order="1")
    form, files, xml, back = province.wait(4)
    assert parse_qs(form.body.decode()) == {"id": ["t&1"], "owner": ["Ô"]}
    assert form.headers["content-type"] == "application/x-www-form-urlencoded"
    whole = message_from_bytes(f"Content-Type: {files.headers['content-type']}\r\n\r\n".encode() + files.body)
    parts = [part.get_payload(decode=True) for part in whole.walk() if not part.is_multipart()]
    assert parts == ["t-ô".encode(), b"\xff%PDF"]
    assert (xml.headers["content-type"], xml.body) == ("text/xml", b"<thing><id>t-1</id></thing>")
    assert (back.method, back.path, back.body) == ("GET", "/back?code=x+y&n=1", b"")
    rows = tries(probe, 4)
    assert [row["request"]["query"] for row in rows][3] == {"code": ["x y"], "n": ["1"]}
    assert all("mock_error" not in row["facts"] for row in rows)


def test_a_push_that_breaks_the_profile_is_a_defect_of_the_mock_and_not_sent(probe: Side, province: Province) -> None:
    tell(probe, body={"id": ""})
    (row,) = tries(probe, 1)
    assert row["facts"]["mock_error"] == "push-breaks-profile /id minLength"
    assert states(probe) == [("failed", 0, None)]
    assert province.received == []


def test_an_answer_that_breaks_the_profile_is_told(probe: Side, province: Province) -> None:
    province.answers = [(200, "application/json", b'{"taken": "yes"}')]
    tell(probe)
    (row,) = tries(probe, 1)
    assert [(item["pointer"], item["rule"]) for item in row["defects"]] == [("/taken", "type")]
    assert states(probe) == [("delivered", 1, 200)]


def test_it_is_tried_again_where_the_province_is_busy_or_silent(probe: Side, province: Province) -> None:
    province.answers = [BUSY, None, TAKEN]
    tell(probe)
    rows = tries(probe, 3)
    assert [row["response"] and row["response"]["status"] for row in rows] == [503, None, 200]
    assert [row["silence"] for row in rows] == [None, "reset", None]
    assert [row["facts"]["try"] for row in rows] == [1, 2, 3]
    assert [row["facts"].get("reason") for row in rows] == ["status-503", "reset", None]
    assert states(probe) == [("delivered", 3, 200)]


def test_it_gives_up_after_the_attempts_of_the_profile(probe: Side, province: Province) -> None:
    province.answers = [BUSY]
    tell(probe)
    assert len(tries(probe, 3)) == 3
    tell(probe, "CallBack")
    tries(probe, 6)
    assert states(probe) == [("failed", 3, 503), ("failed", 3, 503)]


def test_a_refusal_for_good_is_not_tried_again(probe: Side, province: Province) -> None:
    province.answers = [(422, "application/json", b"{}"), TAKEN]
    tell(probe, order="x")
    tell(probe, order="x")
    assert [row["response"]["status"] for row in tries(probe, 2)] == [422, 200]
    assert states(probe) == [("failed", 1, 422), ("delivered", 1, 200)]


def test_silences_are_told_apart(probe: Side, province: Province) -> None:
    with socket.socket() as closed, socket.create_server(("127.0.0.1", 0)) as mute:
        closed.bind(("127.0.0.1", 0))
        tell(probe, "CallBack", to=f"http://127.0.0.1:{closed.getsockname()[1]}/x")
        assert {row["silence"] for row in tries(probe, 3)} == {"refused"}
        tell(probe, "CallBack", to=f"http://127.0.0.1:{mute.getsockname()[1]}/y?z=1")
        assert {row["silence"] for row in tries(probe, 4)[3:]} == {"timeout"}


def test_one_order_is_kept_and_others_do_not_wait(probe: Side, province: Province) -> None:
    province.answers = [BUSY, TAKEN]
    for number in range(20):
        tell(probe, body={"id": f"a{number:02d}"}, order="a")
    for number in range(5):
        tell(probe, body={"id": f"b{number}"}, order=f"b{number}")
    received = [json.loads(item.body)["id"] for item in province.wait(26)]
    in_order = [code for code in received if code.startswith("a")]
    assert sorted(set(in_order)) == list(dict.fromkeys(in_order))
    assert {code for code in received if code.startswith("b")} == {f"b{number}" for number in range(5)}


def test_while_the_province_thinks_others_can_be_seen(probe: Side, province: Province) -> None:
    province.meanwhile = lambda: probe.national.get("/things/first")
    tell(probe)
    tries(probe, 1)
    assert [row["operation"] for row in probe.journal()] == ["Show", "Tell"]


def test_the_system_looks_at_what_the_province_says(probe: Side, province: Province) -> None:
    province.answers = [(200, "application/json", b'{"taken": false}'), TAKEN]
    tell(probe, judge="takes")
    refused, taken = tries(probe, 2)
    assert (refused["facts"]["accepted"], refused["facts"]["reason"]) == (False, "not-taken")
    assert (taken["facts"]["accepted"], taken["facts"]["looked_at"]) == (True, True)
    assert "reason" not in taken["facts"]
    assert states(probe) == [("delivered", 2, 200)]


def test_a_look_that_breaks_is_a_defect_of_the_mock(probe: Side) -> None:
    tell(probe, judge="breaks")
    (row,) = tries(probe, 1)
    assert (row["facts"]["mock_error"], row["facts"]["accepted"]) == ("ZeroDivisionError", True)


def test_nobody_is_pushed_to_before_the_province_is_told(
    province: Province, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with probing(monkeypatch, tmp_path) as (probe,):
        wish = {"operation": "CallBack"}
        refused = probe.control.post("/control/1/tell", json=wish)
        assert (refused.status_code, "nobody has told" in refused.text) == (422, True)
        assert probe.command("province", url=province.url + "/base/") == {"province": province.url + "/base/"}
        tell(probe, "CallBack")
        assert province.wait(1)[0].path == "/base/back"


@pytest.mark.parametrize("address", ["https://dichvucong.gov.vn", "http://api.dichvucong.gov.vn.:80/x", "nowhere", ""])
def test_a_national_host_or_none_is_no_province(probe: Side, address: str) -> None:
    answer = probe.control.post("/control/1/province", json={"url": address})
    assert answer.status_code == 422
    assert probe.view("pushes")["province"].startswith("http://127.0.0.1")


@pytest.mark.parametrize(
    "address", ["http://192.0.2.7/x", "http://example.org/", "https://dichvucong.gov.vn/", "ftp://x"]
)
def test_an_address_that_nobody_told_is_refused(probe: Side, province: Province, address: str) -> None:
    answer = probe.control.post("/control/1/tell", json={"operation": "CallBack", "to": address})
    assert answer.status_code == 422
    assert probe.view("pushes")["pushes"] == []


def test_a_host_that_leads_to_a_national_one_is_refused(probe: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def lookup(host: Any, *more: Any, **options: Any) -> Any:
        told = [(socket.AF_INET, socket.SOCK_STREAM, 6, "dichvucong.gov.vn", ("127.0.0.1", 0))]
        return told if host == "tinh.example" else real(host, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    probe.command("province", url="http://tinh.example")
    tell(probe, "CallBack")
    rows = tries(probe, 3)
    assert {row["silence"] for row in rows} == {"refused"}
    assert "tinh.example leads to dichvucong.gov.vn" in rows[0]["facts"]["address_refused"]


def test_a_national_province_is_refused_at_the_start() -> None:
    async def start() -> None:
        terms = Terms(province="https://dichvucong.gov.vn")
        async with running([Wish(system="dvcqg")], terms, Placement(token="t")):
            pytest.fail("it started")

    with pytest.raises(AddressRefused):
        asyncio.run(start())
