"""A scene of tax: notices and receipts that the portal relays, and what the citizen is shown of them."""

from dataclasses import dataclass, field

import pytest

from harness.campaign import Campaign
from harness.exchange import Exchange
from harness.fence import seen
from harness.pco import ObservingPco
from tests.suites import land as words
from tests.suites import portal
from tests.suites.land import Pattern
from tests.suites.misbehaviour import misbehaving
from tests.suites.scene import Scene, open_scene

AMOUNT = 1_500_000
ODD_AMOUNT = 2_345_678_901
"""An amount that neither 32 bits nor a float of single precision hold."""
NOTICE, RECEIPT = "NhanThongBaoThue", "NhanBienLaiThue"
"""What the portal relays."""


@dataclass
class Taxes:
    """Dossiers with tax notices, by the part they play; `views` is what the citizen sees of them in the end.

    `pushes` are the numbers of what was relayed, by part.
    """

    desk: Scene
    pushes: dict[str, list[str]] = field(default_factory=dict)
    views: dict[str, Exchange] = field(default_factory=dict)
    dossiers: dict[str, Exchange] = field(default_factory=dict)

    @property
    def campaign(self) -> Campaign:
        """The campaign."""
        return self.desk.campaign

    def relay_notice(self, part: str, amount: int = AMOUNT, *, times: int = 1) -> None:
        """The portal relays a notice for the dossier of this part."""
        told = self.desk.pco.command("POST", "/tax-notices/send", {"MaHoSo": self.code(part), "SoTien": amount})
        self._delivered(part, told["push"], times)

    def relay_receipt(self, part: str) -> None:
        """The portal relays the receipt for the last notice of this part."""
        told = self.desk.pco.command("POST", "/tax-receipts/send", {"MaHoSo": self.code(part)})
        self._delivered(part, told["push"])

    def code(self, part: str) -> str:
        """The code of a part's dossier; one that nobody has where the part has none."""
        rng = self.campaign.rng
        return self.desk.dossiers.setdefault(part, f"{self.campaign.access.agency}-250630-{rng.randrange(9000, 9999)}")

    def look(self, *parts: str) -> None:
        """Keep what the system shows of these parts now."""
        for part in parts:
            code = self.desk.dossiers[part]
            self.views[part] = self.campaign.upper_tester.view("tax-notices", code).exchange
            self.dossiers[part] = self.campaign.upper_tester.view("dossiers", code).exchange

    def _delivered(self, part: str, push: str, times: int = 1) -> None:
        self.pushes.setdefault(part, []).append(push)
        wait_for(self.campaign, self.desk.pco, words.told(push), since=self.desk.mark, times=times)


@pytest.fixture(scope="session")
def taxes(connected: Scene, campaign: Campaign) -> Taxes:
    """Notices that the portal relays: with a receipt, twice, two for one dossier, for a dossier that nobody knows."""
    scene = Taxes(open_scene(campaign))
    for part in ("odd", "twice", "two"):
        scene.desk.accept(part)
    scene.relay_notice("odd", ODD_AMOUNT)
    with misbehaving(campaign, "push-twice", NOTICE, times=1):
        scene.relay_notice("twice", times=2)
    for _ in range(2):
        scene.relay_notice("two")
    scene.relay_notice("unknown")
    for part in ("odd", "two"):
        scene.desk.until_synced(part, portal.OBLIGED)
        scene.relay_receipt(part)
    scene.desk.until_synced("odd", portal.IN_PROCESS)
    scene.desk.accept("fence")
    close_desk(scene.desk, "fence")
    scene.look("odd", "twice", "two")
    return scene


def close_desk(desk: Scene, fence: str) -> None:
    """End a scene at the portal's door, behind a dossier that has arrived there too; then all is quiet."""
    desk.fence = portal.push(desk.dossiers[fence])
    desk.until(desk.fence, within=desk.campaign.access.timers.sync_within_s, reason="the fence dossier arrives")
    desk.campaign.quiescence()
    desk.end = len(desk.pco.exchanges)


def wait_for(campaign: Campaign, pco: ObservingPco, pattern: Pattern, *, since: int, times: int = 1) -> None:
    """Give so many exchanges like the pattern time to come."""
    look = seen(pco, pattern, since)
    within = campaign.access.timers.sync_within_s
    for number in range(times):
        campaign.wait_at_most(look, within=within, reason=f"number {number + 1} of {pattern['where']} comes")
