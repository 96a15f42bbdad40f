"""The call-back of the Payment Platform: what is written, how it is spoilt, what the province's answer is worth."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.core.behaviour import Applied
from mocks.core.system import Judge, Site
from mocks.payment.hashes import CONFIRM, REPLY, is_right, plain_hash
from mocks.payment.payments import Payment, Payments

Json: TypeAlias = Any
PUSH: Final = "confirm"
BANK: Final = "MOCKBANK"
"""The payer's bank: made up."""


class Confirmation:
    """Writes call-backs and looks at answers, by the secret shared with the province."""

    def __init__(self, site: Site, payments: Payments) -> None:
        self._partner = site.accounts["partner"]
        self._secret = site.accounts["secret"]
        self._payments = payments
        self._results = {name: row["value"] for name, row in site.profile.settings["results"].items()}

    def body(self, payment: Payment) -> dict[str, Json]:
        """The call-back of a settled payment."""
        details = self._payments.details(payment) or {}
        return self._hashed(
            {
                "LoaiBanTin": "CONFIRM",
                "MaLoi": self._results[payment.state],
                "MaDoiTac": self._partner,
                "MaThamChieu": payment.reference,
                "SoTien": str(payment.amount),
                "MaTienTe": "VND",
                "MaGiaoDich": payment.transaction,
                "MaNganHang": BANK,
                "ThoiGianGD": payment.settled or payment.created,
                "ThongTinGiaoDich": details.get("info", ""),
            }
        )

    def spoil(self, body: dict[str, Json], applied: Applied) -> dict[str, Json]:
        """The call-back as behaviours in force will have it."""
        if (wrong := applied.take("wrong-amount")) is not None:
            body = self._hashed(body | {"SoTien": str(max(1, int(body["SoTien"]) + wrong["difference"]))})
        if applied.take("wrong-hash") is not None:
            body = body | {"MaXacThuc": another_digit(body["MaXacThuc"])}
        return body

    def judge(self, sent: Mapping[str, Json]) -> Judge:
        """What looks at the province's answer to that call-back."""

        def look(_status: int, reply: Json) -> Mapping[str, Json]:
            if not isinstance(reply, dict):
                return {"accepted": False, "reason": "no-answer-of-the-protocol"}
            facts = {
                "reply_code": reply.get("MaLoi") if isinstance(reply.get("MaLoi"), str) else None,
                "reply_hash": self._hash_of(reply, sent),
                "reply_reference": _sameness(reply.get("MaThamChieu"), sent["MaThamChieu"]),
                "reply_partner": _sameness(reply.get("MaDoiTac"), sent["MaDoiTac"]),
            }
            taken = reply.get("MaLoi") == self._results["success"]
            return facts | ({"accepted": True} if taken else {"accepted": False, "reason": "province-refused"})

        return look

    def _hash_of(self, reply: Mapping[str, Json], sent: Mapping[str, Json]) -> str:
        """`computed` over the assumed string, `echoed` from the call-back, `other`, or `absent`."""
        given = reply.get("MaXacThuc")
        if not given:
            return "absent"
        if given == sent["MaXacThuc"]:
            return "echoed"
        return "computed" if is_right(given, plain_hash(reply, REPLY, self._secret)) else "other"

    def _hashed(self, body: dict[str, Json]) -> dict[str, Json]:
        return body | {"MaXacThuc": plain_hash(body, CONFIRM, self._secret)}


def another_digit(digest: str) -> str:
    """A hash with its last digit changed."""
    return digest[:-1] + ("1" if digest[-1] == "0" else "0")


def _sameness(given: Json, expected: str) -> str:
    if given in (None, ""):
        return "missing"
    return "same" if given == expected else "other"
