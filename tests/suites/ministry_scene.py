"""A scene at a ministry's system: dossiers that it makes, pages that tell of them, what the province shows."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import pytest

from harness.campaign import Campaign
from harness.errors import Inconclusive
from harness.exchange import Exchange, reached
from harness.fence import seen
from harness.pco import ObservingPco
from harness.verdict import Code
from tests.suites import ministry
from tests.suites.misbehaviour import misbehaving

PATIENCE = 4
"""How late a page was read is one thing to judge, what it told another: that is waited for so much longer."""
TO_DISK_S = 1.0
"""From a page that was read to what the province shows."""


@dataclass
class MinistryScene:
    """What happened since the scene was opened.

    `made`: how many dossiers the ministry has made; `codes`: some of them by the part they play; `views`: what the
    province shows.
    """

    campaign: Campaign
    mark: int
    made: int = 0
    codes: dict[str, str] = field(default_factory=dict)
    views: dict[str, Exchange] = field(default_factory=dict)

    @property
    def pco(self) -> ObservingPco:
        """The ministry's door."""
        return ministry.door(self.campaign)

    @property
    def exchanges(self) -> Sequence[Exchange]:
        """Everything that came through it since the scene was opened."""
        return self.pco.exchanges[self.mark :]

    @property
    def within_s(self) -> float:
        """Within which a change must be known in the province, as the supplier states it."""
        return self.campaign.access.timers.sync_within_s

    def make(self, count: int = 1) -> list[str]:
        """The ministry makes dossiers of its own; their codes."""
        codes = [str(code) for code in self.pco.command("POST", "/dossiers/make", {"count": count})["dossiers"]]
        self.made += len(codes)
        return codes

    def bring_back(self, code: str) -> None:
        """The ministry brings a dossier to its end, by several changes at once."""
        self.pco.command("POST", "/dossiers/return", {"MaHoSo": code})

    def until_told(self, code: str, *, within: float, status: str | None = None) -> Exchange | None:
        """Give the province time to read a page that tells of a dossier (in a status); None where it does not."""
        reason = f"the feed is read as far as {code}"
        pattern = ministry.told(code)
        if status is not None:
            pattern = {**pattern, "where": {**pattern["where"], f"{ministry.CHANGES}/HoSo/TrangThai": status}}
        return self.campaign.wait_at_most(seen(self.pco, pattern, self.mark), within=within, reason=reason)

    def look_up(self, part: str) -> Exchange:
        """What the province shows of the dossier of this part; a moment is granted where it shows nothing yet."""
        code = self.codes[part]

        def shown(_left: float) -> Exchange | None:
            told = self.campaign.upper_tester.view("ministry-dossiers", code)
            self.views[part] = told.exchange
            return told.exchange if told.body.get("dossiers") else None

        self.campaign.wait_at_most(shown, within=TO_DISK_S, reason=f"{code}, of which a page has told, is shown")
        return self.views[part]

    def report(self, part: str) -> Exchange:
        """The province-wide report as it is now."""
        self.views[part] = self.campaign.upper_tester.view("report").exchange
        return self.views[part]

    def told_of(self, part: str) -> Any:
        """The head of a dossier as the feed told it last. Raises Inconclusive(NO_TRAFFIC) where it never did."""
        heads = [
            head
            for exchange in self.exchanges
            for head in reached(exchange, f"{ministry.CHANGES}/HoSo")
            if head["MaHoSo"] == self.codes[part]
        ]
        if not heads:
            raise Inconclusive(Code.NO_TRAFFIC, f"no page of the feed that was read tells of {self.codes[part]}")
        return heads[-1]

    def name_kinds(self) -> None:
        """Give a part, named after its kind, to a dossier of each kind of owner that the feed has told of."""
        heads = (head for exchange in self.exchanges for head in reached(exchange, f"{ministry.CHANGES}/HoSo"))
        for head in heads:
            if (kind := ministry.KINDS.get(head["LoaiDoiTuong"])) is not None:
                self.codes.setdefault(kind, head["MaHoSo"])

    def behaving(self, name: str, *, times: int) -> AbstractContextManager[None]:
        """The feed misbehaves, for so many pages. Raises Inconclusive(INSUFFICIENT_DATA) where that was never met."""
        return misbehaving(self.campaign, name, ministry.FEED, times=times, system=ministry.SYSTEM)


def open_ministry_scene(campaign: Campaign) -> MinistryScene:
    """Begin a scene; what came before is not its business."""
    pco = ministry.door(campaign)
    pco.read()
    return MinistryScene(campaign, len(pco.exchanges))


@pytest.fixture(scope="session")
def ministry_connected(campaign: Campaign) -> MinistryScene:
    """The province's token has ended; then the ministry makes a dossier, and another one."""
    scene = open_ministry_scene(campaign)
    scene.pco.command("POST", "/sessions/expire", {})
    (scene.codes["first"],) = scene.make()
    scene.until_told(scene.codes["first"], within=PATIENCE * scene.within_s)
    (scene.codes["second"],) = scene.make()
    scene.until_told(scene.codes["second"], within=scene.within_s)
    scene.views["in time"] = scene.look_up("second")
    scene.until_told(scene.codes["second"], within=PATIENCE * scene.within_s)
    return scene


@pytest.fixture(scope="session")
def ministry_feed(ministry_connected: MinistryScene, campaign: Campaign) -> MinistryScene:
    """A page leaves a dossier out, another has its changes in reverse, a backlog is longer than any page."""
    scene = open_ministry_scene(campaign)
    patience = PATIENCE * scene.within_s
    scene.report("report before")
    with scene.behaving("feed-gap", times=1):
        (scene.codes["left out"],) = scene.make()
        scene.until_told(scene.codes["left out"], within=patience)
    (scene.codes["moved"],) = scene.make()
    scene.until_told(scene.codes["moved"], within=patience)
    with scene.behaving("feed-out-of-order", times=1):
        scene.bring_back(scene.codes["moved"])
        scene.until_told(scene.codes["moved"], status=ministry.RETURNED, within=patience)
    scene.codes["last"] = scene.make(ministry.PAGE_MOST + 1)[-1]
    scene.until_told(scene.codes["last"], within=patience)
    for part in ("left out", "moved", "last"):
        scene.look_up(part)
    scene.report("report after")
    scene.name_kinds()
    return scene


@pytest.fixture(scope="session")
def ministry_away(ministry_connected: MinistryScene, campaign: Campaign) -> MinistryScene:
    """The ministry's system cannot be reached for some tries, and makes a dossier meanwhile.

    Raises Inconclusive(NO_TRAFFIC) where the feed was not followed before that.
    """
    scene = open_ministry_scene(campaign)
    (before,) = scene.make()
    if scene.until_told(before, within=PATIENCE * scene.within_s) is None:
        raise Inconclusive(Code.NO_TRAFFIC, f"before the outage no page of the feed that was read tells of {before}")
    with scene.behaving("bad-gateway", times=3):
        (scene.codes["meanwhile"],) = scene.make()
        scene.until_told(scene.codes["meanwhile"], within=PATIENCE * scene.within_s)
    scene.look_up("meanwhile")
    return scene
