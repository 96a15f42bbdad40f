"""Wrong spellings of outgoing calls, one for each fault of that kind. Pure: the call that was meant stays as it was."""

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any, Final

from mocks.province.portal.client import Distortion
from mocks.province.portal.message import Row
from mocks.province.records.clock import VIETNAM

PUSH: Final = "DongBoHoSoMC"
STEP: Final = "CapNhatTienDoHoSoMC"
LOOK_UP: Final = "TraCuuHoSo"
WIRE_TIME: Final = "%Y%m%d%H%M%S"
LONG_NOTE: Final = 500
MANY_FILES: Final = 2


def in_call(operation: str, edit: Callable[[Row], None]) -> Distortion:
    """Return a distortion that edits the whole body of one operation."""

    def distort(sent: str, body: dict[str, Any]) -> dict[str, Any]:
        if sent != operation:
            return body
        changed = deepcopy(body)
        edit(changed)
        return changed

    return distort


def in_rows(operation: str, edit: Callable[[Row], None]) -> Distortion:
    """Return a distortion that edits each entry of `data[]` of one operation."""

    def edit_all(body: Row) -> None:
        for row in body["data"]:
            edit(row)

    return in_call(operation, edit_all)


def always(**fields: Any) -> Callable[[Row], None]:
    """Return an edit that puts these values whatever stood there."""
    return lambda row: row.update(deepcopy(fields))


def without(field: str) -> Callable[[Row], None]:
    """Return an edit that leaves a field out."""

    def edit(row: Row) -> None:
        row.pop(field, None)

    return edit


def supplement_as_finished(row: Row) -> None:
    """Tell a request for more papers as the end of the dossier, dated like one."""
    if row["TrangThaiHoSo"] == "5":
        row["TrangThaiHoSo"] = "9"
        row["NgayKetThucXuLy"] = row["DanhSachHoSoBoSung"][-1]["NgayBoSung"]


def one_for_another(field: str, true: str, told: str) -> Callable[[Row], None]:
    """Return an edit that tells `told` where `true` is the case."""

    def edit(row: Row) -> None:
        if row[field] == true:
            row[field] = told

    return edit


def cut_at_bytes(field: str, length: int) -> Callable[[Row], None]:
    """Return an edit that cuts a text after so many bytes of UTF-8, where characters were meant."""

    def edit(row: Row) -> None:
        row[field] = row[field].encode()[:length].decode(errors="ignore")

    return edit


def drop_long_note(row: Row) -> None:
    """Empty a long note."""
    if len(row["GhiChu"]) > LONG_NOTE:
        row["GhiChu"] = ""


def processing_as_received(row: Row) -> None:
    """Leave a dossier of several files at its reception while it is in process."""
    if row["TrangThaiHoSo"] == "4" and len(row["TaiLieuNop"]) > MANY_FILES:
        row["TrangThaiHoSo"] = "2"


def submitted_is_received(row: Row) -> None:
    """Tell the reception instead of the submission."""
    row["NgayNopHoSo"] = row["NgayTiepNhan"]


def twelve_hour_clock(row: Row) -> None:
    """Write the hour of the submission as 01 to 12 (`hh` where `HH` was meant)."""
    row["NgayNopHoSo"] = _read_time(row["NgayNopHoSo"]).strftime("%Y%m%d%I%M%S")


def utc_reception(row: Row) -> None:
    """Write the reception in UTC."""
    row["NgayTiepNhan"] = _read_time(row["NgayTiepNhan"]).astimezone(UTC).strftime(WIRE_TIME)


def first_file_only(row: Row) -> None:
    """Send the first file of each component."""
    first = {file["MaThanhPhanHoSo"]: file for file in reversed(row["TaiLieuNop"])}
    row["TaiLieuNop"] = [file for file in row["TaiLieuNop"] if first[file["MaThanhPhanHoSo"]] is file]


def always_from_national_store(row: Row) -> None:
    """Say of every file that it came from the national store."""
    for file in row["TaiLieuNop"]:
        file["DuocLayTuKhoDMQG"] = "1"


def invented_identity(row: Row) -> None:
    """Give an owner without identity papers a number that names nobody."""
    row["DinhDanhCHS"] = row["DinhDanhCHS"] or [{"LoaiDinhDanh": "2", "SoDinhDanh": "000000001"}]


def local_name(row: Row) -> None:
    """Tell the procedure's name as the province writes it, not as the catalogue does."""
    row["TenTTHC"] = row["TenTTHC"].upper()


def _read_time(written: str) -> datetime:
    return datetime.strptime(written, WIRE_TIME).replace(tzinfo=VIETNAM)
