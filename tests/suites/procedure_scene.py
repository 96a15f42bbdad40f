"""Scenes at the catalogue: procedures are published, changed and abolished, and dossiers go through their workflows."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from harness.campaign import Campaign
from harness.errors import Inconclusive
from harness.exchange import Exchange
from harness.verdict import Code
from tests.suites import coordination, office, portal, procedures, rights
from tests.suites.procedures import DAYS, FEWER_DAYS
from tests.suites.scene import Scene, open_scene

UNMANNED = "108"
"""A commune of the province of whose officers no test opens an account."""


@dataclass
class Change:
    """What the portal changed, what came through its door meanwhile, and what the province showed.

    `codes` by part: a procedure that was changed, its twin of the new length, one that was abolished, a ministry's.
    """

    scene: Scene
    codes: dict[str, str] = field(default_factory=dict)
    shown: dict[str, Exchange] = field(default_factory=dict)

    def accept(self, part: str, of: str) -> None:
        """A clerk accepts a dossier of one of the procedures."""
        self.scene.accept(part, procedure=self.codes[of])

    def try_to_accept(self, part: str, of: str) -> None:
        """A clerk tries to, and may be refused."""
        try:
            self.accept(part, of)
        except Inconclusive as refused:
            if refused.code is not Code.PRECONDITION:
                raise

    def view(self, name: str, key: str) -> Exchange:
        """What the province shows."""
        return self.scene.campaign.upper_tester.view(name, key).exchange

    def due(self, part: str) -> str:
        """The day on which the dossier of this part was promised when it was accepted."""
        return str((self.scene.accepting(part).reply or {}).get("due"))[: len("2026-11-22")]


@pytest.fixture(scope="session")
def changed(connected: Scene, campaign: Campaign) -> Change:
    """The portal publishes two procedures, then gives one of them less time and abolishes the other one."""
    change, rng = Change(open_scene(campaign)), campaign.rng
    change.codes = {part: procedures.new_code(rng) for part in ("shortened", "twin", "abolished")}
    for part, code in change.codes.items():
        procedures.publish(campaign, code, days=FEWER_DAYS if part == "twin" else DAYS)
    procedures.update(campaign)
    procedures.show_when(
        campaign, change.codes["abolished"], procedures.of_days(DAYS), reason="what was published is in the catalogue"
    )
    change.accept("before", "shortened")
    change.shown["first way"] = change.view("workflows", change.scene.dossiers["before"])
    change.shown["first due"] = change.view("dossiers", change.scene.dossiers["before"])
    procedures.publish(campaign, change.codes["shortened"], days=FEWER_DAYS)
    procedures.withdraw(campaign, change.codes["abolished"])
    procedures.update(campaign)
    change.shown["catalogue"] = procedures.show_when(
        campaign, change.codes["shortened"], procedures.of_days(FEWER_DAYS), reason="the change is in the catalogue"
    )
    change.accept("twin before", "twin")
    change.accept("after", "shortened")
    change.accept("twin after", "twin")
    change.shown["last way"] = change.view("workflows", change.scene.dossiers["before"])
    change.shown["last due"] = change.view("dossiers", change.scene.dossiers["before"])
    change.try_to_accept("refused", "abolished")
    change.scene.close()
    return change


@pytest.fixture(scope="session")
def entrusted(connected: Scene, campaign: Campaign) -> Change:
    """The coordination site gives a procedure to a ministry's system, and a clerk tries to take one in."""
    coordination.set_route(campaign, coordination.MINISTRY, agency=campaign.access.agency)
    change = Change(open_scene(campaign), {"ministry's": coordination.PROCEDURE})
    try:
        procedures.update(campaign)
        _until_entrusted(change)
        change.try_to_accept("ministry's", "ministry's")
        change.scene.close()
    finally:
        coordination.set_route(campaign, None, agency=campaign.access.agency)
    return change


def _until_entrusted(change: Change) -> None:
    """Give the partition time to arrive; where it does not, the clerk tries all the same.

    Raises Inconclusive(PRECONDITION) where the catalogue does not even have the procedure.
    """
    campaign = change.scene.campaign

    def told(_left: float) -> bool | None:
        rows: Any = (change.view("procedures", coordination.PROCEDURE).reply or {}).get("systems") or ()
        if any(row.get("system") == coordination.MINISTRY for row in rows):
            return True
        campaign.clock.sleep(procedures.BETWEEN_S)
        return None

    campaign.wait_at_most(told, within=campaign.access.timers.sync_within_s, reason="the partition has arrived")


@dataclass
class Steps:
    """Dossiers that go through a workflow. `accounts` by role, `tried` and `shown` by the part they play."""

    campaign: Campaign
    code: str
    accounts: dict[str, str] = field(default_factory=dict)
    dossiers: dict[str, str] = field(default_factory=dict)
    tried: dict[str, Exchange] = field(default_factory=dict)
    shown: dict[str, Exchange] = field(default_factory=dict)

    def begin(self, part: str) -> None:
        """The reception takes a dossier in."""
        clerk = rights.officer(self.campaign, self.accounts["reception"])
        told = office.application(self.campaign.rng, self.code, people=self.campaign.people, officer=clerk)
        self.dossiers[part] = self.campaign.upper_tester.accept(told).dossier

    def attempt(self, part: str, act: str, *, by: str | None) -> None:
        """Somebody tries an act with the account of that role, or without any."""
        more = {"results": [office.result(self.campaign.rng)]} if act == "finish" else {}
        body = office.act(self.campaign.rng, **more)
        if by is not None:
            body["officer"] = rights.officer(self.campaign, self.accounts[by])
        self.tried[f"{act} of {part}"] = self.campaign.upper_tester.attempt(self.dossiers[part], act, body)


@pytest.fixture(scope="session")
def stepwise(connected: Scene, campaign: Campaign) -> Steps:
    """An agency with an officer for each step, where some try to go before their turn; another one without officers."""
    scene, home = Steps(campaign, procedures.new_code(campaign.rng)), campaign.access.agency
    procedures.publish(campaign, scene.code)
    procedures.update(campaign)
    procedures.show_when(
        campaign, scene.code, procedures.of_days(DAYS), reason="what was published is in the catalogue"
    )
    for role in ("reception", "processing", "approval"):
        scene.accounts[role] = rights.open_account(campaign, home, rights.rights(home, [role]))
    unmanned = f"{home.partition('.')[0]}.{UNMANNED}"
    scene.shown["short"] = procedures.put_workflow(campaign, scene.code, procedures.steps(DAYS - 1), agency=home)
    scene.shown["unmanned"] = procedures.put_workflow(campaign, scene.code, procedures.steps(), agency=unmanned)
    scene.shown["ready"] = procedures.put_workflow(campaign, scene.code, procedures.steps(), agency=home)
    for part, act, by in (
        ("skipped", "finish", "approval"),
        ("unsigned", "process", None),
        ("foreign", "process", "reception"),
        ("whole", "process", "processing"),
        ("whole", "finish", "approval"),
    ):
        if part not in scene.dossiers:
            scene.begin(part)
        scene.attempt(part, act, by=by)
    scene.shown["way"] = campaign.upper_tester.view("workflows", scene.dossiers["whole"]).exchange
    campaign.quiescence()
    return scene


def pushed_of(change: Change, part: str) -> portal.Pattern:
    """A push of a dossier of one of the procedures."""
    return procedures.of_procedure(change.codes[part])
