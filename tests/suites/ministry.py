"""Words for what a province says to a ministry's centralised system (profile btp-2026; interfaces §3.3)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from harness.campaign import Campaign
from harness.checks.timing import VIETNAM, WIRE
from harness.errors import Inconclusive
from harness.pco import ObservingPco
from harness.verdict import Code

Pattern: TypeAlias = Mapping[str, Any]

SYSTEM = "btp"
TOKEN, FEED = "LayToken", "LayThayDoiHoSo"
CHANGES = "reply:/DanhSach/*"
PAGE_MOST = 500
"""The most that a page may hold: behind so many changes there is a second one, whatever size was asked for."""
RETURNED = "10"
KINDS = {"0": "citizen", "1": "business", "2": "household-business"}
"""LoaiDoiTuong (interfaces 3.3, K7) in the words of the upper-tester contract."""


def door(campaign: Campaign) -> ObservingPco:
    """The door of the ministry's system. Raises Inconclusive(PRECONDITION) where nobody plays it."""
    pco = campaign.pcos.get(SYSTEM)
    if pco is None:
        raise Inconclusive(Code.PRECONDITION, f"the target file names no [mocks.{SYSTEM}]")
    return pco


def told(code: str) -> Pattern:
    """A page of the feed that tells of a dossier."""
    return {"operation": FEED, "where": {f"{CHANGES}/HoSo/MaHoSo": code}}


def instant(text: str) -> datetime:
    """The instant of yyyyMMddHHmmss, which a ministry writes in Vietnam's time."""
    return datetime.strptime(text, WIRE).replace(tzinfo=VIETNAM)
