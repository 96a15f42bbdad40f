"""Words for what a province says to the land database and hears from it (profile vbdlis-2025; interfaces §3.4)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from harness.campaign import Campaign
from harness.checks.timing import VIETNAM
from harness.errors import Inconclusive
from harness.pco import ObservingPco
from harness.verdict import Code
from tests.suites.portal import met

Pattern: TypeAlias = Mapping[str, Any]

SYSTEM = "vbdlis"
HAND_OVER, PARCEL, PAPER = "TiepNhanHoSo", "TraCuuThuaDat", "TaiThongBaoThue"
STATE, NOTICE = "CapNhatTrangThaiHoSo", "ThongBaoThue"
"""What it pushes: a state of a dossier, tax notices."""
WITH_CODE: Pattern = met({"operation": [HAND_OVER, PARCEL, "TraCuuHoSo"]})
"""Calls that bear the security code in their body, where the land database was there."""
DOSSIER = {
    "/owner/name": "/ThongTinNguoiNopDon/HoTen",
    "/owner/identity/number": "/ThongTinNguoiNopDon/SoGiayTo",
    "/owner/phone": "/ThongTinNguoiNopDon/SoDienThoai",
    "/owner/email": "/ThongTinNguoiNopDon/Email",
    "/officer/name": "/NguoiTiepNhan",
}
PLACE = {
    "/commune": "/XaId",
    "/process": "/ThongTinQuyTrinh/MaQuyTrinh",
    "/parcels/0/sheet": "/ThongTinThuaDat/0/SoHieuBanDo",
    "/parcels/0/number": "/ThongTinThuaDat/0/SoThuTuThua",
}
"""What was entered, in the dossier and when it was handed over, and the members that say it."""
TAKEN = "reply:/Result"
RECEIVED, FINISHED = "received", "finished"
"""States of a dossier in the words of the upper-tester contract."""


def door(campaign: Campaign) -> ObservingPco:
    """The land database's door. Raises Inconclusive(PRECONDITION) where nobody plays it."""
    pco = campaign.pcos.get(SYSTEM)
    if pco is None:
        raise Inconclusive(Code.PRECONDITION, f"the target file names no [mocks.{SYSTEM}]")
    return pco


def local(at: datetime) -> str:
    """A moment as TiepNhanHoSo writes it: in Vietnam's time, to the second, without offset."""
    return at.astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M:%S")


def hand_over(dossier: str) -> Pattern:
    """An attempt to hand a dossier over."""
    return {"operation": HAND_OVER, "where": {"/MaHoSoMotCua": dossier}}


def added(dossier: str) -> Pattern:
    """A dossier that the land database took in, heard or not."""
    return {"operation": HAND_OVER, "where": {"/MaHoSoMotCua": dossier, "facts:/effect": "added"}}


def misplaced() -> Pattern:
    """A dossier with a district, or with a commune or province that is none since 1 July 2025."""
    reasons = ["obsolete-district", "unknown-commune", "other-province"]
    return {"operation": HAND_OVER, "where": {"facts:/reason": reasons}}


def parcel(sheet: str, number: str) -> Pattern:
    """A look-up of one parcel."""
    return {"operation": PARCEL, "where": {"/SoHieuBanDo": sheet, "/SoThuTuThua": number}}


def paper(receipt: str) -> Pattern:
    """A paper of a tax notice of this receipt number that was handed out."""
    return {"operation": PAPER, "where": {"facts:/SoBienNhan": receipt}}


def told(push: str, **where: Any) -> Pattern:
    """A push by its number, once or again."""
    return {"where": {"facts:/push": push, **where}}
