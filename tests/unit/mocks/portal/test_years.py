"""Two field sets: what was first seen in 2025 is judged by the profile of 2025, and unknown to that of 2021."""

from typing import Any

import pytest

from specs.profile import load_profile

NEW = {
    "KenhThucHien": "9",
    "SoGiayToChuHoSo": 12,
    "NgayNopHoSo": "yesterday",
    "NgayTuChoi": "never",
    "NoiNopHoSo": "7",
    "HoSoCoThanhPhanSoHoa": "2",
    "TaiKhoanDuocXacThucVoiVNeID": "yes",
    "DuocThanhToanTrucTuyen": "9",
    "DinhDanhCHS": [{"LoaiDinhDanh": "3", "SoDinhDanh": "x"}],
    "DSKetNoiCSDL": [{"MaCSDL": 7}],
    "TaiLieuNop": [{"TepDinhKemId": "1", "DuocSoHoa": "9"}],
}


def properties(profile: str, part: str) -> set[str]:
    return set(load_profile("dvcqg", profile).operation("DongBoHoSoMC").request_schema["$defs"][part]["properties"])


def test_the_sets_differ_by_what_is_new() -> None:
    assert properties("dvcqg-2025", "Dossier") - properties("dvcqg-2021", "Dossier") == set(NEW) - {"TaiLieuNop"}
    assert properties("dvcqg-2021", "Dossier") < properties("dvcqg-2025", "Dossier")
    files = properties("dvcqg-2025", "SubmittedFile") - properties("dvcqg-2021", "SubmittedFile")
    assert files == {"DuocSoHoa", "DuocTaiSuDung", "DuocLayTuKhoDMQG", "MaKetQuaThayThe"}
    assert properties("dvcqg-2025", "ResultPaper") - properties("dvcqg-2021", "ResultPaper") == {"MaGiayToKetQua"}


@pytest.mark.parametrize("part", ["Dossier", "SubmittedFile", "ResultPaper"])
def test_what_is_unknown_to_2021_is_noted_there(part: str) -> None:
    schema = load_profile("dvcqg", "dvcqg-2021").operation("DongBoHoSoMC").request_schema["$defs"][part]
    for name in properties("dvcqg-2025", part) - properties("dvcqg-2021", part):
        assert name in schema["description"]


@pytest.mark.parametrize(("profile", "code"), [("dvcqg-2021", "0"), ("dvcqg-2025", "-1")])
def test_a_field_of_2025_is_judged_by_2025_only(start: Any, dossier: Any, profile: str, code: str) -> None:
    portal = start(profile=profile, lenient=False)
    portal.login()
    known = {name: value for name, value in dossier.items() if name != "KenhThucHien"}
    for number, field in enumerate(NEW):
        pushed = known | {"MaHoSo": f"H56.14-261122-{number:04d}", field: NEW[field]}
        assert portal.push(pushed).json()["error_code"] == code, field


@pytest.mark.parametrize(("profile", "code"), [("dvcqg-2021", "-1"), ("dvcqg-2025", "0")])
def test_kinds_of_owners_that_are_new(start: Any, dossier: Any, profile: str, code: str) -> None:
    portal = start(profile=profile, lenient=False)
    portal.login()
    for kind in ("3", "4"):
        pushed = dossier | {"MaHoSo": f"H56.14-261122-000{kind}", "LoaiDoiTuong": kind}
        assert portal.push(pushed).json()["error_code"] == code


def test_personal_data_in_fields_that_2021_does_not_know_is_redacted_all_the_same(start: Any, dossier: Any) -> None:
    portal = start(profile="dvcqg-2021")
    portal.login()
    number = "097199000018"
    portal.push(dossier | {"SoGiayToChuHoSo": number, "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": number}]})
    assert number not in str(portal.journal())


def test_services_that_are_new(start: Any) -> None:
    portal = start(profile="dvcqg-2021")
    assert portal.national.post("/share/kho-so-hoa", json={}).status_code == 404
