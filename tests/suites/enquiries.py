"""A day at the register: officers who verify applicants and look people up, and what came through its door then."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.campaign import Campaign
from harness.checks.pattern import select, some
from harness.errors import Inconclusive
from harness.exchange import Exchange, reached
from harness.fence import raise_fence, seen
from harness.pco import ObservingPco
from harness.verdict import Code
from tests.suites import office, population, portal, rights
from tests.suites.population import Pattern, Resident, make_resident
from tests.suites.scene import procedures

OFFICERS = 2
PATIENCE = 4
"""Where the register errs a verification stays open, and the officer asks again: so many times in all, at most."""


@dataclass
class EnquiryScene:
    """By part: the dossier, how it was accepted, the acts of verification, the questions that they led to, the views.

    `numbers` are the officers' own ones, `opened` the exchanges in which their accounts were opened.
    `acts` holds the last try of each act, `tried` the others too.

    `windows`: by name, what came through the door from some act to the fence behind it; `fences`: these.
    """

    campaign: Campaign
    officers: list[dict[str, Any]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    opened: list[Exchange] = field(default_factory=list)
    dossiers: dict[str, str] = field(default_factory=dict)
    accepted: dict[str, Exchange] = field(default_factory=dict)
    acts: dict[str, list[Exchange]] = field(default_factory=dict)
    tried: dict[str, list[Exchange]] = field(default_factory=dict)
    asked: dict[str, list[Exchange]] = field(default_factory=dict)
    views: dict[str, Exchange] = field(default_factory=dict)
    windows: dict[str, Sequence[Exchange]] = field(default_factory=dict)
    fences: dict[str, Pattern] = field(default_factory=dict)

    @property
    def pco(self) -> ObservingPco:
        """The register's door."""
        return population.door(self.campaign)

    def question(self, part: str) -> Exchange:
        """The first question about this part that was read. Raises Inconclusive(NO_TRAFFIC) where none came."""
        return self.questions(part)[0]

    def questions(self, part: str) -> list[Exchange]:
        """All questions about this part that were read. Raises Inconclusive(NO_TRAFFIC) where none came."""
        return some(self.asked[part], portal.met(population.ASKED))

    def number(self, part: str) -> str:
        """The applicant's number, as the register's door has redacted it."""
        return str(reached(self.question(part), population.at("SoDinhDanh"))[0])

    def newcomer(self, **wish: Any) -> Resident:
        """Somebody new, not yet in the register."""
        return make_resident(self.campaign.rng, self.campaign.people, **wish)

    def resident(self, **wish: Any) -> Resident:
        """Somebody new in the register."""
        return self.take_in(self.newcomer(**wish))

    def take_in(self, newcomer: Resident) -> Resident:
        """Somebody comes into the register."""
        self.pco.command("POST", "/residents/add", newcomer.record(), marks=population.NEWCOMER)
        return newcomer

    def accept(self, part: str, resident: Resident, *, name: str = "", old: bool = False) -> None:
        """A clerk accepts a dossier of the resident, who may write the name otherwise or show an old card."""
        rng = self.campaign.rng
        number = resident.old_identity if old else resident.identity
        owner = office.owner(rng) | {"name": name or resident.name, "identity": {"number": number}}
        told = office.application(rng, rng.choice(procedures(self.campaign)), owner=owner)
        done = self.campaign.upper_tester.accept(told)
        self.dossiers[part], self.accepted[part] = done.dossier, done.exchange

    def verify(self, part: str, birth: str, *, officer: int = 0, **more: Any) -> None:
        """An officer verifies the applicant of this part's dossier, and again while it stays open."""
        for _ in range(PATIENCE):
            done, asked = self.try_to_verify(part, birth, officer=officer, **more)
            if not population.is_open(done):
                break
        else:
            if len(select(asked, portal.heard(population.ASKED))) < len(asked):
                raise Inconclusive(Code.PRECONDITION, f"the register erred {PATIENCE} times in a row")
        self.acts.setdefault(part, []).append(done)

    def try_to_verify(
        self, part: str, birth: str, *, officer: int = 0, **more: Any
    ) -> tuple[Exchange, Sequence[Exchange]]:
        """One act of verification, and what came through the register's door meanwhile."""
        before = len(self.pco.exchanges)
        body = {**self.officers[officer], "birth": birth, **more}
        done = self.campaign.upper_tester.act(self.dossiers[part], "verify", body)
        self.pco.read()
        if population.is_open(done.exchange):
            within = self.campaign.access.timers.read_timeout_s
            late = seen(self.pco, population.ASKED, before)  # a call that was given up may be journaled after the act
            self.campaign.wait_at_most(late, within=within, reason="the question that was given up is journaled")
        asked = self.pco.exchanges[before:]
        self.tried.setdefault(part, []).append(done.exchange)
        self.asked.setdefault(part, []).extend(asked)
        return done.exchange, asked

    def apply(self, part: str, resident: Resident, **told: Any) -> None:
        """Accept a dossier of the resident and verify who applies."""
        self.accept(part, resident, **told)
        self.verify(part, resident.birth)

    def look_up(self, resident: Resident, *, purpose: str | None) -> None:
        """An officer looks the resident up at the desk; without a purpose that may be refused."""
        person = {"number": resident.identity, "name": resident.name}
        procedure = self.campaign.rng.choice(procedures(self.campaign))
        body = {**self.officers[0], "birth": resident.birth, "person": person}
        body |= {"procedure": procedure, "purpose": purpose}
        try:
            self.views["desk"] = self.campaign.upper_tester.desk("look-up-person", body).exchange
        except Inconclusive as refused:
            if purpose is not None or refused.code is not Code.PRECONDITION:
                raise

    def fence(self, name: str, mark: int) -> None:
        """Verify somebody else, which is seen to arrive; what came from `mark` to here is the window of that name."""

        def drive() -> str:
            self.apply(f"fence of {name}", self.resident())
            return self.number(f"fence of {name}")

        self.fences[name] = raise_fence(self.campaign, self.pco, drive, population.about)
        self.windows[name] = self.pco.exchanges[mark:]

    def view(self, name: str, part: str = "") -> Exchange:
        """What the system shows under that name, of this part's dossier where it is given."""
        key = self.dossiers[part] if part else ""
        self.views[f"{name} of {part}" if part else name] = shown = self.campaign.upper_tester.view(name, key).exchange
        return shown


def open_enquiries(campaign: Campaign) -> EnquiryScene:
    """Begin a scene: officers of this office are registered, each under a number of the own."""
    scene = EnquiryScene(campaign)
    scene.pco.read()
    for _ in range(OFFICERS):
        hire(scene)
    return scene


def hire(scene: EnquiryScene) -> None:
    """An officer more, with an account of the own where the system keeps accounts."""
    campaign = scene.campaign
    name, number = rights.person(campaign.rng, campaign.people)
    scene.pco.command("POST", "/officers/add", {"identity": number})
    scene.numbers.append(number)
    if not campaign.statement.supports("accounts"):
        scene.officers.append({"officer": office.officer(campaign.rng), "officer_identity": {"number": number}})
        return
    home, account = campaign.access.agency, f"cb-{office.made_up_id(campaign.rng)}"
    body = {"account": account, "name": name, "identity": number, "agency": home}
    told = campaign.upper_tester.desk("open-account", {**body, "roles": rights.rights(home, ["processing"])})
    scene.opened.append(told.exchange)
    scene.officers.append({"officer": rights.officer(campaign, account)})
