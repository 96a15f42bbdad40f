"""Words for what a province says to the Payment Platform, and what that one calls back (1.0.6; interfaces §7.1)."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from harness.campaign import Campaign
from harness.errors import Inconclusive
from harness.pco import ObservingPco
from harness.verdict import Code
from tests.suites.portal import heard, met

Pattern: TypeAlias = Mapping[str, Any]

SYSTEM = "payment"
INIT, QUERY, GET_BILL, CONFIRM = "INIT", "QUERY", "GET_BILL", "confirm"
LOOK_UP = "TraCuuThanhToanHoSo"
"""The portal's own question to the province: is there something to pay for a dossier?"""
CALLS: Pattern = met({"operation": [INIT, QUERY, GET_BILL]})
"""What the province says to the platform, where the platform was there."""
REFERENCE = "/MaThamChieu"
BILL = "/ThongTinBienLai"
"""What the receipt is to say, in INIT."""
PAID, UNPAID = "1", "3"
"""DuocThanhToanTrucTuyen of a dossier whose fee was paid online, and of one with a fee that is not paid."""


def door(campaign: Campaign) -> ObservingPco:
    """The platform's door. Raises Inconclusive(PRECONDITION) where nobody plays it."""
    pco = campaign.pcos.get(SYSTEM)
    if pco is None:
        raise Inconclusive(Code.PRECONDITION, f"the target file names no [mocks.{SYSTEM}]")
    return pco


def init(dossier: str, **where: Any) -> Pattern:
    """A request to pay for a dossier; `amount` takes spellings of SoTien, `fee` of that of one of its fees."""
    names = {"amount": "/SoTien", "fee": f"{BILL}/PhiLePhi/*/SoTien"}
    more = {names[key]: value for key, value in where.items()}
    return {"operation": INIT, "where": {f"{BILL}/MaHoSo": dossier, **more}}


def opened(dossier: str) -> Pattern:
    """A request to pay that the platform took, and the province heard so."""
    return heard({"operation": INIT, "where": {f"{BILL}/MaHoSo": dossier, "reply:/error_code": [0, "0", "00"]}})


def query(reference: str, **where: Any) -> Pattern:
    """An answered question what became of a payment; `state` is what the platform knows."""
    more = {f"facts:/{key}": value for key, value in where.items()}
    return heard({"operation": QUERY, "where": {REFERENCE: reference, **more}})


def receipt(reference: str) -> Pattern:
    """A receipt that was handed out and arrived."""
    answered = heard({"operation": GET_BILL, "where": {REFERENCE: reference}})
    return {**answered, "where": {**answered["where"], "facts:/accepted": True}}


def confirm(reference: str, *, taken: bool | None = None) -> Pattern:
    """A call-back; `taken`: whether the province said that it took it."""
    accepted = {} if taken is None else {"facts:/accepted": taken}
    return {"operation": CONFIRM, "where": {REFERENCE: reference, **accepted}}
