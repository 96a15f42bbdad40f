"""A scene of dossiers that citizens file on the portal: sent, sent again, taken in, refused."""

from dataclasses import dataclass
from typing import Any

import pytest

from harness.campaign import Campaign
from harness.checks.pattern import matches
from harness.errors import Inconclusive
from harness.exchange import Exchange, Json, reached
from harness.verdict import Code
from tests.suites import portal
from tests.suites.scene import Scene, open_scene

TO_DISK_S = 3.0
"""How long the scene waits for a dossier that was acknowledged and is not shown; longer than any promise."""
REASON = "Hồ sơ thiếu đơn đề nghị có chữ ký của người nộp"


@dataclass
class Filed:
    """What happened: `codes` the portal's codes by part, `views` what the province showed when."""

    scene: Scene
    codes: dict[str, str]
    views: dict[str, Exchange]

    def row(self, part: str, field: str) -> str:
        """Pointer to a field of this part's dossier among those that wait."""
        return f"reply:/dossiers/[portal_code={self.codes[part]}]/{field}"


@pytest.fixture(scope="session")
def filed(connected: Scene, campaign: Campaign) -> Filed:
    """Two citizens file a dossier: one is taken in after the portal has repeated it, the other is refused."""
    if campaign.access.inbound is None:
        raise Inconclusive(Code.PRECONDITION, "the target file names no address at which the portal calls the province")
    story = Filed(open_scene(campaign), {}, {})
    for part in ("taken in", "refused"):
        _send(story, part, _file(story, part))
        story.views[f"{part} at once"] = _view(story)
        _until_shown(story, part)
    _send(story, "taken in", story.codes["taken in"])
    story.views["repeated"] = _view(story)
    _decide(story, "taken in", "take-in", portal.ACCEPTED)
    _decide(story, "refused", "refuse", portal.REFUSED, content=REASON)
    story.scene.close()
    return story


def _file(story: Filed, part: str) -> str:
    agency = story.scene.campaign.access.agency
    made: Json = story.scene.pco.command("POST", "/online-dossiers/create", {"MaDonVi": agency})
    story.codes[part] = str(made["MaHoSo"])
    return story.codes[part]


def _send(story: Filed, part: str, code: str) -> None:
    """The portal sends a dossier. Raises Inconclusive(PRECONDITION) where the province does not acknowledge it."""
    scene = story.scene
    mark = len(scene.pco.exchanges)
    scene.pco.command("POST", "/online-dossiers/send", {"MaHoSo": code})
    taken = {**portal.filed(code), "where": {**portal.filed(code)["where"], "reply:/error_code": portal.SUCCESS}}

    def acknowledged(left: float) -> bool | None:
        scene.pco.read(wait=min(left, 0.2))
        return True if any(matches(exchange, taken) for exchange in scene.pco.exchanges[mark:]) else None

    within = scene.campaign.access.timers.sync_within_s
    if scene.campaign.wait_at_most(acknowledged, within=within, reason=f"{part} is acknowledged") is None:
        raise Inconclusive(Code.PRECONDITION, f"the province did not acknowledge the online dossier {code}")


def _view(story: Filed) -> Exchange:
    return story.scene.campaign.upper_tester.view("registered").exchange


def _until_shown(story: Filed, part: str) -> None:
    """Go on once the province shows the dossier, and keep the code under which it does."""
    pointer = story.row(part, "dossier")

    def shown(_left: float) -> str | None:
        return next(iter(reached(_view(story), pointer)), None)

    campaign = story.scene.campaign
    code = campaign.wait_until(shown, within=TO_DISK_S, reason=f"the province shows the dossier {part}")
    story.scene.dossiers[part], story.scene.acts[part] = code, []


def _decide(story: Filed, part: str, name: str, status: str, **more: Any) -> None:
    story.scene.do(part, name, **more)
    story.scene.until_synced(part, status)
    told = portal.accepted_step(story.scene.dossiers[part])
    within = story.scene.campaign.access.timers.sync_within_s
    story.scene.until(told, within=within, reason=f"the step of {name} is taken by the portal")
