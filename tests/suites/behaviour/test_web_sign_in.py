"""The province's web door: people sign in with the national providers, and see what is theirs and nothing else."""

from dataclasses import dataclass, field

import pytest

from harness.campaign import Campaign
from harness.checks.answers import no_text_like, status_is, value_is_among, value_is_not_among
from harness.checks.fields import field_is
from harness.checks.pattern import some
from harness.checks.sequence import number_is
from harness.exchange import Exchange
from harness.judge import Judge
from tests.suites import office, rights, web
from tests.suites.scene import Scene, procedures

FENCE = web.token_for(web.ANOTHER)


@dataclass
class Visits:
    """Pages by what they show, dossiers by whose they are, and what the provider saw meanwhile."""

    campaign: Campaign
    mark: int
    account: str = ""
    pages: dict[str, Exchange] = field(default_factory=dict)
    dossiers: dict[str, str] = field(default_factory=dict)

    @property
    def at_provider(self) -> list[Exchange]:
        """What came through VNeID's door since the scene began."""
        return self.campaign.pcos[web.VNEID].exchanges[self.mark :]

    def accept(self, part: str, **changes: object) -> None:
        """A dossier is handed in at the counter."""
        told = office.application(
            self.campaign.rng, procedures(self.campaign)[0], people=self.campaign.people, **changes
        )
        self.dossiers[part] = self.campaign.upper_tester.accept(told).dossier


@pytest.fixture(scope="session")
def visits(connected: Scene, campaign: Campaign) -> Visits:
    """Two citizens and an officer sign in, look around, and leave; whoever got hold of their cookies looks too."""
    pco = web.provider(campaign)
    pco.read()
    scene = Visits(campaign, len(pco.exchanges))
    scene.accept("own", owner=web.owned_by(campaign, web.CITIZEN))
    scene.accept("another", owner=web.owned_by(campaign, web.ANOTHER))
    scene.accept("neighbour", agency=rights.other_agency(campaign))
    _citizen_looks(scene)
    _officer_looks(scene)
    web.signed_in(campaign, web.ANOTHER)  # the fence: what comes after all that may still be under way
    campaign.quiescence()
    return scene


def _citizen_looks(scene: Visits) -> None:
    campaign, pages = scene.campaign, scene.pages
    arrival = web.arrive(campaign, web.CITIZEN)
    browser, pages["back"] = arrival.browser, arrival.answer
    pages["own"] = browser.open(web.OWN)
    pages["own one"] = browser.open(f"{web.OWN}/{scene.dossiers['own']}")
    pages["another's"] = browser.open(f"{web.OWN}/{scene.dossiers['another']}")
    pages["with the cookie from before"] = arrival.before.open(web.OWN)
    during = browser.twin()
    pages["with the cookie"] = during.open(web.OWN)
    browser.open(web.LEAVE, "POST")
    pages["after leaving"] = during.open(web.OWN)


def _officer_looks(scene: Visits) -> None:
    campaign, pages = scene.campaign, scene.pages
    home = campaign.access.agency
    granted, number = rights.rights(home, ["processing"]), web.number_of(campaign, web.CLERK)
    scene.account = rights.open_account(campaign, home, granted, identity=number)
    browser = web.signed_in(campaign, web.CLERK, as_officer=True)
    pages["officer"] = browser.open(web.OFFICER)
    pages["officer's dossier"] = browser.open(f"{web.OFFICERS_DOSSIER}/{scene.dossiers['own']}")
    pages["neighbour's dossier"] = browser.open(f"{web.OFFICERS_DOSSIER}/{scene.dossiers['neighbour']}")
    pages["account"] = rights.show(campaign, scene.account).exchange
    campaign.upper_tester.desk("lock-account", {"account": scene.account, "reason": "left"})
    pages["officer after locking"] = browser.open(web.OFFICER)


@pytest.mark.verifies("IDN-040")
def test_an_officer_signs_in_with_a_personal_account(visits: Visits, judge: Judge) -> None:
    """Signed in with a personal VNeID account, an officer is known by the account that the office opened."""
    judge("IDN-040", status_is(visits.pages["officer"], web.SHOWN))
    judge("IDN-040", field_is(visits.pages["officer"], "reply:/account", visits.account))


@pytest.mark.verifies("IDN-041")
def test_a_citizen_sees_the_own_dossiers(visits: Visits, judge: Judge) -> None:
    """A dossier that was handed in at the counter is the citizen's by the identity number."""
    judge("IDN-041", value_is_among(visits.pages["own"], web.LISTED, visits.dossiers["own"]))
    judge("IDN-041", status_is(visits.pages["own one"], web.SHOWN))


@pytest.mark.verifies("IDN-042")
def test_a_citizen_sees_nobody_elses(visits: Visits, judge: Judge) -> None:
    """Another citizen's dossier is neither listed nor shown to who knows its code."""
    judge("IDN-042", value_is_not_among(visits.pages["own"], web.LISTED, visits.dossiers["another"]))
    judge("IDN-042", status_is(visits.pages["another's"], web.NOT_SHOWN))


@pytest.mark.verifies("IDN-046")
@pytest.mark.parametrize("name", ["own", "officer", "account"])
def test_no_identity_number_is_shown_in_full(visits: Visits, judge: Judge, name: str) -> None:
    """Neither a person's own pages nor the account show all twelve digits."""
    judge("IDN-046", no_text_like(visits.pages[name], web.FULL_NUMBER))


@pytest.mark.verifies("ACC-020")
def test_an_officer_sees_dossiers_of_the_own_agency_alone(visits: Visits, judge: Judge) -> None:
    """An officer opens a dossier of the own agency, and is refused one of a neighbour's."""
    judge("ACC-020", status_is(visits.pages["officer's dossier"], web.SHOWN))
    judge("ACC-020", status_is(visits.pages["neighbour's dossier"], web.NOT_SHOWN))


@pytest.mark.verifies("ACC-021")
def test_a_locked_account_ends_its_session(visits: Visits, judge: Judge) -> None:
    """An officer who is signed in when the account is locked is not any more."""
    judge("ACC-021", status_is(visits.pages["officer after locking"], web.NOT_SHOWN))


@pytest.mark.verifies("ACC-024")
def test_the_cookie_is_protected(visits: Visits, judge: Judge) -> None:
    """The cookie that comes with signing in is kept from scripts and other sites, and over https from plain HTTP."""
    judge("ACC-024", field_is(visits.pages["back"], "facts:/cookies_open", 0))


@pytest.mark.verifies("ACC-025")
def test_leaving_ends_the_tokens_too(visits: Visits, judge: Judge) -> None:
    """After a citizen has left, the province revokes at the provider what it held for them."""
    revoked = {"operation": "Revoke"}
    judge("ACC-025", number_is(visits.at_provider, revoked, at_least=1, at_most=20, fence=FENCE))


@pytest.mark.verifies("SEC-030")
def test_a_code_is_bound_to_who_asked_for_it(visits: Visits, judge: Judge) -> None:
    """Each sign-in carries a PKCE challenge, and each code is redeemed with the verifier."""
    asked = some(visits.at_provider, {"operation": web.AUTHORIZE, "where": {"facts:/asks_pkce": [True, False]}})
    redeemed = some(visits.at_provider, {"operation": "Token", "where": {"facts:/pkce": ["S256", "none"]}})
    judge("SEC-030", field_is(asked, "facts:/asks_pkce", True))
    judge("SEC-030", field_is(redeemed, "facts:/pkce", "S256"))


@pytest.mark.verifies("SEC-038")
def test_a_session_begins_anew_with_signing_in(visits: Visits, judge: Judge) -> None:
    """Whoever knows the cookie from before somebody signed in is not let in by it; the one from after would do."""
    judge("SEC-038", status_is(visits.pages["with the cookie"], web.SHOWN))
    judge("SEC-038", status_is(visits.pages["with the cookie from before"], web.NOT_SHOWN))


@pytest.mark.verifies("SEC-039")
def test_leaving_ends_the_session(visits: Visits, judge: Judge) -> None:
    """After a citizen has left, the cookie opens nothing, whoever still has it."""
    judge("SEC-039", status_is(visits.pages["after leaving"], web.NOT_SHOWN))
