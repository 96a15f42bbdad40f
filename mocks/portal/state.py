"""What the portal knows of dossiers. Only codes, statuses and dates are kept: no personal data outlives its request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = Any
TOLD_BY_LOOK_UP = ("MaHoSo", "TrangThaiHoSo", "MaTTHC", "NgayTiepNhan", "NgayHenTra")


@dataclass
class Dossier:
    """One dossier: how often it was added and updated, its statuses in order of arrival, how many steps came."""

    told: dict[str, str | None]
    adds: int = 0
    updates: int = 0
    statuses: list[str | None] = field(default_factory=list)
    steps: int = 0

    @property
    def status(self) -> str | None:
        """The status last pushed."""
        return self.statuses[-1]


class Dossiers:
    """The dossiers of the portal by code."""

    def __init__(self) -> None:
        self._by_code: dict[str, Dossier] = {}

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def add(self, pushed: Mapping[str, Json]) -> None:
        """Take a dossier that is not known yet."""
        dossier = self._by_code[pushed["MaHoSo"]] = Dossier({})
        dossier.adds += 1
        _take_over(dossier, pushed)

    def update(self, pushed: Mapping[str, Json]) -> None:
        """Take the new content of a known dossier."""
        dossier = self._by_code[pushed["MaHoSo"]]
        dossier.updates += 1
        _take_over(dossier, pushed)

    def step(self, code: str) -> None:
        """Count a processing step of a known dossier."""
        self._by_code[code].steps += 1

    def look_up(self, code: Json) -> dict[str, str] | None:
        """What a look-up tells of a dossier; None where it is not known."""
        dossier = self._by_code.get(code) if isinstance(code, str) else None
        if dossier is None:
            return None
        return {name: value for name, value in dossier.told.items() if value}

    def summary(self) -> dict[str, Json]:
        """All dossiers as the control port tells them."""
        return {
            "dossiers": [
                {
                    "MaHoSo": code,
                    "adds": dossier.adds,
                    "updates": dossier.updates,
                    "TrangThaiHoSo": dossier.status,
                    "statuses": dossier.statuses,
                    "steps": dossier.steps,
                }
                for code, dossier in self._by_code.items()
            ]
        }


def _take_over(dossier: Dossier, pushed: Mapping[str, Json]) -> None:
    dossier.told = {name: _text(pushed.get(name)) for name in TOLD_BY_LOOK_UP}
    dossier.statuses.append(dossier.told["TrangThaiHoSo"])


def _text(value: Json) -> str | None:
    """A code or a date as text; None for what is neither, so that nothing but text is told again."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
