"""KeyPay-DVCQG 3.0: PAY, QUERY, the payment page and the call-back (interfaces 7.2)."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.core.behaviour import Applied
from mocks.core.credentials import same
from mocks.core.nowhere import nowhere
from mocks.core.system import Answer, Call, Judge, Site
from mocks.payment.answers import Wording
from mocks.payment.bills import amount_of
from mocks.payment.confirmation import another_digit
from mocks.payment.hashes import (
    KEYPAY_CALLBACK,
    KEYPAY_PAY,
    KEYPAY_QUERY,
    is_ambiguous,
    is_right,
    keyed_hash,
)
from mocks.payment.page import Pages
from mocks.payment.payments import NEW, Payment, Payments

Json: TypeAlias = Any
Facts: TypeAlias = dict[str, Json]
PUSH: Final = "callback"
NOTHING: Final[dict[str, dict[str, Json]]] = {
    "PAY": {"redirect_url": None},
    "QUERY": {"transaction_id": None, "trans_amount": None, "response_code": None},
}
"""What stands beside code and message where an operation is refused."""


class KeyPay:
    """The handler of KeyPay."""

    def __init__(self, site: Site, *, payments: Payments, pages: Pages) -> None:
        self._site = site
        self._payments = payments
        self._pages = pages
        self._wording = Wording(site.profile, code="return_code", message="return_msg")
        self._results = {name: row["value"] for name, row in site.profile.settings["results"].items()}

    def answer(self, call: Call) -> Answer:
        """Answer one request; an address that is none of KeyPay's is 404, a wrong method 405."""
        if call.operation is None:
            return nowhere(self._site.profile, call)
        if call.operation.name == "showPage":
            return self._pages.show(call)
        if call.operation.name == "payOnPage":
            return self._pages.take(call, back=self._back(call))
        name = call.operation.name
        body = call.body if isinstance(call.body, dict) else {}
        facts = self._hash_facts(body, KEYPAY_PAY if name == "PAY" else KEYPAY_QUERY)
        if not call.lax and (wrong := self._wrong_with(call, body, facts)) is not None:
            return self._wording.refusal(wrong, facts, **NOTHING[name])
        if not call.lax and (wish := call.behaviours.take("refuse")) is not None:
            return self._wording.told_refusal(wish, facts, **NOTHING[name])
        return self._pay(call, body, facts) if name == "PAY" else self._query(call, body, facts)

    def _wrong_with(self, call: Call, body: Mapping[str, Json], facts: Facts) -> str | None:
        if call.defects and not (self._site.lenient and body):
            return "malformed"
        if not same(body.get("client_id"), self._site.accounts["client_id"]):
            return "wrong_partner"
        return None if facts["hash"] == "valid" else "wrong_hash"

    def _hash_facts(self, body: Mapping[str, Json], members: tuple[str, ...]) -> Facts:
        expected = keyed_hash(body, members, self._site.accounts["hash_key_1"])
        return {
            "hash": "valid" if is_right(body.get("check_sum"), expected) else "invalid",
            "hash_ambiguous": is_ambiguous(body, members),
        }

    def _pay(self, call: Call, body: Mapping[str, Json], facts: Facts) -> Answer:
        reference, amount = body.get("transaction_id"), amount_of(body.get("trans_amount"))
        if not isinstance(reference, str) or not amount:
            return self._nothing(call, "malformed", facts)
        if self._payments.get(reference) is not None:
            return self._nothing(call, "exists", facts)
        details = {"return_url": str(body.get("return_url", ""))}
        payment = self._payments.add(reference, amount=amount, codes={}, details=details)
        url = f"{self._site.base}/keypay/page/{payment.page}"
        return self._wording.success(call, None, facts | {"reference": reference}, redirect_url=url)

    def _query(self, call: Call, body: Mapping[str, Json], facts: Facts) -> Answer:
        payment = self._payments.get(body.get("transaction_id"))
        if payment is None:
            return self._nothing(call, "unknown_payment", facts)
        return self._wording.success(
            call,
            None,
            facts | {"state": payment.state},
            transaction_id=payment.reference,
            trans_amount=str(payment.amount),
            response_code=self._results["pending" if payment.state == NEW else payment.state],
        )

    def _nothing(self, call: Call, name: str, facts: Facts) -> Answer:
        """A refusal; or success without effect where anything is to be accepted."""
        more: dict[str, Json] = NOTHING[call.operation.name] if call.operation is not None else {}
        return (
            self._wording.success(call, None, facts, **more) if call.lax else self._wording.refusal(name, facts, **more)
        )

    def _back(self, call: Call) -> str | None:
        payment = self._payments.on_page(call.path_values["page"])
        details = self._payments.details(payment) if payment is not None else None
        url = (details or {}).get("return_url", "")
        return url if url.startswith(("http://", "https://")) else None


class Callback:
    """Writes call-backs and looks at answers, by hash_key_2."""

    def __init__(self, site: Site) -> None:
        self._client = site.accounts["client_id"]
        self._key = site.accounts["hash_key_2"]
        self._results = {name: row["value"] for name, row in site.profile.settings["results"].items()}
        self._version = site.profile.settings["version"]["value"]

    def body(self, payment: Payment) -> dict[str, Json]:
        """The call-back of a settled payment."""
        return self._hashed(
            {
                "client_id": self._client,
                "command": "PAY",
                "response_code": self._results[payment.state],
                "trans_amount": str(payment.amount),
                "transaction_id": payment.reference,
                "version": self._version,
            }
        )

    def spoil(self, body: dict[str, Json], applied: Applied) -> dict[str, Json]:
        """The call-back as behaviours in force will have it."""
        if (wrong := applied.take("wrong-amount")) is not None:
            body = self._hashed(body | {"trans_amount": str(max(1, int(body["trans_amount"]) + wrong["difference"]))})
        if applied.take("wrong-hash") is not None:
            body = body | {"check_sum": another_digit(body["check_sum"])}
        return body

    def judge(self, _sent: Mapping[str, Json]) -> Judge:
        """What looks at the province's answer to a call-back."""

        def look(_status: int, reply: Json) -> Mapping[str, Json]:
            code = reply.get("return_code") if isinstance(reply, dict) else None
            if not isinstance(code, str):
                return {"accepted": False, "reason": "no-answer-of-the-protocol"}
            taken = {"accepted": True} if code == self._results["success"] else {"accepted": False}
            return {"reply_code": code} | taken | ({} if taken["accepted"] else {"reason": "province-refused"})

        return look

    def _hashed(self, body: dict[str, Json]) -> dict[str, Json]:
        return body | {"check_sum": keyed_hash(body, KEYPAY_CALLBACK, self._key)}
