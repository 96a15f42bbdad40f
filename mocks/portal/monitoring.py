"""What is counted at the national level: satisfaction ratings, and states of dossiers for the EMC monitoring."""

from typing import Any, TypeAlias

from mocks.core.system import Answer, Call, Command, View
from mocks.portal.answers import Answers, Facts, Service, rows_of, text_of
from mocks.state.store import Store

Json: TypeAlias = Any
SHARES = ("PhanTramDanhGiaRatHaiLong", "PhanTramDanhGiaHaiLong", "PhanTramDanhGiaChuaHaiLong")
MONITORED = ("SiteId", "CodeTTHC", "Status", "FormsReception", "Level")


class Monitoring:
    """Ratings by agency, procedure and day of the count; dossiers by code, as last told."""

    def __init__(self, answers: Answers, *, store: Store) -> None:
        self._answers = answers
        self._ratings = store.table("ratings")
        self._monitored = store.table("monitored")
        self.services: dict[str, Service] = {"DongBoDanhGia": self._rate, "GuiHoSoEMC": self._monitor}
        self.views = {
            "ratings": View(usage="ratings: agency, procedure, day, shares", show=self._show_ratings),
            "monitoring": View(usage="dossiers as told to the EMC monitoring", show=self._show_monitored),
        }
        self.commands: dict[str, Command] = {}

    def _rate(self, call: Call, facts: Facts) -> Answer:
        rows = rows_of(call, "Madonvi")
        if rows is None:
            return self._answers.malformed(call, facts)
        for row in rows:
            agency, procedure, day = (text_of(row.get(name)) for name in ("Madonvi", "MaThuTuc", "NgayTongHop"))
            key = f"{agency}|{procedure or ''}|{day}"
            times = (self._ratings.get(key) or {"times": 0})["times"] + 1
            counted = {"TongSoNguoiDanhGia": _figure(row.get("TongSoNguoiDanhGia"))}
            shares = {name: _figure(row.get(name)) for name in SHARES}
            about = {"Madonvi": agency, "MaThuTuc": procedure, "NgayTongHop": day}
            self._ratings.put(key, about | counted | shares | {"times": times})
        facts["effect"] = "added"
        return self._answers.success(call, facts)

    def _monitor(self, call: Call, facts: Facts) -> Answer:
        code = text_of(call.body.get("CodeProfile"))
        if not code:
            return self._answers.success(call, facts) if call.lax else self._answers.malformed(call, facts)
        times = (self._monitored.get(code) or {"times": 0})["times"] + 1
        told = {name: text_of(call.body.get(name)) for name in MONITORED}
        self._monitored.put(code, told | {"times": times})
        facts["effect"] = "added"
        return self._answers.success(call, facts)

    def _show_ratings(self) -> Json:
        return {"ratings": [row for _, row in self._ratings.items()]}

    def _show_monitored(self) -> Json:
        return {"monitoring": [{"CodeProfile": code} | row for code, row in self._monitored.items()]}


def _figure(value: Json) -> float | None:
    """A number, or the text of one; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(str(value).replace(",", "."))
    except ValueError:
        return None
