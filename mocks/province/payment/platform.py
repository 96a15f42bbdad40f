"""Calls of the Payment Platform: begin a payment, ask what became of it, fetch the receipt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

import orjson

from mocks.province.outbox.line import Line, Reply, read_object
from mocks.province.outbox.trouble import Away, Refused
from mocks.province.payment.bill import Outcome
from mocks.province.payment.hashes import sign
from mocks.province.payment.message import STATES, make_enquiry, make_request, read_outcome
from mocks.province.payment.order import Order
from mocks.province.portal.answer import is_success, read_answer
from mocks.province.portal.message import Row

PATHS: Final[Mapping[str, str]] = {"INIT": "/payment/init", "QUERY": "/payment/query", "GET_BILL": "/payment/bill"}
"""Assumed: no source names them."""
UNKNOWN: Final = frozenset({"-9"})
"""QUERY of a reference that the platform does not know; assumed."""
PDF: Final = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Credentials:
    """The province's code at the platform, and the secret that both sides hash with."""

    partner: str
    secret: str = field(repr=False)


class Platform:
    """The platform as this partner sees it; `ip` is the payer's machine. Calls raise Silence, Away and Refused."""

    def __init__(self, line: Line, credentials: Credentials, *, ip: str) -> None:
        self._line = line
        self._ip = ip
        self.credentials = credentials

    async def begin(self, order: Order) -> str:
        """Send INIT; return the address where the payer pays."""
        told = await self._ask("INIT", make_request(order, ip=self._ip))
        url = told.get("UrlThanhToan")
        if not isinstance(url, str) or not url:
            raise Away("the answer names no address to pay at")
        return url

    async def find(self, reference: str, *, at: datetime) -> Outcome | None:
        """Send QUERY; return what became of the payment, None where the platform does not know it."""
        try:
            told = await self._ask("QUERY", make_enquiry("QUERY", reference, at=at))
        except Refused as refusal:
            if refusal.code in UNKNOWN:
                return None
            raise
        outcome = read_outcome(told, STATES, "TrangThaiGD")
        if outcome is None:
            raise Away("the answer does not say what became of the payment")
        return outcome

    async def fetch_receipt(self, reference: str, *, at: datetime) -> bytes:
        """Send GET_BILL; return the receipt, a PDF."""
        enquiry = make_enquiry("GET_BILL", reference, at=at)
        reply = await self.post("GET_BILL", self.seal("GET_BILL", enquiry))
        if reply.status != HTTPStatus.OK or not reply.raw.startswith(PDF):
            raise Away(f"no receipt, HTTP {reply.status}")
        return reply.raw

    def seal(self, kind: str, message: Row) -> Row:
        """Return the message as it is sent: with the partner's code, and hashed."""
        whole = {**message, "MaDoiTac": self.credentials.partner}
        return {**whole, "MaXacThuc": sign(kind, whole, self.credentials.secret)}

    async def post(self, kind: str, message: Row) -> Reply:
        """Send a sealed message."""
        return await self._line.send(PATHS[kind], orjson.dumps(message))

    async def _ask(self, kind: str, message: Row) -> dict[str, Any]:
        reply = await self.post(kind, self.seal(kind, message))
        answer = read_answer(reply.demand_object())
        if not is_success(answer):
            raise Refused(kind, answer.code)
        return read_object(answer.message.encode())
