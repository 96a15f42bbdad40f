"""EVN: service orders."""

from mocks.stage.played import Wish
from tests.contract.order_visitor import OrderVisitor
from tests.unit.mocks.playing import Side

WISHES = (Wish(system="evn"),)
ORDER = {
    "LoaiYeuCau": "cap-dien-moi",
    "HoTen": "Nguyễn Thị Thử",
    "SoDinhDanh": "097190123456",
    "SoDienThoai": "0000123456",
    "DiaChi": "Tổ 1",
}


def prepare(side: Side, sides: list[Side]) -> OrderVisitor:
    """Sign in."""
    del sides
    return OrderVisitor(side, order=ORDER)
