"""Accounts on a ministry's system: who has one, who administers which units, who may do what; bank accounts of units.

Administration is delegated: each commune has an administrator, who gives rights in that commune alone; an administrator
of the province gives them everywhere, and that account can be handed over. All of it is assumed; document A and C name
the administrators and the four roles.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.bearer.wording import Refused
from mocks.core.system import Site
from mocks.ministry.discreet import DiscreetTable
from mocks.ministry.staff import Staff
from mocks.ministry.units import Units

Json: TypeAlias = Any
PROVINCE, UNIT, NONE = "tinh", "don-vi", "khong"
"""How far an account administers: the whole province, its own unit, nothing."""

BANK_FIELDS: Final = ("MaNganHang", "SoTaiKhoan", "TenTaiKhoan")


class Accounts:
    """Accounts by name. At first there are those of the administrators; the store holds what changed since."""

    def __init__(self, site: Site, *, units: Units, staff: Staff) -> None:
        self._units = units
        self._staff = staff
        settings = site.profile.settings
        self.roles: Mapping[str, str] = {name: row["value"] for name, row in settings["roles"].items()}
        self._prefix = site.profile.system
        self._table = site.store.table("accounts")
        self._bank = DiscreetTable(site.store, "bank_accounts")
        holder: str = settings["provincial_administrator"]["value"]
        self._first = {row["TaiKhoan"]: row for row in self._administrators(holder)}
        self._without_bank: frozenset[str] = frozenset(settings["without_bank_account"]["value"])

    def _administrators(self, holder: str) -> list[Json]:
        """An administrator for each commune, and one of the province at the unit that holds the account at first."""
        communes = [self._made(f"{unit.code}-cb01", UNIT) for unit in self._units.at("xa")]
        return [*communes, {**self._made(f"{holder}-cb01", PROVINCE), "TaiKhoan": f"{self._prefix}.{PROVINCE}"}]

    def _made(self, officer: str, scope: str) -> dict[str, Json]:
        unit = officer.rpartition("-")[0]
        name = f"{self._prefix}.{officer.lower()}"
        return {"TaiKhoan": name, "MaCanBo": officer, "MaDonVi": unit, "PhamViQuanTri": scope, "Quyen": []}

    def account(self, name: str) -> Json:
        """One account as it stands. Refused where there is none."""
        row = self._table.get(name) or self._first.get(name)
        if row is None:
            raise Refused("unknown-account")
        return row

    def all(self) -> list[Json]:
        """Every account as it stands."""
        names = dict.fromkeys([*self._first, *(name for name, _ in self._table.items())])
        return [self.account(name) for name in names]

    def told(self, row: Json) -> Json:
        """An account as the wire tells it, with the name of its holder."""
        officer = self._staff.officer(row["MaCanBo"])
        return {**row, "HoTen": officer["HoTen"] if officer else None}

    def refuse_unless_over(self, actor: str, unit: str) -> None:
        """Refuse an actor who has no account, or does not administer the unit."""
        row = self._table.get(actor) or self._first.get(actor)
        reaches = row and (row["PhamViQuanTri"] == PROVINCE or (row["PhamViQuanTri"], row["MaDonVi"]) == (UNIT, unit))
        if not reaches:
            raise Refused("not-allowed")

    def open(self, officer: str, *, scope: str) -> Json:
        """An account for an officer who has none yet. Refused where there is no such officer."""
        if self._staff.officer(officer) is None:
            raise Refused("unknown-officer")
        if any(row["MaCanBo"] == officer for row in self.all()):
            raise Refused("exists")
        row = self._made(officer, scope)
        self._table.put(row["TaiKhoan"], row)
        return row

    def give(self, name: str, rights: list[Json]) -> Json:
        """Let an account have these rights and no others."""
        row = {**self.account(name), "Quyen": rights}
        self._table.put(name, row)
        return row

    def hand_over(self, name: str, *, unit: str, officer: str) -> Json:
        """Give an administrator's account to an officer of another unit."""
        row = {**self.account(name), "MaDonVi": unit, "MaCanBo": officer}
        self._table.put(name, row)
        return row

    def without(self, unit: str) -> list[Json]:
        """The officers of the province, or of one unit, who have no account."""
        holders = {row["MaCanBo"] for row in self.all()}
        ours = {one.code for one in self._units.all() if one.level != "bo"}
        asked_for = ours & {unit} if unit else ours
        return [row for row in self._staff.all() if row["MaDonVi"] in asked_for and row["MaCanBo"] not in holders]

    def bank_account(self, unit: str) -> Json:
        """The bank-account information of a unit: complete, or missing with empty fields."""
        row = self._bank.get(unit)
        if row is None:
            row = _no_bank() if unit in self._without_bank else _made_bank(unit)
        return {"MaDonVi": unit, **row}

    def set_bank_account(self, unit: str, row: Mapping[str, str]) -> Json:
        """Set what a caller told of a unit's bank account; it stays off the disk."""
        self._bank.put(unit, {"DayDu": True, **row}, synthetic=False)
        return self.bank_account(unit)

    def make_bank_account(self, unit: str, *, complete: bool) -> Json:
        """Complete the information of a unit with what is made up, or lose it."""
        self._bank.put(unit, _made_bank(unit) if complete else _no_bank(), synthetic=True)
        return self.bank_account(unit)

    def summary(self) -> dict[str, Json]:
        """Accounts and what is missing at each unit of the province, as the control port tells them; without names."""
        units = [unit.code for unit in self._units.all() if unit.level != "bo"]
        return {"accounts": self.all(), "units": {code: self._state_of(code) for code in units}}

    def _state_of(self, unit: str) -> dict[str, Json]:
        held = {right["VaiTro"] for row in self.all() for right in row["Quyen"] if right["MaDonVi"] == unit}
        return {
            "administrators": sum(row["MaDonVi"] == unit and row["PhamViQuanTri"] != NONE for row in self.all()),
            "roles_missing": sorted(name for name, code in self.roles.items() if code not in held),
            "officers_without_account": len(self.without(unit)),
            "bank_account": "complete" if self.bank_account(unit)["DayDu"] else "missing",
        }


def _no_bank() -> dict[str, Json]:
    return {"DayDu": False, **dict.fromkeys(BANK_FIELDS)}


def _made_bank(unit: str) -> dict[str, Json]:
    """Made-up information; the number begins with letters, so that it is nobody's."""
    return {
        "DayDu": True,
        "MaNganHang": "NHGL",
        "SoTaiKhoan": f"GL-{unit}",
        "TenTaiKhoan": f"Tài khoản giả lập {unit}",
    }
