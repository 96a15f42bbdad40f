"""What the portal sends, read once at the edge."""

import pytest

from mocks.province.intake.message import KINDS, Messages, NotTaken
from tests.unit.province.intake.messages import CODE, filed


def test_a_message_becomes_the_dossier_that_the_citizen_filed() -> None:
    body = Messages().read(filed())
    assert (body["code"], body["channel"], body["submitted_via"]) == (CODE, "online", "national-portal")
    assert body["submitted_at"] == "2026-11-22T20:30:15+07:00"
    assert body["owner"]["identity"] == {"number": "097090123456"}
    assert body["owner"]["vneid_verified"] is None
    assert [(paper["component"], paper["files"][0]["name"]) for paper in body["papers"]] == [
        ("KQ.01", "to-khai.pdf"),
        ("", "giay-chung-sinh.pdf"),
    ]


@pytest.mark.parametrize(("code", "kind"), KINDS.items())
def test_kinds_of_owner(code: str, kind: str) -> None:
    assert Messages().read(filed(LoaiDoiTuong=code, SoGiayToChuHoSo=None))["owner"]["kind"] == kind


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"[]",
        filed(MaHoSo=""),
        filed(NgayNopHoSo="2026-11-22"),
        filed(NgayNopHoSo="20261322203015"),
        filed(LoaiDoiTuong="3"),
        filed(LoaiHoSo="2"),
        filed(TaiLieuNop=[{}]),
    ],
    ids=["broken", "list", "no-code", "no-time", "no-month", "unknown-owner", "promotion-notice", "no-file-name"],
)
def test_what_is_no_dossier_is_not_taken_and_nothing_of_it_repeated(raw: bytes) -> None:
    with pytest.raises(NotTaken) as refusal:
        Messages().read(raw)
    assert "Giả Định" not in str(refusal.value)
