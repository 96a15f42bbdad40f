"""A dossier as TiepNhanHoSo says it (profile vbdlis-2025). Pure. There are no districts in it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypedDict

from mocks.province.land.client import Row
from mocks.province.records.bodies import Officer, Owner
from mocks.province.records.clock import VIETNAM
from mocks.province.records.dossier import ACCEPT, Dossier
from specs.administrative_units import communes

IDENTITY_LENGTHS: Final = (9, 12)


class Parcel(TypedDict):
    """A parcel as the applicant states it; `area` in square metres."""

    sheet: str
    number: str
    area: float


class HandOver(TypedDict):
    """The body of the act: the commune by its code of today, who decides, by which process, about which parcels."""

    officer: Officer
    commune: str
    provincial: bool
    process: str
    parcels: list[Parcel]


MakeMessage = Callable[[Dossier, HandOver, str, Sequence[Row]], Row]
"""Makes the message of (dossier, what the officer said, receipt number, rows of ThongTinThuaDat)."""


def make_message(dossier: Dossier, told: HandOver, receipt: str, parcels: Sequence[Row]) -> Row:
    """Return the message but for the security code."""
    return {
        "LaQuyTrinhCapTinh": told["provincial"],
        **place_of(told["commune"]),
        "SoBienNhan": receipt,
        "MaHoSoMotCua": dossier.code,
        "NguoiTiepNhan": _receiver(dossier)["name"],
        "NgayTiepNhan": local(dossier.accepted_at or dossier.acts[0].at),
        "NgayHenTra": local(dossier.due),
        "ThongTinNguoiNopDon": _applicant(dossier.accepted["owner"]),
        "ThongTinQuyTrinh": {"MaQuyTrinh": told["process"]},
        "ThongTinThuaDat": list(parcels),
        "DanhSachGiayToDinhKem": [
            {"TenGiayTo": paper["name"], "TenTep": file["name"], "DuongDan": file["url"]}
            for paper in dossier.accepted["papers"]
            for file in paper["files"]
        ],
    }


def place_of(commune: str) -> dict[str, str]:
    """TinhId and XaId of a commune of today; raises KeyError."""
    return {"TinhId": communes()[commune].province, "XaId": commune}


def parcel_row(parcel: Parcel, registered: Mapping[str, Any] | None) -> Row:
    """A row of ThongTinThuaDat: with the register's area and address where it has the parcel, else as stated."""
    known = registered or {}
    row = {
        "SoThuTuThua": parcel["number"],
        "SoHieuBanDo": parcel["sheet"],
        "DienTich": known.get("DienTich", parcel["area"]),
    }
    return row | ({"DiaChiChiTiet": known["DiaChiChiTiet"]} if known.get("DiaChiChiTiet") else {})


def local(at: datetime) -> str:
    """An aware moment in Vietnamese time, to the second, without offset (the form is assumed)."""
    return at.astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M:%S")


def _receiver(dossier: Dossier) -> Officer:
    """Who received it: at the counter, or who took it in from among those filed online."""
    return next(
        (act.body["officer"] for act in dossier.acts if act.name in (ACCEPT, "take-in")), dossier.accepted["officer"]
    )


def _applicant(owner: Owner) -> Row:
    number = owner["identity"]["number"] if owner["identity"] else None
    told = {
        "HoTen": owner["name"],
        "SoGiayTo": number if number and len(number) in IDENTITY_LENGTHS else None,
        "SoDienThoai": owner.get("phone"),
        "Email": owner.get("email"),
    }
    return {name: value for name, value in told.items() if value}
