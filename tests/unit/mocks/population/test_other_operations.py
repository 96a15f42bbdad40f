"""What is asked beside the look-up: whether somebody exists, whether a statement is true, households, blood groups."""

from typing import Any

import pytest

from specs.profile import load_profile
from tests.unit.mocks.population.asking import Province, body_of, own_code, record_of, upper_joined
from tests.unit.mocks.population.conftest import some_resident

LOOK_UP = "TraCuuThongTinCongDan"
LISTS: dict[str, dict[str, Any]] = {
    "CungCapDanhSachTheoDiaPhuong": {"MaTinhThanh": "79"},
    "CungCapDanhSachTheoDoTuoi": {"TuTuoi": "30", "DenTuoi": "39"},
    "CungCapDanhSachTheoNhomMau": {"NhomMau": "01"},
    "CungCapDanhSachTheoGioiTinh": {"GioiTinh": "2"},
    "CungCapDanhSachTheoDanToc": {"DanToc": "02"},
    "CungCapDanhSachTheoTonGiao": {"TonGiao": "01"},
}
REQUESTS = {"GetRequests", "GetRequestStatus", "GetRequestResult", "DeleteRequest"}


def holds(province: Province, operation: str, row: dict[str, Any], **stated: Any) -> bool:
    """The answer to a question of verification."""
    answer = province.ask(operation, **province.about(row), **stated)
    assert answer.status_code == 200, answer.text
    return {"true": True, "false": False}[body_of(answer)["KetQuaXacThuc"]["TonTai"]]


def named(kin: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A relative as a question names him or her."""
    told = {"HoVaTen": upper_joined(kin["HoVaTen"]), "SoDinhDanh": kin["SoDinhDanh"]} | changes
    return {name: value for name, value in told.items() if value}


def test_whether_somebody_exists(province: Province, resident: dict[str, Any]) -> None:
    assert holds(province, "XacThucThongTinCongDan", resident)
    assert not holds(province, "XacThucThongTinCongDan", resident | {"name": "Ai Đó Khác"})


def test_statements_on_relatives(province: Province) -> None:
    child = some_resident(province.side, lambda row: row["born"] > "2015")
    record = record_of(province.ask(LOOK_UP, **province.about(child)))
    mother, head = record["Me"], record["ChuHo"]
    for operation, member, kin in (
        ("XacMinhThongTinNhanThan", "NhanThan", mother),
        ("XacMinhThongTinNguoiGiamHo", "NguoiGiamHo", record["NguoiDaiDien"]),
        ("XacMinhThongTinChuHo", "ChuHo", head),
    ):
        assert holds(province, operation, child, **{member: named(kin)})
        assert holds(province, operation, child, **{member: named(kin, SoDinhDanh="")})
        assert not holds(province, operation, child, **{member: named(kin, HoVaTen="AIDO")})
        assert not holds(province, operation, child, **{member: named(kin, SoDinhDanh="098199000001")})


def test_statements_on_a_person(province: Province, resident: dict[str, Any]) -> None:
    record = record_of(province.ask(LOOK_UP, **province.about(resident)))
    home = {name: record["NoiOHienTai"][name] for name in ("MaTinhThanh", "MaPhuongXa")}
    assert holds(province, "XacMinhThongTinNoiOHienTai", resident, NoiOHienTai=home)
    assert not holds(province, "XacMinhThongTinNoiOHienTai", resident, NoiOHienTai=home | {"MaPhuongXa": "00004"})
    assert holds(province, "XacMinhTinhTrangHonNhan", resident, TinhTrangHonNhan=record["TinhTrangHonNhan"])
    assert not holds(province, "XacMinhTinhTrangHonNhan", resident, TinhTrangHonNhan="9")
    gone = some_resident(province.side, lambda row: row["state"] != "alive")
    assert holds(province, "XacMinhTinhTrangChetMatTich", gone)
    assert not holds(province, "XacMinhTinhTrangChetMatTich", resident)


def test_a_household_is_told_whole(province: Province) -> None:
    child = some_resident(province.side, lambda row: row["born"] > "2015")
    answer = province.ask("CungCapThongTinHoGiaDinh", **province.about(child))
    family = body_of(answer)["CongdanCollection"]["CongDan"]
    assert {row["SoSoHoKhau"] for row in family} == {child["household"]}
    assert child["identity"] in {row["SoDinhDanh"] for row in family}
    assert [row["ChuHo"]["QuanHe"] for row in family].count("Chủ hộ") == 1
    assert province.last()["facts"]["records"] == len(family) >= 3


def test_a_blood_group_is_told_and_little_else(province: Province, resident: dict[str, Any]) -> None:
    record = record_of(province.ask("CungCapThongTinNhomMau", **province.about(resident)))
    assert set(record) == {"SoDinhDanh", "SoCMND", "HoVaTen", "NhomMau"}


def test_the_older_name_of_a_look_up(province: Province, resident: dict[str, Any]) -> None:
    assert record_of(province.ask("CungCapThongTinCongDan", **province.about(resident)))["HoVaTen"]


@pytest.mark.parametrize("operation", list(LISTS))
def test_a_list_is_queued_asked_after_fetched_and_forgotten(province: Province, operation: str) -> None:
    queued = body_of(province.ask(operation, **LISTS[operation]))["DanhSachYeuCau"]["YeuCau"]
    assert (queued["ThaoTac"], queued["TrangThai"]) == (operation, "pending")
    asked: dict[str, Any] = {"SoYeuCau": queued["SoYeuCau"]}
    assert own_code(province.ask("GetRequestResult", **asked)) == "C06-302"
    assert province.side.command("requests/finish") == {"finished": 1}
    state = body_of(province.ask("GetRequestStatus", **asked))["DanhSachYeuCau"]["YeuCau"]
    assert state["TrangThai"] == "finished"
    found = body_of(province.ask("GetRequestResult", **asked))["CongdanCollection"]["CongDan"]
    assert len(found) > 5
    listed = body_of(province.ask("GetRequests"))["DanhSachYeuCau"]["YeuCau"]
    assert listed["SoYeuCau"] == queued["SoYeuCau"]
    assert province.ask("DeleteRequest", **asked).status_code == 200
    assert body_of(province.ask("GetRequests"))["DanhSachYeuCau"] is None
    for gone in ("GetRequestStatus", "GetRequestResult", "DeleteRequest"):
        assert own_code(province.ask(gone, **asked)) == "C06-301"


def test_a_list_holds_whom_it_was_asked_for(province: Province) -> None:
    home = some_resident(province.side, lambda row: row["country"] == "VN")
    record = record_of(province.ask(LOOK_UP, **province.about(home)))
    for operation, members in (
        ("CungCapDanhSachTheoDiaPhuong", {name: record["ThuongTru"][name] for name in ("MaTinhThanh", "MaPhuongXa")}),
        ("CungCapDanhSachTheoGioiTinh", {"GioiTinh": record["GioiTinh"]}),
        ("CungCapDanhSachTheoDanToc", {"DanToc": record["DanToc"]}),
    ):
        queued = body_of(province.ask(operation, **members))["DanhSachYeuCau"]["YeuCau"]
        province.side.command("requests/finish", number=queued["SoYeuCau"])
        answer = province.ask("GetRequestResult", SoYeuCau=queued["SoYeuCau"])
        found = body_of(answer)["CongdanCollection"]["CongDan"]
        rows = found if isinstance(found, list) else [found]
        assert record["SoDinhDanh"] in {row["SoDinhDanh"] for row in rows}
        if "GioiTinh" in members:
            assert {row["GioiTinh"] for row in rows} == {members["GioiTinh"]}


def test_a_request_is_finished_by_time(start: Any) -> None:
    province = start(settings="[settings.request_s]\nvalue = 0\n")
    queued = body_of(province.ask("CungCapDanhSachTheoDanToc", DanToc="02"))["DanhSachYeuCau"]["YeuCau"]
    assert queued["TrangThai"] == "finished"


def test_every_operation_of_the_profile_is_played() -> None:
    profile = load_profile("c06", "c06-2025")
    asked = {operation.name for operation in profile.operations}
    codes = profile.settings["integration_codes"]
    assert asked == set(codes)
    assert set(LISTS) | REQUESTS < asked
    assert {name: row["value"] for name, row in codes.items() if row["value"]} == {
        "TraCuuThongTinCongDan": "037",
        "XacThucThongTinCongDan": "003",
    }
