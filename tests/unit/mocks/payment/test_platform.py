"""INIT, QUERY and GET_BILL: what is taken, what is refused and why; a refusal changes nothing."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from tests.unit.mocks.payment.provinces import BILL, REFERENCE

LOCAL = timezone(timedelta(hours=7))


def test_a_payment_is_begun(platform: Any) -> None:
    answer = platform.init()
    assert answer["error_code"] == "0"
    facts = platform.last()["facts"]
    url = json.loads(answer["message"])["UrlThanhToan"]
    page = platform.national.get(url)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "85.000 VND" in page.text
    row = platform.payment()
    assert (row["reference"], row["amount"], row["state"], row["confirmed"]) == (REFERENCE, 85000, "new", 0)
    assert row["codes"] == {name: BILL[name] for name in ("MaHoSo", "MaTTHC", "MaDVC", "MaDonVi")}
    told = {name: facts[name] for name in ("hash", "hash_ambiguous", "beneficiary", "holder", "fees", "items")}
    assert told == {
        "hash": "valid",
        "hash_ambiguous": False,
        "beneficiary": "known",
        "holder": "same",
        "fees": "sum",
        "items": "sum",
    }


REFUSED = [
    ({}, {"MaXacThuc": "0" * 64}, "-4", "wrong-hash"),
    ({}, {"MaDoiTac": "another"}, "-3", "wrong-partner"),
    ({}, {"MaXacThuc": "A" * 64}, "-1", "malformed"),
    ({}, {"PhienBan": "1.0.5"}, "-1", "malformed"),
    ({}, {"SoTien": "85000.00"}, "-1", "malformed"),
    ({}, {"SoTien": 0}, "-1", "malformed"),
    ({}, {"SoTien": -85000}, "-1", "malformed"),
    ({}, {"ThoiGianGD": "2026-11-22"}, "-1", "malformed"),
    ({}, {"ThoiGianGD": "20261122251500"}, "-1", "malformed"),
    ({}, {"MaThamChieu": "HS/1"}, "-1", "malformed"),
    ({"TenTTHC": "x" * 251}, {}, "-1", "malformed"),
    ({"PhiLePhi": []}, {}, "-1", "malformed"),
    ({"HoTenNguoiNop": ...}, {}, "-1", "malformed"),
    ({}, {"SoTien": "85001"}, "-7", "wrong-sum"),
    ({"MaDVC": "2.001019.02"}, {}, "-6", "wrong-service"),
    ({"MaDVC": "2.001019"}, {}, "-6", "wrong-service"),
    ({"TKThuHuong": ...}, {}, "-8", "wrong-account"),
    ({"MaNHThuHuong": ""}, {}, "-8", "wrong-account"),
    ({"TKThuHuong": "9900000000999"}, {}, "-8", "wrong-account"),
    ({"MaNHThuHuong": "99000002"}, {}, "-8", "wrong-account"),
    ({"MaDonVi": "H56.102"}, {}, "-8", "wrong-account"),
]


@pytest.mark.parametrize(("bill", "changed", "code", "reason"), REFUSED)
def test_what_is_refused_says_why_and_changes_nothing(
    platform: Any, bill: Any, changed: Any, code: str, reason: str
) -> None:
    before = platform.changes()
    assert platform.init(bill, **changed)["error_code"] == code
    last = platform.last()
    assert (last["facts"]["accepted"], last["facts"]["reason"]) == (False, reason)
    assert "mock_error" not in last["facts"]
    assert platform.changes() == before


@pytest.mark.parametrize("body", [[], {}, "x", None])
def test_what_is_no_message_is_refused(platform: Any, body: Any) -> None:
    for path in ("init", "query"):
        assert platform.national.post(f"/payment/{path}", json=body).json()["error_code"] == "-1"
    assert platform.national.post("/payment/bill", json=body).status_code == 400


def test_250_characters_are_counted_not_bytes(platform: Any) -> None:
    assert platform.init({"TenTTHC": "ệ" * 250})["error_code"] == "0"


def test_a_reference_is_used_once(platform: Any) -> None:
    platform.init()
    assert platform.init()["error_code"] == "-5"
    assert platform.last()["facts"]["reason"] == "exists"
    assert len(platform.view("payments")["payments"]) == 1


def test_a_bar_in_the_text_is_noted_as_ambiguous(platform: Any) -> None:
    assert platform.init(ThongTinGiaoDich="a|b")["error_code"] == "0"
    assert platform.last()["facts"]["hash_ambiguous"] is True


@pytest.mark.parametrize(
    ("off", "told"),
    [
        (timedelta(0), "now"),
        (timedelta(minutes=-4), "now"),
        (timedelta(hours=-12), "twelve-hours-off"),
        (timedelta(hours=-7), "other"),
    ],
)
def test_the_time_of_a_message_is_compared_with_the_clock(platform: Any, off: timedelta, told: str) -> None:
    at = (datetime.now(UTC).astimezone(LOCAL) + off).strftime("%Y%m%d%H%M%S")
    platform.init(ThoiGianGD=at)
    assert platform.last()["facts"]["time"] == told


def test_the_holder_is_compared_without_case_and_tone_style_and_only_noted(platform: Any) -> None:
    platform.command("accounts/add", account="1", bank="2", holder="Xã Hòa Bình", agency="H56.9")
    beneficiary = {"TKThuHuong": "1", "MaNHThuHuong": "2", "MaDonVi": "H56.9"}
    platform.init(beneficiary | {"TenTKThuHuong": "XÃ HOÀ  BÌNH"})
    assert platform.last()["facts"]["holder"] == "same"
    assert platform.init(beneficiary | {"TenTKThuHuong": "khác"}, MaThamChieu="B")["error_code"] == "0"
    assert platform.last()["facts"]["holder"] == "other"


def test_accounts_are_added_and_taken_away(platform: Any) -> None:
    known = len(platform.view("accounts")["accounts"])
    platform.command("accounts/remove", account=BILL["TKThuHuong"], bank=BILL["MaNHThuHuong"])
    assert len(platform.view("accounts")["accounts"]) == known - 1
    assert platform.init()["error_code"] == "-8"
    gone = {"account": BILL["TKThuHuong"], "bank": BILL["MaNHThuHuong"]}
    assert platform.control.post("/control/1/accounts/remove", json=gone).status_code == 422
    platform.command("accounts/add", holder=BILL["TenTKThuHuong"], agency=BILL["MaDonVi"], **gone)
    assert platform.init()["error_code"] == "0"
    platform.command("accounts/remove", **gone)
    platform.command("reset")
    assert len(platform.view("accounts")["accounts"]) == known, "a reset brings the profile's accounts back"


def test_an_overlay_may_only_note_a_wrong_beneficiary(start: Callable[..., Any]) -> None:
    platform = start('[settings.beneficiary]\nwrong = { value = "noted", fidelity = "assumed" }')
    for number, (bill, told) in enumerate(
        [
            ({"TKThuHuong": ...}, "missing"),
            ({"TKThuHuong": "1"}, "unknown"),
            ({"MaDonVi": "H56.103"}, "other-agency"),
            ({}, "known"),
        ]
    ):
        assert platform.init(bill, MaThamChieu=f"R{number}")["error_code"] == "0"
        assert platform.last()["facts"]["beneficiary"] == told


def test_states_of_a_payment(platform: Any) -> None:
    assert platform.query()["error_code"] == "-9"
    assert platform.last()["facts"]["reason"] == "unknown-payment"
    for reference, deed, state in (
        ("A", "pay", "1"),
        ("B", "fail", "4"),
        ("C", "cancel", "4"),
        ("D", "leave-pending", "3"),
    ):
        platform.init(MaThamChieu=reference)
        assert platform.query(MaThamChieu=reference)["TrangThaiGD"] == "3"
        assert platform.command(f"payments/{deed}")["reference"] == reference
        told = platform.query(MaThamChieu=reference)
        assert (told["TrangThaiGD"], told["SoTien"], told["MaThamChieu"]) == (state, "85000", reference)
    platform.command("payments/pay", reference="D")
    assert platform.query(MaThamChieu="D")["TrangThaiGD"] == "1"


@pytest.mark.parametrize("changed", [{"MaXacThuc": "0" * 64}, {"MaDoiTac": "x"}, {"PhienBan": "1"}])
def test_enquiries_are_checked_too(platform: Any, changed: Any) -> None:
    platform.init()
    before = platform.changes()
    assert platform.query(**changed)["error_code"] in {"-1", "-3", "-4"}
    assert platform.bill(**changed).status_code in {400, 401}
    assert platform.changes() == before


def test_nothing_personal_is_journaled_or_shown(platform: Any) -> None:
    platform.init()
    platform.init()
    platform.init({"MaDVC": "x"})
    platform.command("payments/pay")
    platform.bill()
    for place in ("journal", "payments", "pushes"):
        text = platform.control.get(f"/control/1/{place}").text
        assert "Canary" not in text
        assert "097190123456" not in text
        assert BILL["TKThuHuong"] not in text


def test_a_lenient_platform_notes_defects_and_takes_what_makes_sense(start: Callable[..., Any]) -> None:
    platform = start(lenient=True)
    assert platform.init({"TenTTHC": "x" * 300, "HoTenNguoiNop": ...})["error_code"] == "0"
    assert platform.last()["defects"]
    assert platform.init(MaThamChieu="B", SoTien="-5")["error_code"] == "-1"
    assert platform.init(MaThamChieu="C", MaXacThuc="0" * 64)["error_code"] == "-4"
    assert platform.national.post("/payment/init", json=[]).json()["error_code"] == "-1"


def test_a_name_in_the_place_of_a_code_is_not_kept(platform: Any) -> None:
    assert platform.init({"MaHoSo": "Canary Nguyễn Thị Lộ"})["error_code"] == "0"
    assert "MaHoSo" not in platform.payment()["codes"]


def test_what_is_no_address_or_no_method(platform: Any) -> None:
    assert platform.national.get("/payment/nothing").status_code == 404
    answer = platform.national.get("/payment/init")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
