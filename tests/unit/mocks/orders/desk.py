"""Systems that take orders, each with an order that it takes, and a province that asks one."""

import json
from dataclasses import dataclass
from typing import Any

import httpx

from specs.administrative_units import communes
from tests.unit.mocks.playing import Side
from tests.unit.mocks.province import Province, Received

COMMUNE = min(communes())
WHO = {"HoTen": "Nguyễn Thị Thử", "SoDinhDanh": "097190123456"}


@dataclass(frozen=True)
class Kind:
    """One of the systems: addresses, and an order that it takes."""

    system: str
    orders: str
    look_up: str
    number: str
    body: dict[str, Any]
    push: str


KINDS = [
    Kind(
        "evn",
        "/api/yeu-cau",
        "/api/khach-hang/tra-cuu",
        "MaYeuCau",
        {
            "MaHoSo": "H56.14-261122-0001",
            "LoaiYeuCau": "cap-dien-moi",
            **WHO,
            "SoDienThoai": "0000123456",
            "DiaChi": "Tổ 1",
            "MaXa": COMMUNE,
        },
        "/lien-thong/evn/yeu-cau",
    ),
    Kind(
        "bhxh",
        "/api/ho-so",
        "/api/the-bhyt/tra-cuu",
        "MaTiepNhan",
        {
            "MaHoSo": "H56.14-261122-0001",
            "LoaiHoSo": "mai-tang-phi",
            **WHO,
            "NgaySinh": "19900102",
            "MaXa": COMMUNE,
        },
        "/lien-thong/bhxh/ho-so",
    ),
    Kind(
        "tct",
        "/api/phieu-chuyen",
        "/api/nghia-vu/tra-cuu",
        "MaPhieu",
        {
            "MaHoSo": "H56.14-261122-0001",
            "LoaiNghiaVu": "le-phi-truoc-ba",
            **WHO,
            "DiaChi": "Tổ 1",
            "MaXa": COMMUNE,
            "GiaTri": 800_000_000,
        },
        "/lien-thong/thue/phieu-chuyen",
    ),
]


@dataclass
class Desk:
    """A running system, signed in, with a province beside it."""

    kind: Kind
    side: Side
    province: Province
    headers: dict[str, str]

    def order(self, **changes: Any) -> httpx.Response:
        return self.side.national.post(self.kind.orders, json=self.kind.body | changes, headers=self.headers)

    def state(self, number: str) -> httpx.Response:
        return self.side.national.get(f"{self.kind.orders}/{number}", headers=self.headers)

    def withdraw(self, number: str) -> httpx.Response:
        body = {"LyDo": "Đổi ý"}
        return self.side.national.post(f"{self.kind.orders}/{number}/rut", json=body, headers=self.headers)

    def changes(self) -> int:
        return int(self.side.view("state/changes")["changes"])


def sign_in(side: Side) -> dict[str, str]:
    form = {"grant_type": "client_credentials", **side.accounts}
    answer = side.national.post("/oauth2/token", data=form)
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def bodies(province: Province, path: str, *, count: int) -> list[Any]:
    """What arrived at `path`, once there is so much of it."""
    with province.arrived:
        assert province.arrived.wait_for(lambda: len(_at(province, path)) >= count, 10), province.received
        return [json.loads(call.body) for call in _at(province, path)]


def _at(province: Province, path: str) -> list[Received]:
    return [call for call in province.received if call.path == path]
