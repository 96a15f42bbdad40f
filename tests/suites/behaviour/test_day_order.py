"""What a day's dossiers look like from the portal: do all arrive, once, in order, with every act?"""

import pytest

from harness.checks.sequence import all_seen, each_preceded_by, number_is
from harness.checks.timing import arrived_within
from harness.judge import Judge
from tests.suites import portal
from tests.suites.scene import Scene

ACTS = [portal.ACCEPTED, portal.IN_PROCESS, portal.SUPPLEMENT, portal.FINISHED, portal.RETURNED]
"""The statuses that the acts on the counter's dossier give it."""


def _own(day: Scene) -> list[str]:
    """The parts whose code the province issued itself."""
    return [part for part in day.dossiers if part not in {"foreign", "fence"}]


@pytest.mark.verifies("CONN-002")
def test_a_valid_session_is_reused(day: Scene, judge: Judge) -> None:
    """A day of valid sessions needs one sign-in at most."""
    judge("CONN-002", number_is(day.exchanges, portal.login(), at_least=0, at_most=1, fence=day.fence))


@pytest.mark.verifies("SYNC-001")
def test_every_accepted_dossier_arrives_in_time(day: Scene, judge: Judge) -> None:
    """Every dossier that a clerk accepted is taken by the portal within the time that the supplier states."""
    codes = [day.dossiers[part] for part in _own(day)]
    taken = {"operation": portal.PUSH, "where": {"reply:/error_code": portal.SUCCESS}}

    judge("SYNC-001", all_seen(day.exchanges, taken, portal.DOSSIER, codes, fence=day.fence))
    for part in _own(day):
        pair = [day.accepting(part), day.pushed(part, answered=portal.SUCCESS)]
        judge("SYNC-001", arrived_within(pair, within_s=day.campaign.access.timers.sync_within_s))


@pytest.mark.verifies("SYNC-002")
def test_a_look_up_comes_before_each_push(day: Scene, judge: Judge) -> None:
    """Before each push the province asks whether the portal knows the dossier."""
    code = day.dossiers["counter"]

    judge("SYNC-002", each_preceded_by(day.about("counter"), portal.push(code), portal.look_up(code), fresh=True))


@pytest.mark.verifies("SYNC-003")
def test_progress_follows_the_accepted_dossier(day: Scene, judge: Judge) -> None:
    """Progress of a dossier is sent only after the portal has taken the dossier."""
    code = day.dossiers["counter"]

    judge("SYNC-003", each_preceded_by(day.about("counter"), portal.step(code), portal.accepted_push(code)))


@pytest.mark.verifies("SYNC-004")
@pytest.mark.parametrize("status", ACTS)
def test_the_portal_sees_the_status_of_each_act(day: Scene, judge: Judge, status: str) -> None:
    """Each act reaches the portal as the status that it gives the dossier, the request for more papers as 5."""
    code = day.dossiers["counter"]

    pointer = portal.row(code, "TrangThaiHoSo")

    judge("SYNC-004", all_seen(day.about("counter"), portal.accepted_push(code), pointer, [status], day.fence))


@pytest.mark.verifies("SYNC-009")
def test_each_dossier_is_added_once(day: Scene, judge: Judge) -> None:
    """A dossier is added once, however many acts follow."""
    added = portal.met(portal.push(day.dossiers["counter"], updating=portal.ADD))

    judge("SYNC-009", number_is(day.about("counter"), added, at_least=1, at_most=1, fence=day.fence))


@pytest.mark.verifies("SYNC-023")
def test_every_act_arrives_as_a_step(day: Scene, judge: Judge) -> None:
    """Every act of an officer is a step that the citizen can follow."""
    code = day.dossiers["counter"]
    pointer = portal.row(code, "TrangThai")

    judge("SYNC-023", all_seen(day.about("counter"), portal.step(code), pointer, ACTS, fence=day.fence))
