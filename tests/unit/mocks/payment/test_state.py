"""What outlives the process: payments without their payers."""

from pathlib import Path
from typing import Any

from tests.unit.mocks.payment.conftest import platform_with
from tests.unit.mocks.payment.provinces import REFERENCE
from tests.unit.mocks.payment.test_receipt import text_of


def test_a_restart_keeps_payments_and_forgets_who_paid(tmp_path: Path) -> None:
    with platform_with("payment", state=tmp_path) as platform:
        platform.init()
        platform.command("payments/pay")
        platform.command("accounts/remove", account="9900000000102", bank="99000002")
        before = platform.payment()
        assert "Canary" in text_of(platform.bill().content)
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert REFERENCE.encode() in kept
    for secret in ("Canary", "097190123456", "9900000000101"):
        assert secret.encode() not in kept
    with platform_with("payment", state=tmp_path) as platform:
        assert platform.payment() == before
        assert platform.query()["TrangThaiGD"] == "1"
        assert len(platform.view("accounts")["accounts"]) == 3
        text = text_of(platform.bill().content)
        assert ("(không lưu)" in text, "Canary" in text, "85.000" in text) == (True, False, True)
        assert platform.init()["error_code"] == "-5"


def test_a_snapshot_brings_an_open_payment_back(platform: Any) -> None:
    platform.init()
    kept = platform.command("snapshot")["id"]
    platform.command("payments/cancel")
    platform.command("restore", id=kept)
    assert platform.command("payments/pay")["state"] == "success"
