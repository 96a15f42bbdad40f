"""The national catalogue as the portal tells it, from `catalogue.toml` of the profile. Every row there is synthetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from specs.errors import SpecError
from specs.profile import Profile

Json: TypeAlias = Any
Row: TypeAlias = dict[str, Json]
FILE = "catalogue.toml"
LEVELS = {"province": "Cấp tỉnh", "commune": "Cấp xã"}
PROCEDURE_KEYS = frozenset(
    {"MATTHC", "TENTTHC", "MALINHVUC", "TENLINHVUC", "level", "days", "fee", "papers", "results"}
)
KEYS = {
    "procedure": PROCEDURE_KEYS,
    "agency": frozenset({"MADONVI", "TENDONVI", "CAPDONVI"}),
    "field": frozenset({"MALINHVUC", "TENLINHVUC", "MANGANH"}),
    "service": frozenset({"MADVC", "TENDVC", "MATTHC", "state"}),
    "question": frozenset({"MaCauHoi", "to", "TieuDe", "NoiDung"}),
}
OPTIONAL = {"service": frozenset({"with"}), "question": frozenset({"NoiDungTraLoi"})}
CODES = {"procedure": "MATTHC", "agency": "MADONVI", "field": "MALINHVUC", "service": "MADVC", "question": "MaCauHoi"}


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Procedures by code, agencies and fields in the portal's own (upper case) keys, services and questions by code."""

    procedures: Mapping[str, Row]
    agencies: Sequence[Row]
    fields: Sequence[Row]
    services: Mapping[str, Row]
    questions: Mapping[str, Row]


def load_catalogue(profile: Profile) -> Catalogue:
    """Read the catalogue of `profile`. Raises SpecError for other keys, an unknown level, a code used twice."""
    data = profile.table("catalogue")
    rows = {kind: _rows(kind, data.get(kind, [])) for kind in KEYS}
    procedures = {code: make_procedure(number, row) for number, (code, row) in enumerate(rows["procedure"].items(), 1)}
    for code, service in rows["service"].items():
        if service["MATTHC"] not in procedures or service["state"] not in ("ready", "open"):
            raise SpecError(FILE, f"service {code}", "of no procedure of the catalogue, or in an unknown state")
    return Catalogue(
        procedures=procedures,
        agencies=list(rows["agency"].values()),
        fields=list(rows["field"].values()),
        services=rows["service"],
        questions=rows["question"],
    )


def _rows(kind: str, given: Sequence[Row]) -> dict[str, Row]:
    if not given:
        raise SpecError(FILE, "head", f"no {kind}")
    found: dict[str, Row] = {}
    for number, row in enumerate(given, start=1):
        where = f"{kind} {number} ({row.get(CODES[kind])})"
        if differing := sorted((KEYS[kind] ^ set(row)) - OPTIONAL.get(kind, frozenset())):
            raise SpecError(FILE, where, f"missing or unknown: {', '.join(differing)}")
        if row[CODES[kind]] in found or row.get("level", "province") not in LEVELS:
            raise SpecError(FILE, where, "unknown level, or a code used before")
        found[row[CODES[kind]]] = row
    return found


def make_procedure(number: int, row: Mapping[str, Json]) -> Row:
    """A procedure as `LayThuTuc` tells it, of a row with PROCEDURE_KEYS; `number` makes its ID."""
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
        **dict.fromkeys(("COQUANDUOCUYQUYEN", "COQUANPHOIHOP", "TTHCLIENQUAN", "TTHCLIENTHONG")),
        "APDUNGDVC": "1",
        "MADVC": f"{code}.01",
        "TENDVC": row["TENTTHC"],
    }


def _steps() -> tuple[str, ...]:
    return ("Nộp hồ sơ", "Tiếp nhận và kiểm tra hồ sơ", "Giải quyết hồ sơ", "Trả kết quả")


def _manner(channel: str, row: Mapping[str, Json]) -> Row:
    return {
        "KENH": channel,
        "THOIGIAN": [{"THOIGIANGIAIQUYET": str(row["days"]), "DONVITINH": "Ngày làm việc", "MOTA": None}],
        "PHILEPHI": [{"SOTIEN": str(row["fee"]), "DONVI": "Đồng", "MAPHILEPHI": f"PL.{row['MATTHC']}"}]
        if row["fee"]
        else [],
    }


def _papers(code: str, names: list[str]) -> list[Row]:
    return [
        {"MAGIAYTO": f"{code}.TP{place:02d}", "TENGIAYTO": name, "TENMAUDON": None, "URL": None}
        for place, name in enumerate(names, start=1)
    ]
