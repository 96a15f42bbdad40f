"""Scenes in which the portal misbehaves. Each is played once, and the portal is honest again when it is over."""

from contextlib import ExitStack

import pytest

from harness.campaign import Campaign
from harness.checks.pattern import select
from tests.suites import office, portal
from tests.suites.misbehaviour import misbehaving
from tests.suites.scene import Scene, open_scene

REFUSAL = "9"
EXISTS = "3"
WAITING = 4
"""Dossiers that wait when a session has expired."""


@pytest.fixture(scope="session")
def expiry(connected: Scene, campaign: Campaign) -> Scene:
    """The portal forgets every session while several dossiers wait."""
    scene = open_scene(campaign)
    scene.pco.command("POST", "/sessions/expire")
    parts = [f"waiting {number}" for number in range(WAITING)]
    for part in parts:
        scene.accept(part)
    for part in parts:
        scene.until_synced(part, portal.ACCEPTED)
    scene.close()
    return scene


@pytest.fixture(scope="session")
def refusal(connected: Scene, campaign: Campaign) -> Scene:
    """The portal refuses a dossier until the province has heard a refusal, then is honest again."""
    scene, within = open_scene(campaign), campaign.access.timers.sync_within_s
    message = "Hệ thống bận, vui lòng thử lại sau"
    with misbehaving(campaign, "refuse", portal.PUSH, error_code=REFUSAL, message=message):
        refused = portal.push(scene.accept("refused"), answered=REFUSAL)
        scene.until(refused, within=within, reason="a push is refused")
    scene.until_synced("refused", portal.ACCEPTED)
    scene.close()
    return scene


@pytest.fixture(scope="session")
def late_answer(connected: Scene, campaign: Campaign) -> Scene:
    """The portal takes a push and answers after the province has stopped waiting."""
    scene = open_scene(campaign)
    delay = campaign.access.timers.read_timeout_s * 1.5
    with misbehaving(campaign, "answer-late", portal.PUSH, times=1, delay_s=delay):
        code = scene.accept("unanswered")
        within = campaign.access.timers.sync_within_s + delay
        scene.until(portal.accepted_step(code), within=within, reason="progress of the unanswered dossier")
    scene.close()
    return scene


def _existing(campaign: Campaign, message: str | None) -> Scene:
    scene = open_scene(campaign)
    code = scene.accept("known")
    scene.until_synced("known", portal.ACCEPTED)
    campaign.quiescence()
    with ExitStack() as portal_misbehaves:
        if message is not None:
            wording = misbehaving(campaign, "exists-wording", portal.PUSH, needed=False, message=message)
            portal_misbehaves.enter_context(wording)
        portal_misbehaves.enter_context(misbehaving(campaign, "look-up-blind", portal.LOOK_UP, needed=False))
        scene.do("known", "process")
        within = campaign.access.timers.sync_within_s
        wanted = portal.accepted_push(code, status=portal.IN_PROCESS, updating=portal.UPDATE)
        scene.until(wanted, within=within, reason="the existing dossier is updated")
    scene.close()
    return scene


@pytest.fixture(scope="session")
def existing(connected: Scene, campaign: Campaign) -> Scene:
    """A look-up says that a dossier is not there, and the portal answers its add with "already exists"."""
    return _existing(campaign, None)


@pytest.fixture(scope="session")
def existing_in_other_words(connected: Scene, campaign: Campaign) -> Scene:
    """The same, and the portal says it in other words."""
    return _existing(campaign, "Trùng mã hồ sơ trong hệ thống")


@pytest.fixture(scope="session")
def away(connected: Scene, campaign: Campaign) -> Scene:
    """The portal is away while dossiers are accepted and processed, then comes back."""
    scene, timers = open_scene(campaign), campaign.access.timers
    with misbehaving(campaign, "unavailable", "*", status=503):
        scene.accept("one step")
        scene.accept("three steps")
        scene.do("three steps", "process")
        scene.do("three steps", "finish", results=[office.result(campaign.rng)])

        def five_attempts(left: float) -> bool | None:
            attempts = len(select(scene.about("one step"), portal.ATTEMPT))
            if attempts < 5:
                scene.pco.read(wait=min(left, 0.2))
            return True if attempts >= 5 else None

        campaign.wait_at_most(
            five_attempts,
            within=20 * timers.first_pause_s + timers.sync_within_s,
            reason="five attempts while the portal is away",
        )
    scene.until_synced("one step", portal.ACCEPTED)
    for status in (portal.ACCEPTED, portal.IN_PROCESS, portal.FINISHED):  # in whatever order they come
        scene.until_synced("three steps", status)
    scene.close()
    return scene


@pytest.fixture(scope="session")
def whole_campaign(connected: Scene, campaign: Campaign) -> Scene:
    """Everything from the beginning of the campaign to a fence of now."""
    scene = Scene(campaign, 0)
    scene.close()
    return scene
