"""Officers' accounts: each person has one, with exactly the rights that were granted, for as long as they hold."""

from dataclasses import dataclass, field

import pytest

from harness.campaign import Campaign
from harness.checks.answers import value_is_among
from harness.checks.fields import field_is, field_matches, values_are
from harness.exchange import Exchange
from harness.judge import Judge
from tests.suites import office, rights
from tests.suites.rights import DONE, REFUSED, STATUS, attempt, open_account, other_agency, right, show
from tests.suites.scene import Scene, procedures


@dataclass
class Rights:
    """What was tried with which account. `tried` by the part it plays; `accounts` and `shown` by the part's officer."""

    campaign: Campaign
    accounts: dict[str, str] = field(default_factory=dict)
    dossiers: dict[str, str] = field(default_factory=dict)
    tried: dict[str, Exchange] = field(default_factory=dict)
    shown: dict[str, Exchange] = field(default_factory=dict)

    def hire(self, part: str, agency: str, granted: list[dict[str, str]]) -> None:
        """An officer gets an account."""
        self.accounts[part] = open_account(self.campaign, agency, granted)

    def accept(self, part: str, *, by: str, agency: str, procedure: str) -> None:
        """An officer accepts a dossier of an agency; that it is accepted is what everything else stands on."""
        clerk = rights.officer(self.campaign, self.accounts[by])
        told = office.application(
            self.campaign.rng, procedure, people=self.campaign.people, agency=agency, officer=clerk
        )
        self.dossiers[part] = self.campaign.upper_tester.accept(told).dossier

    def do(self, dossier: str, act: str, *, by: str) -> None:
        """An officer acts by right; that it is done is what everything else stands on."""
        body = {**office.act(self.campaign.rng), "officer": rights.officer(self.campaign, self.accounts[by])}
        self.campaign.upper_tester.act(self.dossiers[dossier], act, body)

    def attempt(self, part: str, dossier: str, act: str, *, by: str) -> None:
        """An officer tries to act."""
        more = {"results": [office.result(self.campaign.rng)]} if act == "finish" else {}
        self.tried[part] = attempt(self.campaign, self.dossiers[dossier], act, self.accounts[by], **more)

    def show(self, *parts: str) -> None:
        """The system shows these accounts."""
        for part in parts:
            self.shown[part] = show(self.campaign, self.accounts[part]).exchange


@pytest.fixture(scope="session")
def held(connected: Scene, campaign: Campaign) -> Rights:
    """Officers of two agencies act by right and try what is not theirs; two of them leave and move meanwhile."""
    scene, home, commune = Rights(campaign), campaign.access.agency, other_agency(campaign)
    here, there = campaign.rng.sample(procedures(campaign), 2)
    for role in rights.ROLES:
        scene.hire(role, home, rights.rights(home, [role]))
    scene.hire("neighbour", commune, rights.rights(commune))
    scene.hire("specialist", home, [right("processing", home, there)])
    scene.hire("two roles", home, rights.rights(home, ["processing", "approval"]))
    for part in ("leaving", "moving"):
        scene.hire(part, home, rights.rights(home, ["processing"]))
    _act_by_right(scene, home, commune, here, there)
    _try_what_is_not_theirs(scene)
    _leave_and_move(scene, commune)
    scene.show(*rights.ROLES, "moving", "neighbour")
    campaign.quiescence()
    return scene


def _act_by_right(scene: Rights, home: str, commune: str, here: str, there: str) -> None:
    """Each officer who will be refused elsewhere is seen to act where the right is held."""
    for part, agency, procedure, by in (
        ("first", home, here, "reception"),
        ("second", home, here, "reception"),
        ("special", home, there, "reception"),
        ("neighbour's", commune, here, "neighbour"),
    ):
        scene.accept(part, by=by, agency=agency, procedure=procedure)
    scene.do("neighbour's", "process", by="neighbour")
    scene.do("special", "process", by="specialist")
    for part in ("leaving", "moving"):
        scene.do("first", "process", by=part)
    scene.do("second", "process", by="two roles")


def _try_what_is_not_theirs(scene: Rights) -> None:
    scene.attempt("processing by reception", "first", "process", by="reception")
    scene.attempt("processing by a neighbour", "first", "process", by="neighbour")
    scene.attempt("processing of another procedure", "first", "process", by="specialist")
    scene.attempt("approval of own processing", "second", "finish", by="two roles")


def _leave_and_move(scene: Rights, commune: str) -> None:
    desk = scene.campaign.upper_tester.desk
    desk("lock-account", {"account": scene.accounts["leaving"], "reason": "left"})
    granted = rights.rights(commune, ["processing"])
    desk("move-account", {"account": scene.accounts["moving"], "agency": commune, "roles": granted})
    scene.attempt("processing after leaving", "first", "process", by="leaving")
    scene.attempt("processing at the old agency", "first", "process", by="moving")
    scene.attempt("processing at the new agency", "neighbour's", "process", by="moving")
    for act, by in (("process", "processing"), ("finish", "approval"), ("return", "clerical")):
        scene.attempt(act, "first", act, by=by)


@pytest.mark.verifies("ACC-001")
def test_the_four_roles_are_held(held: Rights, judge: Judge) -> None:
    """Reception, processing, approval and clerical work can each be granted, and an account shows what it holds."""
    for role in rights.ROLES:
        judge("ACC-001", values_are(held.shown[role], "reply:/roles/*/role", [role]))


@pytest.mark.verifies("ACC-002")
def test_whoever_holds_the_right_may_act(held: Rights, judge: Judge) -> None:
    """Officers with the role process, approve, return the result."""
    for act in ("process", "finish", "return"):
        judge("ACC-002", field_matches(held.tried[act], STATUS, DONE))


@pytest.mark.verifies("ACC-003")
def test_an_act_needs_its_role(held: Rights, judge: Judge) -> None:
    """Who holds reception alone cannot process."""
    judge("ACC-003", field_is(held.tried["processing by reception"], STATUS, REFUSED))


@pytest.mark.verifies("ACC-004")
def test_a_right_ends_at_the_agency(held: Rights, judge: Judge) -> None:
    """An officer of a commune, with every role there, cannot act on another agency's dossier."""
    judge("ACC-004", field_is(held.tried["processing by a neighbour"], STATUS, REFUSED))


@pytest.mark.verifies("ACC-005")
def test_a_right_for_one_procedure_is_for_that_one(held: Rights, judge: Judge) -> None:
    """Who may process one procedure cannot process another."""
    judge("ACC-005", field_is(held.tried["processing of another procedure"], STATUS, REFUSED))


@pytest.mark.verifies("ACC-006")
def test_nobody_approves_their_own_processing(held: Rights, judge: Judge) -> None:
    """An officer with both roles who processed a dossier does not approve it."""
    judge("ACC-006", field_is(held.tried["approval of own processing"], STATUS, REFUSED))


@pytest.mark.verifies("ACC-007")
def test_an_account_ends_when_its_officer_leaves(held: Rights, judge: Judge) -> None:
    """After an officer has left, nothing can be done with the account."""
    judge("ACC-007", field_is(held.tried["processing after leaving"], STATUS, REFUSED))


@pytest.mark.verifies("ACC-008")
def test_a_moved_officer_loses_the_old_rights(held: Rights, judge: Judge) -> None:
    """After an officer has moved to another agency, the rights at the old one are gone."""
    judge("ACC-008", field_is(held.tried["processing at the old agency"], STATUS, REFUSED))


@pytest.mark.verifies("ACC-009")
def test_a_moved_officer_has_the_new_rights(held: Rights, judge: Judge) -> None:
    """The same officer acts at the new agency, and the account says that it is there."""
    judge("ACC-009", field_matches(held.tried["processing at the new agency"], STATUS, DONE))
    judge("ACC-009", field_is(held.shown["moving"], "reply:/agency", other_agency(held.campaign)))


@pytest.mark.verifies("ACC-010")
@pytest.mark.parametrize("role", ["reception", "processing"])
def test_an_act_stands_to_the_person_who_did_it(held: Rights, judge: Judge, role: str) -> None:
    """What an officer did stands to that officer's own account, not to one that an office shares."""
    judge("ACC-010", value_is_among(held.shown[role], "reply:/acts/*/dossier", held.dossiers["first"]))
