"""KeyPay 3.0: a payment, its look-up, its call-back."""

from typing import Any

import pytest

from tests.unit.mocks.payment.provinces import mac

CALLBACK = "client_id command response_code trans_amount transaction_id version"


def test_a_payment_is_begun_paid_on_its_page_and_called_back(keypay: Any) -> None:
    answer = keypay.keypay()
    assert (answer["return_code"], keypay.last()["facts"]["hash"]) == ("00", "valid")
    assert "85.000 VND" in keypay.national.get(answer["redirect_url"]).text
    assert keypay.keypay_query()["response_code"] == "03"
    before = keypay.seen()
    page = keypay.national.post(answer["redirect_url"], data={"action": "pay"})
    assert '<a href="http://127.0.0.1:1/back?a=1&amp;b=2">' in page.text
    (call,) = keypay.inbox.wait(1)
    assert keypay.inbox.received[0][0] == "/keypay/callback"
    assert (call["response_code"], call["trans_amount"], call["transaction_id"]) == ("00", "85000", "T-0001")
    assert call["check_sum"] == mac(call, CALLBACK, keypay.accounts["hash_key_2"])
    (row,) = keypay.pushed(1, after=before)
    assert (row["facts"]["accepted"], row["facts"]["reply_code"]) == (True, "00")
    told = keypay.keypay_query()
    assert (told["return_code"], told["response_code"], told["trans_amount"]) == ("00", "00", "85000")


@pytest.mark.parametrize(
    ("changed", "code", "reason"),
    [
        ({"check_sum": "0" * 64}, "03", "wrong-hash"),
        ({"client_id": "x"}, "02", "wrong-partner"),
        ({"transaction_id": "x" * 21}, "01", "malformed"),
        ({"trans_amount": "1.5"}, "01", "malformed"),
        ({"trans_amount": 0}, "01", "malformed"),
        ({"version": "2.0"}, "01", "malformed"),
        ({"return_url": "javascript:alert(1)"}, "01", "malformed"),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(keypay: Any, changed: Any, code: str, reason: str) -> None:
    before = keypay.changes()
    answer = keypay.keypay(**changed)
    assert (answer["return_code"], answer["redirect_url"]) == (code, None)
    assert keypay.last()["facts"]["reason"] == reason
    assert keypay.changes() == before


def test_a_number_is_used_once_and_an_unknown_one_is_not_found(keypay: Any) -> None:
    keypay.keypay()
    assert keypay.keypay()["return_code"] == "04"
    assert keypay.keypay_query(transaction_id="T-2")["return_code"] == "05"
    assert keypay.keypay_query(check_sum="0" * 64)["return_code"] == "03"


@pytest.mark.parametrize(("deed", "code"), [("fail", "01"), ("cancel", "02")])
def test_other_ends_are_called_back_too(keypay: Any, deed: str, code: str) -> None:
    keypay.keypay()
    keypay.command(f"payments/{deed}")
    assert keypay.inbox.wait(1)[0]["response_code"] == code
    assert keypay.keypay_query()["response_code"] == code


def test_wrong_amount_and_wrong_hash(keypay: Any) -> None:
    keypay.behave("wrong-amount", operation="callback", times=1, difference=-5000)
    keypay.keypay()
    keypay.command("payments/pay")
    (call,) = keypay.inbox.wait(1)
    assert (call["trans_amount"], call["check_sum"]) == ("80000", mac(call, CALLBACK, keypay.accounts["hash_key_2"]))
    keypay.behave("wrong-hash", times=1)
    keypay.command("payments/callback", reference="T-0001")
    call = keypay.inbox.wait(2)[1]
    assert call["check_sum"] != mac(call, CALLBACK, keypay.accounts["hash_key_2"])


@pytest.mark.parametrize("reply", [{"return_code": "99", "return_msg": ""}, []])
def test_a_call_back_that_is_not_taken_is_tried_again(keypay: Any, reply: Any) -> None:
    right = {"return_code": "00", "return_msg": "ok"}
    keypay.inbox.answer = lambda _body, turn: (200, reply if turn == 1 else right)
    keypay.keypay()
    before = keypay.seen()
    keypay.command("payments/pay")
    assert [row["facts"]["accepted"] for row in keypay.pushed(2, after=before)] == [False, True]


def test_behaviours_of_answers(keypay: Any) -> None:
    keypay.behave("refuse", operation="PAY", times=1, code="9", message="no")
    assert keypay.keypay() == {"return_code": "9", "return_msg": "no", "redirect_url": None}
    keypay.behave("spelling", code=0)
    assert keypay.keypay()["return_code"] == 0
    keypay.command("reset", behaviours=True)
    keypay.behave("accepts-anything")
    for path in ("pay", "query"):
        assert keypay.national.post(f"/keypay/{path}", json=[]).json()["return_code"] == "00"
    assert keypay.keypay(client_id="x", check_sum="x")["return_code"] == "00"


def test_nothing_personal_is_journaled_or_shown(keypay: Any) -> None:
    keypay.keypay()
    for place in ("journal", "payments"):
        assert "Canary" not in keypay.control.get(f"/control/1/{place}").text


def test_what_is_no_address(keypay: Any) -> None:
    assert keypay.national.post("/keypay/nothing").status_code == 404
