"""The call-back: right to the last digit, tried again, and what the province answers is looked at."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.mocks.payment.conftest import honest
from tests.unit.mocks.payment.provinces import CONFIRM, REFERENCE, digest, inbox


def paid(platform: Any) -> int:
    """A payment is begun and paid; the number of the exchange before that."""
    before = platform.seen()
    platform.init()
    assert platform.command("payments/pay")["push"]
    return int(before)


def test_a_paid_payment_is_called_back(told: Any) -> None:
    before = paid(told)
    (call,) = told.inbox.wait(1)
    assert told.inbox.received[0][0] == "/payment/confirm"
    assert (call["MaLoi"], call["MaThamChieu"], call["SoTien"]) == ("00", REFERENCE, "85000")
    assert call["ThongTinGiaoDich"] == "Canary lệ phí"
    assert call["MaXacThuc"] == digest(call, CONFIRM, told.accounts["secret"])
    (row,) = told.pushed(1, after=before)
    facts = row["facts"]
    assert (row["operation"], facts["accepted"], row["defects"]) == ("confirm", True, [])
    assert (facts["reply_hash"], facts["reply_reference"], facts["reply_partner"]) == ("computed", "same", "same")
    assert told.payment()["confirmed"] == 1


@pytest.mark.parametrize(
    ("changed", "facts"),
    [
        ({"MaXacThuc": "echo"}, {"reply_hash": "echoed", "accepted": True}),
        ({"MaXacThuc": "f" * 64}, {"reply_hash": "other", "accepted": True}),
        ({"MaXacThuc": ...}, {"reply_hash": "absent", "accepted": True}),
        ({"MaThamChieu": ...}, {"reply_reference": "missing", "accepted": True}),
        ({"MaThamChieu": "X"}, {"reply_reference": "other", "accepted": True}),
        ({"MaDoiTac": ""}, {"reply_partner": "missing", "accepted": True}),
    ],
)
def test_what_is_wrong_with_an_answer_is_noted(platform: Any, changed: Any, facts: Any) -> None:
    right = honest(platform.accounts)

    def answer(body: Any, turn: int) -> tuple[int, Any]:
        told = right(body, turn)[1] | changed
        if told.get("MaXacThuc") == "echo":
            told["MaXacThuc"] = body["MaXacThuc"]
        return 200, {name: value for name, value in told.items() if value is not ...}

    with inbox(answer) as province:
        platform.command("province", url=province.url)
        (row,) = platform.pushed(1, after=paid(platform))
    assert {name: row["facts"][name] for name in facts} == facts


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ((200, {"MaLoi": "99"}), "province-refused"),
        ((200, []), "no-answer-of-the-protocol"),
        ((500, {}), "status-500"),
    ],
)
def test_a_call_back_that_is_not_taken_is_tried_again(platform: Any, first: Any, reason: str) -> None:
    right = honest(platform.accounts)
    with inbox(lambda body, turn: first if turn == 1 else right(body, turn)) as province:
        platform.command("province", url=province.url)
        rows = platform.pushed(2, after=paid(platform))
        one, other = province.wait(2)
    assert one == other
    assert [row["facts"]["accepted"] for row in rows] == [False, True]
    assert rows[0]["facts"]["reason"] == reason
    assert [row["facts"]["try"] for row in rows] == [1, 2]


def test_it_gives_up_after_the_attempts_of_the_profile(platform: Any) -> None:
    with inbox(lambda _body, _turn: (200, {"MaLoi": "99"})) as province:
        platform.command("province", url=province.url)
        rows = platform.pushed(3, after=paid(platform))
        platform.init(MaThamChieu="B")
        platform.command("payments/pay", reference="B")
        assert [call["MaThamChieu"] for call in province.wait(4)][:4] == [REFERENCE] * 3 + ["B"]
    assert [row["facts"]["try"] for row in rows] == [1, 2, 3]


@pytest.mark.parametrize("difference", [1000, -84999, -1_000_000])
def test_wrong_amount_has_a_right_hash(told: Any, difference: int) -> None:
    told.behave("wrong-amount", operation="confirm", times=1, difference=difference)
    before = paid(told)
    (call,) = told.inbox.wait(1)
    assert int(call["SoTien"]) == max(1, 85000 + difference)
    assert call["MaXacThuc"] == digest(call, CONFIRM, told.accounts["secret"])
    (row,) = told.pushed(1, after=before)
    assert row["behaviour"] == ["wrong-amount"]
    assert told.query()["SoTien"] == "85000", "the look-up tells the truth"
    assert told.hits() == {"wrong-amount": 1}


def test_wrong_hash(told: Any) -> None:
    told.behave("wrong-hash", times=1)
    before = paid(told)
    (call,) = told.inbox.wait(1)
    right = digest(call, CONFIRM, told.accounts["secret"])
    assert (call["MaXacThuc"] != right, call["MaXacThuc"][:-1]) == (True, right[:-1])
    assert told.pushed(1, after=before)[0]["behaviour"] == ["wrong-hash"]
    told.command("payments/confirm", reference=REFERENCE)
    assert told.inbox.wait(2)[1]["MaXacThuc"] == right


def test_a_call_back_may_come_twice(told: Any) -> None:
    told.behave("push-twice", operation="confirm", times=1)
    rows = told.pushed(2, after=paid(told))
    one, other = told.inbox.wait(2)
    assert one == other
    assert [row["facts"]["reply_hash"] for row in rows] == ["computed"] * 2


def test_a_call_back_may_come_late(told: Any) -> None:
    told.behave("push-late", operation="confirm", times=1, delay_s=0.05)
    (row,) = told.pushed(1, after=paid(told))
    assert row["behaviour"] == ["push-late"]


def test_pending_settles_nothing(told: Any) -> None:
    told.behave("pending", times=1)
    told.init()
    answer = told.command("payments/pay")
    assert (answer["state"], answer["push"]) == ("pending", None)
    assert told.query()["TrangThaiGD"] == "3"
    assert told.command("payments/pay")["state"] == "success"
    (call,) = told.inbox.wait(1)
    assert call["MaLoi"] == "00"


def test_the_address_may_be_told(told: Any) -> None:
    told.command("confirm/address", url=f"{told.inbox.url}/elsewhere?a=1")
    paid(told)
    told.inbox.wait(1)
    assert told.inbox.received[0][0] == "/elsewhere?a=1"
    assert told.command("confirm/address", url=None) == {"url": None}


@pytest.mark.parametrize("url", ["https://dichvucong.gov.vn/confirm", "nowhere", "ftp://127.0.0.1/"])
def test_an_address_that_is_none_or_national_is_refused(platform: Any, url: str) -> None:
    assert platform.control.post("/control/1/confirm/address", json={"url": url}).status_code == 422


def test_an_address_that_is_not_the_provinces_is_not_called(told: Any) -> None:
    told.command("confirm/address", url="http://elsewhere.example/confirm")
    told.init()
    answer = told.command("payments/pay")
    assert (answer["push"], "neither this machine nor the province" in answer["silent"]) == (None, True)


def test_without_a_province_the_payment_is_settled_all_the_same(start: Callable[..., Any]) -> None:
    platform = start()
    platform.init()
    answer = platform.command("payments/pay")
    assert (answer["state"], answer["push"]) == ("success", None)
    assert "nobody has told the address" in answer["silent"]
    assert platform.query()["TrangThaiGD"] == "1"


@pytest.mark.parametrize(
    ("command", "arguments", "said"),
    [
        ("payments/pay", {}, "no payment is open"),
        ("payments/pay", {"reference": "X"}, "there is no payment 'X'"),
        ("payments/confirm", {"reference": "X"}, "there is no settled payment 'X'"),
        ("payments/confirm", {}, "does not take"),
    ],
)
def test_a_command_that_cannot_be_carried_out_says_why(platform: Any, command: str, arguments: Any, said: str) -> None:
    answer = platform.control.post(f"/control/1/{command}", json=arguments)
    assert (answer.status_code, said in answer.json()["detail"]) == (422, True)


def test_a_settled_payment_is_not_settled_again(told: Any) -> None:
    paid(told)
    answer = told.control.post("/control/1/payments/cancel", json={"reference": REFERENCE})
    assert "is settled: success" in answer.json()["detail"]
