"""Scenes of one dossier while the portal answers in a way of its own."""

from typing import Any

from harness.campaign import Campaign
from tests.suites import portal
from tests.suites.misbehaviour import misbehaving
from tests.suites.scene import Scene, open_scene


def spelled(campaign: Campaign, spelling: object) -> Scene:
    """One dossier while the portal spells success so."""
    return _answered(campaign, "spelling", error_code=spelling)


def worded(campaign: Campaign, message: str) -> Scene:
    """One dossier while the portal words success so."""
    return _answered(campaign, "wording", message=message)


def _answered(campaign: Campaign, name: str, **arguments: Any) -> Scene:
    scene = open_scene(campaign)
    with misbehaving(campaign, name, **arguments):
        code = scene.accept("answered so")
        within = campaign.access.timers.sync_within_s
        scene.until(portal.accepted_step(code), within=within, reason="its progress arrives")
    scene.close()
    return scene
