"""Sign-ins that must not be believed, sessions that must end, keys that change: the web door under stress."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from harness.campaign import Campaign
from harness.checks.answers import status_is, value_is_among
from harness.checks.sequence import number_is
from harness.errors import Inconclusive
from harness.exchange import Exchange
from harness.judge import Judge
from harness.passage import hours_pass
from harness.verdict import Code
from tests.suites import office, rights, web
from tests.suites.misbehaviour import misbehaving
from tests.suites.scene import Scene, procedures

IDLE_H = 0.6
"""More than half an hour: nobody's session lives on so long by itself (assumed)."""
LONGEST_H = 12.4
"""More than half a day: nobody's session lives so long (assumed)."""
STEP_H = 0.4
"""Between two visits; less than a session may be idle."""
FLOOD = 5
"""Sign-ins in a row whose tokens name keys that nobody knows."""

UNSIGNED: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "none": ("unsigned-token", {}),
    "another-key": ("wrong-key", {"kid": "current"}),
}


def _own_page_after(campaign: Campaign, name: str, operation: str = "*", **arguments: Any) -> Exchange:
    """The own page of somebody who signed in while the provider misbehaved so."""
    with misbehaving(campaign, name, operation, system=web.VNEID, **arguments):
        browser = web.signed_in(campaign, web.CITIZEN)
    return browser.open(web.OWN)


@pytest.fixture(scope="session")
def welcome(connected: Scene, campaign: Campaign) -> Exchange:
    """A citizen signs in while nobody misbehaves: a refusal means something only where this is none."""
    page = web.signed_in(campaign, web.CITIZEN).open(web.OWN)
    if page.status not in web.SHOWN:
        raise Inconclusive(Code.PRECONDITION, f"nobody can sign in with VNeID ({page.id})")
    return page


@dataclass
class Rotation:
    """Sign-ins after the provider changed its key, and what it saw while it was flooded with unknown ones."""

    pages: dict[str, Exchange] = field(default_factory=dict)
    at_provider: list[Exchange] = field(default_factory=list)


@pytest.fixture(scope="session")
def rotation(welcome: Exchange, campaign: Campaign) -> Rotation:
    """The provider signs with a new key; afterwards several tokens in a row name a key that was never published."""
    pco, scene = web.provider(campaign), Rotation()
    pco.command("POST", "/keys/rotate", {})
    scene.pages["after the rotation"] = web.signed_in(campaign, web.CITIZEN).open(web.OWN)
    pco.read()
    mark = len(pco.exchanges)
    with misbehaving(campaign, "wrong-key", "Token", system=web.VNEID, kid="unknown"):
        for _ in range(FLOOD):
            web.signed_in(campaign, web.CITIZEN)
    web.signed_in(campaign, web.ANOTHER)
    campaign.quiescence()
    scene.at_provider = pco.exchanges[mark:]
    return scene


@pytest.mark.verifies("IDN-048")
def test_a_citizen_is_known_from_the_portal_too(welcome: Exchange, campaign: Campaign, judge: Judge) -> None:
    """Signed in with the account of the national portal, a citizen is shown the dossier handed in at the counter."""
    web.provider(campaign, web.PORTAL)
    owner = web.owned_by(campaign, web.CITIZEN)
    told = office.application(campaign.rng, procedures(campaign)[0], people=campaign.people, owner=owner)
    dossier = campaign.upper_tester.accept(told).dossier
    page = web.signed_in(campaign, web.CITIZEN, web.PORTAL).open(web.OWN)

    judge("IDN-048", value_is_among(page, web.LISTED, dossier))


@pytest.mark.verifies("SEC-031")
def test_an_answer_to_another_state_is_refused(welcome: Exchange, campaign: Campaign, judge: Judge) -> None:
    """Who comes back with a state that the province did not give is not signed in."""
    judge("SEC-031", status_is(_own_page_after(campaign, "wrong-state"), web.NOT_SHOWN))


@pytest.mark.verifies("IDN-049")
def test_an_answer_to_anothers_sign_in_is_refused(welcome: Exchange, campaign: Campaign, judge: Judge) -> None:
    """Who opens the address with which another browser was to come back is not signed in as that person."""
    lured, other = web.new_browser(campaign), web.new_browser(campaign)
    lured.open(web.OWN)
    lured.open(web.sign_in(campaign, other, web.CITIZEN))

    judge("IDN-049", status_is(lured.open(web.OWN), web.NOT_SHOWN))


@pytest.mark.verifies("SEC-032")
def test_another_nonce_is_refused(welcome: Exchange, campaign: Campaign, judge: Judge) -> None:
    """An ID token that was made for another request signs nobody in."""
    judge("SEC-032", status_is(_own_page_after(campaign, "wrong-nonce", "Token"), web.NOT_SHOWN))


@pytest.mark.verifies("SEC-033")
def test_another_issuer_is_refused(welcome: Exchange, campaign: Campaign, judge: Judge) -> None:
    """An ID token that names another issuer signs nobody in."""
    judge("SEC-033", status_is(_own_page_after(campaign, "wrong-issuer", "Token"), web.NOT_SHOWN))


@pytest.mark.verifies("SEC-034")
def test_a_token_for_another_client_is_refused(welcome: Exchange, campaign: Campaign, judge: Judge) -> None:
    """An ID token that was issued to another client signs nobody in."""
    judge("SEC-034", status_is(_own_page_after(campaign, "wrong-audience", "Token"), web.NOT_SHOWN))


@pytest.mark.verifies("SEC-035")
@pytest.mark.parametrize("kind", sorted(UNSIGNED))
def test_a_token_that_the_provider_did_not_sign_is_refused(
    welcome: Exchange, campaign: Campaign, judge: Judge, kind: str
) -> None:
    """An ID token without a signature, or signed by nobody's published key, signs nobody in."""
    name, arguments = UNSIGNED[kind]
    judge("SEC-035", status_is(_own_page_after(campaign, name, "Token", **arguments), web.NOT_SHOWN))


@pytest.mark.verifies("SEC-037")
def test_an_expired_token_is_refused(welcome: Exchange, campaign: Campaign, judge: Judge) -> None:
    """An ID token that expired an hour ago signs nobody in."""
    judge("SEC-037", status_is(_own_page_after(campaign, "expired-token", "Token"), web.NOT_SHOWN))


@pytest.mark.verifies("IDN-043")
def test_an_account_of_too_low_a_level_is_refused(welcome: Exchange, campaign: Campaign, judge: Judge) -> None:
    """Somebody whose identity is not well established is not let in."""
    judge("IDN-043", status_is(web.signed_in(campaign, web.UNSURE).open(web.OWN), web.NOT_SHOWN))


@pytest.mark.verifies("IDN-044")
def test_an_untold_level_is_none(welcome: Exchange, campaign: Campaign, judge: Judge) -> None:
    """Where the provider does not tell the level of an account, nobody is let in."""
    judge("IDN-044", status_is(_own_page_after(campaign, "no-level"), web.NOT_SHOWN))


@pytest.mark.verifies("IDN-045")
def test_what_is_told_of_somebody_else_is_refused(welcome: Exchange, campaign: Campaign, judge: Judge) -> None:
    """Where userinfo speaks of somebody else than the ID token, nobody is let in."""
    judge("IDN-045", status_is(_own_page_after(campaign, "wrong-subject"), web.NOT_SHOWN))


@pytest.mark.verifies("IDN-047")
def test_nobody_is_an_officer_without_an_account(welcome: Exchange, campaign: Campaign, judge: Judge) -> None:
    """A citizen who asks to come in as an officer is not one, though there are officers."""
    home = campaign.access.agency
    rights.open_account(campaign, home, rights.rights(home))
    browser = web.signed_in(campaign, web.CITIZEN, as_officer=True)
    judge("IDN-047", status_is(browser.open(web.OFFICER), web.NOT_SHOWN))


@pytest.mark.verifies("ACC-022")
def test_an_idle_session_ends(welcome: Exchange, campaign: Campaign, judge: Judge) -> None:
    """A session in which nobody was seen for more than half an hour is over."""
    browser = web.signed_in(campaign, web.CITIZEN)
    with hours_pass(campaign, IDLE_H, reason="an idle session ends"):
        page = browser.open(web.OWN)
    judge("ACC-022", status_is(page, web.NOT_SHOWN))


@pytest.mark.verifies("ACC-023")
def test_no_session_lasts_for_ever(welcome: Exchange, campaign: Campaign, judge: Judge) -> None:
    """A session in which somebody is seen again and again is over after half a day all the same."""
    browser, tester = web.signed_in(campaign, web.CITIZEN), campaign.upper_tester
    with hours_pass(campaign, LONGEST_H, reason="no session lasts for ever"):
        end, step = tester.clock().now, timedelta(hours=STEP_H)
        for left in reversed(range(round(LONGEST_H / STEP_H))):
            tester.set_clock(end - left * step)
            page = browser.open(web.OWN)
    judge("ACC-023", status_is(page, web.NOT_SHOWN))


@pytest.mark.verifies("SEC-036")
def test_a_new_key_is_learnt(rotation: Rotation, judge: Judge) -> None:
    """After the provider has changed its key, people can sign in at once."""
    judge("SEC-036", status_is(rotation.pages["after the rotation"], web.SHOWN))


@pytest.mark.verifies("ACC-026")
def test_unknown_keys_do_not_flood_the_provider(rotation: Rotation, judge: Judge) -> None:
    """Tokens in a row that name unknown keys make the province ask for the keys once or twice, not each time."""
    asked = {"operation": "Jwks"}
    fence = web.token_for(web.ANOTHER)
    judge("ACC-026", number_is(rotation.at_provider, asked, at_least=0, at_most=2, fence=fence))
