"""What a dossier tells the portal of its fees, and what the portal is told that asks for them. Pure."""

from mocks.province.payment.bill import WAITING, Bill, State, owed
from mocks.province.portal.message import Row

NOT_ONLINE, PAID_ONLINE, OWED = "0", "1", "3"
"""DuocThanhToanTrucTuyen as one client uses it (§2.3 of the interface study): the official meaning is not known."""


def make_fields(bills: tuple[Bill, ...]) -> Row:
    """Return the fields of DongBoHoSoMC that speak of fees; none where nothing was charged."""
    if not bills:
        return {}
    return {
        "DuocThanhToanTrucTuyen": payment_flag(bills),
        "DanhSachLePhi": [
            {
                "TenPhiLePhi": fee["name"],
                "MaPhiLePhi": fee["code"],
                "Gia": str(fee["amount"]),
                "LoaiPhiLePhi": fee["kind"],
            }
            for bill in bills
            if bill.state is State.PAID or bill.state in WAITING or bill is bills[-1]
            for fee in bill.fees
        ],
    }


def payment_flag(bills: tuple[Bill, ...]) -> str:
    """Say whether it was paid online. Money at the counter is paid, and not online."""
    if owed(bills):
        return OWED
    return PAID_ONLINE if any(bill.way == "online" for bill in bills if bill.state is State.PAID) else NOT_ONLINE
