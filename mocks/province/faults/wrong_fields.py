"""Wrong fields of outgoing rows, one for each fault of that kind; each edits a copy."""

import unicodedata
from datetime import UTC, datetime
from urllib.parse import urlsplit

from mocks.province.faults.distortions import WIRE_TIME
from mocks.province.portal.message import Row
from mocks.province.records.clock import VIETNAM


def owner_in_capitals(row: Row) -> None:
    """Write the owner's name as the population register wants it asked for: capitals, no marks."""
    row["ChuHoSo"] = _without_marks(row["ChuHoSo"]).upper()


def phone_with_country_code(row: Row) -> None:
    """Write a telephone number as one dials it from abroad."""
    if row["SoDienThoai"]:
        row["SoDienThoai"] = "+84" + row["SoDienThoai"].removeprefix("0")


def owner_number_as_figure(row: Row) -> None:
    """Lose the zeros that a figure does not begin with."""
    if row["SoGiayToChuHoSo"]:
        row["SoGiayToChuHoSo"] = row["SoGiayToChuHoSo"].lstrip("0")


def account_by_number(row: Row) -> None:
    """Take the number on the owner's papers for the account."""
    row["MaDoiTuong"] = row["SoGiayToChuHoSo"]


def component_left_out(row: Row) -> None:
    """Hand in files that belong to nothing."""
    for file in row["TaiLieuNop"]:
        file["MaThanhPhanHoSo"] = None


def file_name_without_marks(row: Row) -> None:
    """Name files as a store that knows only plain letters names them."""
    for file in row["TaiLieuNop"]:
        file["TenTepDinhKem"] = _without_marks(file["TenTepDinhKem"])


def files_told_as_deleted(row: Row) -> None:
    """Say of every file that it is gone."""
    for file in row["TaiLieuNop"]:
        file["IsDeleted"] = "True"


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


def content_as_status(row: Row) -> None:
    """Say of a dossier in process only that it is."""
    if row["TrangThai"] == "4":
        row["NoiDungXuLy"] = "Đang xử lý"


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


def _without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(char for char in letters if not unicodedata.combining(char))
