"""What the portal knows of dossiers. Only codes, statuses and dates are kept: no personal data outlives its request."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from mocks.portal.answers import text_of
from mocks.state.store import Table

Json: TypeAlias = Any
TOLD_BY_LOOK_UP = ("MaHoSo", "TrangThaiHoSo", "MaTTHC", "NgayTiepNhan", "NgayHenTra")
NEWLY_REGISTERED = "1"


class Dossiers:
    """The dossiers of the portal by code, in the store.

    A row has `told` (what a look-up tells), `adds`, `updates` and `steps` (how often each came), `statuses` in order of
    arrival, and `filed` where a citizen filed the dossier here: its kind.
    """

    def __init__(self, table: Table) -> None:
        self._table = table

    def __contains__(self, code: object) -> bool:
        return code in self._table

    def add(self, pushed: Mapping[str, Json]) -> None:
        """Take a dossier that is not known yet."""
        told = _told(pushed)
        row = {"told": told, "adds": 1, "updates": 0, "statuses": [told["TrangThaiHoSo"]], "steps": 0}
        self._table.put(pushed["MaHoSo"], row)

    def update(self, pushed: Mapping[str, Json]) -> None:
        """Take the new content of a known dossier."""
        row = self._table.get(pushed["MaHoSo"])
        row["updates"] += 1
        row["told"] = _told(pushed)
        row["statuses"].append(row["told"]["TrangThaiHoSo"])
        self._table.put(pushed["MaHoSo"], row)

    def step(self, code: str) -> None:
        """Count a processing step of a known dossier."""
        row = self._table.get(code)
        row["steps"] += 1
        self._table.put(code, row)

    def file(self, code: str, *, procedure: str, kind: str) -> None:
        """Take a dossier that a citizen filed on the portal."""
        told = dict.fromkeys(TOLD_BY_LOOK_UP) | {
            "MaHoSo": code, "MaTTHC": procedure, "TrangThaiHoSo": NEWLY_REGISTERED,
        }  # fmt: skip
        row = {"told": told, "adds": 0, "updates": 0, "statuses": [NEWLY_REGISTERED], "steps": 0, "filed": kind}
        self._table.put(code, row)

    def set_status(self, code: str, status: str | None) -> None:
        """Take the status of a known dossier, nothing else."""
        row = self._table.get(code)
        row["told"]["TrangThaiHoSo"] = status
        row["statuses"].append(status)
        self._table.put(code, row)

    def filed(self, code: str) -> str | None:
        """The kind of a dossier that was filed on the portal; None for any other."""
        row = self._table.get(code)
        return None if row is None else row.get("filed")

    def look_up(self, code: Json) -> dict[str, str] | None:
        """What a look-up tells of a dossier; None where it is not known."""
        row = self._table.get(code) if isinstance(code, str) else None
        return None if row is None else {name: value for name, value in row["told"].items() if value}

    def summary(self) -> dict[str, Json]:
        """All dossiers as the control port tells them."""
        return {"dossiers": [_summary(code, row) for code, row in self._table.items()]}

    def filed_here(self) -> Iterator[dict[str, Json]]:
        """Those that were filed on the portal."""
        for code, row in self._table.items():
            if "filed" in row:
                yield _summary(code, row) | {"MaTTHC": row["told"]["MaTTHC"], "kind": row["filed"]}


def _summary(code: str, row: Mapping[str, Json]) -> dict[str, Json]:
    return {
        "MaHoSo": code,
        "adds": row["adds"],
        "updates": row["updates"],
        "TrangThaiHoSo": row["statuses"][-1],
        "statuses": row["statuses"],
        "steps": row["steps"],
    }


def _told(pushed: Mapping[str, Json]) -> dict[str, str | None]:
    return {name: text_of(pushed.get(name)) for name in TOLD_BY_LOOK_UP}
