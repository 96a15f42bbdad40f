"""What changes on a ministry's system, for the province: a log that is only added to, read by cursor or pushed.

The log's order never changes and a change never changes, so pages cannot repeat or miss one, whatever happens between
two of them. The cursor is the number of the last change that was read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mocks.bearer.reading import asked, number_asked
from mocks.bearer.wording import Refused
from mocks.core.system import Answer, Call, CommandRefused, Site
from mocks.core.vietnam_time import wire_time
from mocks.ministry.discreet import DiscreetTable

Json: TypeAlias = Any
PUSH: Final = "NhanThayDoiHoSo"
CURSOR: Final = re.compile(r"td-([1-9][0-9]{0,14})")
CREATED, STEP, STATUS, RESULT = "TAO_MOI", "TIEN_DO", "TRANG_THAI", "KET_QUA"


@dataclass(frozen=True, kw_only=True)
class Happened:
    """What happened to a dossier: `head` is the dossier as it stands after it; steps and results are the new ones."""

    kind: str
    head: Json
    steps: Sequence[Json] = ()
    results: Sequence[Json] = ()
    synthetic: bool


class Feed:
    """The log of changes of one system."""

    def __init__(self, site: Site) -> None:
        self._clock = site.clock
        self._courier = site.courier
        self._ministry: str = site.profile.settings["ministry"]["value"]
        self._page: int = site.profile.settings["page"]["value"]
        self._page_most: int = site.profile.settings["page_most"]["value"]
        self._changes = DiscreetTable(site.store, "changes")
        self._state = site.store.table("feed")

    def record(self, happened: Happened) -> None:
        """Add a change, and push it where pushing is on and the province's address is known."""
        number = len(self._changes) + 1
        change = {
            "MaThayDoi": f"td-{number}",
            "ThuTu": number,
            "LoaiThayDoi": happened.kind,
            "ThoiDiem": wire_time(self._clock.now()),
            "HoSo": happened.head,
            "TienDo": list(happened.steps),
            "DanhSachGiayToKetQua": list(happened.results),
        }
        self._changes.put(change["MaThayDoi"], change, synthetic=happened.synthetic)
        if self._state.get("push"):
            try:
                self._push(change)
            except CommandRefused:  # nobody has told where the province is: the change waits in the log
                self._state.put("unpushed", (self._state.get("unpushed") or 0) + 1)

    def page(self, call: Call) -> Answer:
        """The changes after the cursor of the call, oldest first, and the cursor to go on from."""
        cursor = asked(call, "conTro")
        size = number_asked(call, "soLuong", default=self._page, most=self._page_most)
        after, last = self._number(cursor), len(self._changes)
        until = min(after + size, last)
        changes = [self._changes.get(f"td-{number}") for number in range(after + 1, until + 1)]
        told = _disturbed(changes, call)
        body = {"DanhSach": told, "ConTro": f"td-{until}" if until else "", "ConNua": until < last}
        return Answer(body=body, facts={"answered": "ok", "changes": len(told)})

    def push_since(self, cursor: str) -> int:
        """Push every change after the cursor (again); how many. Raises CommandRefused where nobody told where to."""
        after = self._number(cursor)
        for number in range(after + 1, len(self._changes) + 1):
            self._push(self._changes.get(f"td-{number}"))
        self._state.put("unpushed", 0)
        return len(self._changes) - after

    def turn(self, *, on: bool) -> None:
        """From now on push every change as it comes, or do not."""
        self._state.put("push", on)

    def summary(self) -> dict[str, Json]:
        """The log as the control port tells it, without people."""
        return {
            "push": bool(self._state.get("push")),
            "unpushed": self._state.get("unpushed") or 0,
            "changes": [
                {
                    "MaThayDoi": number,
                    "LoaiThayDoi": change["LoaiThayDoi"],
                    "MaHoSo": change["HoSo"]["MaHoSo"],
                    "TrangThai": change["HoSo"]["TrangThai"],
                }
                for number, change in self._changes.items()
            ],
        }

    def _push(self, change: Json) -> None:
        body = {"MaBoNganh": self._ministry, "ThayDoi": change}
        self._courier.push(PUSH, body=body, order=change["HoSo"]["MaHoSo"])

    def _number(self, cursor: str) -> int:
        """The number that a cursor stands for; 0, before the first, for an empty one."""
        found = CURSOR.fullmatch(cursor) if cursor else None
        number = int(found[1]) if found else 0
        if number > len(self._changes) or (cursor and not found):
            raise Refused("unknown-cursor")
        return number


def _disturbed(changes: list[Json], call: Call) -> list[Json]:
    """The page as the behaviours in force would have it: one missing, one twice, in another order."""
    if changes and call.behaviours.take("feed-gap") is not None:
        changes = changes[1:]
    if changes and call.behaviours.take("feed-duplicate") is not None:
        changes = [changes[0], *changes]
    if len(changes) > 1 and call.behaviours.take("feed-out-of-order") is not None:
        changes = changes[::-1]
    return changes
