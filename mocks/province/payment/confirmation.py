"""Call-backs: checked, booked at most once however often it comes, answered under a hash of our own."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

import orjson
from aiohttp import web

from mocks.province.payment.bill import Misfit, Outcome
from mocks.province.payment.bills import Bills, UnknownBill, WrongAmount
from mocks.province.payment.hashes import is_signed, sign
from mocks.province.payment.message import RESULTS, read_outcome
from mocks.province.payment.platform import Credentials
from mocks.province.portal.message import Row, wire_time

LOGGER = logging.getLogger(__name__)


class Reply(Enum):
    """MaLoi and MoTaLoi of the answer. All codes but 00 are assumed."""

    TAKEN = ("00", "Thành công")
    MALFORMED = ("90", "Dữ liệu không hợp lệ")
    WRONG_PARTNER = ("91", "Mã đối tác không hợp lệ")
    WRONG_HASH = ("92", "Mã xác thực không hợp lệ")
    UNKNOWN = ("93", "Không tìm thấy giao dịch")
    WRONG_AMOUNT = ("94", "Số tiền không khớp")
    CONTRADICTION = ("95", "Trái với kết quả đã ghi nhận")


class CallBacks(ABC):
    """Takes what a payment system calls back. `now` is the office's clock."""

    def __init__(self, bills: Bills, now: Callable[[], datetime]) -> None:
        self.bills = bills
        self.now = now

    async def take(self, request: web.Request) -> web.Response:
        """Answer one call-back; what is booked is on disk before the answer leaves."""
        message = _read(await request.read())
        reply = self.judge(message)
        if reply is not Reply.TAKEN:
            LOGGER.warning("a call-back was not taken: %s", reply.name)
        return web.Response(body=orjson.dumps(self.answer(message, reply)), content_type="application/json")

    @abstractmethod
    def judge(self, message: Mapping[str, Any]) -> Reply:
        """Check a call-back, settle the bill, and say what came of it."""

    @abstractmethod
    def answer(self, message: Mapping[str, Any], reply: Reply) -> Row:
        """Return the answer."""

    def settle(self, reference: str, outcome: Outcome) -> Reply:
        """Settle the bill of that reference, and say what came of it."""
        try:
            self.bills.settle(self.bills.find(reference), outcome, by="confirm", at=self.now())
        except UnknownBill:
            return Reply.UNKNOWN
        except WrongAmount:
            return Reply.WRONG_AMOUNT
        except Misfit:
            return Reply.CONTRADICTION
        return Reply.TAKEN


class Confirmation(CallBacks):
    """The call-backs of the Payment Platform."""

    def __init__(self, bills: Bills, credentials: Credentials, now: Callable[[], datetime]) -> None:
        super().__init__(bills, now)
        self.credentials = credentials

    def judge(self, message: Mapping[str, Any]) -> Reply:
        """Check a call-back, settle the bill, and say what came of it.

        The hash comes first: who cannot make one learns nothing of our bills. The same call-back again is taken again.
        """
        if not self.is_genuine(message):
            return Reply.WRONG_HASH
        if message.get("MaDoiTac") != self.credentials.partner:
            return Reply.WRONG_PARTNER
        outcome = read_outcome(message, RESULTS, "MaLoi")
        if outcome is None or message.get("MaTienTe") != "VND":
            return Reply.MALFORMED
        return self.settle(str(message.get("MaThamChieu")), outcome)

    def is_genuine(self, message: Mapping[str, Any]) -> bool:
        """Say whether the platform wrote it."""
        return is_signed("CONFIRM", message, self.credentials.secret)

    def answer(self, message: Mapping[str, Any], reply: Reply) -> Row:
        """Return the answer; its hash is computed over what it says, not copied from what was asked."""
        code, text = reply.value
        told = {
            "MaLoi": code,
            "MoTaLoi": text,
            "MaDoiTac": self.credentials.partner,
            "MaThamChieu": str(message.get("MaThamChieu", "")),
            "ThoiGianGD": wire_time(self.now()),
        }
        return {**told, "MaXacThuc": sign("REPLY", told, self.credentials.secret)}


def _read(raw: bytes) -> Mapping[str, Any]:
    """Read a JSON object; what is none has no member, so no hash either."""
    try:
        message = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return {}
    return message if isinstance(message, dict) else {}
