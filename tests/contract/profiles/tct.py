"""Tax: obligations of dossiers."""

from mocks.stage.played import Wish
from tests.contract.order_visitor import OrderVisitor
from tests.unit.mocks.playing import Side

WISHES = (Wish(system="tct"),)
ORDER = {
    "LoaiNghiaVu": "le-phi-truoc-ba",
    "HoTen": "Nguyễn Thị Thử",
    "SoDinhDanh": "097190123456",
    "GiaTri": 800_000_000,
    "DiaChi": "Tổ 1",
}


def prepare(side: Side, sides: list[Side]) -> OrderVisitor:
    """Sign in."""
    del sides
    return OrderVisitor(side, order=ORDER)
