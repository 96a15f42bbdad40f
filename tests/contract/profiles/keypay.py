"""KeyPay: every call carries a check_sum under hash_key_1."""

import hmac
from typing import Any

from mocks.stage.played import Wish
from tests.contract.visiting import Case, body_of, is_broken, put, put_path
from tests.unit.mocks.playing import Side

WISHES = (Wish(system="keypay"),)
PAGES = 40
MEMBERS = {
    "PAY": ("addition_fee", "client_id", "command", "trans_amount", "transaction_id", "version"),
    "QUERY": ("client_id", "command", "transaction_id"),
}


class Visitor:
    """Begins payments of its own, asks for the first one and presses the buttons of pages that are open."""

    known_refusals = frozenset({"exists", "unknown-payment", "settled"})

    def __init__(self, side: Side) -> None:
        self._side = side
        self._accounts = side.accounts
        self._made = 0
        self._pages = [self.begin() for _ in range(PAGES)]

    def begin(self) -> str:
        """A new payment; its page."""
        self._made += 1
        body = {
            "client_id": self._accounts["client_id"],
            "transaction_id": f"T-{self._made}",
            "trans_amount": "1000",
            "command": "PAY",
            "version": "3.0",
            "locale": "vn",
            "currency": "VND",
            "bill_info": {},
            "addition_fee": "0",
            "return_url": "http://127.0.0.1/back",
        }
        answer = self._side.national.post("/keypay/pay", json=body | {"check_sum": self._hash(body, "PAY")})
        return str(answer.json()["redirect_url"]).rpartition("/")[2]

    def dress(self, operation: str, case: Case) -> None:
        if is_broken(case, "body"):
            return  # whatever is put in its place could mend it
        if operation in MEMBERS:
            self._made += 1
            number = f"T-{self._made}" if operation == "PAY" else "T-1"
            put(case, client_id=self._accounts["client_id"], transaction_id=number)
            body = body_of(case)
            if isinstance(body, dict):
                put(case, check_sum=self._hash(body, operation))
        elif operation in {"showPage", "payOnPage"}:
            fresh = operation == "payOnPage" and len(self._pages) > 1
            put_path(case, "page", self._pages.pop() if fresh else self._pages[0])

    def _hash(self, body: dict[str, Any], operation: str) -> str:
        told = "|".join(_text(body.get(name)) for name in MEMBERS[operation])
        return hmac.new(self._accounts["hash_key_1"].encode(), told.encode("utf-8", "replace"), "sha256").hexdigest()


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def prepare(side: Side, sides: list[Side]) -> Visitor:
    """Begin some payments; none is begun later, as a refused call must find the state unchanged."""
    del sides
    return Visitor(side)
