"""The national catalogue as the portal tells it, from `catalogue.toml` of the profile. Every row there is synthetic."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from specs.errors import SpecError
from specs.profile import Profile

Json: TypeAlias = Any
FILE = "catalogue.toml"
LEVELS = {"province": "Cấp tỉnh", "commune": "Cấp xã"}
PROCEDURE_KEYS = frozenset(
    {"MATTHC", "TENTTHC", "MALINHVUC", "TENLINHVUC", "level", "days", "fee", "papers", "results"}
)
AGENCY_KEYS = frozenset({"MADONVI", "TENDONVI", "CAPDONVI"})


class Catalogue:
    """Procedures and agencies in the portal's own (upper case) keys."""

    def __init__(self, procedures: Mapping[str, dict[str, Json]], agencies: list[dict[str, str]]) -> None:
        self._procedures = procedures
        self.agencies = agencies

    def procedure(self, code: Json) -> dict[str, Json] | None:
        """One procedure whole; None where the catalogue has none of that code."""
        return self._procedures.get(code) if isinstance(code, str) else None

    def procedures(self) -> list[dict[str, Json]]:
        """All procedures, a short row each."""
        return [
            {
                "MATTHC": row["MATTHC"],
                "TENTTHC": row["TENTTHC"],
                "MALINHVUC": row["LINHVUCTHUCHIEN"][0]["MALINHVUC"],
                "TENLINHVUC": row["LINHVUCTHUCHIEN"][0]["TENLINHVUC"],
                "TRANGTHAI": row["TRANGTHAI"],
            }
            for row in self._procedures.values()
        ]


def load_catalogue(profile: Profile) -> Catalogue:
    """Read the catalogue of `profile`. Raises SpecError for other keys, an unknown level, a code used twice."""
    data = profile.table("catalogue")
    if not data.get("procedure") or not data.get("agency"):
        raise SpecError(FILE, "head", "no procedure, or no agency")
    procedures: dict[str, dict[str, Json]] = {}
    for number, row in enumerate(data["procedure"], start=1):
        where = f"procedure {number} ({row.get('MATTHC')})"
        _refuse_other_keys(where, row, PROCEDURE_KEYS)
        if row["level"] not in LEVELS or row["MATTHC"] in procedures:
            raise SpecError(FILE, where, "unknown level, or a code used before")
        procedures[row["MATTHC"]] = _procedure(number, row)
    for number, row in enumerate(data["agency"], start=1):
        _refuse_other_keys(f"agency {number} ({row.get('MADONVI')})", row, AGENCY_KEYS)
    return Catalogue(procedures, data["agency"])


def _refuse_other_keys(where: str, row: Mapping[str, Json], keys: frozenset[str]) -> None:
    if differing := sorted(keys ^ set(row)):
        raise SpecError(FILE, where, f"missing or unknown: {', '.join(differing)}")


def _procedure(number: int, row: Mapping[str, Json]) -> dict[str, Json]:
    code = row["MATTHC"]
    return {
        "ID": str(100_000 + number),
        "MATTHC": code,
        "TENTTHC": row["TENTTHC"],
        "MACOQUANCONGBO": row["MALINHVUC"].partition("-")[0],
        "LOAITTHC": "TTHC được luật giao quy định chi tiết",
        "TRANGTHAI": "Còn hiệu lực",
        "TRINHTUTHUCHIEN": [{"TRUONGHOP": "Chung", "TRINHTU": [{"TENTRINHTU": step} for step in _steps()]}],
        "CACHTHUCTHUCHIEN": [_manner(channel, row) for channel in ("Trực tiếp", "Trực tuyến", "Dịch vụ bưu chính")],
        "THANHPHANHOSO": [{"TRUONGHOP": "Chung", "GIAYTO": _papers(code, row["papers"])}],
        "LINHVUCTHUCHIEN": [{"MALINHVUC": row["MALINHVUC"], "TENLINHVUC": row["TENLINHVUC"]}],
        "KETQUATHUCHIEN": [
            {"MAKETQUA": f"KQ.{code}.{place:02d}", "TENKETQUA": name}
            for place, name in enumerate(row["results"], start=1)
        ],
        "CANCUPHAPLY": [],
        "COQUANTHUCHIEN": [{"MADONVI": "H56", "TENDONVI": "Ủy ban nhân dân tỉnh Thanh Hóa"}],
        "CAPTHUCHIEN": LEVELS[row["level"]],
        "DOITUONGTHUCHIEN": "Công dân Việt Nam; Doanh nghiệp; Tổ chức",
        "COQUANCOTHAMQUYEN": LEVELS[row["level"]],
        "COQUANDUOCUYQUYEN": None,
        "COQUANPHOIHOP": None,
        "TTHCLIENQUAN": None,
        "TTHCLIENTHONG": None,
        "APDUNGDVC": "1",
        "MADVC": f"{code}.01",
        "TENDVC": row["TENTTHC"],
    }


def _steps() -> tuple[str, ...]:
    return ("Nộp hồ sơ", "Tiếp nhận và kiểm tra hồ sơ", "Giải quyết hồ sơ", "Trả kết quả")


def _manner(channel: str, row: Mapping[str, Json]) -> dict[str, Json]:
    return {
        "KENH": channel,
        "THOIGIAN": [{"THOIGIANGIAIQUYET": str(row["days"]), "DONVITINH": "Ngày làm việc", "MOTA": None}],
        "PHILEPHI": [{"SOTIEN": str(row["fee"]), "DONVI": "Đồng", "MAPHILEPHI": f"PL.{row['MATTHC']}"}]
        if row["fee"]
        else [],
    }


def _papers(code: str, names: list[str]) -> list[dict[str, Json]]:
    return [
        {"MAGIAYTO": f"{code}.TP{place:02d}", "TENGIAYTO": name, "TENMAUDON": None, "URL": None}
        for place, name in enumerate(names, start=1)
    ]
