"""The land database: a code in every body, communes that exist, and dossiers known before they are asked for."""

import re
from itertools import count

from mocks.stage.played import Wish
from tests.contract.visiting import Case, body_of, is_text, put_path
from tests.unit.mocks.playing import Side

WISHES = (Wish(system="vbdlis"),)
PROVINCE, COMMUNE = "38", "14797"
KNOWN = "BN-0"
NUMBERS = {"TinhId": re.compile("[0-9]{2}"), "XaId": re.compile("[0-9]{5}")}
RECEIPT = re.compile("[0-9A-Za-z.-]{1,50}")
DOSSIER = {
    "LaQuyTrinhCapTinh": False,
    "TinhId": PROVINCE,
    "XaId": COMMUNE,
    "SoBienNhan": KNOWN,
    "MaHoSoMotCua": "H56.14-261122-0001",
    "NguoiTiepNhan": "Trần Văn Giả Định",
    "NgayTiepNhan": "2026-11-22T08:15:02",
    "NgayHenTra": "2026-12-06T17:00:00",
    "ThongTinNguoiNopDon": {"HoTen": "Nguyễn Thị Thử Nghiệm"},
    "ThongTinQuyTrinh": {},
    "ThongTinThuaDat": [],
    "DanhSachGiayToDinhKem": [],
}


class Visitor:
    """Knows the code, a commune, a dossier and a tax notice; hands every new dossier over under its own number."""

    known_refusals = frozenset[str]()

    def __init__(self, side: Side, notice: str) -> None:
        self._code = side.accounts["security_code"]
        self._notice = notice
        self._numbers = count(1)

    def dress(self, operation: str, case: Case) -> None:
        if operation == "TaiThongBaoThue":
            if next(self._numbers) % 2:  # every other one asks for a notice that is not there
                put_path(case, "SoThongBaoThue", self._notice)
            return
        body = body_of(case)
        if not isinstance(body, dict):
            return
        told = {"SecurityCode": self._code} if is_text(body.get("SecurityCode")) else {}
        if all(_keeps(body.get(name), pattern) for name, pattern in NUMBERS.items()):
            told |= {"TinhId": PROVINCE, "XaId": COMMUNE}
        if _keeps(body.get("SoBienNhan"), RECEIPT):
            told["SoBienNhan"] = f"BN-{next(self._numbers)}" if operation == "TiepNhanHoSo" else KNOWN
        case.body = body | told


def prepare(side: Side, sides: list[Side]) -> Visitor:
    """Hand one dossier over, and have a tax notice sent for it to nobody who listens."""
    del sides
    body = DOSSIER | {"SecurityCode": side.accounts["security_code"]}
    assert side.national.post("/api/vbdlis/TiepNhanHoSo", json=body).json()["Result"] == 1
    side.command("province", url="http://127.0.0.1:9")
    side.command("dossiers/process", SoBienNhan=KNOWN)
    notice = side.command("dossiers/tax-notice", SoBienNhan=KNOWN)["notices"][0]
    return Visitor(side, notice)


def _keeps(value: object, pattern: re.Pattern[str]) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
