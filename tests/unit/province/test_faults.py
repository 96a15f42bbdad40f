"""The table of faults, and each fault that changes a message: it changes that and nothing else."""

import re
from copy import deepcopy
from dataclasses import fields
from typing import Any

import pytest

from harness.requirement import load_catalogue
from mocks.province.conduct import Conduct
from mocks.province.faults.catalogue import load_faults, read_fault
from mocks.province.faults.misconduct import AREAS, CHANGES, conduct_of
from mocks.province.portal.message import make_dossier, make_step
from mocks.province.records.dossier import REGISTER
from specs import FOLDER
from tests.unit.province.samples import NATIONAL, NOON, OWNER, make_dossier_with, make_paper

CATALOGUE = load_catalogue(FOLDER / "requirements")
LONG = "Đề nghị cấp lại giấy chứng nhận "
NOBODY = OWNER | {"identity": None}
BUSINESS = OWNER | {"kind": "business"}
MANY_FILES = [make_paper("A", files=3), make_paper("B", files=2)]
LONG_OFFICER = {"name": "Nguyễn Thị Quỳnh Như Hoàng Phương Đặng Trần", "title": "Chuyên viên", "department": "Một cửa"}
MARKED = make_paper("A", files=1) | {
    "files": [{"id": "A-0", "name": "Đơn đề nghị.pdf", "url": "https://kho.example/A-0"}]
}
PUSH, STEP, LOOK_UP = "DongBoHoSoMC", "CapNhatTienDoHoSoMC", "TraCuuHoSo"


def test_the_tables_and_the_changes_have_the_same_faults() -> None:
    assert sorted(row.name for row in load_faults()) == sorted(fault for area in AREAS for fault in area)


def test_each_row_says_what_its_fault_breaks() -> None:
    rows = load_faults()
    for row in rows:
        assert row.breaks
        assert len(row.obscures) <= 3
        assert all(name in CATALOGUE for name in (*row.breaks, *row.obscures))
        assert row.breaks[0].startswith(row.area)
        assert set(row.description) == {"vi", "en"}
        assert all(row.description.values())


def test_every_requirement_is_broken_by_a_fault() -> None:
    judged = {name for name, row in CATALOGUE.items() if row.part in {"run", "load"}}
    assert judged - {name for row in load_faults() for name in row.breaks} == set()


@pytest.mark.parametrize("fault", sorted(CHANGES))
def test_each_fault_changes_one_decision(fault: str) -> None:
    honest, faulty = Conduct(), conduct_of(fault)
    changed = [f.name for f in fields(Conduct) if getattr(honest, f.name) is not getattr(faulty, f.name)]
    assert len(changed) == 1


def test_no_fault_is_honest() -> None:
    assert conduct_of(None) == Conduct()


@pytest.mark.parametrize(
    ("name", "hint"),
    [("hammer", "hammers"), ("no-lookup", "no-look-up"), ("supplement-as-finish", "supplement-as-finished")],
)
def test_an_unknown_name_is_answered_with_close_ones(name: str, hint: str) -> None:
    with pytest.raises(ValueError, match=re.escape(hint)):
        read_fault(name)
    assert read_fault(hint) == hint


def test_a_name_like_no_other_is_refused_too() -> None:
    with pytest.raises(ValueError, match=r"no fault is named 'zzz'$"):
        read_fault("zzz")


def calls_of(*acts: str, **changes: Any) -> dict[str, dict[str, Any]]:
    """The bodies that an honest province sends after the last of these acts."""
    dossier = make_dossier_with(*acts, **changes)
    envelope = {"session": "s", "madonvi": "H56.14"}
    row = make_dossier(dossier, NATIONAL, agency_name="Trung tâm")
    return {
        LOOK_UP: envelope | {"service": LOOK_UP, "mahoso": dossier.code},
        PUSH: envelope | {"service": PUSH, "isUpdating": "False", "data": [row]},
        STEP: envelope | {"service": STEP, "data": [make_step(dossier)]},
    }


Told = tuple[str, str, Any]
GONE = object()


@pytest.mark.parametrize(
    ("fault", "acts", "changes", "told"),
    [
        ("no-agency-in-look-up", (), {}, (LOOK_UP, "madonvi", GONE)),
        ("supplement-as-finished", ("process",), {}, None),
        (
            "submitted-is-received",
            (),
            {"submitted_at": "2026-11-21T15:42:07+07:00"},
            (PUSH, "NgayNopHoSo", "20261122120005"),
        ),
        ("submitted-is-received", (), {}, None),
        (
            "twelve-hour-clock",
            (),
            {"submitted_at": "2026-11-21T15:42:07+07:00"},
            (PUSH, "NgayNopHoSo", "20261121034207"),
        ),
        (
            "twelve-hour-clock",
            (),
            {"submitted_at": "2026-11-21T00:42:07+07:00"},
            (PUSH, "NgayNopHoSo", "20261121124207"),
        ),
        ("twelve-hour-clock", (), {"submitted_at": "2026-11-21T09:42:07+07:00"}, None),
        ("utc-times", (), {}, (PUSH, "NgayTiepNhan", "20261122050005")),
        ("always-counter", (), {"channel": "online"}, (PUSH, "KenhThucHien", "1")),
        ("summary-cut-at-bytes", (), {"summary": (LONG * 40)[:1000]}, (PUSH, "TrichYeuHoSo", ...)),
        ("summary-cut-at-bytes", (), {}, None),
        ("note-dropped", (), {"note": "x" * 501}, (PUSH, "GhiChu", "")),
        ("note-dropped", (), {"note": "x" * 500}, None),
        ("officer-cut-at-bytes", (), {"officer": LONG_OFFICER}, (STEP, "NguoiXuLy", ...)),
        ("officer-cut-at-bytes", (), {}, None),
        ("first-file-only", (), {"papers": MANY_FILES}, (PUSH, "TaiLieuNop", ...)),
        ("first-file-only", (), {"papers": [make_paper("A", files=1)]}, None),
        ("supplement-without-list", ("supplement",), {}, (PUSH, "DanhSachHoSoBoSung", [])),
        ("no-result-papers", ("finish",), {}, (PUSH, "DanhSachGiayToKetQua", [])),
        ("vneid-always-0", (), {}, (PUSH, "TaiKhoanDuocXacThucVoiVNeID", "0")),
        ("place-always-provincial", (), {"submitted_via": "national-portal"}, (PUSH, "NoiNopHoSo", "2")),
        ("national-store-always-1", (), {}, (PUSH, "TaiLieuNop", ...)),
        ("no-field-name", (), {}, (PUSH, "TenLinhVuc", GONE)),
        ("returned-without-date", ("finish", "return"), {}, (PUSH, "NgayTra", GONE)),
        ("database-always-7", (), {"databases": ["3"]}, (PUSH, "DSKetNoiCSDL", [{"MaCSDL": "7"}])),
        ("own-procedure-name", (), {}, (PUSH, "TenTTHC", NATIONAL.name.upper())),
        (
            "placeholder-identity",
            (),
            {"owner": NOBODY},
            (PUSH, "DinhDanhCHS", [{"LoaiDinhDanh": "2", "SoDinhDanh": "000000001"}]),
        ),
        ("placeholder-identity", (), {}, None),
        ("business-as-citizen", (), {"owner": BUSINESS}, (PUSH, "LoaiDoiTuong", "1")),
        ("business-as-citizen", (), {"owner": OWNER | {"kind": "organisation"}}, None),
        ("closed-code", (), {}, (PUSH, "madonvi", "H22.14")),
        ("other-agency", (), {}, (PUSH, "madonvi", "H56.99")),
        ("phone-with-country-code", (), {}, (PUSH, "SoDienThoai", "+84900000000")),
        ("phone-with-country-code", (), {"owner": OWNER | {"phone": None}}, None),
        ("email-of-the-desk", (), {}, (PUSH, "Email", "motcua@example.com")),
        ("owner-number-as-figure", (), {}, (PUSH, "SoGiayToChuHoSo", "97090123456")),
        ("owner-number-as-figure", (), {"owner": NOBODY}, None),
        ("account-by-number", (), {}, (PUSH, "MaDoiTuong", "097090123456")),
        ("component-left-out", (), {}, (PUSH, "TaiLieuNop", ...)),
        ("file-name-without-marks", (), {"papers": [MARKED]}, (PUSH, "TaiLieuNop", ...)),
        ("file-name-without-marks", (), {}, None),
        ("files-told-as-deleted", (), {}, (PUSH, "TaiLieuNop", ...)),
        ("department-always-one-stop", (), {"officer": LONG_OFFICER}, (STEP, "PhongBanXuLy", "Bộ phận Một cửa")),
        ("content-as-status", ("process",), {}, (STEP, "NoiDungXuLy", "Đang xử lý")),
        ("content-as-status", ("refuse",), {"first": REGISTER}, None),
    ],
)
def test_a_wrong_message_is_wrong_in_that_and_nothing_else(
    fault: str, acts: tuple[str, ...], changes: dict[str, Any], told: Told | None
) -> None:
    distort = conduct_of(fault).distort
    for operation, honest in calls_of(*acts, **changes).items():
        before = deepcopy(honest)
        sent = distort(operation, honest)
        assert honest == before
        differing = list(_differences(honest, sent))
        if told is None or operation != told[0]:
            assert differing == []
        else:
            assert [name for name, _ in differing] == [told[1]]
            assert told[2] is ... or differing[0][1] == told[2]


def _differences(honest: dict[str, Any], sent: dict[str, Any]) -> Any:
    rows = [(honest, sent), *zip(honest.get("data", []), sent.get("data", []), strict=True)]
    for before, after in rows:
        for name in before.keys() | after.keys():
            if name != "data" and before.get(name, GONE) != after.get(name, GONE):
                yield name, after.get(name, GONE)


def test_a_request_for_more_papers_is_told_as_a_dated_end() -> None:
    honest = calls_of("supplement")[PUSH]
    sent = conduct_of("supplement-as-finished").distort(PUSH, honest)
    assert dict(_differences(honest, sent)) == {"TrangThaiHoSo": "9", "NgayKetThucXuLy": "20261122120205"}


@pytest.mark.parametrize(
    ("fault", "field", "told"),
    [
        ("component-left-out", "MaThanhPhanHoSo", None),
        ("file-name-without-marks", "TenTepDinhKem", "Don de nghi.pdf"),
        ("files-told-as-deleted", "IsDeleted", "True"),
    ],
)
def test_a_file_is_told_wrongly_in_one_field(fault: str, field: str, told: str | None) -> None:
    honest = calls_of(papers=[MARKED])[PUSH]
    (file,) = honest["data"][0]["TaiLieuNop"]
    assert conduct_of(fault).distort(PUSH, honest)["data"][0]["TaiLieuNop"] == [file | {field: told}]


def test_texts_cut_at_bytes_lose_characters_but_stay_text() -> None:
    summary = (LONG * 40)[:1000]
    sent = conduct_of("summary-cut-at-bytes").distort(PUSH, calls_of(summary=summary)[PUSH])
    told = sent["data"][0]["TrichYeuHoSo"]
    assert summary.startswith(told)
    assert 996 < len(told.encode()) <= 1000


def test_the_first_file_of_each_component_stays() -> None:
    sent = conduct_of("first-file-only").distort(PUSH, calls_of(papers=MANY_FILES)[PUSH])
    assert [row["TepDinhKemId"] for row in sent["data"][0]["TaiLieuNop"]] == ["A-0", "B-0"]


@pytest.mark.parametrize(
    ("fault", "code"), [("free-form-code", "HS-2026-000007"), ("old-era-code", "000.00.14.H56-261122-0007")]
)
def test_wrong_codes(fault: str, code: str) -> None:
    conduct = conduct_of(fault)
    assert conduct.make_code("H56.14", NOON.date(), 7) == code
    assert conduct.keep_code("G09.20-20260609-0092637") == "G09.20-20260609-0092637"


def test_a_suffixed_code_is_no_longer_the_one_that_came() -> None:
    conduct = conduct_of("suffixed-foreign-code")
    assert conduct.keep_code("G09.20-20260609-0092637") == "G09.20-20260609-0092637-0001"
    assert conduct.make_code("H56.14", NOON.date(), 7) == "H56.14-261122-0007"
