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
from specs.profile import load_profile  # noqa: E402 - as above

PROFILE = ROOT / "specs" / "interfaces" / "dvcqg" / "dvcqg-2025"
PATH = "/integration"
CODE = "H56.14-261122-%07d"
BODIES = 200
EVERY_INVALID = 20  # one body in so many is invalid: 5 %
SERVICE = "DongBoHoSoMC"
PROFILE_SCOPE, PUSH = "profile", "push"
SCOPES = (PROFILE_SCOPE, PUSH)
ACCEPTED_ANSWER = {"error_code": "0", "message": "Thành công", "result": None}
REFUSED_ANSWER = {"error_code": "-1", "message": "Dữ liệu không hợp lệ", "result": None}
REFUSED = '"error_code":"-1"'  # ours refuses with status 200, as the portal does; the others by status
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


def make_bodies(session: str, *, seed: int = 1, count: int = BODIES) -> list[Body]:
    """The bodies of a run: different people, texts and files, the same for the same seed."""
    rng = random.Random(seed)
    return [_body(rng, session, valid=(place + 1) % EVERY_INVALID != 0) for place in range(count)]


def openapi(scope: str) -> dict[str, Any]:
    """OpenAPI for Prism: of the whole `profile`, as it is published, or of the `push` alone, which is less to check.

    Both name one short example of an answer, so that no time goes into making one up.
    """
    document = json.loads((PROFILE / "openapi.json").read_text(encoding="utf-8"))
    operation = document["paths"][PATH]["post"]
    content = operation["responses"]["200"]["content"]["application/json"]
    content["example"] = ACCEPTED_ANSWER
    if scope == PUSH:
        schema = {"$ref": f"#/components/schemas/{SERVICE}.request"}
        operation["requestBody"]["content"]["application/json"] = {"schema": schema}
        content["schema"] = {"type": "object"}
        document["paths"] = {PATH: {"post": operation}}
    return dict(document)


def stubs(scope: str) -> list[dict[str, Any]]:
    """The stubs of WireMock: one a service of the `profile`, or one for the `push` alone; all else is 422."""
    rows = [row for row in load_profile("dvcqg", "dvcqg-2025").operations if row.path == PATH and row.discriminator]
    wanted = [row for row in rows if scope == PROFILE_SCOPE or row.name == SERVICE]
    json_type = {"Content-Type": "application/json"}
    made: list[dict[str, Any]] = [
        {
            "priority": 1,
            "request": {
                "method": "POST",
                "urlPath": PATH,
                "bodyPatterns": [
                    *(
                        {"matchesJsonPath": {"expression": f"$.{name}", "equalTo": value}}
                        for name, value in (row.discriminator or {}).items()
                    ),
                    {"matchesJsonSchema": json.dumps(row.request_schema), "schemaVersion": "V202012"},
                ],
            },
            "response": {"status": 200, "jsonBody": ACCEPTED_ANSWER, "headers": json_type},
        }
        for row in wanted
    ]
    rest = {"status": 422, "jsonBody": REFUSED_ANSWER, "headers": json_type}
    return [*made, {"priority": 10, "request": {"method": "POST", "urlPath": PATH}, "response": rest}]


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
    head = {"session": session, "madonvi": "H56.14", "service": SERVICE, "isUpdating": "False"}
    text = json.dumps(head | {"data": [dossier]}, ensure_ascii=False, separators=(",", ":"))
    before, after = text.split('"MaHoSo":"@"')
    return Body(f'{before}"MaHoSo":"'.encode(), f'"{after}'.encode(), valid)
