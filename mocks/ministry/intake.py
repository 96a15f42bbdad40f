"""The six steps by which a province brings a dossier to a ministry's system (K7), and the look-ups beside them."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from mocks.bearer.api import Service
from mocks.bearer.reading import Row, asked, instant_of, optional_text, row_of, rows_of, some_rows_of, text_of
from mocks.bearer.wording import Refused
from mocks.core.system import Answer, Call, Site
from mocks.ministry.catalogue import Catalogue
from mocks.ministry.dossier_codes import DossierCodes
from mocks.ministry.dossiers import Dossiers
from mocks.ministry.files import Files
from mocks.ministry.units import Units

Json: TypeAlias = Any
STEP_TEXTS = ("PhongBanXuLy", "NoiDungXuLy")
STEP_TIMES = ("NgayBatDau", "NgayKetThucTheoQuyDinh")


class Intake:
    """The operations on dossiers. B1, the token, is the business of the sign-in."""

    def __init__(
        self, site: Site, *, dossiers: Dossiers, codes: DossierCodes, files: Files, catalogue: Catalogue, units: Units
    ) -> None:
        self._clock = site.clock
        self._dossiers = dossiers
        self._codes = codes
        self._files = files
        self._catalogue = catalogue
        self._units = units
        self._owner_kinds = {row["value"] for row in site.profile.settings["owner_kinds"].values()}

    @property
    def services(self) -> Mapping[str, Service]:
        """The operations by name."""
        return {
            "GetNextValue": self._next_code,
            "TaiTepLen": self._files.upload,
            "TaiTepXuong": self._files.download,
            "TaoHoSo": self._create,
            "CapNhatTienDo": self._progress,
            "CapNhatTrangThai": self._status,
            "TraCuuHoSo": self._look_up,
        }

    def _next_code(self, call: Call) -> Answer:
        """B2: the next dossier code of one of the ministry's own units."""
        unit = self._units.unit(asked(call, "code"))
        if unit.level != "bo":
            raise Refused("unknown-unit")
        short = call.behaviours.take("short-counter") is not None
        code = self._codes.issue(unit.code, self._clock.now(), short=short)
        return Answer(body={"value": code}, facts={"answered": "ok"})

    def _create(self, call: Call) -> Answer:
        """B4: take a dossier under a code that was issued, with files that were uploaded."""
        body = row_of(call.body)
        code = text_of(body, "MaHoSo")
        self._codes.refuse_unfit(code)
        procedure = self._catalogue.offered(text_of(body, "MaTTHC"))
        unit = self._units.unit(text_of(body, "MaDonViTiepNhan"))
        if (kind := text_of(body, "LoaiDoiTuong")) not in self._owner_kinds:
            raise Refused("malformed")
        for component in rows_of(body.get("ThanhPhanHoSo")):
            for paper in rows_of(component.get("GiayToDinhKem")):
                self._files.refuse_unfit(paper)
        head = {
            "MaHoSo": code,
            "MaTTHC": procedure["MaTTHC"],
            "TenTTHC": procedure["TenTTHC"],
            "MaLinhVuc": procedure["MaLinhVuc"],
            "ChuHoSo": text_of(body, "ChuHoSo"),
            "LoaiDoiTuong": kind,
            "MaDonViTiepNhan": unit.code,
            "NgayNop": instant_of(body, "NgayNop"),
            "NgayTiepNhan": instant_of(body, "NgayTiepNhan") if body.get("NgayTiepNhan") else None,
            "ThongTinNguoiNop": row_of(body.get("ThongTinNguoiNop")),
        }
        self._codes.use(code)
        number = self._dossiers.add(head, synthetic=False)
        return Answer(body={"idHoSo": number, "maHoSo": code}, facts={"answered": "ok", "effect": "added"})

    def _progress(self, call: Call) -> Answer:
        """B5: take all steps of the call, or none of them. The status of a step is noted; B6 sets the dossier's."""
        steps = [self._step(row) for row in some_rows_of(call.body)]
        for step in steps:
            self._dossiers.step(step["MaHoSo"], [step])
        return _taken(len(steps), "step")

    def _step(self, row: Row) -> dict[str, Json]:
        code, status = text_of(row, "MaHoSo"), text_of(row, "TrangThai")
        self._dossiers.refuse_unfit(code, text_of(row, "IDHoSo"))
        if status not in self._dossiers.transitions:
            raise Refused("malformed")
        return {
            "MaHoSo": code,
            "NguoiXuLy": text_of(row, "NguoiXuLy"),
            "ThoiDiemXuLy": instant_of(row, "ThoiDiemXuLy"),
            **{name: optional_text(row, name) for name in STEP_TEXTS},
            "TrangThai": status,
            **{name: instant_of(row, name) if row.get(name) else None for name in STEP_TIMES},
        }

    def _status(self, call: Call) -> Answer:
        """B6: give all dossiers of the call their status, or none of them."""
        wanted: dict[str, str] = {}
        for row in some_rows_of(call.body):
            code, status = text_of(row, "MaHoSo"), text_of(row, "TrangThai")
            self._dossiers.refuse_unfit(code, text_of(row, "IdHoSo"))
            self._dossiers.refuse_illegal(code, status)
            if wanted.setdefault(code, status) != status:
                raise Refused("malformed")
        for code, status in wanted.items():
            procedure = self._dossiers.dossier(code)["HoSo"]["MaTTHC"]
            self._dossiers.set_status(code, status, days=self._catalogue.procedure(procedure)["SoNgay"])
        return _taken(len(wanted), "updated")

    def _look_up(self, call: Call) -> Answer:
        return Answer(body=self._dossiers.dossier(call.path_values["MaHoSo"]), facts={"answered": "ok", "found": True})


def _taken(count: int, effect: str) -> Answer:
    body = {"status": 200, "message": "Thành công", "SoLuong": count}
    return Answer(body=body, facts={"answered": "ok", "effect": effect})
