"""Records as XML: `ns1:CongdanCollection` with a `ns1:CongDan` for each, in the order that was seen (K5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from mocks.population.citizens import YEAR_DIGITS, Citizen, Kin, Place

RESPONSE_NS: Final = "http://www.mic.gov.vn/dancu/1.0"
SHORTEST_SPLIT: Final = 2
OTHER_NAME: Final = "Trần Giả Định Khác"
OBSOLETE_DISTRICT: Final = "380"
CODES: Final = {
    "DanToc": "ethnicity",
    "TonGiao": "religion",
    "TinhTrangHonNhan": "marital",
    "NhomMau": "blood",
}
PLACES: Final = {
    "NoiDangKyKhaiSinh": "birthplace",
    "QueQuan": "origin",
    "ThuongTru": "residence",
    "NoiOHienTai": "present",
}
RELATIVES: Final = {"Cha": "father", "Me": "mother", "VoChong": "spouse", "NguoiDaiDien": "guardian"}
"""Elements of a record with the member of Citizen that each tells, in their order."""
BLOOD_ONLY: Final = ("SoDinhDanh", "SoCMND", "HoVaTen", "NhomMau")


@dataclass(frozen=True, kw_only=True)
class Look:
    """How records are shown. `sexes`: the code of each; `whole_name`: all of a name stands in `Ten`.

    `district`: places carry `MaQuanHuyen`, as before July 2025. `only`: names of the elements that are shown, all where
    it is empty.
    """

    sexes: Mapping[str, str]
    whole_name: bool = False
    district: bool = False
    year_only: bool = False
    other_name: bool = False
    only: tuple[str, ...] = ()


def collection(citizens: Iterable[Citizen], look: Look, *, empty: bool = False) -> "etree._Element":
    """The records. With nobody in it: nothing, or where `empty` is asked for an empty `CongDan`."""
    root = etree.Element(_name("CongdanCollection"), nsmap={"ns1": RESPONSE_NS})
    for citizen in citizens:
        _record(root, replace(citizen, name=OTHER_NAME) if look.other_name else citizen, look)
    if empty and not len(root):
        _add(root, "CongDan")
    return root


def verified(*, holds: bool) -> "etree._Element":
    """`ns1:KetQuaXacThuc` with whether it is so."""
    root = etree.Element(_name("KetQuaXacThuc"), nsmap={"ns1": RESPONSE_NS})
    _add(root, "TonTai", "true" if holds else "false")
    return root


def requests_told(rows: Iterable[Mapping[str, str]]) -> "etree._Element":
    """`ns1:DanhSachYeuCau` with one `YeuCau` for each row."""
    root = etree.Element(_name("DanhSachYeuCau"), nsmap={"ns1": RESPONSE_NS})
    for row in rows:
        told = _add(root, "YeuCau")
        for name, member in (("SoYeuCau", "number"), ("ThaoTac", "operation"), ("TrangThai", "state")):
            _add(told, name, row[member])
        _add(told, "ThoiGian", row["made"])
    return root


def _record(root: "etree._Element", citizen: Citizen, look: Look) -> None:
    record = _add(root, "CongDan")
    _numbers(record, citizen)
    _name_of(record, citizen.name, look)
    _add(record, "GioiTinh", look.sexes[citizen.sex])
    for name, code in CODES.items():
        _add(record, name, getattr(citizen, code))
    _birth(record, citizen, look)
    for name, place in PLACES.items():
        _place(record, name, getattr(citizen, place), look=look)
    _add(record, "QuocTich", citizen.nationality)
    for name, kin in RELATIVES.items():
        _kin(record, name, getattr(citizen, kin))
    _head(record, citizen.head)
    _add(record, "SoSoHoKhau", citizen.household)
    if look.only:
        for element in [child for child in record if etree.QName(child).localname not in look.only]:
            record.remove(element)


def _numbers(parent: "etree._Element", holder: Citizen | Kin) -> None:
    for name, number in (("SoDinhDanh", holder.identity), ("SoCMND", holder.old_identity)):
        if number:
            _add(parent, name, number)


def _name_of(record: "etree._Element", name: str, look: Look) -> None:
    """Family, middle and given name; the whole of it in `Ten` where it cannot be split, or where that is the look."""
    told = _add(record, "HoVaTen")
    words = name.split()
    if look.whole_name or len(words) < SHORTEST_SPLIT:
        _add(told, "Ten", name)
        return
    _add(told, "Ho", words[0])
    if middle := " ".join(words[1:-1]):
        _add(told, "ChuDem", middle)
    _add(told, "Ten", words[-1])


def _birth(record: "etree._Element", citizen: Citizen, look: Look) -> None:
    born = _add(record, "NgayThangNamSinh")
    if look.year_only or len(citizen.born) == YEAR_DIGITS:
        _add(born, "Nam", citizen.year)
    else:
        _add(born, "NgayThangNam", citizen.born)


def _place(record: "etree._Element", name: str, place: Place, *, look: Look) -> None:
    told = _add(record, name)
    for member, value in (
        ("MaTinhThanh", place.province),
        ("MaQuanHuyen", OBSOLETE_DISTRICT if look.district and place.province else ""),
        ("MaPhuongXa", place.commune),
        ("ChiTiet", place.detail),
        ("QuocGia", place.country),
    ):
        if value:
            _add(told, member, value)


def _kin(record: "etree._Element", name: str, kin: Kin | None) -> None:
    if kin is None:
        return
    told = _add(record, name)
    _add(told, "HoVaTen", kin.name)
    _add(told, "QuocTich", kin.nationality)
    _numbers(told, kin)


def _head(record: "etree._Element", head: Kin | None) -> None:
    if head is None:
        return
    told = _add(record, "ChuHo")
    _add(told, "HoVaTen", head.name)
    _add(told, "QuanHe", head.relation)
    _numbers(told, head)


def _add(parent: "etree._Element", name: str, text: str | None = None) -> "etree._Element":
    element = etree.SubElement(parent, _name(name))
    element.text = text
    return element


def _name(local: str) -> str:
    return f"{{{RESPONSE_NS}}}{local}"
