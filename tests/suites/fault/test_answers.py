"""Answers of the portal that real clients misread (interfaces §9, Q3 to Q5)."""

import pytest

from harness.campaign import Campaign
from harness.checks.sequence import all_seen, each_preceded_by, followed_by, number_is
from harness.judge import Judge
from tests.suites import portal
from tests.suites.answers import spelled, worded
from tests.suites.fault.conftest import EXISTS, REFUSAL
from tests.suites.portal import Pattern
from tests.suites.scene import Scene

PART = "answered so"


def _taken_at_once(scene: Scene, judge: Judge, requirement: str, reply: Pattern) -> None:
    """The answer was understood: the dossier was sent once, met this very answer, and so did its progress."""
    code, about = scene.dossiers[PART], scene.about(PART)
    answered = [{**kind(code), "where": {**kind(code)["where"], **reply}} for kind in (portal.push, portal.step)]
    for pattern in (*answered, portal.heard(portal.push(code))):
        judge(requirement, number_is(about, pattern, at_least=1, at_most=1, fence=scene.fence))


@pytest.mark.verifies("CONN-005")
@pytest.mark.parametrize("spelling", [0, "00"], ids=["number-0", "text-00"])
def test_success_is_understood_however_it_is_spelt(
    connected: Scene, campaign: Campaign, judge: Judge, spelling: object
) -> None:
    """error_code 0 and "00" are success as "0" is: nothing is sent again, and the progress follows."""
    _taken_at_once(spelled(campaign, spelling), judge, "CONN-005", {"reply:/error_code": spelling})


@pytest.mark.verifies("CONN-006")
@pytest.mark.parametrize("message", ["OK", "Đã tiếp nhận", ""], ids=["english", "other-words", "empty"])
def test_success_is_understood_however_it_is_worded(
    connected: Scene, campaign: Campaign, judge: Judge, message: str
) -> None:
    """The code decides, not the words of the message."""
    _taken_at_once(worded(campaign, message), judge, "CONN-006", {"reply:/message": message})


@pytest.mark.verifies("CONN-007")
def test_a_refused_push_is_sent_again(refusal: Scene, judge: Judge) -> None:
    """A push that the portal refused is not taken for success: it is sent until the portal takes it."""
    code = refusal.dossiers["refused"]
    refused = portal.push(code, answered=REFUSAL)

    judge("CONN-007", followed_by(refusal.about("refused"), refused, portal.accepted_push(code), refusal.fence))


@pytest.mark.verifies("SYNC-003")
def test_no_progress_of_a_refused_dossier(refusal: Scene, judge: Judge) -> None:
    """While the portal refuses a dossier, its progress is not sent."""
    code = refusal.dossiers["refused"]

    judge("SYNC-003", each_preceded_by(refusal.about("refused"), portal.step(code), portal.accepted_push(code)))


@pytest.mark.verifies("SYNC-006")
def test_an_unanswered_push_is_looked_up_first(late_answer: Scene, judge: Judge) -> None:
    """The portal took the push and answered too late: before it is repeated, the province looks whether it is there."""
    code = late_answer.dossiers["unanswered"]
    about = late_answer.about("unanswered")
    unanswered = {"operation": portal.PUSH, "where": {portal.DOSSIER: code, "reply:/error_code": None}}

    judge("SYNC-006", followed_by(about, unanswered, portal.look_up(code), late_answer.fence))
    judge("SYNC-006", each_preceded_by(about, portal.push(code), portal.look_up(code), fresh=True))


@pytest.mark.verifies("SYNC-007")
def test_an_existing_dossier_is_updated(existing: Scene, judge: Judge) -> None:
    """The answer "already exists" to an add leads to an update with the same content: nothing is lost."""
    _updated(existing, judge, "SYNC-007")


@pytest.mark.verifies("SYNC-024")
def test_an_existing_dossier_is_known_by_code(existing_in_other_words: Scene, judge: Judge) -> None:
    """The same, when the portal says "already exists" in other words."""
    _updated(existing_in_other_words, judge, "SYNC-024")


def _updated(scene: Scene, judge: Judge, requirement: str) -> None:
    code, about = scene.dossiers["known"], scene.about("known")
    refused = portal.push(code, updating=portal.ADD, answered=EXISTS)
    updates = portal.accepted_push(code, updating=portal.UPDATE)

    judge(requirement, followed_by(about, refused, updates, scene.fence))
    judge(requirement, all_seen(about, updates, portal.row(code, "TrangThaiHoSo"), [portal.IN_PROCESS], scene.fence))
