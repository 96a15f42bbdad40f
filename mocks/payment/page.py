"""The page on which a payer pays: a form with three buttons, for a browser or for a test."""

import html
from typing import Any, Final, TypeAlias

from mocks.core.system import Answer, Call
from mocks.payment.payments import OPEN, Payment, Payments
from mocks.payment.till import Till

Json: TypeAlias = Any
HTML: Final = "text/html; charset=utf-8"
BUTTONS: Final = {"pay": "Thanh toán", "cancel": "Hủy", "fail": "Báo lỗi số dư"}
STATES: Final = {
    "new": "Chờ thanh toán",
    "pending": "Đang xử lý",
    "success": "Đã thanh toán",
    "failed": "Thanh toán không thành công",
    "cancelled": "Đã hủy",
}
TEMPLATE: Final = """<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Thanh toán trực tuyến (giả lập)</title>
<style>body{{font:1rem/1.5 sans-serif;max-width:32rem;margin:2rem auto;padding:0 1rem}}dt{{color:#555}}
dd{{margin:0 0 .5rem}}button{{font:inherit;padding:.5rem 1rem;margin:0 .5rem .5rem 0}}</style></head>
<body><h1>Thanh toán trực tuyến</h1><p>Trang giả lập để kiểm thử, không có giao dịch thật.</p>
<dl><dt>Mã tham chiếu</dt><dd>{reference}</dd><dt>Số tiền</dt><dd>{amount} VND</dd>
<dt>Trạng thái</dt><dd id="state">{state}</dd></dl>
{rest}</body></html>
"""


class Pages:
    """Shows and takes the page of a payment."""

    def __init__(self, payments: Payments, till: Till) -> None:
        self._payments = payments
        self._till = till

    def show(self, call: Call) -> Answer:
        """GET of the page."""
        payment = self._payments.on_page(call.path_values["page"])
        if payment is None or (call.defects and not call.lax):
            return _nothing(call, 404, "unknown-payment", "Giao dịch không tồn tại")
        return _answer(payment, {"reference": payment.reference, "state": payment.state})

    def take(self, call: Call, *, back: str | None = None) -> Answer:
        """POST of the page: the payer pays, gives up or has no money. `back` is where a link leads afterwards."""
        payment = self._payments.on_page(call.path_values["page"])
        if payment is None:
            return _nothing(call, 404, "unknown-payment", "Giao dịch không tồn tại")
        action = call.body.get("action") if isinstance(call.body, dict) else None
        if call.defects or action not in BUTTONS:
            return _nothing(call, 400, "malformed", "Yêu cầu không hợp lệ")
        if payment.state not in OPEN:
            return _nothing(call, 409, "settled", STATES[payment.state])
        settled = self._till.settle(payment, action)
        return _answer(settled.payment, settled.told(), back=back)


def _answer(payment: Payment, facts: dict[str, Json], *, back: str | None = None) -> Answer:
    rest = f'<p><a href="{html.escape(back)}">Quay lại</a></p>' if back else ""
    if payment.state in OPEN:
        buttons = "".join(f'<button name="action" value="{name}">{text}</button>' for name, text in BUTTONS.items())
        rest = f'<form method="post">{buttons}</form>'
    text = TEMPLATE.format(
        reference=html.escape(payment.reference),
        amount=f"{payment.amount:,}".replace(",", "."),
        state=STATES[payment.state],
        rest=rest,
    )
    return Answer(text=text, media_type=HTML, facts=facts)


def _nothing(call: Call, status: int, reason: str, text: str) -> Answer:
    page = f"<!DOCTYPE html>\n<html lang='vi'><title>{text}</title><p>{text}</p></html>\n"
    if call.lax:
        return Answer(text=page, media_type=HTML)
    return Answer(status=status, text=page, media_type=HTML, accepted=False, reason=reason)
