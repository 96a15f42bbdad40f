"""What the portal sends when a citizen has filed a dossier (push NhanHoSoTrucTuyen), and what is answered."""

from datetime import datetime
from typing import Any, Final

import orjson
from jsonschema_rs import Draft202012Validator

from mocks.province.records.bodies import AcceptBody, Officer, Owner, OwnerKind, Paper
from mocks.province.records.clock import VIETNAM
from specs.profile import load_profile

PUSH: Final = "NhanHoSoTrucTuyen"
TAKEN: Final = {"error_code": 0, "message": "Đã nhận hồ sơ"}
DOSSIER: Final = "1"
"""LoaiHoSo of a dossier; "2" is a promotion notice, which this province does not handle."""
KINDS: Final[dict[str, OwnerKind]] = {"1": "citizen", "2": "business"}
PORTAL: Final[Officer] = {
    "name": "Cổng Dịch vụ công quốc gia",
    "title": "Hệ thống",
    "department": "Cổng Dịch vụ công quốc gia",
}
"""Who brought it: no officer has acted yet."""


class NotTaken(Exception):
    """The message cannot be a dossier of this province. Says why, and never what stands in it."""


class Messages:
    """Reads messages by the schema of the profile, once, at the edge."""

    def __init__(self) -> None:
        schema = load_profile("dvcqg", "dvcqg-2025").operation(PUSH).request_schema
        self._schema = Draft202012Validator(schema, mask="the value")

    def read(self, raw: bytes) -> AcceptBody:
        """Return the dossier as it was filed; its `code` is the portal's. Raises NotTaken."""
        try:
            body = orjson.loads(raw)
        except orjson.JSONDecodeError:
            raise NotTaken("Nội dung không phải JSON") from None
        if (error := next(self._schema.iter_errors(body), None)) is not None:
            raise NotTaken(f"Dữ liệu không hợp lệ: {error.message}")
        if body["LoaiHoSo"] != DOSSIER:
            raise NotTaken("Chưa tiếp nhận thông báo khuyến mại trực tuyến")
        return _read_dossier(body)


def refusal(why: str) -> dict[str, Any]:
    """The answer to a message that is not taken."""
    return {"error_code": -1, "message": why}


def _read_dossier(body: dict[str, Any]) -> AcceptBody:
    return {
        "procedure": body["MaTTHC"],
        "code": body["MaHoSo"],
        "channel": "online",
        "submitted_via": "national-portal",
        "submitted_at": _read_time(body["NgayNopHoSo"]).isoformat(),
        "owner": _read_owner(body),
        "summary": body["TenTTHC"],
        "papers": _read_papers(body.get("TaiLieuNop", [])),
        "officer": PORTAL,
    }


def _read_time(written: str) -> datetime:
    try:
        return datetime.strptime(written, "%Y%m%d%H%M%S").replace(tzinfo=VIETNAM)
    except ValueError:
        raise NotTaken("Dữ liệu không hợp lệ: NgayNopHoSo") from None


def _read_owner(body: dict[str, Any]) -> Owner:
    number = body.get("SoGiayToChuHoSo")
    return {
        "name": body.get("ChuHoSo") or "",
        "kind": KINDS[body["LoaiDoiTuong"]],
        "identity": {"number": number} if number else None,
        "phone": body.get("SoDienThoai"),
        "email": body.get("Email"),
        "account": body.get("MaDoiTuong"),
        "vneid_verified": None,  # the message does not tell
    }


def _read_papers(rows: list[dict[str, Any]]) -> list[Paper]:
    """Each file as a component of its own; the message names files, and no place to fetch them."""
    return [
        {
            "component": row.get("MaThanhPhanHoSo") or "",
            "name": row["TenTepDinhKem"],
            "digitised": True,
            "from_national_store": False,
            "files": [{"id": row["TenTepDinhKem"], "name": row["TenTepDinhKem"], "url": ""}],
        }
        for row in rows
    ]
