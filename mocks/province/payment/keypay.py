"""KeyPay-DVCQG 3.0, the service before the Payment Platform (§7.2 of the interface study): PAY, QUERY, call-back."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from mocks.province.outbox.line import Line
from mocks.province.outbox.trouble import Away, Refused
from mocks.province.payment.bill import Outcome, Result
from mocks.province.payment.bills import Bills
from mocks.province.payment.confirmation import CallBacks, Reply
from mocks.province.payment.message import read_amount
from mocks.province.payment.order import Order
from mocks.province.portal.message import Row, wire_time

PATHS: Final[Mapping[str, str]] = {"PAY": "/keypay/pay", "QUERY": "/keypay/query"}
SUCCESS: Final = "00"
UNKNOWN: Final = "05"
RESULTS: Final[Mapping[str, Result]] = MappingProxyType(
    {"00": Result.SUCCESS, "01": Result.FAILED, "02": Result.CANCELLED, "03": Result.PENDING}
)
"""Paths and codes: all assumed."""
SIGNED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "PAY": ("addition_fee", "client_id", "command", "trans_amount", "transaction_id", "version"),
        "QUERY": ("client_id", "command", "transaction_id"),
        "CALLBACK": ("client_id", "command", "response_code", "trans_amount", "transaction_id", "version"),
    }
)
"""The members of check_sum, by message; those of the call-back are assumed."""
REFERENCE_LENGTH: Final = 20


@dataclass(frozen=True, slots=True)
class Keys:
    """The province's code at KeyPay, the key of its own messages and that of the call-backs."""

    client: str
    ours: str = field(repr=False)
    theirs: str = field(repr=False)


def make_reference(dossier: str, at: datetime, again: int) -> str:
    """Return transaction_id: a digest, for it has room for 20 characters, fewer than a dossier's code and a time."""
    return hashlib.sha256(f"{dossier} {wire_time(at)} {again}".encode()).hexdigest()[:REFERENCE_LENGTH]


def check_sum(kind: str, message: Mapping[str, Any], key: str) -> str:
    """Return the keyed hash of a message, lower-case hex; `kind` is a key of SIGNED."""
    values = "|".join(str(message.get(name, "")) for name in SIGNED[kind])
    return hmac.new(key.encode(), values.encode(), hashlib.sha256).hexdigest()


class KeyPay:
    """KeyPay as this client sees it; the payer comes back to `return_url`. Calls raise Silence, Away and Refused."""

    def __init__(self, line: Line, keys: Keys, *, return_url: str) -> None:
        self._line = line
        self._keys = keys
        self._return_url = return_url

    async def begin(self, order: Order) -> str:
        """Send PAY; return the address where the payer pays."""
        told = await self._ask("PAY", self._make_request(order))
        url = told.get("redirect_url")
        if not isinstance(url, str) or not url:
            raise Away("the answer names no address to pay at")
        return url

    async def find(self, reference: str, *, at: datetime) -> Outcome | None:  # noqa: ARG002 - KeyPay asks for no time
        """Send QUERY; return what became of the payment, None where KeyPay does not know it."""
        try:
            told = await self._ask("QUERY", {"command": "QUERY", "transaction_id": reference})
        except Refused as refusal:
            if refusal.code == UNKNOWN:
                return None
            raise
        outcome = read_outcome(told)
        if outcome is None:
            raise Away("the answer does not say what became of the payment")
        return outcome

    async def fetch_receipt(self, reference: str, *, at: datetime) -> bytes:
        """KeyPay hands out no receipts, so nobody asks."""
        raise Refused("receipt", f"{reference} {at}")

    def _make_request(self, order: Order) -> Row:
        bill, account = order.bill, order.account
        return {
            "transaction_id": bill.reference,
            "trans_amount": str(bill.amount),
            "command": "PAY",
            "version": "3.0",
            "locale": "vn",
            "currency": "VND",
            "bill_info": {
                "MaHoSo": bill.dossier,
                "TKThuHuong": account.account,
                "MaNHThuHuong": account.bank,
                "TenTKThuHuong": account.holder,
            },
            "addition_fee": "0",
            "return_url": self._return_url,
        }

    async def _ask(self, kind: str, message: Row) -> dict[str, Any]:
        whole = {**message, "client_id": self._keys.client}
        told = await self._line.post(PATHS[kind], {**whole, "check_sum": check_sum(kind, whole, self._keys.ours)})
        if str(told.get("return_code")) != SUCCESS:
            raise Refused(kind, str(told.get("return_code")))
        return told


def read_outcome(message: Mapping[str, Any]) -> Outcome | None:
    """Read what became of a payment; None where it cannot be read. KeyPay has no number of its own for it."""
    result, amount = RESULTS.get(str(message.get("response_code"))), read_amount(message.get("trans_amount"))
    if result is None or amount is None:
        return None
    return Outcome(result, amount, str(message.get("transaction_id", "")))


class KeyPayCallBacks(CallBacks):
    """The call-backs of KeyPay: the same checks and the same books, other words."""

    def __init__(self, bills: Bills, keys: Keys, now: Callable[[], datetime]) -> None:
        super().__init__(bills, now)
        self._keys = keys

    def judge(self, message: Mapping[str, Any]) -> Reply:
        """Check a call-back, settle the bill, and say what came of it."""
        given = str(message.get("check_sum", ""))
        if not hmac.compare_digest(given.encode(), check_sum("CALLBACK", message, self._keys.theirs).encode()):
            return Reply.WRONG_HASH
        if message.get("client_id") != self._keys.client:
            return Reply.WRONG_PARTNER
        outcome = read_outcome(message)
        return Reply.MALFORMED if outcome is None else self.settle(outcome.transaction, outcome)

    def answer(self, message: Mapping[str, Any], reply: Reply) -> Row:  # noqa: ARG002 - it says nothing of the call
        """Return the answer, which nobody hashes."""
        code, text = reply.value
        return {"return_code": code, "return_msg": text}
