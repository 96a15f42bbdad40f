"""The subscriber: events are taken signed and once; and what holds for both halves: sign-in, behaviours, addresses."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.mocks.province import Province
from tests.unit.mocks.shared.visiting import EVENT, KIND, Shared


def test_subscriptions_are_made_listed_and_ended(shared: Shared) -> None:
    known = shared.subscribe(KIND, "ho-so.ket-qua")
    assert known["KhoaKy"] not in str(shared.last())
    assert known["DiaChiNhan"] == f"{shared.running.national}/webhook/su-kien/dk-1"
    listed = shared.call("LayDanhSachDangKy").json()
    assert (listed["TongSo"], "KhoaKy" in listed["DanhSach"][0]) == (1, False)
    how: dict[str, Any] = {"path": {"MaDangKy": known["MaDangKy"]}}
    assert shared.call("HuyDangKy", **how).status_code == 200
    assert shared.refused("HuyDangKy", **how) == (404, "unknown-subscription")
    assert shared.refused("NhanSuKien", **shared.event(known)) == (404, "unknown-subscription")
    assert shared.subscribe()["MaDangKy"] == "dk-2", "a number is never given twice"


@pytest.mark.parametrize("body", [{}, {"LoaiSuKien": []}, {"LoaiSuKien": ["ho-so.khac"]}, {"LoaiSuKien": KIND}, []])
def test_subscriptions_that_cannot_be(shared: Shared, body: Any) -> None:
    assert shared.refused("DangKyNhanSuKien", json=body) == (400, "malformed")


def test_an_event_is_taken_once(shared: Shared) -> None:
    known = shared.subscribe()
    answers = [shared.call("NhanSuKien", **shared.event(known)).json() for _ in range(2)]
    assert [answer["LanDau"] for answer in answers] == [True, False]
    (row,) = shared.view("events")
    assert (row["MaSuKien"], row["LoaiSuKien"], row["times"]) == ("sk-1", KIND, 2)
    other = EVENT | {"DuLieu": {"MaHoSo": "another"}}
    assert shared.refused("NhanSuKien", **shared.event(known, other)) == (409, "other-event")
    assert shared.call("NhanSuKien", **shared.event(known, other | {"MaSuKien": "sk-2"})).json()["LanDau"] is True


def test_of_an_event_nothing_personal_is_kept(shared: Shared) -> None:
    known = shared.subscribe()
    told = EVENT | {"DuLieu": {"ChuHoSo": "Nguyễn Thị Thử"}}
    shared.call("NhanSuKien", **shared.event(known, told))
    assert "Nguyễn" not in str(shared.view("events")) + str(shared.last())


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"key": "another key"}, "wrong-signature"),
        ({"signed": ""}, "wrong-signature"),
        ({"signed": "sha256=" + "0" * 64}, "wrong-signature"),
        ({"sent": json.dumps(EVENT | {"MaSuKien": "sk-9"}).encode()}, "wrong-signature"),
        ({"when": int(time.time()) - 1000}, "stale-signature"),
        ({"when": int(time.time()) + 1000}, "stale-signature"),
        ({"when": "now"}, "stale-signature"),
    ],
)
def test_what_is_not_signed_is_not_looked_into(shared: Shared, wrong: Any, reason: str) -> None:
    assert shared.refused("NhanSuKien", **shared.event(shared.subscribe(), **wrong)) == (401, reason)


def test_a_skewed_clock_refuses_honest_signatures(shared: Shared) -> None:
    known = shared.subscribe()
    shared.behave("clock-skew", seconds=3600)
    assert shared.refused("NhanSuKien", **shared.event(known)) == (401, "stale-signature")


@pytest.mark.parametrize(
    "change", [{"LoaiSuKien": "ho-so.ket-qua"}, {"MaSuKien": ""}, {"ThoiDiem": "2026-11-22"}, {"DuLieu": 1}]
)
def test_events_that_make_no_sense(shared: Shared, change: Any) -> None:
    reason = "other-kind" if "LoaiSuKien" in change else "malformed"
    assert shared.refused("NhanSuKien", **shared.event(shared.subscribe(), EVENT | change)) == (400, reason)


def test_the_subscriber_can_ask_the_province(shared: Shared, province: Province) -> None:
    refused = shared.control.post("/control/1/commands/subscriptions/ask", json={"LoaiSuKien": [KIND]})
    assert (refused.status_code, shared.view("subscriptions")) == (422, [])
    shared.command("province", url=province.url)
    number = shared.command("subscriptions/ask", LoaiSuKien=[KIND])["MaDangKy"]
    (push,) = province.wait(1)
    known = json.loads(push.body)
    assert (push.path, known["MaDangKy"], known["LoaiSuKien"]) == ("/api/dung-chung/dang-ky", number, [KIND])
    assert shared.call("NhanSuKien", **shared.event(known)).status_code == 200
    other = shared.control.post("/control/1/commands/subscriptions/ask", json={"LoaiSuKien": ["no.kind"]})
    assert other.status_code == 422


@pytest.mark.parametrize("name", ["DangKyNhanSuKien", "LayDanhSachDangKy", "LayDanhSachDuLieu"])
def test_without_a_token_nothing_is_done(start: Callable[..., Shared], name: str) -> None:
    shared = start()
    assert shared.refused(name, json={"LoaiSuKien": [KIND]}) == (401, "no-token")
    wrong = {"grant_type": "client_credentials", "client_id": "x", "client_secret": "y"}
    assert shared.refused("LayToken", data=wrong) == (401, "wrong-client")
    assert shared.refused("LayToken", data={}) == (400, "malformed")
    shared.sign_in()
    shared.command("sessions/expire")
    assert shared.refused(name, json={"LoaiSuKien": [KIND]}) == (401, "expired-token")


def test_its_behaviours(shared: Shared) -> None:
    known = shared.subscribe()
    shared.behave("refuse", operation="LayDanhSachDuLieu", times=1, status=403, message="Chưa cấp quyền")
    assert shared.national.get("/du-lieu").json() == {"status": 403, "message": "Chưa cấp quyền"}
    shared.behave("bad-gateway", operation="LayDanhSachDuLieu", times=1)
    assert shared.refused("LayDanhSachDuLieu") == (502, "bad-gateway")
    shared.behave("expired-session", operation="LayDanhSachDuLieu", times=1)
    assert shared.refused("LayDanhSachDuLieu") == (401, "expired-token")
    shared.behave("forgets-subscription", times=1)
    assert shared.refused("NhanSuKien", **shared.event(known)) == (404, "unknown-subscription")
    assert shared.call("NhanSuKien", **shared.event(known)).status_code == 200


def test_it_accepts_anything_when_told_to(shared: Shared) -> None:
    known = shared.subscribe()
    shared.behave("accepts-anything")
    shared.national.headers["Authorization"] = ""
    calls: list[tuple[str, dict[str, Any]]] = [
        ("LayToken", {"data": {"client_id": "x"}}),
        ("DangKyNhanSuKien", {"json": {}}),
        ("LayDanhSachDangKy", {}),
        ("HuyDangKy", {"path": {"MaDangKy": "none"}}),
        ("NhanSuKien", {"path": {"MaDangKy": "none"}, "json": {}}),
        ("NhanSuKien", shared.event(known, signed="none")),
        ("LayDanhSachDuLieu", {}),
        ("LayDuLieu", {"path": {"MaBoDuLieu": "none"}, "params": {"trang": "x"}}),
    ]
    for name, how in calls:
        assert (name, shared.call(name, **how).status_code) == (name, 200)
        assert shared.last()["facts"]["accepted"] is True


def test_other_addresses(shared: Shared) -> None:
    assert shared.national.get("/nothing").status_code == 404
    assert shared.national.delete("/du-lieu").status_code == 405
