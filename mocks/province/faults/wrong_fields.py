"""Wrong fields of outgoing rows, one for each fault of that kind; each edits a copy."""

import unicodedata
from datetime import UTC, datetime
from urllib.parse import urlsplit

from mocks.province.faults.distortions import WIRE_TIME
from mocks.province.portal.message import Row
from mocks.province.records.clock import VIETNAM


def owner_in_capitals(row: Row) -> None:
    """Write the owner's name as the population register wants it asked for: capitals, no marks."""
    letters = unicodedata.normalize("NFD", row["ChuHoSo"].upper().replace("Đ", "D"))
    row["ChuHoSo"] = "".join(char for char in letters if not unicodedata.combining(char))


def relative_file_address(row: Row) -> None:
    """Give the address of a file as its own server knows it."""
    for file in row["TaiLieuNop"]:
        file["DuongDanTaiTepTin"] = urlsplit(file["DuongDanTaiTepTin"]).path


def never_digitised(row: Row) -> None:
    """Say that nothing was digitised."""
    row["HoSoCoThanhPhanSoHoa"] = "0"
    for file in row["TaiLieuNop"]:
        file["DuocSoHoa"] = "0"


def result_without_address(row: Row) -> None:
    """Name a result and not where it is."""
    for paper in row["DanhSachGiayToKetQua"]:
        paper["DuongDanTepTinKetQua"] = ""


def department_as_title(row: Row) -> None:
    """Write the department into both fields."""
    row["ChucDanh"] = row["PhongBanXuLy"]


def step_in_utc(row: Row) -> None:
    """Write when the step was taken in UTC."""
    taken = datetime.strptime(row["ThoiDiemXuLy"], WIRE_TIME).replace(tzinfo=VIETNAM)
    row["ThoiDiemXuLy"] = taken.astimezone(UTC).strftime(WIRE_TIME)


def papers_asked_unnamed(row: Row) -> None:
    """Ask for papers and name none."""
    for asked in row["DanhSachHoSoBoSung"]:
        asked["DanhSachGiayToBoSung"] = []


def fee_with_separator(row: Row) -> None:
    """Write an amount as people do."""
    for fee in row.get("DanhSachLePhi", ()):
        fee["Gia"] = f"{int(fee['Gia']):,}".replace(",", ".")


def unit_by_code(body: Row) -> None:
    """Write the code under which the call is made where the unit's name belongs."""
    for row in body["data"]:
        row["DonViXuLy"] = body["madonvi"]
