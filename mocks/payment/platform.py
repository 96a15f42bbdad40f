"""The Payment Platform, PhienBan 1.0.6: INIT, QUERY, GET_BILL and the payment page (interfaces 7.1)."""

import asyncio
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any, Final, TypeAlias

from mocks.core.credentials import same
from mocks.core.nowhere import nowhere
from mocks.core.sessions import Sessions
from mocks.core.system import Answer, Call, Site
from mocks.payment.answers import Wording
from mocks.payment.bills import BillChecks, amount_of, fees_of
from mocks.payment.hashes import ENQUIRY, INIT, is_ambiguous, is_right, plain_hash
from mocks.payment.instants import nearness
from mocks.payment.page import Pages
from mocks.payment.payments import NEW, SUCCESS, Payment, Payments
from mocks.payment.receipt import Receipts

Json: TypeAlias = Any
Facts: TypeAlias = dict[str, Json]
BILL: Final = "GET_BILL"
STATUSES: Final = {
    "no_token": HTTPStatus.UNAUTHORIZED,
    "wrong_partner": HTTPStatus.UNAUTHORIZED,
    "wrong_hash": HTTPStatus.UNAUTHORIZED,
    "unknown_payment": HTTPStatus.NOT_FOUND,
    "not_paid": HTTPStatus.CONFLICT,
}
"""HTTP statuses of the refusals of GET_BILL, whose accepted answer is no JSON; 400 for the rest. Assumed."""
PERSONAL: Final = (
    "NoiDungThanhToan", "HoTenNguoiNop", "SoCMNDNguoiNop", "DiaChiNguoiNop", "TinhNguoiNop", "TKThuHuong",
    "MaNHThuHuong", "TenTKThuHuong", "TenDonVi", "TenTTHC",
)  # fmt: skip
REFERENCE: Final = re.compile(r"[0-9A-Za-z_]{1,100}")
CODE: Final = re.compile(r"[0-9A-Z][0-9A-Za-z.-]{0,60}")
"""What may be kept of a request has the form of a code; a name put in its place by mistake has not."""
CODES: Final = ("MaHoSo", "MaTTHC", "MaDVC", "MaDonVi")


class Platform:
    """The handler of the platform."""

    def __init__(
        self, site: Site, *, payments: Payments, checks: BillChecks, pages: Pages, receipts: Receipts, tokens: Sessions
    ) -> None:
        self._site = site
        self._payments = payments
        self._checks = checks
        self._receipts = receipts
        self._tokens = tokens
        self._wording = Wording(site.profile, code="error_code", message="message")
        self._states = {name: row["value"] for name, row in site.profile.settings["states"].items()}
        self._token_needed = site.profile.settings["token"]["bearer"]["value"] == "required"
        self._calls: Mapping[str, Callable[[Call, Mapping[str, Json], Facts], Answer | Awaitable[Answer]]] = {
            "INIT": self._init,
            "QUERY": self._query,
            BILL: self._bill,
        }

        self._unsigned: Mapping[str, Callable[[Call], Answer]] = {
            "token": self._token,
            "showPage": pages.show,
            "payOnPage": pages.take,
        }

    def answer(self, call: Call) -> Answer | Awaitable[Answer]:
        """Answer one request; an address that is none of the platform's is 404, a wrong method 405."""
        if call.operation is None:
            return nowhere(self._site.profile, call)
        if (unsigned := self._unsigned.get(call.operation.name)) is not None:
            return unsigned(call)
        body = call.body if isinstance(call.body, dict) else {}
        facts: Facts = {"token": self._token_state(call)} | self._hash_facts(call, body)
        if not call.lax and (wrong := self._wrong_with(call, body, facts)) is not None:
            return self._refused(call, wrong, facts)
        if not call.lax and (wish := call.behaviours.take("refuse")) is not None:
            status = HTTPStatus.BAD_REQUEST if call.operation.name == BILL else HTTPStatus.OK
            return self._wording.told_refusal(wish, facts, status=status)
        return self._calls[call.operation.name](call, body, facts)

    def _wrong_with(self, call: Call, body: Mapping[str, Json], facts: Facts) -> str | None:
        """The refusal that holds for every call, by its name in [settings.codes]; None where there is none."""
        if facts["token"] not in (("valid",) if self._token_needed else ("valid", "absent")):
            return "no_token"
        if call.defects and not (self._site.lenient and body):
            return "malformed"
        if not same(body.get("MaDoiTac"), self._site.accounts["partner"]):
            return "wrong_partner"
        return None if facts["hash"] == "valid" else "wrong_hash"

    def _hash_facts(self, call: Call, body: Mapping[str, Json]) -> Facts:
        members = INIT if call.operation is not None and call.operation.name == "INIT" else ENQUIRY
        expected = plain_hash(body, members, self._site.accounts["secret"])
        return {
            "hash": "valid" if is_right(body.get("MaXacThuc"), expected) else "invalid",
            "hash_ambiguous": is_ambiguous(body, members),
            "time": nearness(body.get("ThoiGianGD"), self._site.clock.now()),
        }

    def _init(self, call: Call, body: Mapping[str, Json], facts: Facts) -> Answer:
        reference, amount = body.get("MaThamChieu"), amount_of(body.get("SoTien"))
        told = body.get("ThongTinBienLai")
        bill: Mapping[str, Json] = told if isinstance(told, dict) else {}
        facts |= self._checks.facts(body, bill)
        if not isinstance(reference, str) or not REFERENCE.fullmatch(reference) or not amount or not bill:
            return self._nothing(call, "malformed", facts)
        if self._payments.get(reference) is not None:
            return self._nothing(call, "exists", facts)
        if (wrong := self._checks.wrong_with(facts)) is not None and not call.lax:
            return self._refused(call, wrong, facts)
        details: dict[str, Json] = {name: str(bill[name]) for name in PERSONAL if bill.get(name)}
        details["fees"] = [
            [str(row.get("TenPhiLePhi")), amount_of(row.get("SoTien"))] for row in fees_of(bill, "PhiLePhi")
        ]
        details["info"] = str(body.get("ThongTinGiaoDich", ""))
        codes = {name: code for name in CODES if CODE.fullmatch(code := str(bill.get(name)))}
        payment = self._payments.add(reference, amount=amount, codes=codes, details=details)
        message = json.dumps({"UrlThanhToan": f"{self._site.base}/payment/page/{payment.page}"})
        return self._wording.success(call, message, facts | {"reference": reference})

    def _query(self, call: Call, body: Mapping[str, Json], facts: Facts) -> Answer:
        payment = self._payments.get(body.get("MaThamChieu"))
        if payment is None:
            return self._nothing(call, "unknown_payment", facts)
        told = {
            "MaThamChieu": payment.reference,
            "MaGiaoDich": payment.transaction,
            "SoTien": str(payment.amount),
            "TrangThaiGD": self._state(payment),
            "ThoiGianGD": payment.settled or payment.created,
        }
        return self._wording.success(call, json.dumps(told), facts | {"state": payment.state})

    def _bill(self, call: Call, body: Mapping[str, Json], facts: Facts) -> Answer | Awaitable[Answer]:
        payment = self._payments.get(body.get("MaThamChieu"))
        if payment is None or payment.state != SUCCESS:
            if call.lax:
                return Answer(content=b"", media_type="application/pdf", facts=facts)
            return self._refused(call, "unknown_payment" if payment is None else "not_paid", facts)
        return self._receipt(payment, facts)

    async def _receipt(self, payment: Payment, facts: Facts) -> Answer:
        """Typesetting takes long the first time, so it is done beside the loop."""
        content = self._receipts.kept(payment)
        if content is None:
            paper = self._receipts.paper(payment, self._payments.details(payment))
            content = await asyncio.to_thread(self._receipts.typeset, paper)
            self._receipts.keep(payment, content)
        told = {"reference": payment.reference, "digest": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        return Answer(content=content, media_type="application/pdf", facts=facts | told)

    def _state(self, payment: Payment) -> str:
        """TrangThaiGD: what nobody has paid yet counts as pending, what was cancelled as failed (assumed)."""
        if payment.state == SUCCESS:
            return str(self._states["success"])
        return str(self._states["pending" if payment.state in (NEW, "pending") else "failed"])

    def _nothing(self, call: Call, name: str, facts: Facts) -> Answer:
        """A refusal; or success without effect where anything is to be accepted."""
        return self._wording.success(call, "{}", facts) if call.lax else self._refused(call, name, facts)

    def _refused(self, call: Call, name: str, facts: Facts) -> Answer:
        is_bill = call.operation is not None and call.operation.name == BILL
        status = STATUSES.get(name, HTTPStatus.BAD_REQUEST) if is_bill else HTTPStatus.OK
        return self._wording.refusal(name, facts, status=status)

    def _token(self, call: Call) -> Answer:
        if call.defects:
            return _no_token(HTTPStatus.BAD_REQUEST, "invalid_request", "malformed")
        body = call.body if isinstance(call.body, dict) else {}
        names = {"client_id": "partner", "client_secret": "secret"}
        known = all(same(body.get(name), self._site.accounts[part]) for name, part in names.items())
        if not (known or call.lax):
            return _no_token(HTTPStatus.UNAUTHORIZED, "invalid_client", "wrong-credentials")
        told = {"token_type": "Bearer", "expires_in": max(1, round(self._site.session_s))}
        return Answer(body={"access_token": self._tokens.open()} | told, headers={"Cache-Control": "no-store"})

    def _token_state(self, call: Call) -> str:
        given = call.headers.get("authorization")
        state = "absent" if given is None else self._tokens.state(given.removeprefix("Bearer ")) or "absent"
        if state == "absent" and given is not None:
            state = "unknown"
        return "expired" if state == "valid" and call.behaviours.take("expired-session") is not None else state


def _no_token(status: int, error: str, reason: str) -> Answer:
    return Answer(status=status, body={"error": error}, accepted=False, reason=reason)
