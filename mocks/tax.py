"""The tax administration: obligations of dossiers, and notices and receipts as the national portal relays them (K1).

What a province hands over and looks up is assumed. A notice goes out when an order comes to its second state, a receipt
when it comes to its third.
"""

import base64
import re
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from lxml import etree

from mocks.core.system import Site, System, View
from mocks.core.vietnam_time import wire_time
from mocks.orders import Order, Orders, make_desk, tell_province

Json: TypeAlias = Any
IDENTITY: Final = re.compile("[0-9]{9}|[0-9]{12}")
NOTIFIED: Final = "2"
PAID: Final = "3"
ITEMS: Final = {
    "le-phi-truoc-ba": ("Lệ phí trước bạ nhà đất", 0.005),
    "thue-thu-nhap-ca-nhan": ("Thuế thu nhập cá nhân từ chuyển nhượng bất động sản", 0.02),
    "tien-su-dung-dat": ("Tiền sử dụng đất", 0.5),
}
"""Names and rates of the items; the rates are round figures for a mock, not the law's."""
OTHER_ITEM: Final = ("Khoản thu khác", 0.01)


def make(site: Site) -> System:
    """The system with its notices."""
    orders = Orders(site.profile, store=site.store, clock=site.clock)
    office = TaxOffice(site, orders)
    orders.told = office.told
    shown = View(
        usage="notices by order: number, amount, item, paid or not", show=lambda: {"notices": office.notices()}
    )
    return make_desk(site, orders, look_up=office.look_up, taken=office.taken, views={"notices": shown})


class TaxOffice:
    """Notices by order. Who owes is known in memory alone."""

    def __init__(self, site: Site, orders: Orders) -> None:
        self._site = site
        self._tell = tell_province(site, orders)
        self._notices = site.store.table("notices")
        self._debtors = site.store.memory("debtors")

    def taken(self, order: Order, body: Mapping[str, Json]) -> None:
        """Compute what a new order comes to."""
        name, rate = ITEMS.get(order.kind, OTHER_ITEM)
        value = body.get("GiaTri")
        amount = max(1000, round((value if isinstance(value, int) else 0) * rate))
        number = f"TB-{order.id}"
        self._notices.put(order.id, {"number": number, "amount": amount, "item": name, "issued": False, "paid": False})
        self._debtors.put(order.id, {name: str(body.get(name, "")) for name in ("SoDinhDanh", "HoTen", "DiaChi")})

    def told(self, order: Order) -> None:
        """Tell the province the state of an order, and relay the notice or the receipt that it brings.

        What the portal relays keeps an order of its own: it goes another way.
        """
        self._tell(order)
        notice = self._notices.get(order.id)
        if notice is None:
            return
        if order.state == NOTIFIED:
            self._notices.put(order.id, {**notice, "issued": True})
            self._site.courier.push("nhantbthuedvcqg", body=self._notice(order, notice), order=notice["number"])
        if order.state == PAID:
            self._notices.put(order.id, {**notice, "paid": True})
            self._site.courier.push("nhanbienlaithuedvcqg", body=self._receipt(order, notice), order=notice["number"])

    def look_up(self, body: Mapping[str, Json]) -> dict[str, Json]:
        """The notices of a taxpayer that are issued and not paid."""
        number = body.get("SoDinhDanh")
        mine = {key for key, row in self._debtors.items() if row["SoDinhDanh"] == number}
        open_ones = [row["number"] for key, row in self._notices.items() if key in mine and row["issued"] > row["paid"]]
        return {"ConNo": bool(open_ones), "SoThongBao": open_ones}

    def notices(self) -> list[dict[str, Json]]:
        """Every notice with its order."""
        return [{"order": key, **row} for key, row in self._notices.items()]

    def _notice(self, order: Order, notice: Mapping[str, Json]) -> dict[str, Json]:
        rows = etree.Element("ROW_LIST")
        row = etree.SubElement(rows, "LIST")
        for name, value in (
            ("MA_HSO", order.dossier),
            ("MA_SO_THUE", self._debtor(order)["SoDinhDanh"]),
            ("SO_QUYET_DINH", notice["number"]),
            ("NGAY_QUYET_DINH", wire_time(self._site.clock.now())[:8]),
            ("SO_TIEN", str(notice["amount"])),
            ("TEN_TIEU_MUC", notice["item"]),
        ):
            etree.SubElement(row, name).text = value
        xml = etree.tostring(rows, encoding="UTF-8", xml_declaration=True)
        return {"MaHoSo": order.dossier, "FileThongBaoThue": base64.b64encode(xml).decode()}

    def _receipt(self, order: Order, notice: Mapping[str, Json]) -> dict[str, Json]:
        debtor = self._debtor(order)
        return {
            "MaHoSo": order.dossier,
            "HoTenNguoiNopTien": debtor["HoTen"],
            "SoCMTNguoiNopTien": debtor["SoDinhDanh"],
            "DiaChiNguoiNopTien": debtor["DiaChi"],
            "TinhNguoiNopTien": "-",
            "HuyenNguoiNopTien": "",
            "XaNguoiNopTien": "-",
            "MaSoThue": debtor["SoDinhDanh"],
            "UrlFileChungTu": f"{self._site.base}/chung-tu/{notice['number']}",
            "ThongTinThanhToan": {
                "MaThongBaoThue": notice["number"],
                "ThoiGianThanhToan": wire_time(self._site.clock.now()),
                "SoTien": str(notice["amount"]),
                "NoiDungThanhToan": notice["item"],
                "TrangThaiThanhToan": "1",
            },
        }

    def _debtor(self, order: Order) -> dict[str, str]:
        """Who owes; a placeholder after a restart, which forgets people, and where the order did not say it rightly."""
        debtor: dict[str, str] = self._debtors.get(order.id) or {}
        is_told = IDENTITY.fullmatch(debtor.get("SoDinhDanh", "")) and all(debtor.values())
        return debtor if is_told else {"SoDinhDanh": "099099000000", "HoTen": "-", "DiaChi": "-"}
