"""Due dates: counted in working days, stopped while the citizen is waited for, promised anew with an apology."""

import pytest

from harness.checks.fields import field_matches
from harness.checks.sequence import number_is
from harness.judge import Judge
from tests.suites import portal
from tests.suites.life_scene import LIMIT_DAYS, PROMISED, RECEIVED, WAITED_DAYS
from tests.suites.scene import Scene
from tests.suites.working_days import day_told, moment, on_day, working_day_after

DUE = "NgayHenTra"
FROM_TEN_ON = r"[0-9]{8}(?:1[0-9]|2[0-3])[0-9]{4}"


def _due_day(week: Scene, judge: Judge, requirement: str, part: str) -> None:
    """The due date falls on the third working day after the reception."""
    day = working_day_after(moment(RECEIVED[part]).date(), LIMIT_DAYS)

    judge(requirement, field_matches([week.pushed(part)], week.row(part, DUE), on_day(day)))


@pytest.mark.verifies("SYNC-044")
def test_weekends_do_not_count(week: Scene, judge: Judge) -> None:
    """A dossier of three days that comes on a Thursday is due on the Tuesday."""
    _due_day(week, judge, "SYNC-044", "before a weekend")


@pytest.mark.verifies("SYNC-045")
def test_public_holidays_do_not_count(week: Scene, judge: Judge) -> None:
    """A dossier that comes two days before Tết is due after Tết."""
    _due_day(week, judge, "SYNC-045", "before Tết")


@pytest.mark.verifies("SYNC-046")
@pytest.mark.parametrize("part", ["at 16:59", "after hours"], ids=["at-16-59", "after-hours"])
def test_the_day_of_reception_does_not_count(week: Scene, judge: Judge, part: str) -> None:
    """What comes in the last minute of the day, or after it, has its whole limit before it."""
    _due_day(week, judge, "SYNC-046", part)


@pytest.mark.verifies("SYNC-047")
def test_the_due_date_is_in_local_time(week: Scene, judge: Judge) -> None:
    """A dossier received at ten is due at ten or later, in Vietnam's time."""
    pushed = week.pushed("before a weekend")

    judge("SYNC-047", field_matches([pushed], week.row("before a weekend", DUE), FROM_TEN_ON))


def _later_by_the_pause(week: Scene, judge: Judge, requirement: str, part: str) -> None:
    """Once the dossier goes on, its due date is the first one and the working days that were waited."""
    first, after = week.pushed(part), week.pushed_last(part, status=portal.IN_PROCESS)
    day = working_day_after(day_told(first, week.row(part, DUE)), WAITED_DAYS)

    judge(requirement, field_matches([after], week.row(part, DUE), on_day(day)))


@pytest.mark.verifies("SYNC-048")
def test_a_supplement_stops_the_clock(week: Scene, judge: Judge) -> None:
    """The day that passes while the citizen looks for papers is not the office's."""
    _later_by_the_pause(week, judge, "SYNC-048", "waiting")


@pytest.mark.verifies("SYNC-056")
def test_a_financial_obligation_stops_the_clock(week: Scene, judge: Judge) -> None:
    """The day that passes while the citizen meets a financial obligation is not the office's."""
    _later_by_the_pause(week, judge, "SYNC-056", "owing")


@pytest.mark.verifies("SYNC-049")
def test_a_due_date_promised_anew_stays(week: Scene, judge: Judge) -> None:
    """The finished dossier bears the due date that was promised when its papers came."""
    pointer = week.row("waiting", DUE)
    promised = day_told(week.pushed_last("waiting", status=portal.IN_PROCESS), pointer)
    finished = week.pushed_last("waiting", status=portal.FINISHED)

    judge("SYNC-049", field_matches([finished], pointer, on_day(promised)))


@pytest.mark.verifies("SYNC-050")
def test_an_apology_names_another_day(week: Scene, judge: Judge) -> None:
    """The day that the letter of apology names is the due date that the portal shows."""
    pushed = week.pushed_last("excused")

    judge("SYNC-050", field_matches([pushed], week.row("excused", DUE), on_day(PROMISED.date())))


@pytest.mark.verifies("SYNC-051")
def test_a_late_dossier_is_not_finished_without_an_apology(week: Scene, judge: Judge) -> None:
    """An officer tries to finish a late dossier without a word: the portal sees no end of it."""
    finished = portal.push(week.dossiers["late"], status=portal.FINISHED)

    judge("SYNC-051", number_is(week.about("late"), finished, at_least=0, at_most=0, fence=week.fence))
