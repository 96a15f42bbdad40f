"""The operations on accounts, officers and bank accounts. Who changes something names the account that acts."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from mocks.bearer.api import Service
from mocks.bearer.reading import Row, asked, optional_text, row_of, rows_of, text_of, texts_of
from mocks.bearer.wording import Refused
from mocks.core.system import Answer, Call
from mocks.ministry.accounts import BANK_FIELDS, NONE, PROVINCE, UNIT, Accounts
from mocks.ministry.catalogue import Catalogue
from mocks.ministry.staff import Staff
from mocks.ministry.units import Unit, Units

Json: TypeAlias = Any


class Administration:
    """Reads need a token only; changes also an administrator over the unit in question (`NguoiThucHien`)."""

    def __init__(self, *, accounts: Accounts, staff: Staff, units: Units, catalogue: Catalogue) -> None:
        self._accounts = accounts
        self._staff = staff
        self._units = units
        self._catalogue = catalogue

    @property
    def services(self) -> Mapping[str, Service]:
        """The operations by name."""
        return {
            "LayDanhMucDonVi": lambda _: listed(unit.told() for unit in self._units.all()),
            "LayDanhMucThuTuc": lambda _: listed(self._catalogue.procedures()),
            "LayQuyTrinh": lambda call: _done(self._catalogue.workflow(call.path_values["MaTTHC"])),
            "LayDanhSachTaiKhoan": self._list,
            "CapTaiKhoan": self._open,
            "PhanQuyen": self._give,
            "BanGiaoQuanTri": self._hand_over,
            "DangKyCanBo": self._register,
            "LayCanBoChuaCoTaiKhoan": self._without,
            "LayTaiKhoanNganHang": self._bank_accounts,
            "CapNhatTaiKhoanNganHang": self._set_bank_account,
        }

    def _list(self, call: Call) -> Answer:
        unit = self._unit_asked(call)
        rows = [row for row in self._accounts.all() if unit in ("", row["MaDonVi"])]
        return listed(self._accounts.told(row) for row in rows)

    def _open(self, call: Call) -> Answer:
        body = row_of(call.body)
        code = text_of(body, "MaCanBo")
        officer = self._staff.officer(code)
        if officer is None:
            raise Refused("unknown-officer")
        self._accounts.refuse_unless_over(text_of(body, "NguoiThucHien"), officer["MaDonVi"])
        scope = UNIT if body.get("LaQuanTri") is True else NONE
        return _done(self._accounts.told(self._accounts.open(code, scope=scope)))

    def _give(self, call: Call) -> Answer:
        body = row_of(call.body)
        actor = text_of(body, "NguoiThucHien")
        name = call.path_values["TaiKhoan"]
        self._accounts.refuse_unless_over(actor, self._accounts.account(name)["MaDonVi"])
        rights = [self._right(row) for row in rows_of(body.get("Quyen"))]
        for right in rights:
            self._accounts.refuse_unless_over(actor, right["MaDonVi"])
        return _done(self._accounts.told(self._accounts.give(name, rights)))

    def _right(self, row: Row) -> dict[str, Json]:
        """A role at a unit, for the procedures named, for all where none is."""
        role, procedures = text_of(row, "VaiTro"), texts_of(row, "MaTTHC")
        if role not in self._accounts.roles.values():
            raise Refused("malformed")
        for code in procedures:
            self._catalogue.offered(code)
        return {"VaiTro": role, "MaDonVi": self._province_unit(text_of(row, "MaDonVi")).code, "MaTTHC": procedures}

    def _hand_over(self, call: Call) -> Answer:
        body = row_of(call.body)
        name = call.path_values["TaiKhoan"]
        account = self._accounts.account(name)
        self._accounts.refuse_unless_over(text_of(body, "NguoiThucHien"), account["MaDonVi"])
        if account["PhamViQuanTri"] != PROVINCE:
            raise Refused("not-allowed")
        unit = self._province_unit(text_of(body, "MaDonViNhan"))
        officer = self._staff.officer(text_of(body, "MaCanBoNhan"))
        if officer is None or officer["MaDonVi"] != unit.code:
            raise Refused("unknown-officer")
        taken = self._accounts.hand_over(name, unit=unit.code, officer=officer["MaCanBo"])
        return _done(self._accounts.told(taken))

    def _register(self, call: Call) -> Answer:
        body = row_of(call.body)
        unit = self._province_unit(text_of(body, "MaDonVi"))
        self._accounts.refuse_unless_over(text_of(body, "NguoiThucHien"), unit.code)
        code = self._staff.register(unit, name=text_of(body, "HoTen"), post=optional_text(body, "ChucVu") or "")
        return _done(self._staff.officer(code))

    def _without(self, call: Call) -> Answer:
        return listed(self._accounts.without(self._unit_asked(call)))

    def _bank_accounts(self, call: Call) -> Answer:
        unit = self._unit_asked(call)
        codes = [unit] if unit else [one.code for one in self._units.at("so", "trung-tam", "xa")]
        return listed(self._accounts.bank_account(code) for code in codes)

    def _set_bank_account(self, call: Call) -> Answer:
        body = row_of(call.body)
        unit = self._province_unit(call.path_values["MaDonVi"])
        self._accounts.refuse_unless_over(text_of(body, "NguoiThucHien"), unit.code)
        told = {name: text_of(body, name) for name in BANK_FIELDS}
        return _done(self._accounts.set_bank_account(unit.code, told))

    def _unit_asked(self, call: Call) -> str:
        """The unit of the query, "" where all are meant."""
        code = asked(call, "MaDonVi")
        return self._province_unit(code).code if code else ""

    def _province_unit(self, code: str) -> Unit:
        unit = self._units.unit(code)
        if unit.level == "bo":
            raise Refused("unknown-unit")
        return unit


def listed(rows: Iterable[Json]) -> Answer:
    """A list with its length."""
    found = list(rows)
    return _done({"DanhSach": found, "TongSo": len(found)})


def _done(body: Json) -> Answer:
    return Answer(body=body, facts={"answered": "ok"})
