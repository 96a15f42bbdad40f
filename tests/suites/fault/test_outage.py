"""The portal is away for a while and comes back (interfaces §9, Q13 and Q22)."""

import pytest

from harness.checks.sequence import all_seen, arrive_in_order
from harness.checks.timing import pauses_grow
from harness.judge import Judge
from tests.suites import portal
from tests.suites.scene import Scene

STEPS = [portal.ACCEPTED, portal.IN_PROCESS, portal.FINISHED]


@pytest.mark.verifies("CONN-008")
def test_retries_pause_longer_and_longer(away: Scene, judge: Judge) -> None:
    """While the portal is away, attempts pause at least as long as stated, and longer each time."""
    first_pause_s = away.campaign.access.timers.first_pause_s

    judge("CONN-008", pauses_grow(away.about("one step"), portal.ATTEMPT, first_pause_s))


@pytest.mark.verifies("SYNC-005")
def test_steps_arrive_in_their_order(away: Scene, judge: Judge) -> None:
    """Three steps that waited for the portal arrive in the order in which they were taken."""
    pushes = portal.accepted_push(away.dossiers["three steps"])
    pointer = away.row("three steps", "TrangThaiHoSo")

    judge("SYNC-005", arrive_in_order(away.about("three steps"), pushes, pointer, STEPS))


@pytest.mark.verifies("SYNC-008")
@pytest.mark.parametrize(("part", "statuses"), [("one step", STEPS[:1]), ("three steps", STEPS)], ids=["one", "three"])
def test_the_backlog_drains(away: Scene, judge: Judge, part: str, statuses: list[str]) -> None:
    """When the portal is back, everything that waited arrives: nothing is lost."""
    pattern = portal.accepted_push(away.dossiers[part])

    judge("SYNC-008", all_seen(away.about(part), pattern, away.row(part, "TrangThaiHoSo"), statuses, fence=away.fence))
