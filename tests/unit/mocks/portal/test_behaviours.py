"""Every behaviour does what its name says, and its hits say that it did."""

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from mocks.core.faults import FRAME_FAULTS


@pytest.mark.parametrize("code", [0, "0", "00"])
def test_spelling_of_success(signed_in: Any, code: Any) -> None:
    signed_in.behave("spelling", error_code=code)
    answer = signed_in.call("LayDanhMucCoQuan").json()["error_code"]
    assert (type(answer), answer) == (type(code), code)
    assert signed_in.login().json()["error_code"] == code
    assert signed_in.hits() == {"spelling": 2}


def test_spelling_leaves_refusals_alone(signed_in: Any) -> None:
    signed_in.behave("spelling", error_code="00")
    assert signed_in.call("LayDanhMucCoQuan", session="x").json()["error_code"] == "-2"
    assert signed_in.hits() == {"spelling": 0}


def test_wording_of_success(signed_in: Any) -> None:
    signed_in.behave("wording", message="OK")
    assert signed_in.call("LayDanhMucCoQuan").json()["message"] == "OK"
    assert signed_in.journal()[-1]["behaviour"] == ["wording"]
    assert signed_in.hits() == {"wording": 1}


@pytest.mark.parametrize("code", ["99", -3, "0007"])
def test_refuse_comes_before_any_side_effect(signed_in: Any, dossier: Any, code: Any) -> None:
    signed_in.behave("refuse", operation="DongBoHoSoMC", times=1, error_code=code, message="Hệ thống bận")
    answer = signed_in.push(dossier).json()
    assert (answer["error_code"], answer["message"], answer["result"]) == (code, "Hệ thống bận", None)
    assert signed_in.dossiers() == []
    assert signed_in.journal()[-1]["facts"]["answered"] == "refused"
    assert signed_in.push(dossier).json()["error_code"] == "0", "it was told once"
    assert signed_in.hits() == {"refuse": 1}


def test_a_sign_in_can_be_refused_too(portal: Any) -> None:
    portal.behave("refuse", operation="DangNhap", error_code="77", message="no")
    assert portal.login().json() == {"error_code": "77", "message": "no", "session": None}


def test_exists_wording(signed_in: Any, dossier: Any) -> None:
    signed_in.behave("exists-wording", message="Duplicate")
    assert signed_in.push(dossier).json()["message"] == "Thành công"
    assert signed_in.hits() == {"exists-wording": 0}
    answer = signed_in.push(dossier).json()
    assert (answer["error_code"], answer["message"]) == ("3", "Duplicate")
    assert signed_in.hits() == {"exists-wording": 1}


def test_look_up_blind(signed_in: Any, dossier: Any) -> None:
    signed_in.push(dossier)
    signed_in.behave("look-up-blind", times=1)
    assert signed_in.call("TraCuuHoSo", mahoso="H56.14-000000-0000").json()["result"] is None
    assert signed_in.hits() == {"look-up-blind": 0}, "a dossier that is not there needs no blindness"
    assert signed_in.call("TraCuuHoSo", mahoso=dossier["MaHoSo"]).json()["result"] is None
    assert signed_in.call("TraCuuHoSo", mahoso=dossier["MaHoSo"]).json()["result"]["MaHoSo"] == dossier["MaHoSo"]
    assert signed_in.hits() == {"look-up-blind": 1}


def test_answer_late_comes_after_the_side_effect(signed_in: Any, dossier: Any) -> None:
    signed_in.behave("answer-late", operation="DongBoHoSoMC", times=1, delay_s=0.3)
    begun = time.monotonic()
    assert signed_in.push(dossier).json()["error_code"] == "0"
    assert time.monotonic() - begun >= 0.3
    last = signed_in.journal()[-1]
    assert last["elapsed_ms"] >= 300
    assert last["behaviour"] == ["answer-late"]
    assert signed_in.hits() == {"answer-late": 1}


def test_who_hangs_up_on_a_late_answer_is_journaled_at_once_and_the_effect_stays(signed_in: Any, dossier: Any) -> None:
    signed_in.behave("answer-late", operation="DongBoHoSoMC", delay_s=60)
    before = len(signed_in.journal())
    body = {"session": signed_in.session, "madonvi": "x", "service": "DongBoHoSoMC", "isUpdating": "False"}
    with pytest.raises(httpx.ReadTimeout):
        signed_in.national.post("/integration", json=body | {"data": [dossier]}, timeout=0.2)
    (cut,) = signed_in.journal(after=before, wait=10)
    assert (cut["silence"], cut["response"], cut["elapsed_ms"]) == ("cut", None, None)
    assert (cut["facts"]["answered"], cut["facts"]["effect"]) == ("ok", "added")
    assert cut["request"]["body"]["data"][0]["MaHoSo"] == dossier["MaHoSo"]
    assert [row["adds"] for row in signed_in.dossiers()] == [1]


@pytest.mark.parametrize("status", [500, 503])
def test_unavailable_has_no_side_effect(signed_in: Any, dossier: Any, status: int) -> None:
    signed_in.behave("unavailable", status=status, times=1)
    assert signed_in.push(dossier).status_code == status
    assert signed_in.dossiers() == []
    last = signed_in.journal()[-1]
    assert (last["facts"]["answered"], last["response"]["status"]) == ("unavailable", status)
    assert signed_in.hits() == {"unavailable": 1}


def test_reset_breaks_the_connection_before_the_side_effect(signed_in: Any, dossier: Any) -> None:
    signed_in.behave("reset", operation="DongBoHoSoMC", times=1)
    with pytest.raises(httpx.ReadError, match="reset"):
        signed_in.push(dossier)
    assert signed_in.dossiers() == []
    last = signed_in.journal()[-1]
    assert (last["silence"], last["response"], last["operation"]) == ("reset", None, "DongBoHoSoMC")
    assert signed_in.hits() == {"reset": 1}
    assert signed_in.push(dossier).json()["error_code"] == "0"


def test_a_behaviour_touches_its_operation_only(signed_in: Any) -> None:
    signed_in.behave("unavailable", operation="TraCuuHoSo", status=503)
    assert signed_in.call("LayDanhMucCoQuan").status_code == 200
    assert signed_in.call("TraCuuHoSo", mahoso="x").status_code == 503
    assert signed_in.hits() == {"unavailable": 1}


def test_of_several_the_first_is_used_until_it_is_spent(signed_in: Any) -> None:
    signed_in.behave("wording", times=1, message="first")
    signed_in.behave("wording", message="second")
    messages = [signed_in.call("LayDanhMucCoQuan").json()["message"] for _ in range(3)]
    assert messages == ["first", "second", "second"]


def test_what_is_cleared_is_told_with_its_hits_and_works_no_more(signed_in: Any) -> None:
    id_ = signed_in.behave("wording", message="x")
    signed_in.call("LayDanhMucCoQuan")
    cleared = signed_in.control.delete("/control/1/behaviours").json()
    assert cleared == {"cleared": [{"id": id_, "name": "wording", "hits": 1}]}
    assert signed_in.call("LayDanhMucCoQuan").json()["message"] == "Thành công"


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"name": "rest"}, "there is no behaviour 'rest'; known are accepts-anything, answer-late, answer-lost"),
        ({}, "there is no behaviour None"),
        (
            {"name": "reset", "operation": "XoaHoSo"},
            "there is no operation 'XoaHoSo' for reset; known are *, DangNhap, LayThuTuc",
        ),
        ({"name": "reset", "operation": None}, "there is no operation None"),
        ({"name": "reset", "times": 0}, "times is 0"),
        ({"name": "reset", "times": True}, "times is True"),
        ({"name": "reset", "times": "3"}, "times is '3'"),
        (
            {"name": "reset", "arguments": {"status": 503}},
            "reset does not take the arguments {'status': 503}; it is reset {}",
        ),
        ({"name": "answer-late", "arguments": {"delay_s": 0}}, "answer-late does not take"),
        ({"name": "answer-late", "arguments": {"delay_s": 100000}}, "answer-late does not take"),
        ({"name": "unavailable", "arguments": {"status": 200}}, "unavailable does not take"),
        ({"name": "unavailable", "arguments": None}, "unavailable does not take the arguments None"),
        ({"name": "spelling", "arguments": {"error_code": "000"}}, 'spelling {"error_code": 0|"0"|"00"}'),
        ({"name": "refuse", "arguments": {"error_code": "9"}}, "refuse does not take"),
        ({"name": "refuse", "arguments": {"error_code": "nine", "message": ""}}, "refuse does not take"),
        (
            {"name": "reset", "time": 1},
            "a behaviour has name, operation, times, for_s, chance, seed, arguments and no more",
        ),
        ([], "a behaviour has name"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_with_the_known_ones(portal: Any, wish: Any, said: str) -> None:
    answer = portal.control.post("/control/1/behaviours", json=wish)
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert said in answer.json()["detail"]
    assert portal.hits() == {}


def test_the_portal_knows_the_behaviours_that_its_contract_names(start: Callable[..., Any]) -> None:
    own = {"exists-wording", "look-up-blind", "platform-fault", "refuse", "spelling", "wording"}
    portal = start()
    detail = portal.control.post("/control/1/behaviours", json={"name": "?"}).json()["detail"]
    known = detail.partition("known are ")[2].split(", ")
    faults = {kind.name for kind in FRAME_FAULTS if kind.reach != "push" or portal.profile.pushes}
    assert known == sorted(known)
    assert set(known) >= own | faults
