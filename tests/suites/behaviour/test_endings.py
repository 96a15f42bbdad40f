"""What may become of a dossier beside its result: withdrawn, stopped, held up by money; papers that come later."""

import pytest

from harness.checks.fields import same_value, values_are
from harness.checks.sequence import all_seen, number_is
from harness.checks.timing import local_time_is_near
from harness.judge import Judge
from tests.suites import office, portal
from tests.suites.scene import Scene

STATUS = "TrangThaiHoSo"
OTHERS = [portal.ACCEPTED, portal.IN_PROCESS, portal.SUPPLEMENT, portal.OBLIGED, portal.FINISHED, portal.RETURNED]


def _told(endings: Scene, judge: Judge, requirement: str, *, part: str, status: str) -> None:
    pushes = portal.accepted_push(endings.dossiers[part])

    judge(requirement, all_seen(endings.about(part), pushes, endings.row(part, STATUS), [status], endings.fence))


@pytest.mark.verifies("SYNC-052")
def test_a_withdrawal_is_told_as_one(endings: Scene, judge: Judge) -> None:
    """The citizen takes the dossier back: the portal sees 7."""
    _told(endings, judge, "SYNC-052", part="withdrawn", status=portal.WITHDRAWN)


@pytest.mark.verifies("SYNC-053")
def test_a_stop_is_told_as_one(endings: Scene, judge: Judge) -> None:
    """The office stops: the portal sees 8, and no result."""
    _told(endings, judge, "SYNC-053", part="stopped", status=portal.STOPPED)


@pytest.mark.verifies("SYNC-055")
def test_a_financial_obligation_is_told_as_one(endings: Scene, judge: Judge) -> None:
    """The citizen has something to pay first: the portal sees 6."""
    _told(endings, judge, "SYNC-055", part="owing", status=portal.OBLIGED)


@pytest.mark.verifies("SYNC-054")
def test_nothing_follows_a_withdrawal(endings: Scene, judge: Judge) -> None:
    """An officer tries to go on with what was withdrawn: the portal hears no other status."""
    withdrawn = endings.acts["withdrawn"][-1].exchange
    after = [exchange for exchange in endings.about("withdrawn") if exchange.started >= withdrawn.ended]
    others = portal.push(endings.dossiers["withdrawn"], status=OTHERS)

    judge("SYNC-054", number_is(after, others, at_least=0, at_most=0, fence=endings.fence))


@pytest.mark.verifies("SYNC-057")
def test_papers_that_come_later_stand_beside_the_first(endings: Scene, judge: Judge) -> None:
    """The files of the application and those of the supplement are all named to the portal."""
    first = [file["id"] for paper in endings.told["supplied"]["papers"] for file in paper["files"]]
    supplied = endings.acts["supplied"][2].exchange.body["handed_in"]
    later = [file["id"] for paper in supplied for file in paper["files"]]
    pushed = endings.pushed_last("supplied", status=portal.IN_PROCESS)

    judge("SYNC-057", values_are(pushed, endings.row("supplied", "TaiLieuNop/*/TepDinhKemId"), [*first, *later]))


@pytest.mark.verifies("SYNC-058")
def test_papers_that_come_later_are_receipted(endings: Scene, judge: Judge) -> None:
    """The portal is told when the papers came that were asked for, who took them and what was said of them."""
    pair = [endings.acts["supplied"][2].exchange, endings.pushed_last("supplied", status=portal.IN_PROCESS)]
    row = endings.row("supplied", "DanhSachHoSoBoSung/*")

    when = local_time_is_near(pair, f"{row}/NgayTiepNhanBoSung", within_s=office.CLOCKS_AGREE_WITHIN_S)
    judge("SYNC-058", when)
    judge("SYNC-058", same_value(pair, ["/officer/name", f"{row}/NguoiTiepNhanBoSung"]))
    judge("SYNC-058", same_value(pair, ["/content", f"{row}/ThongTinTiepNhan"]))
