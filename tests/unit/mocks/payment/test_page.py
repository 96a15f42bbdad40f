"""The payment page: shown, pressed once, and no more."""

import json
from typing import Any

import pytest

PRESSED = {"pay": "Đã thanh toán", "cancel": "Đã hủy", "fail": "Thanh toán không thành công"}


def page_of(platform: Any) -> str:
    return str(json.loads(platform.init()["message"])["UrlThanhToan"])


@pytest.mark.parametrize("action", PRESSED)
def test_a_button_settles_the_payment_and_calls_back(told: Any, action: str) -> None:
    url = page_of(told)
    assert told.national.get(url).text.count("<button") == 3
    page = told.national.post(url, data={"action": action})
    assert (page.status_code, PRESSED[action] in page.text) == (200, True)
    (call,) = told.inbox.wait(1)
    assert call["MaLoi"] == {"pay": "00", "fail": "01", "cancel": "02"}[action]
    again = told.national.post(url, data={"action": "pay"})
    assert (again.status_code, told.payment()["confirmed"]) == (409, 1)
    assert "<button" not in told.national.get(url).text


@pytest.mark.parametrize("form", [{"action": "steal"}, {}])
def test_what_is_no_button_is_refused(platform: Any, form: dict[str, str]) -> None:
    url, before = page_of(platform), platform.changes()
    answer = platform.national.post(url, data=form)
    assert (answer.status_code, platform.last()["facts"]["reason"]) == (400, "malformed")
    assert platform.changes() == before


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_page_is_not_found(platform: Any, method: str) -> None:
    answer = platform.national.request(
        method, f"/payment/page/{'0' * 32}", data={"action": "pay"} if method == "POST" else None
    )
    assert (answer.status_code, platform.last()["facts"]["reason"]) == (404, "unknown-payment")


def test_pages_of_two_payments_differ(platform: Any) -> None:
    urls = {json.loads(platform.init(MaThamChieu=name)["message"])["UrlThanhToan"] for name in ("A", "B")}
    assert len(urls) == 2
