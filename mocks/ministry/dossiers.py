"""The dossiers of a ministry's system: their heads, steps, results and statuses, and every change told to the feed."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from mocks.bearer.wording import Refused
from mocks.core.system import Site
from mocks.core.vietnam_time import wire_time
from mocks.ministry.discreet import DiscreetTable
from mocks.ministry.due_dates import due
from mocks.ministry.feed import CREATED, RESULT, STATUS, STEP, Feed, Happened

Json: TypeAlias = Any
NEW, ACCEPTED, FINISHED, RETURNED = "1", "2", "9", "10"
SHOWN: Final = ("HoSo", "TienDo", "DanhSachGiayToKetQua")


class Dossiers:
    """Dossiers by code. `synthetic` ones were made up by the mock itself and may be kept whole."""

    def __init__(self, site: Site, feed: Feed) -> None:
        self._clock = site.clock
        self._feed = feed
        self._rows = DiscreetTable(site.store, "dossiers")
        rows: Mapping[str, Mapping[str, Json]] = site.profile.settings["transitions"]
        self.transitions: Mapping[str, tuple[str, ...]] = {code: tuple(row["value"]) for code, row in rows.items()}

    def __len__(self) -> int:
        return len(self._rows)

    def codes(self) -> list[str]:
        """The codes of all dossiers, in the order in which they came."""
        return [code for code, _ in self._rows.items()]

    def dossier(self, code: str) -> Json:
        """The dossier as it is told to a caller. Refused where there is none."""
        row = self._row(code)
        return {name: row[name] for name in SHOWN}

    def add(self, head: Mapping[str, Json], *, synthetic: bool) -> str:
        """Take a new dossier, whose code must be free, and return its number."""
        number = f"hs-{len(self._rows) + 1:06d}"
        empty = dict.fromkeys(("NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra"))
        whole = {"IDHoSo": number, **empty, "TrangThai": NEW, **head}
        row = {"HoSo": whole, "TienDo": [], "DanhSachGiayToKetQua": [], "synthetic": synthetic}
        self._keep(row, CREATED)
        return number

    def refuse_unfit(self, code: str, number: str) -> None:
        """Refuse a code that names no dossier, or one of another number."""
        if self._row(code)["HoSo"]["IDHoSo"] != number:
            raise Refused("unknown-dossier")

    def refuse_illegal(self, code: str, status: str) -> None:
        """Refuse a status that may not follow; the one that the dossier has may be told again."""
        now = self._row(code)["HoSo"]["TrangThai"]
        if status not in (now, *self.transitions[now]):
            raise Refused("illegal-status")

    def step(self, code: str, steps: Sequence[Json]) -> None:
        """Add steps to a known dossier."""
        row = self._row(code)
        row["TienDo"] += steps
        self._keep(row, STEP, steps=steps)

    def set_status(self, code: str, status: str, *, days: int) -> None:
        """Give a known dossier a status that may follow; nothing happens where it has it. `days`: of its procedure."""
        row, now = self._row(code), self._clock.now()
        head = row["HoSo"]
        if status == head["TrangThai"]:
            return
        head["TrangThai"] = status
        if status == ACCEPTED:
            head["NgayTiepNhan"] = head["NgayTiepNhan"] or wire_time(now)
            head["NgayHenTra"] = due(now, days=days)
        elif status == FINISHED:
            head["NgayKetThucXuLy"] = wire_time(now)
        elif status == RETURNED:
            head["NgayTra"] = wire_time(now)
        self._keep(row, STATUS)

    def add_result(self, code: str, result: Json) -> None:
        """Add a paper that the procedure results in."""
        row = self._row(code)
        row["DanhSachGiayToKetQua"].append(result)
        self._keep(row, RESULT, results=[result])

    def path(self, code: str, goal: str) -> list[str]:
        """The fewest statuses through which a dossier comes to `goal`. Refused where it never can."""
        ways: dict[str, list[str]] = {self._row(code)["HoSo"]["TrangThai"]: []}
        queue = deque(ways)
        while queue:
            status = queue.popleft()
            if status == goal:
                return ways[status]
            for following in self.transitions[status]:
                if following not in ways:
                    ways[following] = [*ways[status], following]
                    queue.append(following)
        raise Refused("illegal-status")

    def summary(self) -> dict[str, Json]:
        """All dossiers as the control port tells them: codes, statuses and counts."""
        return {
            "dossiers": [
                {
                    **{
                        name: row["HoSo"][name]
                        for name in ("MaHoSo", "IDHoSo", "MaTTHC", "MaDonViTiepNhan", "TrangThai")
                    },
                    "steps": len(row["TienDo"]),
                    "results": len(row["DanhSachGiayToKetQua"]),
                    "from": "ministry" if row["synthetic"] else "province",
                }
                for _, row in self._rows.items()
            ]
        }

    def _row(self, code: str) -> Json:
        row = self._rows.get(code)
        if row is None:
            raise Refused("unknown-dossier")
        return row

    def _keep(self, row: Json, kind: str, *, steps: Sequence[Json] = (), results: Sequence[Json] = ()) -> None:
        head, synthetic = row["HoSo"], row["synthetic"]
        self._rows.put(head["MaHoSo"], row, synthetic=synthetic)
        self._feed.record(Happened(kind=kind, head=head, steps=steps, results=results, synthetic=synthetic))
