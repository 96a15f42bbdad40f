"""Dossiers of a ministry's own: made up, moved along and ended by command, the same for the same seed."""

import random
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from mocks.bearer.wording import Refused
from mocks.core.system import Site
from mocks.core.vietnam_time import wire_time
from mocks.ministry.catalogue import Catalogue
from mocks.ministry.dossier_codes import DossierCodes
from mocks.ministry.dossiers import FINISHED, RETURNED, Dossiers
from mocks.ministry.files import Files
from mocks.ministry.staff import Staff
from mocks.ministry.units import Unit, Units
from specs.people import Kind, Person, make_person

Json: TypeAlias = Any
MAIN_LINE: Final = {"1": "2", "2": "4", "4": "9", "5": "4", "6": "4", "9": "10"}
ON_MAIN_LINE: Final = 0.8
"""The share of moves that go straight to the end; the others take any way that is legal."""

MOSTLY_CITIZENS: Final = 8
"""Of the kinds of owner the first, citizens, is so many times as frequent as each other one."""

DONE: Final = {"2": "Tiếp nhận hồ sơ", "4": "Thẩm định hồ sơ", "9": "Phê duyệt kết quả", "10": "Trả kết quả"}
RECEIVING: Final = {"xa": ("xa",), "tinh": ("so", "trung-tam")}
KINDS: Final[Mapping[str, Kind]] = {"business": "business"}


class Making:
    """What the ministry does with its dossiers while nobody asks. Refused where a wish cannot be fulfilled."""

    def __init__(
        self,
        site: Site,
        *,
        dossiers: Dossiers,
        codes: DossierCodes,
        files: Files,
        catalogue: Catalogue,
        units: Units,
        staff: Staff,
    ) -> None:
        self._site = site
        self._dossiers = dossiers
        self._codes = codes
        self._files = files
        self._catalogue = catalogue
        self._units = units
        self._staff = staff
        self._counter = site.store.table("made")
        self._kinds = {name: row["value"] for name, row in site.profile.settings["owner_kinds"].items()}

    def make(self, count: int, *, procedure: str | None = None, unit: str | None = None) -> list[str]:
        """Make so many new dossiers, of this procedure and at this unit where they are given; their codes."""
        offered = [procedure] if procedure else self._catalogue.codes("complete", "partial")
        if not offered:
            raise Refused("not-on-this-system")
        for code in offered:
            self._catalogue.offered(code)
        at = self._units.unit(unit) if unit else None
        return [self._make_one(offered, at) for _ in range(count)]

    def advance(self, *, code: str | None = None, status: str | None = None, count: int | None = None) -> Json:
        """Move one dossier, or the first `count` that are not at their end, one status on; to `status` where given."""
        open_ones = [one for one in ([code] if code else self._dossiers.codes()) if self._next(one)]
        moved = open_ones[:count]
        chosen = {one: status or self._choose(one) for one in moved}
        for one, following in chosen.items():
            self._dossiers.refuse_illegal(one, following)
        for one, following in chosen.items():
            self._move(one, following)
        return chosen

    def bring_back(self, *, code: str | None = None, count: int | None = None) -> list[str]:
        """Bring one dossier, or the first `count` that can come there, to the return of its result."""
        if code:
            ways = {code: self._dossiers.path(code, RETURNED)}
        else:
            open_ones = [one for one in self._dossiers.codes() if self._next(one)]
            ways = {one: self._dossiers.path(one, RETURNED) for one in open_ones[:count]}
        for one, way in ways.items():
            for status in way:
                self._move(one, status)
        return list(ways)

    def _make_one(self, procedures: list[str], at: Unit | None) -> str:
        number = (self._counter.get("count") or 0) + 1
        self._counter.put("count", number)
        rng = self._site.rng(f"dossier/{number}")
        procedure = self._catalogue.procedure(rng.choice(procedures))
        weights = [MOSTLY_CITIZENS, *(1 for _ in self._kinds)][: len(self._kinds)]
        (kind,) = rng.choices(list(self._kinds), weights=weights)
        person = make_person(rng, kind=KINDS.get(kind, "citizen"), scheme=self._site.people)
        unit = at or rng.choice(self._units.at(*RECEIVING[procedure["CapThucHien"]]))
        now = self._site.clock.now()
        code = self._codes.issue(self._units.at("bo")[0].code, now)
        self._codes.use(code)
        head = {
            "MaHoSo": code,
            **{name: procedure[name] for name in ("MaTTHC", "TenTTHC", "MaLinhVuc")},
            "ChuHoSo": f"Hộ kinh doanh {person.name}" if kind == "household_business" else person.name,
            "LoaiDoiTuong": self._kinds[kind],
            "MaDonViTiepNhan": unit.code,
            "NgayNop": wire_time(now),
            "ThongTinNguoiNop": _submitter(person, self._kinds[kind]),
        }
        self._dossiers.add(head, synthetic=True)
        return code

    def _next(self, code: str) -> tuple[str, ...]:
        return self._dossiers.transitions[self._dossiers.dossier(code)["HoSo"]["TrangThai"]]

    def _choose(self, code: str) -> str:
        dossier = self._dossiers.dossier(code)
        now = dossier["HoSo"]["TrangThai"]
        rng = self._site.rng(f"advance/{code}/{now}/{len(dossier['TienDo'])}")
        straight = MAIN_LINE.get(now)
        legal = self._next(code)
        return straight if straight in legal and rng.random() < ON_MAIN_LINE else rng.choice(legal)

    def _move(self, code: str, status: str) -> None:
        """A step by an officer of the unit, the status, and where the work is finished its result."""
        head = self._dossiers.dossier(code)["HoSo"]
        procedure = self._catalogue.procedure(head["MaTTHC"])
        rng = self._site.rng(f"step/{code}/{status}")
        self._dossiers.step(code, [self._step(rng, head, status)])
        self._dossiers.set_status(code, status, days=procedure["SoNgay"])
        if status == FINISHED:
            for result in procedure["KetQua"]:
                self._dossiers.add_result(code, self._result(code, result))

    def _step(self, rng: random.Random, head: Json, status: str) -> dict[str, Json]:
        now = wire_time(self._site.clock.now())
        officer = rng.choice(self._staff.of(head["MaDonViTiepNhan"]))
        return {
            "MaHoSo": head["MaHoSo"],
            "NguoiXuLy": officer["HoTen"],
            "ThoiDiemXuLy": now,
            "PhongBanXuLy": head["MaDonViTiepNhan"],
            "NoiDungXuLy": DONE.get(status, "Cập nhật trạng thái hồ sơ"),
            "TrangThai": status,
            "NgayBatDau": now,
            "NgayKetThucTheoQuyDinh": head["NgayHenTra"],
        }

    def _result(self, code: str, result: Json) -> dict[str, Json]:
        number, digest = self._files.write(
            f"{result['TenKetQua']}\n{code}\nKết quả giả lập, không có giá trị pháp lý\n"
        )
        return {
            "TenGiayTo": result["TenKetQua"],
            "MaKetQua": result["MaKetQua"],
            "IdTepTin": number,
            "HashTepTin": digest,
            "DuongDanTepTinKetQua": f"{self._site.base}/api/tep-tin/{number}",
        }


def _submitter(person: Person, kind: str) -> dict[str, Json]:
    detail = {"HoTen": person.name, "SoDinhDanh": person.identity_number, "SoDienThoai": person.phone}
    return {
        "LoaiDoiTuong": kind,
        "IdDoiTuong": person.account,
        "ThongTinChiTiet": {**detail, "Email": person.email, "DiaChi": person.address},
    }
