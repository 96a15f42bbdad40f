"""What may become of a dossier beside its result: withdrawn, stopped, held up by money; papers that come later."""

import pytest

from harness.checks.fields import field_matches, values_are
from harness.checks.sequence import all_seen, number_is
from harness.judge import Judge
from tests.suites import portal
from tests.suites.scene import Scene

STATUS = "TrangThaiHoSo"
OTHERS = [portal.ACCEPTED, portal.IN_PROCESS, portal.SUPPLEMENT, portal.OBLIGED, portal.FINISHED, portal.RETURNED]


def _told(week: Scene, judge: Judge, requirement: str, *, part: str, status: str) -> None:
    pushes = portal.accepted_push(week.dossiers[part])

    judge(requirement, all_seen(week.about(part), pushes, week.row(part, STATUS), [status], week.fence))


@pytest.mark.verifies("SYNC-052")
def test_a_withdrawal_is_told_as_one(week: Scene, judge: Judge) -> None:
    """The citizen takes the dossier back: the portal sees 7."""
    _told(week, judge, "SYNC-052", part="withdrawn", status=portal.WITHDRAWN)


@pytest.mark.verifies("SYNC-053")
def test_a_stop_is_told_as_one(week: Scene, judge: Judge) -> None:
    """The office stops: the portal sees 8, and no result."""
    _told(week, judge, "SYNC-053", part="stopped", status=portal.STOPPED)


@pytest.mark.verifies("SYNC-055")
def test_a_financial_obligation_is_told_as_one(week: Scene, judge: Judge) -> None:
    """The citizen has something to pay first: the portal sees 6."""
    _told(week, judge, "SYNC-055", part="owing", status=portal.OBLIGED)


@pytest.mark.verifies("SYNC-054")
def test_nothing_follows_a_withdrawal(week: Scene, judge: Judge) -> None:
    """An officer tries to go on with what was withdrawn: the portal hears no other status."""
    withdrawn = week.acts["withdrawn"][-1].exchange
    after = [exchange for exchange in week.about("withdrawn") if exchange.started >= withdrawn.ended]
    others = portal.push(week.dossiers["withdrawn"], status=OTHERS)

    judge("SYNC-054", number_is(after, others, at_least=0, at_most=0, fence=week.fence))


@pytest.mark.verifies("SYNC-057")
def test_papers_that_come_later_stand_beside_the_first(week: Scene, judge: Judge) -> None:
    """The files of the application and those of the supplement are all named to the portal."""
    first = [file["id"] for paper in week.told["waiting"]["papers"] for file in paper["files"]]
    supplied = week.acts["waiting"][2].exchange.body["handed_in"]
    later = [file["id"] for paper in supplied for file in paper["files"]]
    pushed = week.pushed_last("waiting", status=portal.IN_PROCESS)

    judge("SYNC-057", values_are(pushed, week.row("waiting", "TaiLieuNop/*/TepDinhKemId"), [*first, *later]))


@pytest.mark.verifies("SYNC-058")
def test_papers_that_come_later_are_receipted(week: Scene, judge: Judge) -> None:
    """The portal is told when the papers came that were asked for."""
    pushed = week.pushed_last("waiting", status=portal.IN_PROCESS)
    pointer = week.row("waiting", "DanhSachHoSoBoSung/*/NgayTiepNhanBoSung")

    judge("SYNC-058", field_matches([pushed], pointer, "20260304[0-9]{6}"))
