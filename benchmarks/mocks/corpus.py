# ruff: noqa: INP001 - a script, or a part of one
"""What every server is given: pushes of about 2 KB, one in twenty of which breaks the request schema.

A body is cut at its dossier code, so that a generator can put in a new code for every request: at our mock each valid
push adds a dossier. All codes have one length, and so have all requests made from one body.
"""

import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from specs.people import make_person, vietnamese_text  # noqa: E402 - found through the line above

PROFILE = ROOT / "specs" / "interfaces" / "dvcqg" / "dvcqg-2025"
PATH = "/integration"
CODE = "H56.14-261122-%07d"
BODIES = 200
EVERY_INVALID = 20  # one body in so many is invalid: 5 %
ACCEPTED = '"error_code":"0"'
HEADERS = {
    "Accept": "application/json",
    "Content-Type": "application/json; charset=utf-8",
    "charset": "utf-8",
    "dstcode": "VN:GOV:000.00.00.G22:dvcqg",
    "User-Agent": "one-stop/4.2",
}


@dataclass(frozen=True)
class Body:
    """One push, cut at its dossier code: `before` + code + `after`."""

    before: bytes
    after: bytes
    valid: bool

    def with_code(self, number: int) -> bytes:
        """The whole body for the dossier of that number."""
        return self.before + (CODE % number).encode() + self.after


def make_bodies(session: str, *, seed: int = 1) -> list[Body]:
    """The bodies of a run: different people, texts and files, the same for the same seed."""
    rng = random.Random(seed)
    return [_body(rng, session, valid=(place + 1) % EVERY_INVALID != 0) for place in range(BODIES)]


def openapi() -> dict[str, Any]:
    """OpenAPI of the push alone, the shortest way for a server that reads it."""
    schema = request_schema()
    definitions = {f"push.{name}": _moved(part) for name, part in schema.pop("$defs").items()}
    answer = {"error_code": "0", "message": "Thành công", "result": None}
    return {
        "openapi": "3.1.0",
        "info": {"title": "the push of a dossier", "version": "1"},
        "paths": {
            PATH: {
                "post": {
                    "requestBody": {"required": True, "content": {"application/json": {"schema": _moved(schema)}}},
                    "responses": {
                        "200": {
                            "description": "answered",
                            "content": {"application/json": {"schema": {"type": "object"}, "example": answer}},
                        }
                    },
                }
            }
        },
        "components": {"schemas": definitions},
    }


def stubs() -> list[dict[str, Any]]:
    """The stubs of WireMock: what fits the schema is accepted, everything else answered with 422."""
    schema = {"matchesJsonSchema": json.dumps(request_schema()), "schemaVersion": "V202012"}
    accepted = {"error_code": "0", "message": "Thành công", "result": None}
    refused = {"error_code": "-1", "message": "Dữ liệu không hợp lệ", "result": None}
    return [
        {
            "priority": 1,
            "request": {"method": "POST", "urlPath": PATH, "bodyPatterns": [schema]},
            "response": {"status": 200, "jsonBody": accepted, "headers": {"Content-Type": "application/json"}},
        },
        {
            "priority": 10,
            "request": {"method": "POST", "urlPath": PATH},
            "response": {"status": 422, "jsonBody": refused, "headers": {"Content-Type": "application/json"}},
        },
    ]


def request_schema() -> dict[str, Any]:
    """The request schema of the push, as the profile ships it."""
    text = (PROFILE / "schemas" / "DongBoHoSoMC.request.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _body(rng: random.Random, session: str, *, valid: bool) -> Body:
    owner = make_person(rng)
    dossier = {
        "MaHoSo": "@",
        "MaTTHC": f"2.{rng.randrange(10**6):06d}",
        "TenTTHC": "Cấp bản sao trích lục hộ tịch, bản sao Giấy khai sinh",
        "MaLinhVuc": "G09-HT01",
        "TenLinhVuc": "Hộ tịch",
        "KenhThucHien": rng.choice("123"),
        "SoBienNhan": f"BN-{rng.randrange(10**5)}",
        "ChuHoSo": owner.name,
        "SoGiayToChuHoSo": owner.identity_number,
        "LoaiDoiTuong": "1",
        "MaDoiTuong": None,
        "Email": owner.email,
        "SoDienThoai": owner.phone,
        "TrichYeuHoSo": vietnamese_text(rng, 110),
        "NgayTiepNhan": f"202611{rng.randrange(10, 22)}081502",
        "NgayNopHoSo": f"202611{rng.randrange(10, 22)}075911",
        "NgayHenTra": "20261123170000" if valid else "23/11/2026",
        "NgayTra": None,
        "TrangThaiHoSo": "2",
        "DonViXuLy": f"H56.{rng.randrange(10, 99)}",
        "HinhThuc": "0",
        "NoiNopHoSo": "2",
        "HoSoCoThanhPhanSoHoa": "1",
        "TaiKhoanDuocXacThucVoiVNeID": "1",
        "DuocThanhToanTrucTuyen": "0",
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": owner.identity_number}],
        "DSKetNoiCSDL": [{"MaCSDL": "7"}],
        "TaiLieuNop": [
            {
                "TepDinhKemId": str(rng.randrange(10**6)),
                "TenTepDinhKem": f"{vietnamese_text(rng, 24)}.pdf",
                "IsDeleted": "False",
                "MaThanhPhanHoSo": f"TP{place:02d}",
                "DuongDanTaiTepTin": f"https://one-stop.example/files/{rng.randrange(10**6)}",
                "DuocSoHoa": "1",
                "DuocTaiSuDung": "0",
            }
            for place in range(3)
        ],
        "DanhSachLePhi": [
            {
                "TenPhiLePhi": "Lệ phí hộ tịch",
                "MaPhiLePhi": "LP01",
                "HinhThucThu": "1",
                "Gia": "8000",
                "LoaiPhiLePhi": "1",
            }
        ],
        "DanhSachTepDinhKemKhac": [{"TenGiayTo": "Giấy chứng sinh", "SoLuong": "1", "LoaiGiayTo": "1"}],
    }
    head = {"session": session, "madonvi": "H56.14", "service": "DongBoHoSoMC", "isUpdating": "False"}
    text = json.dumps(head | {"data": [dossier]}, ensure_ascii=False, separators=(",", ":"))
    before, after = text.split('"MaHoSo":"@"')
    return Body(f'{before}"MaHoSo":"'.encode(), f'"{after}'.encode(), valid)


def _moved(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _reference(item) if key == "$ref" else _moved(item) for key, item in value.items() if key != "$schema"
        }
    return [_moved(item) for item in value] if isinstance(value, list) else value


def _reference(reference: str) -> str:
    return reference.replace("#/$defs/", "#/components/schemas/push.", 1)
