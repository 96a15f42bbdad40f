"""Scenes that several cases judge. Each is played once; where it cannot be played, its cases are INCONC."""

import random

import pytest

from harness.campaign import Campaign
from harness.errors import Inconclusive
from harness.verdict import Code
from specs.people import make_person, vietnamese_text
from tests.suites import office, portal
from tests.suites.documents_scene import letters_received, letters_received_begun, letters_sent, letters_sent_begun  # noqa: F401 - as fixtures
from tests.suites.enquiry_scene import enquiries, unanswered, undelivered  # noqa: F401 - as fixtures
from tests.suites.inheritance_scene import inherited  # noqa: F401 - a fixture
from tests.suites.intake_scene import filed  # noqa: F401 - a fixture
from tests.suites.land_scene import land, land_begun  # noqa: F401 - as fixtures
from tests.suites.life_scene import endings, week  # noqa: F401 - as fixtures
from tests.suites.ministry_scene import ministry_away, ministry_connected, ministry_feed  # noqa: F401 - as fixtures
from tests.suites.order_scene import counters, counters_begun  # noqa: F401 - as fixtures
from tests.suites.payment_scene import fees, fees_begun  # noqa: F401 - as fixtures
from tests.suites.procedure_scene import changed, entrusted, stepwise  # noqa: F401 - as fixtures
from tests.suites.scene import Scene, open_scene
from tests.suites.tax_notice_scene import taxes  # noqa: F401 - a fixture


@pytest.fixture(scope="session")
def connected(campaign: Campaign) -> Scene:
    """A first dossier reaches the portal. Everything else stands on this."""
    scene = open_scene(campaign)
    campaign.pcos[portal.SYSTEM].command("POST", "/sessions/expire")
    taken = portal.accepted_push(scene.accept("first"))
    within = campaign.access.timers.sync_within_s
    if scene.until(taken, within=within, reason="a first dossier is taken by the portal") is None:
        raise Inconclusive(Code.PRECONDITION, "no dossier reached the portal: what stands on the connection is open")
    scene.close()
    return scene


@pytest.fixture(scope="session")
def day(connected: Scene, campaign: Campaign) -> Scene:
    """A day at the office: dossiers by every claimed channel, each kind of owner, every act."""
    scene, rng = open_scene(campaign), campaign.rng
    scene.accept("counter", papers=[office.paper(rng, files=3)])
    scene.accept("business", owner=office.owner(rng, kind="business"))
    scene.accept("without papers", owner=office.owner(rng, papers=False))
    long_name = _name_of(rng, office.OFFICER_LENGTH)
    scene.accept(
        "long",
        summary=vietnamese_text(rng, office.SUMMARY_LENGTH),
        note=vietnamese_text(rng, office.NOTE_LENGTH),
        officer=office.officer(rng, name=long_name),
    )
    _claimed(scene)
    scene.do("counter", "process")
    scene.do("counter", "supplement", papers=office.asked_papers())
    scene.do("counter", "process")
    scene.do("counter", "finish", results=[office.result(rng)])
    scene.do("counter", "return")
    scene.until_synced("counter", portal.RETURNED)
    scene.close()
    return scene


def _claimed(scene: Scene) -> None:
    """Dossiers that only a system with the claimed capability can accept."""
    campaign, rng = scene.campaign, scene.campaign.rng
    supports = campaign.statement.supports
    if supports("channel.online"):
        verified = supports("vneid")
        scene.accept(
            "online",
            channel="online",
            submitted_via="national-portal",
            submitted_at=office.submitted_yesterday(campaign.clock.now()).isoformat(),
            owner=office.owner(rng, verified=verified, people=campaign.people),
            databases=["7"],
        )
        scene.accept("provincial", channel="online", submitted_via="provincial-portal")
    if supports("channel.postal"):
        scene.accept("postal", channel="postal")
    if supports("national-store"):
        scene.accept("from store", papers=[office.paper(rng, from_store=True)])
    if supports("foreign-codes"):
        scene.accept("foreign", code=f"G09.20-20260609-{rng.randrange(10**7):07d}")


def _name_of(rng: random.Random, length: int) -> str:
    """A Vietnamese name of exactly so many characters."""
    name = " ".join(make_person(rng).name for _ in range(length // 6))
    return name[: length - 1].rstrip() + "ữ" * (length - len(name[: length - 1].rstrip()))
