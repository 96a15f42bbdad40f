"""The beneficiary accounts that the platform knows: those of the profile, and what the referee added or took away."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, TypeAlias

from mocks.core.system import Command, CommandRefused
from mocks.state.store import Store
from specs.errors import SpecError
from specs.profile import Profile
from specs.vietnamese import normalised

Json: TypeAlias = Any
Standing: TypeAlias = Literal["known", "missing", "unknown", "other-agency"]
FILE: Final = "accounts.toml"
KEYS: Final = ("account", "bank", "holder", "agency")
TEXT: Final = {"type": "string", "minLength": 1, "maxLength": 255}
ADD: Final = {
    "type": "object",
    "properties": dict.fromkeys(KEYS, TEXT),
    "required": list(KEYS),
    "additionalProperties": False,
}
REMOVE: Final = {
    "type": "object",
    "properties": {"account": TEXT, "bank": TEXT},
    "required": ["account", "bank"],
    "additionalProperties": False,
}


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account at a bank, who holds it, and the agency for which it may receive."""

    account: str
    bank: str
    holder: str
    agency: str


class Accounts:
    """Accounts by bank and number. Changes lie over the profile's list, so that emptied tables bring it back."""

    def __init__(self, profile: Profile, store: Store) -> None:
        self._listed = {_key(row.bank, row.account): row for row in _read(profile)}
        self._changed = store.table("accounts")

    def find(self, bank: Json, account: Json) -> Account | None:
        """The account; None where there is none or it was taken away."""
        if not isinstance(bank, str) or not isinstance(account, str):
            return None
        key = _key(bank, account)
        if key in self._changed:
            row = self._changed.get(key)["row"]
            return None if row is None else Account(**row)
        return self._listed.get(key)

    def standing(self, bill: Mapping[str, Json]) -> tuple[Standing, bool]:
        """What the beneficiary of a bill is here, and whether the holder's name is the one known."""
        if not bill.get("TKThuHuong") or not bill.get("MaNHThuHuong") or not bill.get("TenTKThuHuong"):
            return "missing", False
        found = self.find(bill["MaNHThuHuong"], bill["TKThuHuong"])
        if found is None:
            return "unknown", False
        same_holder = _plain(found.holder) == _plain(str(bill["TenTKThuHuong"]))
        return ("known" if found.agency == bill.get("MaDonVi") else "other-agency"), same_holder

    def shown(self) -> list[dict[str, str]]:
        """Every account."""
        changed = {key: row["row"] for key, row in self._changed.items()}
        rows = {key: asdict(row) for key, row in self._listed.items()} | changed
        return [row for row in rows.values() if row is not None]

    def commands(self) -> dict[str, Command]:
        """What of it stands on the control port."""
        return {
            "accounts/add": Command(
                usage='accounts/add {"account", "bank", "holder", "agency"}: know an account, a made-up one',
                schema=ADD,
                run=self._add,
            ),
            "accounts/remove": Command(
                usage='accounts/remove {"account", "bank"}: know it no more', schema=REMOVE, run=self._remove
            ),
        }

    def _add(self, wish: Json) -> Json:
        self._changed.put(_key(wish["bank"], wish["account"]), {"row": wish})
        return wish

    def _remove(self, wish: Json) -> Json:
        found = self.find(wish["bank"], wish["account"])
        if found is None:
            raise CommandRefused(f"there is no account {wish['account']!r} at {wish['bank']!r}")
        self._changed.put(_key(found.bank, found.account), {"row": None})
        return asdict(found)


def _key(bank: str, account: str) -> str:
    return f"{bank}/{account}"


def _plain(name: str) -> str:
    return " ".join(normalised(name).casefold().split())


def _read(profile: Profile) -> list[Account]:
    rows = profile.table("accounts").get("account", [])
    for number, row in enumerate(rows, start=1):
        if set(row) != set(KEYS):
            raise SpecError(FILE, f"account {number}", f"needs {', '.join(KEYS)} and no more")
    return [Account(**row) for row in rows]
