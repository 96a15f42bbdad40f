"""The receipt: a PDF in Vietnamese, made once, and no more of its payer than is still known."""

import shutil
import subprocess
from typing import Any

import pytest

from mocks.payment.payments import Payment
from mocks.payment.receipt import HIDDEN, Receipts
from mocks.state.store import Store
from specs.profile import load_profile
from tests.unit.mocks.payment.provinces import REFERENCE


def text_of(pdf: bytes) -> str:
    """The text of a PDF, by a tool that nobody here wrote."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.fail("pdftotext is not installed: apt-get install poppler-utils")
    done = subprocess.run([program, "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def test_the_receipt_is_a_pdf_in_vietnamese(platform: Any) -> None:
    platform.init()
    assert (platform.bill().status_code, platform.last()["facts"]["reason"]) == (409, "not-paid")
    assert (platform.bill(MaThamChieu="X").status_code, platform.last()["facts"]["reason"]) == (404, "unknown-payment")
    platform.command("payments/pay")
    answer = platform.bill()
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    text = text_of(answer.content)
    for said in ("BIÊN LAI THU PHÍ, LỆ PHÍ", "Canary Nguyễn Thị Lộ", "77.000", "85.000", REFERENCE, "hệ thống giả lập"):
        assert said in " ".join(text.split()), text
    assert platform.bill().content == answer.content, "it is made once"
    exchange = platform.last()
    assert (exchange["response"]["body"], exchange["response"]["text"]) == (None, None)


def test_what_looks_like_typesetting_is_text(platform: Any) -> None:
    platform.init({"HoTenNguoiNop": "#panic() *A* $x$ <b>", "TenDonVi": "[#1]\\ "})
    platform.command("payments/pay")
    assert "#panic() *A* $x$ <b>" in text_of(platform.bill().content)


def test_a_receipt_of_which_only_the_codes_are_left_hides_the_rest() -> None:
    """After a restart nothing personal is left in memory."""
    receipts = Receipts(load_profile("payment", "1.0.6"), Store())
    codes = {"MaHoSo": "H56.14-261122-0001", "MaTTHC": "2.001019"}
    payment = Payment(
        reference=REFERENCE,
        transaction="GD-1",
        amount=85000,
        page="",
        state="success",
        codes=codes,
        created="20261122131500",
        settled="20261122131702",
    )
    text = text_of(receipts.typeset(receipts.paper(payment, None)))
    assert HIDDEN in text
    for said in ("H56.14-261122-0001", "85.000", "13:17:02 ngày 22/11/2026"):
        assert said in text
