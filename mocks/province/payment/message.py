"""How the platform's messages are spelt and read (PhienBan 1.0.6, §7.1 of the interface study). Pure."""

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from mocks.province.payment.bill import Outcome, Result
from mocks.province.payment.order import Order
from mocks.province.portal.message import Row, wire_time

VERSION: Final = "1.0.6"
NAME_LENGTH: Final = 250
STATES: Final[Mapping[str, Result]] = MappingProxyType({"1": Result.SUCCESS, "3": Result.PENDING, "4": Result.FAILED})
"""TrangThaiGD. Pending is no success: the money may still not come."""
RESULTS: Final[Mapping[str, Result]] = MappingProxyType(
    {"00": Result.SUCCESS, "01": Result.FAILED, "02": Result.CANCELLED}
)
"""MaLoi of a call-back; all but 00 are assumed."""
PLAIN: Final = re.compile("[0-9]{1,11}")


def make_reference(dossier: str, at: datetime, again: int, *, prefix: str = "HS") -> str:
    """Return MaThamChieu: prefix, the dossier's code without what is no word character, the time.

    `again` counts the requests of that dossier before this one: two in one second must differ.
    """
    plain = re.sub(r"\W", "", dossier)
    return f"{prefix}_{plain}_{wire_time(at)}" + (f"_{again}" if again else "")


def make_request(order: Order, *, ip: str) -> Row:
    """Return INIT without partner and hash; `ip` is that of the payer's machine."""
    bill = order.bill
    return {
        "LoaiBanTin": "INIT",
        "PhienBan": VERSION,
        "MaThamChieu": bill.reference,
        "SoTien": str(bill.amount),
        "LoaiHinhThanhToan": "PAY",
        "MaKenhThanhToan": "1",
        "MaThietBi": "1",
        "NgonNgu": "vi-VN",
        "MaTienTe": "VND",
        "MaNganHang": "PAYMENT",
        "ThongTinGiaoDich": f"Nop phi, le phi ho so {bill.dossier}",  # no |, which the hash does not escape
        "ThoiGianGD": wire_time(order.at),
        "Ip": ip,
        "ThongTinBienLai": _receipt(order),
    }


def make_enquiry(kind: str, reference: str, *, at: datetime) -> Row:
    """Return QUERY or GET_BILL without partner and hash."""
    return {"LoaiBanTin": kind, "PhienBan": VERSION, "MaThamChieu": reference, "ThoiGianGD": wire_time(at)}


def read_outcome(message: Mapping[str, Any], results: Mapping[str, Result], told: str) -> Outcome | None:
    """Read what became of a payment; `told` names the member that says it. None where it cannot be read."""
    result, amount = results.get(str(message.get(told))), read_amount(message.get("SoTien"))
    if result is None or amount is None:
        return None
    return Outcome(result, amount, str(message.get("MaGiaoDich", "")))


def read_amount(value: object) -> int | None:
    """Read an amount of whole VND, spelt as number or text; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    return int(value) if PLAIN.fullmatch(str(value)) else None


def _receipt(order: Order) -> Row:
    bill, account, procedure, payer = order.bill, order.account, order.procedure, order.payer
    return {
        "MaDichVu": "2",
        "MaDVC": f"{procedure.code}.01",
        "TenDVC": procedure.name,
        "MaTTHC": procedure.code,
        "TenTTHC": procedure.name[:NAME_LENGTH],
        "MaDonVi": bill.agency,
        "TenDonVi": order.agency,
        "MaHoSo": bill.dossier,
        "TKThuHuong": account.account,
        "MaNHThuHuong": account.bank,
        "TenTKThuHuong": account.holder,
        "NoiDungThanhToan": ", ".join(fee["name"] for fee in bill.fees),
        "HoTenNguoiNop": payer["name"],
        **({"SoCMNDNguoiNop": payer["identity"]["number"]} if payer["identity"] else {}),
        "PhiLePhi": [
            {
                "LoaiPhiLePhi": fee["kind"],
                "MaPhiLePhi": fee["code"],
                "TenPhiLePhi": fee["name"],
                "SoTien": str(fee["amount"]),
            }
            for fee in bill.fees
        ],
    }
