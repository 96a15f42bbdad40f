"""The Payment Platform: every call is hashed with the secret; amounts, fees and accounts must fit together."""

import hashlib
from collections.abc import Mapping
from typing import Any

from mocks.stage.played import Wish
from tests.contract.visiting import Case, body_of, is_broken, put, put_path
from tests.unit.mocks.payment.provinces import BILL, ENQUIRY, INIT, init
from tests.unit.mocks.playing import Side

WISHES = (Wish(system="payment"),)
PAID = "PAID"
PAGES = 40


class Visitor:
    """Begins payments of its own, asks for one that is paid, and presses the buttons of pages that are open."""

    known_refusals = frozenset({"exists", "unknown-payment", "not-paid", "settled"})

    def __init__(self, accounts: Mapping[str, str], pages: list[str]) -> None:
        self._accounts = accounts
        self._pages = pages
        self._made = 0

    def dress(self, operation: str, case: Case) -> None:
        if is_broken(case, "body"):
            return  # whatever is put in its place could mend it
        if operation == "token":
            put(case, client_id=self._accounts["partner"], client_secret=self._accounts["secret"])
        elif operation == "INIT":
            self._begin(case)
        elif operation in {"QUERY", "GET_BILL"}:
            self._ask(case)
        elif operation in {"showPage", "payOnPage"}:
            fresh = operation == "payOnPage" and len(self._pages) > 1
            put_path(case, "page", self._pages.pop() if fresh else self._pages[0])

    def _begin(self, case: Case) -> None:
        self._made += 1
        body = body_of(case)
        if isinstance(body, dict):
            bill = _fitting(body["ThongTinBienLai"])
            total = sum(int(row["SoTien"]) for row in bill["PhiLePhi"])
            case.body = body | {"ThongTinBienLai": bill, "SoTien": str(total)}
        put(case, MaDoiTac=self._accounts["partner"], MaThamChieu=f"CASE_{self._made}")
        self._hash(case, INIT)

    def _ask(self, case: Case) -> None:
        put(case, MaDoiTac=self._accounts["partner"], MaThamChieu=PAID)
        self._hash(case, ENQUIRY)

    def _hash(self, case: Case, members: str) -> None:
        body = body_of(case)
        if isinstance(body, dict):
            values = [_text(body.get(name)) for name in members.split()]
            told = "|".join([*values, self._accounts["secret"]])
            put(case, MaXacThuc=hashlib.sha256(told.encode("utf-8", "replace")).hexdigest())


def _fitting(bill: Mapping[str, Any]) -> dict[str, Any]:
    """The bill with what a schema cannot say: a service of the procedure, a known account, fees of some amount."""
    fees = [row | {"SoTien": "1000"} for row in bill["PhiLePhi"]]
    known = {name: BILL[name] for name in ("TKThuHuong", "MaNHThuHuong", "TenTKThuHuong", "MaDonVi")}
    return dict(bill) | known | {"MaDVC": f"{bill['MaTTHC']}.01", "PhiLePhi": fees}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _begun(side: Side, reference: str) -> str:
    answer = side.national.post("/payment/init", json=init(side.accounts, MaThamChieu=reference))
    return str(answer.json()["message"]).rpartition("/")[2].strip('"}')


def prepare(side: Side, sides: list[Side]) -> Visitor:
    """Have one payment paid and some open; none is begun later, as a refused call must find the state unchanged."""
    del sides
    _begun(side, PAID)
    side.command("payments/pay")
    return Visitor(side.accounts, [_begun(side, f"OPEN_{number}") for number in range(PAGES)])
