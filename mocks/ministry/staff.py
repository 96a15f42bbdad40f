"""The people of the units as a ministry's system lists them: made up from the seed, or registered."""

from typing import Any, TypeAlias

from mocks.core.system import Site
from mocks.ministry.discreet import DiscreetTable
from mocks.ministry.units import Unit, Units
from specs.people import make_person

Json: TypeAlias = Any
POSTS = ("Chủ tịch", "Chuyên viên tiếp nhận", "Chuyên viên xử lý", "Văn thư", "Chuyên viên")


class Staff:
    """Officers by code: `MaCanBo`, `HoTen`, `MaDonVi`, `ChucVu`. The first of a unit leads it."""

    def __init__(self, site: Site, units: Units) -> None:
        self._site = site
        self._made: dict[str, Json] = {}
        each: int = site.profile.settings["officers_per_unit"]["value"]
        for unit in units.all():
            self._made |= {row["MaCanBo"]: row for row in (self._invent(unit, n) for n in range(1, each + 1))}
        self._added = DiscreetTable(site.store, "officers")

    def officer(self, code: str) -> Json:
        """One officer; None where nobody has that code."""
        return self._made.get(code) or self._added.get(code)

    def all(self) -> list[Json]:
        """Every officer: those that were made up, then those that were added."""
        return [*self._made.values(), *(row for _, row in self._added.items())]

    def of(self, unit: str) -> list[Json]:
        """The officers of a unit."""
        return [row for row in self.all() if row["MaDonVi"] == unit]

    def register(self, unit: Unit, *, name: str, post: str) -> str:
        """Add somebody who was told, whose name stays off the disk; the new code."""
        code = self._next_code(unit)
        row = {"MaCanBo": code, "HoTen": name, "MaDonVi": unit.code, "ChucVu": post}
        self._added.put(code, row, synthetic=False)
        return code

    def invent(self, unit: Unit) -> str:
        """Add somebody made up; the new code."""
        row = self._invent(unit, len(self.of(unit.code)) + 1)
        self._added.put(row["MaCanBo"], row, synthetic=True)
        return str(row["MaCanBo"])

    def _next_code(self, unit: Unit) -> str:
        return f"{unit.code}-cb{len(self.of(unit.code)) + 1:02d}"

    def _invent(self, unit: Unit, number: int) -> dict[str, Json]:
        person = make_person(self._site.rng(f"officer/{unit.code}/{number}"), scheme=self._site.people)
        post = POSTS[(number - 1) % len(POSTS)]
        return {"MaCanBo": f"{unit.code}-cb{number:02d}", "HoTen": person.name, "MaDonVi": unit.code, "ChucVu": post}
