"""Social insurance: linked orders and health cards."""

from mocks.stage.played import Wish
from tests.contract.order_visitor import OrderVisitor
from tests.unit.mocks.playing import Side

WISHES = (Wish(system="bhxh"),)
ORDER = {
    "LoaiHoSo": "mai-tang-phi",
    "HoTen": "Nguyễn Thị Thử",
    "SoDinhDanh": "097190123456",
    "NgaySinh": "19900102",
}


def prepare(side: Side, sides: list[Side]) -> OrderVisitor:
    """Sign in."""
    del sides
    return OrderVisitor(side, order=ORDER)
