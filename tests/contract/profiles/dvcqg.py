"""The national portal: a session in every body, and dossiers, questions, results that must be there to be spoken of."""

from dataclasses import dataclass, field
from typing import Any

from mocks.stage.played import Wish
from tests.contract.visiting import Case, is_text, put, put_header, put_path, put_rows
from tests.unit.mocks.playing import Side

WISHES = (Wish(system="dvcqg"),)
KNOWN = "H56.14-261121-0001"
QUESTION = "HD-0001"
CHAIN = {"instance": "VN", "class": "GOV", "member": "G22", "subsystem": "dvcqg", "service": "mcdt"}
CLIENT = "VN/GOV/H56/motcua"
DOSSIER = {
    "MaHoSo": KNOWN,
    "MaTTHC": "2.001019",
    "TenTTHC": "Cấp bản sao trích lục hộ tịch, bản sao Giấy khai sinh",
    "MaLinhVuc": "G09-HT01",
    "TenLinhVuc": "Hộ tịch",
    "LoaiDoiTuong": "1",
    "NgayTiepNhan": "20261121081502",
    "NgayHenTra": "20261123170000",
    "TrangThaiHoSo": "2",
    "DonViXuLy": "H56.14",
}


@dataclass
class Visitor:
    """Signs in once; adds dossiers under codes of its own, and speaks of what `prepare` found or made."""

    known_refusals = frozenset({"exists"})

    accounts: dict[str, str]
    session: str
    filed: str
    result: dict[str, Any] = field(default_factory=dict)
    document: str = ""
    chained: bool = False
    made: int = 0

    def dress(self, operation: str, case: Case) -> None:
        """Put the session and known codes into a call."""
        if self.chained and operation != "TaiChungTuThue":
            put_header(case, "X-Road-Client", CLIENT)
        if operation == "DangNhap":
            put(case, **self.accounts)
        elif operation == "TaiChungTuThue":
            put_path(case, "ma", self.document)
        else:
            put(case, session=self.session)
        if operation == "DongBoHoSoMC":
            self._name(case)
        elif operation == "TaiTepKetQua":
            put(case, **self.result)
        elif operation == "DongBoTrangThaiHoSo":
            put_rows(case, "data", MaHoSo=self.filed)
        else:
            put_rows(case, "data", MaHoSo=KNOWN, MaCauHoi=QUESTION)

    def _name(self, case: Case) -> None:
        """A known code for an update, a new one for an addition."""
        if not isinstance(case.body, dict) or case.body.get("isUpdating") != "False":
            put_rows(case, "data", MaHoSo=KNOWN)
        elif isinstance(rows := case.body.get("data"), list):
            case.body = case.body | {"data": [self._renamed(row) for row in rows]}

    def _renamed(self, row: Any) -> Any:
        if not isinstance(row, dict) or not is_text(row.get("MaHoSo")):
            return row
        self.made += 1
        return row | {"MaHoSo": f"H56.14-261122-{self.made:04d}"}


def prepare(side: Side, sides: list[Side], *, door: str = "", headers: dict[str, str] | None = None) -> Visitor:
    """Sign in, make one dossier known, let a citizen file another; `door` is the address before the portal's own."""
    del sides
    given = headers or {"dstcode": "VN:GOV:000.00.00.G22:dvcqg"}
    session = side.national.post(f"{door}/auth/login", json=side.accounts, headers=given).json()["session"]
    body = {"session": session, "madonvi": "H56.14", "service": "DongBoHoSoMC", "isUpdating": "False"}
    answer = side.national.post(f"{door}/integration", json=body | {"data": [DOSSIER]}, headers=given)
    assert answer.json()["error_code"] == "0", answer.text
    filed = side.command("online-dossiers/create", kind="promotion-notice")["MaHoSo"]
    result = side.view("results")["results"][0]
    place = {"CoQuanChuQuan": result["CoQuanChuQuan"], "DuongDan": result["DanhSachTepDinhKem"][0]["DuongDan"]}
    side.command("province", url="http://127.0.0.1:9")  # nobody is there: only the document is wanted
    side.command("tax-notices/send", MaHoSo=KNOWN)
    document = side.command("tax-receipts/send", MaHoSo=KNOWN)["document"]
    return Visitor(side.accounts, session, filed, result=place, document=document, chained=bool(door))
