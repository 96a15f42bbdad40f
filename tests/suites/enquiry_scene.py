"""Scenes at the register: officers verify applicants and look people up, and what came through its door meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from harness.campaign import Campaign
from harness.checks.pattern import select, some
from harness.errors import Inconclusive
from harness.exchange import Exchange, reached
from harness.fence import raise_fence, seen
from harness.pco import ObservingPco
from harness.verdict import Code
from specs.people import make_person
from specs.vietnamese import decomposed
from tests.suites import office, population, portal
from tests.suites.misbehaviour import misbehaving
from tests.suites.population import Pattern, Resident, make_resident
from tests.suites.scene import procedures

OFFICERS = 2
PATIENCE = 4
"""Where the register errs a verification stays open, and the officer asks again: so many times in all, at most."""


@dataclass
class EnquiryScene:
    """By part: the dossier, how it was accepted, the acts of verification, the questions that they led to, the views.

    `acts` holds the last try of each act, `tried` the others too.

    `windows`: by name, what came through the door from some act to the fence behind it; `fences`: these.
    """

    campaign: Campaign
    officers: list[dict[str, Any]] = field(default_factory=list)
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
        self.pco.command("POST", "/residents/add", newcomer.record())
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
        number = make_person(campaign.rng, scheme=campaign.people).identity_number
        scene.pco.command("POST", "/officers/add", {"identity": number})
        scene.officers.append({"officer": office.officer(campaign.rng), "officer_identity": {"number": number}})
    return scene


@pytest.fixture(scope="session")
def enquiries(campaign: Campaign) -> EnquiryScene:
    """A day of enquiries: people whose names are written in every way, people who are not whom they say, nobody."""
    scene = open_enquiries(campaign)
    resident = scene.resident()
    scene.apply("plain", resident)
    scene.verify("plain", resident.birth, officer=1)
    scene.verify("plain", resident.birth)
    scene.accept("existence", resident)
    scene.verify("existence", resident.birth, way="existence")
    scene.apply("decomposed", resident, name=decomposed(resident.name))
    _other_writings(scene)
    _strangers(scene)
    _desk(scene)
    scene.view("verifications", "plain")
    scene.view("personal-data-log", "plain")
    scene.view("personal-data-log")
    return scene


def _other_writings(scene: EnquiryScene) -> None:
    """People whose names, births and numbers are written in ways that clients have stumbled over."""
    scene.apply("stroke", scene.resident(ending="Đạt"))
    recorded = scene.newcomer()
    scene.take_in(replace(recorded, name=decomposed(recorded.name)))
    scene.apply("recorded decomposed", recorded)
    tone = scene.resident(ending="Hoà")
    scene.apply("tone", tone, name=tone.name.removesuffix("Hoà") + "Hòa")
    scene.apply("year", scene.resident(year_only=True))
    scene.apply("old number", scene.resident(), old=True)


def _strangers(scene: EnquiryScene) -> None:
    """People who are not whom they say, and whom the register does not have."""
    middle = scene.resident(ending="Văn An")
    scene.apply("middle name", middle, name=middle.name.replace("Văn", "Vân"))
    with misbehaving(scene.campaign, "other-name", system=population.SYSTEM, needed=False):
        scene.apply("other name", scene.resident())
    scene.apply("nobody", scene.newcomer())
    with misbehaving(scene.campaign, "not-found", system=population.SYSTEM, needed=False):
        scene.apply("nothing", scene.resident())


def _desk(scene: EnquiryScene) -> None:
    """An act on a verified dossier, and look-ups at the desk, with a purpose and without."""
    scene.apply("acted on", scene.resident())
    mark = len(scene.pco.exchanges)
    scene.campaign.upper_tester.act(scene.dossiers["acted on"], "process", office.act(scene.campaign.rng))
    scene.fence("act", mark)
    mark = len(scene.pco.exchanges)
    scene.look_up(scene.resident(), purpose=None)
    scene.fence("no purpose", mark)
    for _ in range(2):
        scene.look_up(scene.resident(), purpose=population.PURPOSE)


@pytest.fixture(scope="session")
def unanswered(campaign: Campaign) -> EnquiryScene:
    """The register takes a question and never answers it."""
    scene = open_enquiries(campaign)
    resident = scene.resident()
    scene.accept("unanswered", resident)
    with misbehaving(campaign, "hang-after", system=population.SYSTEM):
        for _ in range(PATIENCE):
            mark = len(scene.pco.exchanges)
            done, asked = scene.try_to_verify("unanswered", resident.birth)
            if any(exchange.silence for exchange in asked):
                scene.acts["unanswered"] = [done]
                break
    scene.fence("silence", mark)
    scene.view("personal-data-log", "unanswered")
    return scene


@pytest.fixture(scope="session")
def undelivered(campaign: Campaign) -> EnquiryScene:
    """The platform in between does not reach the register once, and says so."""
    scene = open_enquiries(campaign)
    resident = scene.resident()
    scene.accept("undelivered", resident)
    for _ in range(PATIENCE):
        with misbehaving(campaign, "platform-fault", times=1, system=population.SYSTEM, needed=False):
            done, asked = scene.try_to_verify("undelivered", resident.birth)
        refused = select(asked, portal.heard(population.UNDELIVERED))
        if refused and (not population.is_open(done) or len(refused) == len(asked)):
            scene.acts["undelivered"] = [done]
            return scene
    raise Inconclusive(Code.INSUFFICIENT_DATA, "no question met a platform that did not reach the register")
