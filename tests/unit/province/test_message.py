"""The wire mapping, field by field."""

from datetime import UTC, datetime
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from mocks.province.portal.message import make_dossier, make_step, wire_time
from specs.profile import load_profile
from tests.unit.province.samples import NATIONAL, OFFICER, OWNER, make_dossier_with, make_paper

VIETNAMESE = "Đề nghị cấp lại giấy chứng nhận quyền sử dụng đất ở "


def row_of(*acts: str, **changes: Any) -> dict[str, Any]:
    return make_dossier(make_dossier_with(*acts, **changes), NATIONAL, agency_name="Trung tâm")


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"channel": "counter"}, "KenhThucHien", "1"),
        ({"channel": "online"}, "KenhThucHien", "2"),
        ({"channel": "postal"}, "KenhThucHien", "3"),
        ({"submitted_via": "national-portal"}, "NoiNopHoSo", "1"),
        ({"submitted_via": "provincial-portal"}, "NoiNopHoSo", "2"),
        ({"submitted_via": None}, "NoiNopHoSo", "2"),
        ({"owner": OWNER | {"kind": "citizen"}}, "LoaiDoiTuong", "1"),
        ({"owner": OWNER | {"kind": "business"}}, "LoaiDoiTuong", "2"),
        ({"owner": OWNER | {"kind": "state-agency"}}, "LoaiDoiTuong", "3"),
        ({"owner": OWNER | {"kind": "organisation"}}, "LoaiDoiTuong", "4"),
        ({"owner": OWNER | {"vneid_verified": True}}, "TaiKhoanDuocXacThucVoiVNeID", "1"),
        ({"owner": OWNER | {"vneid_verified": False}}, "TaiKhoanDuocXacThucVoiVNeID", "0"),
        ({"owner": OWNER | {"identity": None}}, "DinhDanhCHS", []),
        ({"owner": OWNER | {"identity": {"number": "1" * 13}}}, "DinhDanhCHS", []),
        ({"owner": OWNER | {"identity": {"number": "٠" * 12}}}, "DinhDanhCHS", []),
        (
            {"owner": OWNER | {"identity": {"number": "097090123456"}}},
            "DinhDanhCHS",
            [{"LoaiDinhDanh": "1", "SoDinhDanh": "097090123456"}],
        ),
        (
            {"owner": OWNER | {"identity": {"number": "123456789"}}},
            "DinhDanhCHS",
            [{"LoaiDinhDanh": "2", "SoDinhDanh": "123456789"}],
        ),
        ({"databases": ["7", "12"]}, "DSKetNoiCSDL", [{"MaCSDL": "7"}, {"MaCSDL": "12"}]),
        ({"databases": None}, "DSKetNoiCSDL", []),
        ({"papers": []}, "HoSoCoThanhPhanSoHoa", "0"),
        ({"papers": []}, "TaiLieuNop", []),
        ({"submitted_at": None}, "NgayNopHoSo", "20261122120005"),
        ({"submitted_at": "2026-11-21T15:42:07+07:00"}, "NgayNopHoSo", "20261121154207"),
        ({"submitted_at": "2026-11-21T17:42:07Z"}, "NgayNopHoSo", "20261122004207"),
        ({}, "NgayTiepNhan", "20261122120005"),
        ({}, "NgayHenTra", "20261123170000"),
        ({}, "TenTTHC", NATIONAL.name),
        ({}, "TenLinhVuc", NATIONAL.field_name),
        ({}, "MaDoiTuong", "TECHID00000001"),
        ({"note": None}, "GhiChu", ""),
    ],
)
def test_what_the_clerk_says_is_what_the_portal_hears(changes: dict[str, Any], field: str, expected: object) -> None:
    assert row_of(**changes)[field] == expected


@pytest.mark.parametrize(("field", "key", "length"), [("TrichYeuHoSo", "summary", 1000), ("GhiChu", "note", 2000)])
def test_texts_are_passed_whole_in_characters(field: str, key: str, length: int) -> None:
    text = (VIETNAMESE * 50)[:length]
    assert row_of(**{key: text})[field] == text
    assert row_of(**{key: text + "x"})[field] == text


def test_the_officers_name_is_passed_whole_in_characters() -> None:
    name = "Nguyễn Thị Quỳnh Như Hoàng Phương Đặng Trần Ngọc Ánh"[:50]
    officer = {"name": name + "x", "title": "Chuyên viên", "department": "Một cửa"}
    assert make_step(make_dossier_with(officer=officer))["NguoiXuLy"] == name


def test_every_file_of_every_component_is_a_row() -> None:
    papers = [make_paper("A", files=3), make_paper("B", files=1, from_store=True)]
    rows = row_of(papers=papers)["TaiLieuNop"]
    assert [(row["MaThanhPhanHoSo"], row["DuocLayTuKhoDMQG"]) for row in rows] == [("A", "0")] * 3 + [("B", "1")]
    assert len({row["TepDinhKemId"] for row in rows}) == 4


@pytest.mark.parametrize(
    ("acts", "status", "finished", "returned"),
    [
        ((), "2", None, None),
        (("process",), "4", None, None),
        (("process", "supplement"), "5", None, None),
        (("finish",), "9", "20261122120205", None),
        (("finish", "return"), "10", "20261122120205", "20261122120305"),
    ],
)
def test_each_act_gives_its_status_and_its_dates(
    acts: tuple[str, ...], status: str, finished: str | None, returned: str | None
) -> None:
    row = row_of(*acts)
    assert (row["TrangThaiHoSo"], row["NgayKetThucXuLy"], row["NgayTra"]) == (status, finished, returned)


def test_a_request_for_more_papers_says_which() -> None:
    row = row_of("supplement")["DanhSachHoSoBoSung"][0]
    assert row["DanhSachGiayToBoSung"] == [{"TenGiayTo": "Bản sao giấy chứng nhận", "SoLuong": "2"}]
    assert (row["NgayHenTraTruoc"], row["NgayHenTraMoi"]) == ("20261123170000", None)
    assert (row["TrangThaiBoSung"], "NgayTiepNhanBoSung" in row) == ("0", False)


def test_papers_handed_in_later_stand_beside_the_first_ones_with_their_receipt() -> None:
    row = row_of("process", "supplement", "supplied", "finish")
    assert [file["TepDinhKemId"] for file in row["TaiLieuNop"]] == ["KQ.01-0", "KQ.01-1", "KQ.02-0", "KQ.03-0"]
    (receipt,) = row["DanhSachHoSoBoSung"]
    assert (receipt["NgayTiepNhanBoSung"], receipt["TrangThaiBoSung"]) == ("20261122120405", "1")
    assert receipt["NguoiTiepNhanBoSung"] == OFFICER["name"]
    assert receipt["NgayHenTraMoi"] == row["NgayHenTra"] == "20261123170000"


def test_a_refused_dossier_says_when_it_was_refused() -> None:
    row = make_dossier(make_dossier_with("refuse", first="register"), NATIONAL, agency_name="x")
    told = (row["TrangThaiHoSo"], row["NgayTuChoi"], row["NgayTiepNhan"])
    assert told == ("3", "20261122120205", "20261122120005")
    assert row_of()["NgayTuChoi"] is None


def test_a_dossier_filed_online_was_received_when_it_was_taken_in() -> None:
    row = make_dossier(make_dossier_with("take-in", "process", first="register"), NATIONAL, agency_name="x")
    assert (row["TrangThaiHoSo"], row["NgayTiepNhan"]) == ("4", "20261122120205")


def test_whether_an_account_is_verified_is_not_told_where_nobody_knows() -> None:
    assert row_of(owner=OWNER | {"vneid_verified": None})["TaiKhoanDuocXacThucVoiVNeID"] is None


def test_a_finished_dossier_names_its_result() -> None:
    row = row_of("finish")["DanhSachGiayToKetQua"][0]
    assert (row["TenGiayTo"], row["GiayToId"], row["MaGiayToKetQua"]) == ("Quyết định", "r1", "KQ.G1")


def test_an_older_act_is_told_as_it_was_then() -> None:
    dossier = make_dossier_with("process", "finish", "return")
    row = make_dossier(dossier.as_of(2), NATIONAL, agency_name="x")
    assert (row["TrangThaiHoSo"], row["DanhSachGiayToKetQua"], row["NgayTra"]) == ("4", [], None)
    assert make_step(dossier.as_of(2))["TrangThai"] == "4"


def test_a_step_names_officer_times_and_text() -> None:
    step = make_step(make_dossier_with("process"))
    assert step["NgayBatDau"] == "20261122120005"
    assert step["ThoiDiemXuLy"] == "20261122120205"
    assert step["NoiDungXuLy"] == "Đã xem xét hồ sơ"
    assert make_step(make_dossier_with())["NoiDungXuLy"]


def test_times_are_vietnamese_and_have_24_hours() -> None:
    assert wire_time(datetime(2026, 11, 22, 6, 5, 9, tzinfo=UTC)) == "20261122130509"
    assert wire_time(datetime(2026, 11, 22, 17, 0, 0, tzinfo=UTC)) == "20261123000000"


@pytest.mark.parametrize(
    "acts",
    [
        (),
        ("process", "supplement"),
        ("supplement", "supplied"),
        ("oblige", "withdraw"),
        ("apologise", "finish", "return"),
    ],
)
def test_the_profile_finds_every_message_valid(acts: tuple[str, ...]) -> None:
    profile = load_profile("dvcqg", "dvcqg-2025")
    envelope = {"session": "s", "madonvi": "H56.14"}
    push = {**envelope, "service": "DongBoHoSoMC", "isUpdating": "False", "data": [row_of(*acts)]}
    step = {**envelope, "service": "CapNhatTienDoHoSoMC", "data": [make_step(make_dossier_with(*acts))]}
    for name, body in (("DongBoHoSoMC", push), ("CapNhatTienDoHoSoMC", step)):
        assert not list(_errors(profile.operation(name).request_schema, body))


def _errors(schema: Any, body: Any) -> list[str]:

    return [error.message for error in Draft202012Validator(schema).iter_errors(body)]
