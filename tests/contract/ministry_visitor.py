"""Calls at a ministry's system: a token, fresh dossier codes, dossiers and accounts that are there."""

from typing import Any

from tests.contract.visiting import Case, body_of, is_broken, put, put_path, put_query
from tests.unit.mocks.playing import Side

COMMUNE = "H56.107"
DOSSIERS, OFFICERS = 250, 100
FILE = b"a file of a contract run"
BROUGHT = {
    "ChuHoSo": "Nguyễn Thị Thử",
    "LoaiDoiTuong": "0",
    "MaDonViTiepNhan": COMMUNE,
    "NgayNop": "20261122081502",
    "ThanhPhanHoSo": [],
    "ThongTinNguoiNop": {"LoaiDoiTuong": "0"},
}


class MinistryVisitor:
    """Signs in once, brings one dossier and one file, and knows the administrators that every commune has."""

    known_refusals = frozenset({"exists"})

    def __init__(self, side: Side) -> None:
        form = {"grant_type": "client_credentials", **side.accounts}
        token = side.national.post("/oauth2/token", data=form).json()["access_token"]
        self.headers = {"Authorization": f"Bearer {token}"}
        self._side = side
        units = self._get("/api/danh-muc/don-vi")["DanhSach"]
        self._unit = next(row["MaDonVi"] for row in units if row["CapDonVi"] == "bo")
        procedures = self._get("/api/danh-muc/thu-tuc")["DanhSach"]
        self._procedure, self._page = next(
            (row["MaTTHC"], row["IdThuTuc"]) for row in procedures if row["TrangThaiTrienKhai"] == "TOAN_BO"
        )
        system = side.profile.system
        self._of_province, self._of_commune = f"{system}.tinh", f"{system}.h56.107-cb01"
        upload = side.national.post("/api/tep-tin", files={"file": ("a.txt", FILE)}, headers=self.headers)
        self._file: dict[str, str] = upload.json()
        body = BROUGHT | {"MaHoSo": self._next_code(), "MaTTHC": self._procedure}
        self._dossier = side.national.post("/api/ho-so", json=body, headers=self.headers).json()
        self._registered = 0
        # Made beforehand: whatever changes the state between two calls would be blamed on the later one.
        self._codes = iter([self._next_code() for _ in range(DOSSIERS)])
        officers = side.command("officers/add", MaDonVi=COMMUNE, count=OFFICERS)["officers"]
        self._officers = iter([str(code) for code in officers])

    def dress(self, operation: str, case: Case) -> None:
        if operation == "LayToken":
            put(case, **self._side.accounts)
        elif operation.startswith("Trang"):
            self._link(operation, case)
        elif operation in DRESSED:
            DRESSED[operation](self, case)

    def next_code(self, case: Case) -> None:
        put_query(case, "code", self._unit)

    def create(self, case: Case) -> None:
        if is_broken(case, "body"):
            return
        put(case, MaHoSo=next(self._codes), MaTTHC=self._procedure, MaDonViTiepNhan=COMMUNE)
        body = body_of(case)
        case.body = body | {"ThanhPhanHoSo": [self._with_file(row) for row in body["ThanhPhanHoSo"]]}

    def steps(self, case: Case) -> None:
        self._rows(case, IDHoSo=self._dossier["idHoSo"], MaHoSo=self._dossier["maHoSo"])

    def statuses(self, case: Case) -> None:
        self._rows(case, IdHoSo=self._dossier["idHoSo"], MaHoSo=self._dossier["maHoSo"], TrangThai="1")

    def file(self, case: Case) -> None:
        put_path(case, "IdTepTin", self._file["IdTepTin"])

    def dossier(self, case: Case) -> None:
        put_path(case, "MaHoSo", self._dossier["maHoSo"])

    def changes(self, case: Case) -> None:
        put_query(case, "conTro", "td-1")

    def workflow(self, case: Case) -> None:
        put_path(case, "MaTTHC", self._procedure)

    def at_unit(self, case: Case) -> None:
        put_query(case, "MaDonVi", COMMUNE)

    def open_account(self, case: Case) -> None:
        put(case, NguoiThucHien=self._of_commune, MaCanBo=next(self._officers))

    def rights(self, case: Case) -> None:
        put_path(case, "TaiKhoan", self._of_commune)
        put(case, NguoiThucHien=self._of_province)
        body = body_of(case)
        if isinstance(body, dict) and not is_broken(case, "body"):
            known = {"MaDonVi": COMMUNE, "MaTTHC": [self._procedure]}
            case.body = body | {"Quyen": [row | known for row in body["Quyen"]]}

    def hand_over(self, case: Case) -> None:
        put_path(case, "TaiKhoan", self._of_province)
        put(case, NguoiThucHien=self._of_province, MaDonViNhan="H56.14", MaCanBoNhan="H56.14-cb02")

    def officer(self, case: Case) -> None:
        put(case, NguoiThucHien=self._of_province, MaDonVi=COMMUNE)

    def bank_account(self, case: Case) -> None:
        put_path(case, "MaDonVi", COMMUNE)
        put(case, NguoiThucHien=self._of_commune)

    def registration(self, case: Case) -> None:
        self._registered += 1
        put(case, maHoSoMCDT=f"{COMMUNE}-261122-{self._registered:04d}")

    def _link(self, operation: str, case: Case) -> None:
        """The links say known codes, where they say any."""
        if operation == "TrangNopHoSo":
            put_path(case, "id", self._page)
        known = {
            "MaTTHC": self._procedure,
            "MaTTHCDP": self._procedure,
            "maThuTuc": self._procedure,
            "MaDVC": f"{self._procedure}.01",
            "MaCoQuanThucHien": COMMUNE,
            "MaHoSo": self._dossier["maHoSo"],
        }
        for name in known.keys() & set(case.query or {}):
            put_query(case, name, known[name])

    def _rows(self, case: Case, **known: str) -> None:
        body = body_of(case)
        if isinstance(body, list) and not is_broken(case, "body"):
            case.body = [row | known for row in body]

    def _with_file(self, component: dict[str, Any]) -> dict[str, Any]:
        known = {"IdGiayTo": self._file["IdTepTin"], "HashTepTin": self._file["HashTepTin"]}
        papers = component.get("GiayToDinhKem")
        return component if not papers else component | {"GiayToDinhKem": [row | known for row in papers]}

    def _next_code(self) -> str:
        return str(self._get("/api/ma-ho-so/GetNextValue", code=self._unit)["value"])

    def _get(self, path: str, **query: str) -> Any:
        return self._side.national.get(path, params=query, headers=self.headers).json()


DRESSED = {
    "GetNextValue": MinistryVisitor.next_code,
    "TaoHoSo": MinistryVisitor.create,
    "CapNhatTienDo": MinistryVisitor.steps,
    "CapNhatTrangThai": MinistryVisitor.statuses,
    "TaiTepXuong": MinistryVisitor.file,
    "TraCuuHoSo": MinistryVisitor.dossier,
    "LayThayDoiHoSo": MinistryVisitor.changes,
    "LayQuyTrinh": MinistryVisitor.workflow,
    "LayDanhSachTaiKhoan": MinistryVisitor.at_unit,
    "LayCanBoChuaCoTaiKhoan": MinistryVisitor.at_unit,
    "LayTaiKhoanNganHang": MinistryVisitor.at_unit,
    "CapTaiKhoan": MinistryVisitor.open_account,
    "PhanQuyen": MinistryVisitor.rights,
    "BanGiaoQuanTri": MinistryVisitor.hand_over,
    "DangKyCanBo": MinistryVisitor.officer,
    "CapNhatTaiKhoanNganHang": MinistryVisitor.bank_account,
    "DayHoSoHoTich": MinistryVisitor.registration,
}
