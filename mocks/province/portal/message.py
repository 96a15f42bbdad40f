"""How a dossier and its steps are spelt on the wire (§2.3 and §2.4 of the interface study). Pure.

Every text is passed whole up to the length that the portal is known to take, counted in characters.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from mocks.province.records.bodies import Owner
from mocks.province.records.clock import VIETNAM
from mocks.province.records.dossier import Act, Dossier, Status

Row = dict[str, Any]
"""One entry of `data[]`, by the portal's field names."""

SUMMARY_LENGTH: Final = 1_000
NOTE_LENGTH: Final = 2_000
OFFICER_LENGTH: Final = 50
CHANNELS: Final = {"counter": "1", "online": "2", "postal": "3"}
KINDS: Final = {"citizen": "1", "business": "2", "state-agency": "3", "organisation": "4"}
IDENTITY_KINDS: Final = {12: "1", 9: "2"}
"""LoaiDinhDanh by the number of digits."""
WAITING, SUPPLIED = "0", "1"
"""TrangThaiBoSung: assumed, for the field was seen and its values were not."""
ACCEPTANCE: Final = "Tiếp nhận hồ sơ"
"""What the step of an acceptance says: the clerk writes no text there."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """What the national catalogue calls a procedure and its field."""

    code: str
    name: str
    field_code: str
    field_name: str


def make_dossier(dossier: Dossier, procedure: Procedure, *, agency_name: str) -> Row:
    """Return the whole dossier, in the state after its last act, as a row of DongBoHoSoMC."""
    accepted = dossier.accepted
    return {
        "MaHoSo": dossier.code,
        "MaTTHC": procedure.code,
        "TenTTHC": procedure.name,
        "MaLinhVuc": procedure.field_code,
        "TenLinhVuc": procedure.field_name,
        "KenhThucHien": CHANNELS[accepted["channel"]],
        "NoiNopHoSo": "1" if accepted.get("submitted_via") == "national-portal" else "2",
        "TrichYeuHoSo": accepted["summary"][:SUMMARY_LENGTH],
        "GhiChu": (accepted.get("note") or "")[:NOTE_LENGTH],
        "TrangThaiHoSo": dossier.last.status.value,
        "DonViXuLy": agency_name,
        "DuocThanhToanTrucTuyen": "0",
        "DSKetNoiCSDL": [{"MaCSDL": code} for code in accepted.get("databases") or ()],
        **_owner(accepted["owner"]),
        **_times(dossier),
        **_papers(dossier),
        "DanhSachHoSoBoSung": _supplements(dossier),
        "DanhSachGiayToKetQua": _results(dossier),
    }


def make_step(dossier: Dossier) -> Row:
    """Return the last act as a row of CapNhatTienDoHoSoMC."""
    act = dossier.last
    officer = act.body["officer"]
    return {
        "MaHoSo": dossier.code,
        "NguoiXuLy": officer["name"][:OFFICER_LENGTH],
        "ChucDanh": officer["title"],
        "PhongBanXuLy": officer["department"],
        "NoiDungXuLy": act.body.get("content", ACCEPTANCE),
        "ThoiDiemXuLy": wire_time(act.at),
        "TrangThai": act.status.value,
        "NgayBatDau": wire_time(_began(dossier)),
        "NgayKetThucTheoQuyDinh": wire_time(dossier.due),
    }


def wire_time(at: datetime) -> str:
    """Return an aware moment as yyyyMMddHHmmss in Vietnamese time, hours 00 to 23."""
    return at.astimezone(VIETNAM).strftime("%Y%m%d%H%M%S")


def _optional_time(at: datetime | None) -> str | None:
    return None if at is None else wire_time(at)


def flag(value: bool) -> str:  # noqa: FBT001 - a boolean is all it converts
    """Return "1" or "0"."""
    return "1" if value else "0"


def _owner(owner: Owner) -> Row:
    number = owner["identity"]["number"] if owner["identity"] else None
    kind = IDENTITY_KINDS.get(len(number)) if number and number.isascii() and number.isdigit() else None
    return {
        "ChuHoSo": owner["name"],
        "LoaiDoiTuong": KINDS[owner["kind"]],
        "MaDoiTuong": owner.get("account"),
        "SoGiayToChuHoSo": number,
        # A number that fits no kind is left out rather than given a kind that is not its own (Q2).
        "DinhDanhCHS": [{"LoaiDinhDanh": kind, "SoDinhDanh": number}] if kind else [],
        "SoDienThoai": owner.get("phone"),
        "Email": owner.get("email"),
        "TaiKhoanDuocXacThucVoiVNeID": None if (told := owner["vneid_verified"]) is None else flag(told),
    }


def _times(dossier: Dossier) -> Row:
    came = dossier.acts[0].at
    submitted = dossier.accepted.get("submitted_at")
    return {
        "NgayNopHoSo": wire_time(datetime.fromisoformat(submitted) if submitted else came),
        # The portal wants both of a refused dossier too: when it came, and when the office had to have answered.
        "NgayTiepNhan": wire_time(dossier.accepted_at or came),
        "NgayHenTra": wire_time(dossier.due),
        "NgayTuChoi": _optional_time(dossier.reached(Status.REFUSED)),
        "NgayKetThucXuLy": _optional_time(dossier.reached(Status.FINISHED)),
        "NgayTra": _optional_time(dossier.reached(Status.RETURNED)),
    }


def _papers(dossier: Dossier) -> Row:
    """What was handed in: at first, and whenever the owner was asked for more."""
    papers = [*dossier.accepted["papers"], *(paper for act in dossier.acts for paper in act.body.get("handed_in", ()))]
    return {
        "HoSoCoThanhPhanSoHoa": flag(any(paper["digitised"] for paper in papers)),
        "TaiLieuNop": [
            {
                "TepDinhKemId": file["id"],
                "TenTepDinhKem": file["name"],
                "DuongDanTaiTepTin": file["url"],
                "IsDeleted": "False",
                "MaThanhPhanHoSo": paper["component"],
                "DuocSoHoa": flag(paper["digitised"]),
                "DuocLayTuKhoDMQG": flag(paper["from_national_store"]),
            }
            for paper in papers
            for file in paper["files"]
        ],
    }


def _supplements(dossier: Dossier) -> list[Row]:
    """Each request for more papers, and what came of it: the act after it, where there is one."""
    acts = dossier.acts
    asked = [act for act in acts if act.name == "supplement"]
    return [
        _supplement(dossier.code, act, before=acts[act.number - 2].due, then=next(iter(acts[act.number :]), None))
        for act in asked
    ]


def _supplement(code: str, asked: Act, *, before: datetime, then: Act | None) -> Row:
    promised = then.due if then else asked.due if asked.body.get("due") else None
    row = {
        "HoSoBoSungId": f"{code}-{asked.number}",
        "NguoiYeuCauBoSung": asked.body["officer"]["name"],
        "NoiDungBoSung": asked.body.get("content"),
        "NgayBoSung": wire_time(asked.at),
        "TrangThaiBoSung": WAITING,
        "DanhSachGiayToBoSung": [
            {"TenGiayTo": paper["name"], "SoLuong": str(int(paper["quantity"]))}
            for paper in asked.body.get("papers", ())
        ],
        "NgayHenTraTruoc": wire_time(before),
        "NgayHenTraMoi": _optional_time(promised),
    }
    return row | _receipt(then) if then and then.name == "supplied" else row


def _receipt(then: Act) -> Row:
    return {
        "NguoiTiepNhanBoSung": then.body["officer"]["name"],
        "ThongTinTiepNhan": then.body.get("content"),
        "NgayTiepNhanBoSung": wire_time(then.at),
        "TrangThaiBoSung": SUPPLIED,
    }


def _results(dossier: Dossier) -> list[Row]:
    return [
        {
            "TenGiayTo": paper["name"],
            "MaGiayToKetQua": paper.get("component"),
            "GiayToId": paper["id"],
            "DuongDanTepTinKetQua": paper["url"],
        }
        for act in dossier.acts
        for paper in act.body.get("results", ())
    ]


def _began(dossier: Dossier) -> datetime:
    """A step begins where the one before it ended."""
    return dossier.acts[-2].at if len(dossier.acts) > 1 else dossier.last.at
