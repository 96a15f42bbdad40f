"""The units that a ministry's system knows: its own, and those of the province that it serves."""

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mocks.bearer.wording import Refused
from specs.codebook import agency, level_one
from specs.errors import SpecError
from specs.profile import Profile

Json: TypeAlias = Any
ELSEWHERE: Final = "noi-khac"
LEVELS: Final = frozenset({"bo", "tinh", "so", "trung-tam", "xa", ELSEWHERE})
"""Ministry, province, department of the province, its public administration service centre, commune; of another
province."""


@dataclass(frozen=True)
class Unit:
    """A unit with its electronic identifier. `level` is one of LEVELS."""

    code: str
    name: str
    level: str

    def told(self) -> dict[str, str]:
        """The unit as the wire tells it."""
        return {"MaDonVi": self.code, "TenDonVi": self.name, "CapDonVi": self.level}


class Units:
    """Units by code. Raises SpecError for a level that is none, or a code used twice."""

    def __init__(self, profile: Profile) -> None:
        self.province: str = profile.settings["province"]["value"]
        self._by_code: dict[str, Unit] = {}
        for file in ("own_units", "units"):
            for number, row in enumerate(profile.table(file)["unit"], start=1):
                unit = Unit(row["MaDonVi"], row["TenDonVi"], row["level"])
                if unit.level not in LEVELS or unit.code in self._by_code:
                    where = f"unit {number} ({unit.code})"
                    raise SpecError(f"{file}.toml", where, "unknown level, or a code used before")
                self._by_code[unit.code] = unit

    def all(self) -> list[Unit]:
        """Every unit of the ministry and the province, the ministry's own first."""
        return [unit for unit in self._by_code.values() if unit.level != ELSEWHERE]

    def at(self, *levels: str) -> list[Unit]:
        """The units of these levels."""
        return [unit for unit in self._by_code.values() if unit.level in levels]

    def unit(self, code: str) -> Unit:
        """The unit of that code. Refused: a closed code, one of another province, one that nobody knows."""
        found = self.anywhere(code)
        if found.level == ELSEWHERE:
            raise Refused("foreign-unit")
        return found

    def anywhere(self, code: str) -> Unit:
        """As `unit`, but units of other provinces that are listed count too: a page is for the whole country."""
        if (found := self._by_code.get(code)) is not None:
            return found
        top = level_one(code)
        if top is not None and agency(top).state == "closed":
            raise Refused("closed-unit")
        if top is not None and top.startswith("H") and top != self.province:
            raise Refused("foreign-unit")
        raise Refused("unknown-unit")
