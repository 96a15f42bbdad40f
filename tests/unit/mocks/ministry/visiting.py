"""A visitor of a ministry's system: signs in, brings dossiers, reads the feed."""

from dataclasses import dataclass, field
from typing import Any

import httpx
from jsonschema import Draft202012Validator, FormatChecker

from tests.unit.mocks.playing import Side

UNIT = {"ministry": "G09.20", "btp": "G09.11", "bdtg": "G21.05", "btc": "G12.07", "bvhttdl": "G16.03"}
"""A unit of each ministry, with which its dossier codes begin."""
PROCEDURE = "2.001019"
COMMUNE = "H56.107"
CONTENT = b"%PDF-1.7 \x00\xff not a real file"


@dataclass
class Ministry(Side):
    """A running system of a ministry. `unit` is one of its own; `call` checks the answer against the profile."""

    unit: str = field(default="")

    def sign_in(self) -> "Ministry":
        """Sign in and keep the token."""
        form = {"grant_type": "client_credentials", **self.accounts}
        token = self.checked("LayToken", self.national.post("/oauth2/token", data=form)).json()["access_token"]
        self.national.headers["Authorization"] = f"Bearer {token}"
        return self

    def call(self, name: str, json: Any = None, *, path: Any = None, **query: Any) -> httpx.Response:
        """One call of an operation by its name."""
        operation = self.profile.operation(name)
        address = operation.path.format(**(path or {}))
        request = {"params": query} | ({} if json is None else {"json": json})
        return self.checked(name, self.national.request(operation.method, address, **request))

    def checked(self, name: str, answer: httpx.Response) -> httpx.Response:
        """The answer, once the reference validator finds it inside the profile."""
        operation = self.profile.operation(name)
        schemas = {operation.status: operation.response_schema, **operation.refusals}
        if answer.headers.get("content-type", "").startswith("application/json"):
            schema = schemas[answer.status_code]
            Draft202012Validator(schema, format_checker=FormatChecker()).validate(answer.json())
        assert "mock_error" not in self.last()["facts"]
        return answer

    def changes(self) -> int:
        """How often the state has changed."""
        return int(self.view("state/changes")["changes"])

    def refused(self, name: str, json: Any = None, **how: Any) -> tuple[int, str]:
        """Status and reason of a call that is refused and changes nothing."""
        before = self.changes()
        answer = self.call(name, json, **how)
        facts = self.last()["facts"]
        assert facts["accepted"] is False
        assert self.changes() == before
        return answer.status_code, str(facts["reason"])

    def next_code(self) -> str:
        """A fresh dossier code."""
        return str(self.call("GetNextValue", code=self.unit).json()["value"])

    def upload(self, content: bytes = CONTENT) -> dict[str, str]:
        """Upload a file: its number and its digest."""
        answer = self.national.post("/api/tep-tin", files={"file": ("to-khai.pdf", content, "application/pdf")})
        return dict(self.checked("TaiTepLen", answer).json())

    def create(self, **changes: Any) -> dict[str, str]:
        """Bring a new dossier: its number and its code."""
        return dict(self.call("TaoHoSo", dossier(self.next_code(), **changes)).json())

    def status(self, known: dict[str, str], status: str) -> httpx.Response:
        """Set the status of a dossier."""
        return self.call("CapNhatTrangThai", [status_row(known, status)])

    def page(self, cursor: str = "", size: int = 100) -> dict[str, Any]:
        """A page of the feed."""
        return dict(self.call("LayThayDoiHoSo", conTro=cursor, soLuong=str(size)).json())

    def feed(self, size: int = 100) -> list[dict[str, Any]]:
        """The whole feed, page by page."""
        found, cursor, more = [], "", True
        while more:
            page = self.page(cursor, size)
            found += page["DanhSach"]
            cursor, more = page["ConTro"], page["ConNua"]
        return found


def dossier(code: str, **changes: Any) -> dict[str, Any]:
    """A dossier that the profile finds valid; a member that is ... is left out."""
    whole: dict[str, Any] = {
        "MaHoSo": code,
        "MaTTHC": PROCEDURE,
        "MaDichVuCong": f"{PROCEDURE}.01",
        "ChuHoSo": "Nguyễn Thị Thử Nghiệm",
        "LoaiDoiTuong": "0",
        "MaDonViTiepNhan": COMMUNE,
        "NgayNop": "20261122081502",
        "NgayTiepNhan": None,
        "ThanhPhanHoSo": [],
        "ThongTinNguoiNop": {"LoaiDoiTuong": "0", "IdDoiTuong": None, "ThongTinChiTiet": {"HoTen": "Trần Văn Giả"}},
    }
    return {name: value for name, value in (whole | changes).items() if value is not ...}


def component(**paper: Any) -> list[dict[str, Any]]:
    """One component with one paper."""
    return [
        {
            "MaThanhPhanHoSo": "TP01",
            "TenThanhPhanHoSo": "Tờ khai",
            "SoLuong": 1,
            "LoaiBan": "0",
            "GiayToDinhKem": [{"TenGiayTo": "Tờ khai", **paper}],
        }
    ]


def step(known: dict[str, str], **changes: Any) -> dict[str, Any]:
    """A step of a dossier."""
    return {
        "IDHoSo": known["idHoSo"],
        "MaHoSo": known["maHoSo"],
        "NguoiXuLy": "Lê Thị Giả Định",
        "ThoiDiemXuLy": "20261122091500",
        "PhongBanXuLy": "Bộ phận một cửa",
        "NoiDungXuLy": "Đã kiểm tra hồ sơ",
        "TrangThai": "2",
        **changes,
    }


def status_row(known: dict[str, str], status: Any) -> dict[str, Any]:
    """A row that sets a status."""
    return {"IdHoSo": known["idHoSo"], "MaHoSo": known["maHoSo"], "TrangThai": status}
