"""The civil-status interface of the Ministry of Justice as one provincial system calls it (K2): push, scan, status.

Nothing of the people in `data` is kept: codes, statuses and times only.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.bearer.api import Service
from mocks.bearer.reading import optional_text, row_of, text_of, texts_of
from mocks.bearer.wording import Refused
from mocks.core.system import Answer, Call, Site
from mocks.core.vietnam_time import wire_time

Json: TypeAlias = Any
PUSH: Final = "DayHoSoHoTich"
DONE: Final = {"status": 1, "statusDescription": "Thành công", "errorCode": "00", "errorDescription": ""}
RECEIVED, IN_WORK, FINISHED = "2", "4", "9"
FOLLOWING: Final = {RECEIVED: IN_WORK, IN_WORK: FINISHED}
NOTHING_YET: Final = dict.fromkeys(("ketQuaXuLy", "ghiChu", "nguoiXuLy", "chucDanh", "phongBanXuLy", "noiDungXuLy"), "")


class CivilStatus:
    """Registrations by the dossier code of the province (`maHoSoMCDT`)."""

    def __init__(self, site: Site) -> None:
        self._clock = site.clock
        self._modules: frozenset[str] = frozenset(site.profile.settings["civil_modules"]["value"])
        self._table = site.store.table("civil_status")
        self._linked = site.store.table("linked_services")

    @property
    def services(self) -> Mapping[str, Service]:
        """The operations by name."""
        return {PUSH: self._push, "QuetHoSoHoTich": self._scan, "CapNhatTrangThaiLienThong": self._link}

    def _push(self, call: Call) -> Answer:
        """Take a registration; one that is there already is refused, so that nothing is registered twice."""
        body = row_of(call.body)
        module, code = text_of(body, "module"), text_of(body, "maHoSoMCDT")
        if module not in self._modules or not row_of(body.get("data")):
            raise Refused("malformed")
        if code in self._table:
            raise Refused("exists")
        row = {
            "maDonVi": text_of(body, "maDonVi"),
            "module": module,
            "maHoSoLT": optional_text(body, "maHoSoLT") or "",
            "maHoSoMCDT": code,
            "trangThai": RECEIVED,
            "errors": "",
            "thoiGianThucHien": wire_time(self._clock.now()),
        }
        self._table.put(code, row)
        return Answer(body=DONE, facts={"answered": "ok", "effect": "added"})

    def _scan(self, call: Call) -> Answer:
        """The state of the registrations that are asked for; those that are not known are left out."""
        body = row_of(call.body)
        module, province = text_of(body, "module"), text_of(body, "maTinh")
        rows = [self._table.get(code) for code in dict.fromkeys(texts_of(body, "maDinhDanhHoSo"))]
        told = [
            {**row, "maTinh": province, **NOTHING_YET, "hanBoSungHoSo": None}
            for row in rows
            if row is not None and row["module"] == module
        ]
        answer = {"status": 1, "statusDescription": DONE["statusDescription"], "value": told}
        return Answer(body=answer, facts={"answered": "ok", "found": bool(told)})

    def _link(self, call: Call) -> Answer:
        """Take the status of a linked-service dossier (births and deaths that several agencies settle together)."""
        body = row_of(call.body)
        names = ("maTTHC", "soHoSoLT", "coQuanXuLy", "maHoSo", "trangThai")
        row = {name: text_of(body, name) for name in names}
        self._linked.put(row["soHoSoLT"], row)
        return Answer(body=DONE, facts={"answered": "ok", "effect": "updated"})

    def advance(self) -> int:
        """Move every registration that is not at its end one status on; how many."""
        moved = [
            (code, row) for code, row in self._table.items() if row["trangThai"] in FOLLOWING and not row["errors"]
        ]
        for code, row in moved:
            told = {"trangThai": FOLLOWING[row["trangThai"]], "thoiGianThucHien": wire_time(self._clock.now())}
            self._table.put(code, row | told)
        return len(moved)

    def fail(self, code: str, text: str) -> Json:
        """Let a registration have an error, which a scan then tells. Refused where it is not known."""
        row = self._table.get(code)
        if row is None:
            raise Refused("unknown-dossier")
        self._table.put(code, row | {"errors": text})
        return row | {"errors": text}

    def summary(self) -> dict[str, Json]:
        """Registrations and linked-service dossiers as the control port tells them."""
        return {
            "registrations": [row for _, row in self._table.items()],
            "linked": [row for _, row in self._linked.items()],
        }
