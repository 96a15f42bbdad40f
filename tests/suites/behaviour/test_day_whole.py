"""Every field of a day's dossiers and steps against what the office entered: is anything lost or changed on the way?"""

import pytest

from harness.checks.fields import field_is, same_value
from harness.checks.pattern import some
from harness.checks.timing import local_time_is_near
from harness.errors import Inconclusive
from harness.exchange import Exchange
from harness.judge import Judge
from harness.verdict import Code
from specs.profile import load_profile
from tests.suites import portal
from tests.suites.office import CLOCKS_AGREE_WITHIN_S
from tests.suites.scene import Scene

PROCESSING, ASKING, FINISHING = 1, 2, 4
"""The acts on the counter's dossier, by number: an officer takes it up, asks for papers, finishes it."""


def _step(day: Scene, status: str) -> Exchange:
    """The first step of the counter's dossier with this status; Inconclusive(NO_TRAFFIC) where there is none."""
    wanted = portal.step(day.dossiers["counter"])
    where = {**wanted["where"], day.row("counter", "TrangThai"): status}
    return some(day.calls("counter"), {**wanted, "where": where})[0]


@pytest.mark.verifies("SYNC-100")
@pytest.mark.parametrize(
    ("told", "sent"),
    [
        ("/owner/name", "ChuHoSo"),
        ("/owner/identity/number", "SoGiayToChuHoSo"),
        ("/owner/phone", "SoDienThoai"),
        ("/owner/email", "Email"),
    ],
)
def test_the_owner_is_told_as_entered(day: Scene, judge: Judge, told: str, sent: str) -> None:
    """Name, number, telephone and e-mail of the owner are those that the clerk entered."""
    judge("SYNC-100", same_value([day.accepting("counter"), day.pushed("counter")], [told, day.row("counter", sent)]))


@pytest.mark.verifies("SYNC-100")
def test_the_owners_account_is_told(day: Scene, judge: Judge) -> None:
    """MaDoiTuong is the account of an owner who signed in with a verified one."""
    if "online" in day.dossiers and day.told["online"]["owner"]["account"]:
        pair = [day.accepting("online"), day.pushed("online")]
        judge("SYNC-100", same_value(pair, ["/owner/account", day.row("online", "MaDoiTuong")]))
    judge("SYNC-100", field_is(day.pushed("counter"), day.row("counter", "MaDoiTuong"), None))


@pytest.mark.verifies("SYNC-101")
@pytest.mark.parametrize(
    ("told", "sent"),
    [
        ("/papers/*/component", "MaThanhPhanHoSo"),
        ("/papers/*/files/*/name", "TenTepDinhKem"),
        ("/papers/*/files/*/url", "DuongDanTaiTepTin"),
    ],
)
def test_a_file_is_told_as_entered(day: Scene, judge: Judge, told: str, sent: str) -> None:
    """A file goes out with the component that it belongs to, its name and its address."""
    pair = [day.accepting("business"), day.pushed("business")]

    judge("SYNC-101", same_value(pair, [told, day.row("business", f"TaiLieuNop/*/{sent}")]))


@pytest.mark.verifies("SYNC-101")
def test_a_file_that_stands_is_not_told_as_deleted(day: Scene, judge: Judge) -> None:
    """IsDeleted is False for a file that was handed in and not taken back."""
    judge("SYNC-101", field_is(day.pushed("business"), day.row("business", "TaiLieuNop/*/IsDeleted"), "False"))


@pytest.mark.verifies("SYNC-102")
@pytest.mark.parametrize("field", ["TaiLieuNop/*/DuocSoHoa", "HoSoCoThanhPhanSoHoa"])
def test_digitised_papers_are_told_as_digitised(day: Scene, judge: Judge, field: str) -> None:
    """A digitised paper is 1 by itself, and so is the dossier that has one."""
    judge("SYNC-102", field_is(day.pushed("business"), day.row("business", field), "1"))


@pytest.mark.verifies("SYNC-103")
@pytest.mark.parametrize(
    ("told", "sent"), [("name", "TenGiayTo"), ("url", "DuongDanTepTinKetQua"), ("component", "MaGiayToKetQua")]
)
def test_a_result_is_told_as_entered(day: Scene, judge: Judge, told: str, sent: str) -> None:
    """A result paper goes out with its name and its address."""
    pair = [day.acts["counter"][FINISHING].exchange, day.pushed_last("counter")]

    judge("SYNC-103", same_value(pair, [f"/results/*/{told}", day.row("counter", f"DanhSachGiayToKetQua/*/{sent}")]))


@pytest.mark.verifies("SYNC-104")
@pytest.mark.parametrize(
    ("told", "sent"),
    [("/officer/title", "ChucDanh"), ("/officer/department", "PhongBanXuLy"), ("/content", "NoiDungXuLy")],
)
def test_a_step_is_told_as_entered(day: Scene, judge: Judge, told: str, sent: str) -> None:
    """A step goes out with the officer's title and department and with what was decided."""
    pair = [day.acts["counter"][PROCESSING].exchange, _step(day, portal.IN_PROCESS)]

    judge("SYNC-104", same_value(pair, [told, day.row("counter", sent)]))


@pytest.mark.verifies("SYNC-105")
def test_a_step_is_dated(day: Scene, judge: Judge) -> None:
    """ThoiDiemXuLy is the instant of the act; NgayKetThucTheoQuyDinh is the due date that the dossier bears."""
    step = _step(day, portal.ACCEPTED)
    pair = [day.accepting("counter"), step]
    due = [day.row("counter", "NgayHenTra"), day.row("counter", "NgayKetThucTheoQuyDinh")]

    for field in ("ThoiDiemXuLy", "NgayBatDau"):
        judge("SYNC-105", local_time_is_near(pair, day.row("counter", field), within_s=CLOCKS_AGREE_WITHIN_S))
    judge("SYNC-105", same_value([day.pushed("counter"), step], due))


@pytest.mark.verifies("SYNC-106")
@pytest.mark.parametrize(
    ("told", "sent"), [("/officer/name", "NguoiYeuCauBoSung"), ("/papers/*/name", "DanhSachGiayToBoSung/*/TenGiayTo")]
)
def test_who_asks_for_papers_and_for_which_is_told(day: Scene, judge: Judge, told: str, sent: str) -> None:
    """A request for more papers names the officer who asks, the moment, and each paper."""
    pair = [day.acts["counter"][ASKING].exchange, day.pushed_last("counter")]
    at = day.row("counter", "DanhSachHoSoBoSung/*")

    judge("SYNC-106", same_value(pair, [told, f"{at}/{sent}"]))
    judge("SYNC-106", local_time_is_near(pair, f"{at}/NgayBoSung", within_s=CLOCKS_AGREE_WITHIN_S))


@pytest.mark.verifies("SYNC-107")
def test_the_unit_is_named_as_the_portal_names_it(day: Scene, judge: Judge) -> None:
    """DonViXuLy is the name that the national catalogue gives the stated agency."""
    rows = load_profile(portal.SYSTEM, day.campaign.profiles[portal.SYSTEM]).table("catalogue")["agency"]
    names = [row["TENDONVI"] for row in rows if row["MADONVI"] == day.campaign.access.agency]
    if not names:
        raise Inconclusive(Code.INSUFFICIENT_DATA, f"the catalogue has no agency {day.campaign.access.agency}")

    judge("SYNC-107", field_is(day.pushed("counter"), day.row("counter", "DonViXuLy"), names[0]))
