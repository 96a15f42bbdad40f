"""Scenes at the register: people of every writing, strangers, officers without an account, a register that is away."""

from dataclasses import replace

import pytest

from harness.campaign import Campaign
from harness.checks.pattern import select
from harness.errors import Inconclusive
from harness.verdict import Code
from specs.vietnamese import decomposed
from tests.suites import office, population, portal
from tests.suites.enquiries import PATIENCE, EnquiryScene, hire, open_enquiries
from tests.suites.misbehaviour import misbehaving


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
    if campaign.statement.supports("accounts"):
        _own_numbers(scene)
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


def _own_numbers(scene: EnquiryScene) -> None:
    """An officer asks with somebody else's number typed in; then who has no account tries, and one whose is locked."""
    resident, typed = scene.resident(), {"officer_identity": {"number": scene.numbers[0]}}
    scene.accept("typed", resident)
    scene.pco.read()
    scene.verify("typed", resident.birth, officer=1, **typed)
    mark = len(scene.pco.exchanges)
    tester = scene.campaign.upper_tester
    hire(scene)
    locked = scene.officers.pop()
    tester.desk("lock-account", {"account": locked["officer"]["account"], "reason": "suspended"})
    for nobody in ({"officer": office.officer(scene.campaign.rng)}, locked):
        tester.attempt(scene.dossiers["typed"], "verify", {**nobody, **typed, "birth": resident.birth})
    scene.pco.read()
    scene.fence("no account", mark)


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
