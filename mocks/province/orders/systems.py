"""The systems that take orders, each in its own words (docs/systems/tct.md, bhxh.md, evn.md). All of it is assumed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """What one system calls things.

    `orders` is where it takes orders, `push` where it tells the province of them; `number` and `kind` are names of
    members; `fields` are the members of an order beyond those that all have, by the name of what the officer tells.
    `states` are in the order in which an order goes through them; the last three of them end it: done, refused,
    withdrawn. In those of `early` it may be withdrawn.
    """

    name: str
    capability: str
    title: str
    orders: str
    push: str
    number: str
    kind: str
    kinds: frozenset[str]
    fields: Mapping[str, str]
    states: Mapping[str, str]
    early: frozenset[str]

    def rank(self, state: str) -> int:
        """The place of a state among them."""
        return list(self.states).index(state)

    @property
    def ends(self) -> tuple[str, str, str]:
        """The states that end an order: done, refused, withdrawn."""
        done, refused, withdrawn = list(self.states)[-3:]
        return done, refused, withdrawn


SYSTEMS: Final[Mapping[str, System]] = MappingProxyType(
    {
        "tct": System(
            name="tct",
            capability="tax",
            title="Cơ quan thuế",
            orders="/api/phieu-chuyen",
            push="/lien-thong/thue/phieu-chuyen",
            number="MaPhieu",
            kind="LoaiNghiaVu",
            kinds=frozenset({"le-phi-truoc-ba", "thue-thu-nhap-ca-nhan", "tien-su-dung-dat"}),
            fields={"address": "DiaChi", "value": "GiaTri"},
            states={"1": "Đã tiếp nhận", "2": "Đã ra thông báo", "3": "Đã nộp thuế", "8": "Từ chối", "9": "Rút phiếu"},
            early=frozenset({"1"}),
        ),
        "bhxh": System(
            name="bhxh",
            capability="insurance",
            title="Bảo hiểm xã hội",
            orders="/api/ho-so",
            push="/lien-thong/bhxh/ho-so",
            number="MaTiepNhan",
            kind="LoaiHoSo",
            kinds=frozenset({"the-bhyt-tre-em", "mai-tang-phi", "huong-che-do", "cap-lai-the"}),
            fields={"birth": "NgaySinh"},
            states={
                "1": "Đã tiếp nhận",
                "2": "Đang giải quyết",
                "3": "Đã giải quyết",
                "8": "Từ chối",
                "9": "Rút hồ sơ",
            },
            early=frozenset({"1", "2"}),
        ),
        "evn": System(
            name="evn",
            capability="electricity",
            title="Điện lực",
            orders="/api/yeu-cau",
            push="/lien-thong/evn/yeu-cau",
            number="MaYeuCau",
            kind="LoaiYeuCau",
            kinds=frozenset({"cap-dien-moi", "doi-chu-the", "thay-doi-muc-dich", "thay-doi-cong-suat"}),
            fields={"phone": "SoDienThoai", "address": "DiaChi"},
            states={
                "1": "Đã tiếp nhận",
                "2": "Đang khảo sát",
                "3": "Chờ ký hợp đồng",
                "4": "Đang thi công",
                "5": "Hoàn thành",
                "8": "Từ chối",
                "9": "Khách hàng rút yêu cầu",
            },
            early=frozenset({"1", "2", "3"}),
        ),
    }
)
"""By the name of the system."""
