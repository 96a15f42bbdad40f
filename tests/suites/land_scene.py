"""A scene of land: dossiers handed over to the land database, and what it tells rightly, wrongly and out of order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from harness.campaign import Campaign
from harness.errors import Inconclusive
from harness.exchange import Exchange
from harness.fence import raise_fence
from harness.pco import ObservingPco
from harness.verdict import Code
from specs.administrative_units import communes, provinces, same_name
from specs.codebook import agency, level_one
from tests.suites import land as words
from tests.suites import office, portal
from tests.suites.land import Pattern
from tests.suites.misbehaviour import misbehaving
from tests.suites.scene import Begun, Scene, begin, open_scene
from tests.suites.tax_notice_scene import Taxes, close_desk, wait_for


@dataclass
class Land:
    """Land dossiers by the part they play; `taxes` has the dossiers' desk."""

    taxes: Taxes
    mark: int
    commune: str
    parcels: list[Mapping[str, Any]]
    end: int | None = None
    told: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    acts: dict[str, Exchange] = field(default_factory=dict)
    pushes: dict[str, str] = field(default_factory=dict)
    views: dict[str, Exchange] = field(default_factory=dict)
    fence: Pattern = field(default_factory=dict)

    @property
    def campaign(self) -> Campaign:
        """The campaign."""
        return self.taxes.campaign

    @property
    def desk(self) -> Scene:
        """The dossiers, and the portal's door."""
        return self.taxes.desk

    @property
    def pco(self) -> ObservingPco:
        """The land database's door."""
        return words.door(self.campaign)

    @property
    def exchanges(self) -> Sequence[Exchange]:
        """Everything that came through it from the beginning of the scene to its end."""
        return self.pco.exchanges[self.mark : self.end]

    def hand_over(self, part: str, *, provincial: bool = True, **changes: Any) -> str:
        """A dossier is accepted and handed over, about a parcel of its own; its code."""
        code, row = self.desk.accept(part, **changes), self.parcels[len(self.told)]
        parcel = {"sheet": row["SoHieuBanDo"], "number": row["SoThuTuThua"], "area": row["DienTich"]}
        place = {"commune": self.commune, "provincial": provincial, "process": "DK.01", "parcels": [parcel]}
        self.told[part] = parcel
        body = {"officer": office.officer(self.campaign.rng), **place}
        self.acts[part] = self.campaign.upper_tester.act(code, "hand-over-land", body).exchange
        return code

    def there(self, *parts: str) -> None:
        """Give the dossiers of these parts time to arrive."""
        for part in parts:
            self.until(words.added(self.desk.dossiers[part]))

    def papers(self, part: str) -> None:
        """Give the paper of this part's notice time to be fetched."""
        if (receipt := self._known_as(part)) is not None:
            self.until(words.paper(receipt))

    def until(self, pattern: Pattern) -> None:
        """Give an exchange at the land database's door time to come."""
        wait_for(self.campaign, self.pco, pattern, since=self.mark)

    def tell(self, part: str, deed: str, *, arrive: bool = True, **more: Any) -> None:
        """The land database goes on with a dossier, and tells it: `process`, `tax-notice`, `finish`."""
        receipt = self._known_as(part)
        if receipt is None:
            return  # what did not arrive cannot go on: its cases find no traffic
        body = {"SoBienNhan": receipt, **more}
        self.pushes[part] = self.pco.command("POST", f"/dossiers/{deed}", body)["push"]
        if arrive:
            self.until(words.told(self.pushes[part]))

    def push(self, part: str) -> str:
        """The number of the last push about a part; Inconclusive(NO_TRAFFIC) where there was none."""
        if part not in self.pushes:
            raise Inconclusive(Code.NO_TRAFFIC, f"the land database never had the dossier for {part}")
        return self.pushes[part]

    def receipt(self, part: str) -> str:
        """The receipt number of the dossier of this part; Inconclusive(NO_TRAFFIC) where the database has it not."""
        receipt = self._known_as(part)
        if receipt is None:
            raise Inconclusive(Code.NO_TRAFFIC, f"the land database never had the dossier for {part}")
        return receipt

    def _known_as(self, part: str) -> str | None:
        rows = self.pco.command("GET", "/dossiers")["dossiers"]
        mine = (str(row["SoBienNhan"]) for row in rows if row["MaHoSoMotCua"] == self.desk.dossiers[part])
        return next(mine, None)

    def close(self) -> None:
        """Raise the fence: a later dossier arrives at the land database and at the portal, then all is quiet."""
        self.fence = raise_fence(self.campaign, self.pco, lambda: self.hand_over("fence"), words.added)
        close_desk(self.desk, "fence")
        self.end = len(self.pco.exchanges)

    def look(self, *parts: str) -> None:
        """Keep what the system shows of these parts now."""
        for part in parts:
            code = self.desk.dossiers[part]
            self.views[part] = self.campaign.upper_tester.view("land-dossiers", code).exchange


@pytest.fixture(scope="session")
def land_begun(connected: Scene, campaign: Campaign) -> Begun[Land]:
    """Land dossiers of every kind, states in wrong order and under a wrong code, a notice with its paper."""
    return begin(_open(campaign), _play)


@pytest.fixture(scope="session")
def land(land_begun: Begun[Land]) -> Land:
    """The same, played to its end."""
    return land_begun.whole()


def _play(scene: Land) -> None:
    campaign = scene.campaign
    if campaign.statement.supports("channel.online"):
        scene.hand_over("online", channel="online", submitted_via="provincial-portal")
    scene.hand_over("commune", provincial=False)
    for part in ("plain", "order", "secret"):
        scene.hand_over(part)
    scene.there("plain", "order", "secret")
    with misbehaving(campaign, "reset-after", words.HAND_OVER, system=words.SYSTEM):
        scene.until(words.added(scene.hand_over("silence")))
    with misbehaving(campaign, "push-reordered", words.STATE, times=1, system=words.SYSTEM):
        scene.tell("order", "process", arrive=False)
        scene.tell("order", "finish")
    scene.tell("secret", "process", security_code="wrong")
    scene.tell("plain", "process")
    scene.tell("plain", "tax-notice")
    scene.papers("plain")
    if campaign.statement.supports("tax.notices"):
        scene.taxes.relay_notice("plain")
        scene.desk.until_synced("plain", portal.OBLIGED)
    scene.tell("plain", "finish")
    scene.close()
    scene.look("plain", "order", "secret")
    scene.taxes.look("plain")


def _open(campaign: Campaign) -> Land:
    """Begin a scene in a commune of the province that is tested."""
    pco = words.door(campaign)
    pco.read()
    name = agency(level_one(campaign.access.agency) or campaign.access.agency).name
    home = next(row.code for row in provinces().values() if same_name(row.name, name))
    commune = campaign.rng.choice(sorted(row.code for row in communes().values() if row.province == home))
    parcels = pco.command("POST", "/parcels/find", {"XaId": commune})["parcels"]
    return Land(Taxes(open_scene(campaign)), len(pco.exchanges), commune, parcels)
