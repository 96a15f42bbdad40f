"""Accounts, delegated administration, officers without account, bank accounts, procedures and workflows."""

from typing import Any

import pytest

from tests.unit.mocks.ministry.visiting import Ministry

PROVINCE, HERE, THERE = "btp.tinh", "btp.h56.107-cb01", "btp.h56.108-cb01"


def rights(*roles: str, unit: str = "H56.107", procedures: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    return [{"VaiTro": role, "MaDonVi": unit, "MaTTHC": list(procedures)} for role in roles]


def give(ministry: Ministry, name: str, wanted: list[dict[str, Any]], *, actor: str = HERE) -> Any:
    body = {"NguoiThucHien": actor, "Quyen": wanted}
    return ministry.call("PhanQuyen", body, path={"TaiKhoan": name}).json()


def test_each_commune_has_an_administrator_and_the_province_one(ministry: Ministry) -> None:
    rows = ministry.call("LayDanhSachTaiKhoan").json()["DanhSach"]
    assert {row["TaiKhoan"]: row["PhamViQuanTri"] for row in rows} == {
        HERE: "don-vi",
        THERE: "don-vi",
        PROVINCE: "tinh",
    }
    assert all(row["HoTen"] for row in rows)
    (only,) = ministry.call("LayDanhSachTaiKhoan", MaDonVi="H56.108").json()["DanhSach"]
    assert only["TaiKhoan"] == THERE


def test_a_commune_gives_rights_itself(ministry: Ministry) -> None:
    everybody = ministry.call("LayCanBoChuaCoTaiKhoan", MaDonVi="H56.107").json()["DanhSach"]
    body = {"NguoiThucHien": HERE, "MaCanBo": everybody[0]["MaCanBo"]}
    made = ministry.call("CapTaiKhoan", body).json()
    assert (made["PhamViQuanTri"], made["Quyen"]) == ("khong", [])
    wanted = [*rights("TIEP_NHAN", "XU_LY"), *rights("PHE_DUYET", procedures=("2.001019",))]
    assert give(ministry, made["TaiKhoan"], wanted)["Quyen"] == wanted
    left = ministry.call("LayCanBoChuaCoTaiKhoan", MaDonVi="H56.107").json()
    assert left["TongSo"] == len(everybody) - 1
    state = ministry.view("accounts")["units"]["H56.107"]
    assert (state["roles_missing"], state["administrators"]) == (["clerical"], 1)
    assert give(ministry, made["TaiKhoan"], [])["Quyen"] == []


@pytest.mark.parametrize(
    ("actor", "name", "wanted", "expected"),
    [
        (THERE, HERE, rights("XU_LY"), (403, "not-allowed")),
        ("btp.nobody", HERE, rights("XU_LY"), (403, "not-allowed")),
        (HERE, HERE, rights("XU_LY", unit="H56.108"), (403, "not-allowed")),
        (HERE, "btp.nobody", rights("XU_LY"), (404, "unknown-account")),
        (HERE, HERE, rights("LANH_DAO"), (400, "malformed")),
        (HERE, HERE, rights("XU_LY", procedures=("2.000815",)), (404, "not-on-this-system")),
        (PROVINCE, HERE, rights("XU_LY", unit="G09.11"), (404, "unknown-unit")),
    ],
)
def test_rights_that_cannot_be_given(steady: Ministry, actor: str, name: str, wanted: Any, expected: Any) -> None:
    body = {"NguoiThucHien": actor, "Quyen": wanted}
    assert steady.refused("PhanQuyen", body, path={"TaiKhoan": name}) == expected


def test_the_province_gives_rights_everywhere(ministry: Ministry) -> None:
    given = give(ministry, THERE, rights("VAN_THU", unit="H56.108"), actor=PROVINCE)
    assert [row["VaiTro"] for row in given["Quyen"]] == ["VAN_THU"]


def test_an_administrator_without_a_commune_gives_none(ministry: Ministry) -> None:
    body = {"NguoiThucHien": HERE, "MaCanBo": "H56.107-cb02", "LaQuanTri": False}
    plain = ministry.call("CapTaiKhoan", body).json()["TaiKhoan"]
    refused = {"NguoiThucHien": plain, "Quyen": rights("XU_LY")}
    assert ministry.refused("PhanQuyen", refused, path={"TaiKhoan": HERE}) == (403, "not-allowed")
    second = ministry.call("CapTaiKhoan", {**body, "MaCanBo": "H56.107-cb03", "LaQuanTri": True}).json()
    assert second["PhamViQuanTri"] == "don-vi"
    assert give(ministry, plain, rights("XU_LY"), actor=second["TaiKhoan"])["Quyen"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"MaCanBo": "H56.107-cb99"}, (404, "unknown-officer")),
        ({"MaCanBo": "H56.107-cb01"}, (400, "exists")),
        ({"MaCanBo": "H56.108-cb02"}, (403, "not-allowed")),
        ({"MaCanBo": ""}, (400, "malformed")),
    ],
)
def test_accounts_that_cannot_be_opened(steady: Ministry, change: Any, expected: Any) -> None:
    body = {"NguoiThucHien": HERE, "MaCanBo": "H56.107-cb02", **change}
    assert steady.refused("CapTaiKhoan", body) == expected


def test_the_account_of_the_province_is_handed_over(ministry: Ministry) -> None:
    body = {"NguoiThucHien": PROVINCE, "MaDonViNhan": "H56.14", "MaCanBoNhan": "H56.14-cb02"}
    taken = ministry.call("BanGiaoQuanTri", body, path={"TaiKhoan": PROVINCE}).json()
    assert (taken["MaDonVi"], taken["MaCanBo"], taken["PhamViQuanTri"]) == ("H56.14", "H56.14-cb02", "tinh")
    units = ministry.view("accounts")["units"]
    assert (units["H56.09"]["administrators"], units["H56.14"]["administrators"]) == (0, 1)
    assert give(ministry, HERE, rights("XU_LY"), actor=PROVINCE)["Quyen"]


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        (HERE, {}, (403, "not-allowed")),
        (PROVINCE, {"NguoiThucHien": HERE}, (403, "not-allowed")),
        (PROVINCE, {"MaCanBoNhan": "H56.09-cb02"}, (404, "unknown-officer")),
        (PROVINCE, {"MaDonViNhan": "H26.14"}, (403, "foreign-unit")),
        ("btp.nobody", {}, (404, "unknown-account")),
        (PROVINCE, {"MaDonViNhan": 14}, (400, "malformed")),
    ],
)
def test_accounts_that_cannot_be_handed_over(steady: Ministry, name: str, change: Any, expected: Any) -> None:
    body = {"NguoiThucHien": PROVINCE, "MaDonViNhan": "H56.14", "MaCanBoNhan": "H56.14-cb02", **change}
    assert steady.refused("BanGiaoQuanTri", body, path={"TaiKhoan": name}) == expected


def test_an_officer_is_registered_and_then_given_an_account(ministry: Ministry) -> None:
    body = {"NguoiThucHien": HERE, "HoTen": "Đỗ Thị Mới", "SoDinhDanh": "097190123456", "MaDonVi": "H56.107"}
    made = ministry.call("DangKyCanBo", body).json()
    assert (made["MaCanBo"], made["HoTen"]) == ("H56.107-cb06", "Đỗ Thị Mới")
    assert "Đỗ Thị Mới" not in str(ministry.last())
    account = ministry.call("CapTaiKhoan", {"NguoiThucHien": HERE, "MaCanBo": made["MaCanBo"]}).json()
    assert account["HoTen"] == "Đỗ Thị Mới"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"NguoiThucHien": THERE}, (403, "not-allowed")),
        ({"MaDonVi": "H56.999"}, (404, "unknown-unit")),
        ({"HoTen": ""}, (400, "malformed")),
        ({"SoDinhDanh": "1"}, (400, "malformed")),
    ],
)
def test_officers_that_cannot_be_registered(steady: Ministry, change: Any, expected: Any) -> None:
    body = {"NguoiThucHien": HERE, "HoTen": "Đỗ Thị Mới", "MaDonVi": "H56.107", **change}
    assert steady.refused("DangKyCanBo", body) == expected


def test_bank_accounts_are_complete_or_missing(ministry: Ministry) -> None:
    rows = {row["MaDonVi"]: row for row in ministry.call("LayTaiKhoanNganHang").json()["DanhSach"]}
    assert (rows["H56.107"]["DayDu"], rows["H56.108"]["DayDu"]) == (True, False)
    assert rows["H56.108"]["SoTaiKhoan"] is None
    told = {"MaNganHang": "NHGL", "SoTaiKhoan": "GL-0001", "TenTaiKhoan": "UBND xã (giả lập)"}
    where: dict[str, Any] = {"MaDonVi": "H56.108"}
    answer = ministry.call("CapNhatTaiKhoanNganHang", {"NguoiThucHien": THERE, **told}, path=where).json()
    assert answer == {**where, "DayDu": True, **told}
    assert "GL-0001" not in str(ministry.last())
    assert ministry.view("accounts")["units"]["H56.108"]["bank_account"] == "complete"
    assert ministry.command("bank-accounts/set", MaDonVi="H56.108", complete=False) == {"DayDu": False}
    (lost,) = ministry.call("LayTaiKhoanNganHang", **where).json()["DanhSach"]
    assert lost["DayDu"] is False


def test_bank_accounts_that_cannot_be_set(steady: Ministry) -> None:
    told = {"NguoiThucHien": HERE, "MaNganHang": "NHGL", "SoTaiKhoan": "GL-0001", "TenTaiKhoan": "x"}
    how: dict[str, Any] = {"path": {"MaDonVi": "H56.108"}}
    assert steady.refused("CapNhatTaiKhoanNganHang", told, **how) == (403, "not-allowed")
    assert steady.refused("CapNhatTaiKhoanNganHang", {**told, "SoTaiKhoan": ""}, **how) == (400, "malformed")
    nowhere = {"path": {"MaDonVi": "H56.999"}}
    assert steady.refused("CapNhatTaiKhoanNganHang", told, **nowhere) == (404, "unknown-unit")


@pytest.mark.parametrize("name", ["LayDanhSachTaiKhoan", "LayCanBoChuaCoTaiKhoan", "LayTaiKhoanNganHang"])
def test_lists_of_units_that_are_none_are_refused(steady: Ministry, name: str) -> None:
    assert steady.refused(name, MaDonVi="H56.999") == (404, "unknown-unit")
    assert steady.refused(name, MaDonVi="Hạc Thành") == (400, "malformed")


def test_officers_come_without_account(ministry: Ministry) -> None:
    before = ministry.call("LayCanBoChuaCoTaiKhoan").json()["TongSo"]
    assert ministry.command("officers/add", MaDonVi="H56.108", count=2) == {
        "officers": ["H56.108-cb06", "H56.108-cb07"]
    }
    assert ministry.call("LayCanBoChuaCoTaiKhoan").json()["TongSo"] == before + 2


def test_procedures_say_how_far_they_are_on_the_system(ministry: Ministry) -> None:
    rows = {row["MaTTHC"]: row for row in ministry.call("LayDanhMucThuTuc").json()["DanhSach"]}
    assert {code: row["TrangThaiTrienKhai"] for code, row in rows.items()} == {
        "2.001019": "TOAN_BO",
        "1.000894": "TOAN_BO",
        "1.004746": "MOT_PHAN",
        "2.000815": "CHUA",
    }
    assert [bool(row["NghiepVuThieu"]) for row in rows.values()] == [False, False, True, False]
    ministry.command("procedures/set", MaTTHC="2.000815", state="complete")
    assert ministry.call("LayQuyTrinh", path={"MaTTHC": "2.000815"}).status_code == 200


def test_a_workflow_has_roles_and_days(steady: Ministry) -> None:
    workflow = steady.call("LayQuyTrinh", path={"MaTTHC": "1.000894"}).json()
    assert (workflow["MoHinh"], workflow["PhienBan"], workflow["SoNgay"]) == ("2_CAP", 1, 3)
    assert {step["VaiTro"] for step in workflow["CacBuoc"]} == {"TIEP_NHAN", "XU_LY", "PHE_DUYET", "VAN_THU"}
    assert sum(step["SoNgay"] for step in workflow["CacBuoc"]) == 3
    assert {step["CapThucHien"] for step in workflow["CacBuoc"]} == {"XA"}


def test_a_leftover_of_three_levels_can_be_made(ministry: Ministry) -> None:
    ministry.command("workflows/revise", MaTTHC="1.000894", model="3-level")
    workflow = ministry.call("LayQuyTrinh", path={"MaTTHC": "1.000894"}).json()
    assert (workflow["MoHinh"], workflow["PhienBan"]) == ("3_CAP", 2)
    assert "HUYEN" in {step["CapThucHien"] for step in workflow["CacBuoc"]}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("2.000815", (404, "not-on-this-system")),
        ("9.999999", (404, "unknown-procedure")),
        ("khai-sinh", (400, "malformed")),
    ],
)
def test_workflows_that_are_not_there(steady: Ministry, code: str, expected: Any) -> None:
    assert steady.refused("LayQuyTrinh", path={"MaTTHC": code}) == expected


def test_units_are_the_ministrys_and_the_provinces(steady: Ministry) -> None:
    rows = steady.call("LayDanhMucDonVi").json()["DanhSach"]
    assert {row["MaDonVi"] for row in rows if row["CapDonVi"] == "xa"} == {"H56.107", "H56.108"}
    assert [row["MaDonVi"] for row in rows if row["CapDonVi"] == "bo"] == ["G09.11"]
