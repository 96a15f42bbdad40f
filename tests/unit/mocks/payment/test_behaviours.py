"""What the platform can be told besides what every system can."""

from typing import Any

import pytest

from tests.unit.mocks.payment.provinces import enquiry


def test_refuse_comes_before_any_side_effect(platform: Any) -> None:
    platform.behave("refuse", operation="INIT", times=1, code="-77", message="Bận")
    before = platform.changes()
    assert platform.init() == {"error_code": "-77", "message": "Bận"}
    assert platform.last()["facts"]["reason"] == "told-to-refuse"
    assert platform.changes() == before
    assert platform.init()["error_code"] == "0"


def test_a_look_up_and_a_receipt_can_be_refused(platform: Any) -> None:
    platform.init()
    platform.command("payments/pay")
    platform.behave("refuse", code="9", message="no")
    assert platform.query() == {"error_code": "9", "message": "no"}
    assert (platform.bill().status_code, platform.bill().json()["error_code"]) == (400, "9")


@pytest.mark.parametrize("code", [0, "0", "00"])
def test_spelling_of_success(platform: Any, code: Any) -> None:
    platform.behave("spelling", code=code)
    answer = platform.init()["error_code"]
    assert (type(answer), answer) == (type(code), code)


def test_expired_session_needs_a_token(platform: Any) -> None:
    platform.behave("expired-session")
    assert platform.init()["error_code"] == "0"
    form = {"grant_type": "client_credentials", "client_id": platform.accounts["partner"]}
    right = platform.national.post("/payment/token", data=form | {"client_secret": platform.accounts["secret"]})
    headers = {"Authorization": f"Bearer {right.json()['access_token']}"}
    query = enquiry(platform.accounts, "QUERY")
    assert platform.told("QUERY", "/payment/query", query, **headers)["error_code"] == "-2"
    assert platform.hits() == {"expired-session": 1}


def test_accepts_anything(platform: Any) -> None:
    platform.behave("accepts-anything")
    before = platform.seen()
    assert platform.init({"PhiLePhi": [], "TKThuHuong": "x"}, MaDoiTac="x", MaXacThuc="x")["error_code"] == "0"
    assert platform.init()["error_code"] == "0"
    assert platform.query(MaThamChieu="X") == {}
    for path in ("init", "query"):
        assert platform.national.post(f"/payment/{path}", json=[]).json()["error_code"] == "0"
    assert platform.national.post("/payment/bill", json=[]).status_code == 200
    assert platform.national.post("/payment/token", data={}).status_code == 200
    assert platform.national.get("/payment/page/x").status_code == 200
    assert platform.national.post("/payment/page/x", data={}).status_code == 200
    assert all(row["facts"]["accepted"] for row in platform.journal(after=before))
