"""The data provider: shared lists with versions, read page by page and only where they have changed (RFC 9110, 13)."""

import hashlib
from collections.abc import Callable, Mapping
from itertools import islice, product
from typing import Any, Final, TypeAlias

import orjson

from mocks.bearer.api import Service
from mocks.bearer.reading import number_asked
from mocks.bearer.wording import Refused
from mocks.core.system import Answer, Call, CommandRefused, Site
from mocks.core.vietnam_time import wire_time
from mocks.shared.signature import signature
from specs.administrative_units import communes
from specs.people import make_person

Json: TypeAlias = Any
Rows: TypeAlias = list[dict[str, Json]]
CHANGED: Final = "NhanThongBaoThayDoi"
KIND: Final = "du-lieu.thay-doi"
PAGE, PAGE_MOST, LAST_PAGE = 50, 200, 10**6
NOT_MODIFIED: Final = 304
LAND_USES: Final = ("dat-o", "dat-nong-nghiep", "dat-thuong-mai")
POSITIONS: Final = (1, 2)
POSTS: Final = ("Lãnh đạo", "Chuyên viên", "Văn thư")


class Datasets:
    """Datasets by code. Their rows are made up from the seed; each change adds one row and makes a new version."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._names = {code: row["value"] for code, row in site.profile.settings["datasets"].items()}
        self._changes = site.store.table("dataset_changes")
        self._made: Mapping[str, Callable[[int], Rows]] = {
            "don-vi": self._agencies,
            "can-bo": self._officers,
            "bang-gia-dat": self._land_prices,
        }
        self._held: dict[tuple[str, int], Rows] = {}

    @property
    def services(self) -> Mapping[str, Service]:
        """The operations by name."""
        return {"LayDanhSachDuLieu": self._list, "LayDuLieu": self._fetch}

    def _list(self, _call: Call) -> Answer:
        rows = [
            {**self._version(code), "TenBoDuLieu": name, "SoBanGhi": len(self._rows(code))}
            for code, name in self._names.items()
        ]
        return Answer(body={"DanhSach": rows, "TongSo": len(rows)}, facts={"answered": "ok"})

    def _fetch(self, call: Call) -> Answer:
        """A page of a dataset; 304 without a body where the caller holds the version."""
        code = self._known(call.path_values["MaBoDuLieu"])
        page = number_asked(call, "trang", default=1, most=LAST_PAGE)
        size = number_asked(call, "kichThuoc", default=PAGE, most=PAGE_MOST)
        version, rows = self._version(code), self._rows(code)
        etag = version["ETag"]
        held = [tag.strip().removeprefix("W/") for tag in call.headers.get("if-none-match", "").split(",")]
        if (etag in held or "*" in held) and call.behaviours.take("ignores-etag") is None:
            return Answer(status=NOT_MODIFIED, headers={"ETag": etag}, facts={"answered": "not-modified"})
        shown = rows[(page - 1) * size : page * size]
        pages = max(1, -(-len(rows) // size))
        body = {**version, "Trang": page, "TongSoTrang": pages, "TongSo": len(rows), "DanhSach": shown}
        return Answer(body=body, headers={"ETag": etag}, facts={"answered": "ok", "rows": len(shown)})

    def change(self, code: str) -> dict[str, Json]:
        """Add a row and tell the province, if its address is known (`pushed`)."""
        self._changes.put(self._known(code), (self._changes.get(code) or 0) + 1)
        told = self._version(code)
        return {**told, "pushed": self._tell(told)}

    def summary(self) -> list[dict[str, Json]]:
        """Versions and numbers of rows, as the control port tells them."""
        return [{**self._version(code), "SoBanGhi": len(self._rows(code))} for code in self._names]

    def _tell(self, told: Mapping[str, Json]) -> bool:
        """Push that data has changed, signed with the client's secret; False where nobody told where to."""
        now = self._site.clock.now()
        number = f"{told['MaBoDuLieu']}-{told['PhienBan']}"
        event = {"MaSuKien": number, "LoaiSuKien": KIND, "ThoiDiem": wire_time(now), "DuLieu": dict(told)}
        raw, time = orjson.dumps(event), str(int(now.timestamp()))
        signed = signature(self._site.accounts["client_secret"], time=time, raw=raw)
        headers = {"X-Thoi-Diem": time, "X-Chu-Ky": signed}
        try:
            self._site.courier.push(CHANGED, content=raw, headers=headers, order=str(told["MaBoDuLieu"]))
        except CommandRefused:  # nobody has told where the province is: the new version can still be fetched
            return False
        return True

    def _known(self, code: str) -> str:
        if code not in self._names:
            raise Refused("unknown-dataset")
        return code

    def _version(self, code: str) -> dict[str, Json]:
        number = 1 + (self._changes.get(code) or 0)
        tag = hashlib.sha256(f"{self._site.seed}/{code}/{number}".encode()).hexdigest()[:16]
        return {"MaBoDuLieu": code, "PhienBan": number, "ETag": f'"{tag}"'}

    def _rows(self, code: str) -> Rows:
        """The rows of the version; those of the newest are held."""
        changes = self._changes.get(code) or 0
        if (code, changes) not in self._held:
            self._held = {key: rows for key, rows in self._held.items() if key[0] != code}
            self._held[code, changes] = self._made[code](changes)
        return self._held[code, changes]

    def _agencies(self, changes: int) -> Rows:
        """The directory of agencies: as the profile has it, and one more for each change."""
        known = [
            {name: row[name] for name in ("MaDonVi", "TenDonVi")}
            for row in self._site.profile.table("agencies")["agency"]
        ]
        province = known[0]["MaDonVi"]
        more = range(1, changes + 1)
        return [
            *known,
            *({"MaDonVi": f"{province}.{800 + n}", "TenDonVi": f"Đơn vị bổ sung {n} (giả lập)"} for n in more),
        ]

    def _officers(self, changes: int) -> Rows:
        """A staff list: made-up people at those agencies, the later ones at the first of them."""
        each: int = self._site.profile.settings["officers_per_agency"]["value"]
        agencies = [row["MaDonVi"] for row in self._agencies(0)]
        places = [(agency, number) for agency in agencies for number in range(1, each + 1)]
        later = [(agencies[0], each + number) for number in range(1, changes + 1)]
        return [self._officer(agency, number) for agency, number in (*places, *later)]

    def _officer(self, agency: str, number: int) -> dict[str, Json]:
        person = make_person(self._site.rng(f"officer/{agency}/{number}"), scheme=self._site.people)
        post = POSTS[(number - 1) % len(POSTS)]
        return {"MaCanBo": f"{agency}-nv{number:02d}", "HoTen": person.name, "MaDonVi": agency, "ChucVu": post}

    def _land_prices(self, changes: int) -> Rows:
        """A table of land prices in VND per square metre, the last rows of it only after so many changes."""
        province: str = self._site.profile.settings["province_unit_code"]["value"]
        rng = self._site.rng("land-prices")
        ours = [commune.code for commune in communes().values() if commune.province == province]
        places = product(ours, POSITIONS, LAND_USES)
        rows = len(ours) * len(POSITIONS) * (len(LAND_USES) - 1) + changes
        return [
            {"MaXa": commune, "ViTri": position, "LoaiDat": use, "DonGia": rng.randrange(50, 20_000) * 1000}
            for commune, position, use in islice(places, rows)
        ]
