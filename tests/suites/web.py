"""Words for the province's web door and the providers behind it (interfaces §5; contract web-door/1)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

from harness.browser import Browser
from harness.campaign import Campaign
from harness.errors import HarnessError, Inconclusive
from harness.exchange import Exchange
from harness.pco import ObservingPco
from harness.verdict import Code
from tests.suites import office

Pattern: TypeAlias = Mapping[str, Any]

VNEID, PORTAL = "vneid", "vnconnect"
OWN, OFFICER, OFFICERS_DOSSIER, LEAVE = "/ho-so-cua-toi", "/can-bo", "/can-bo/ho-so", "/dang-xuat"
LISTED = "reply:/dossiers/*/dossier"
"""The dossiers on a citizen's own page."""
AUTHORIZE = ["Authorize", "RealmAuthorize"]
SHOWN = [200]
NOT_SHOWN = [301, 302, 303, 307, 401, 403, 404]
"""How a page is answered that somebody may not see: refused, not found, or sent to sign in."""
CITIZEN, ANOTHER, UNSURE, CLERK = "citizen-1", "citizen-2", "citizen-3", "officer-commune"
"""Accounts that both providers know: two citizens, one whose identity is not well established, an officer."""
TRIES = 4
"""How often somebody tries to sign in while the way to the provider and back is interrupted."""
OUT_OF_ORDER = 500
FULL_NUMBER = r"(?<!\d)\d{12}(?!\d)"


def provider(campaign: Campaign, name: str = VNEID) -> ObservingPco:
    """The door of a provider; Inconclusive(PRECONDITION) where it, or the province's web door, is not in the target."""
    if name not in campaign.pcos or campaign.web is None:
        raise Inconclusive(Code.PRECONDITION, f"the target file has no {name}, or no [access.inbound]")
    return campaign.pcos[name]


def new_browser(campaign: Campaign) -> Browser:
    """Somebody's browser before the web door."""
    provider(campaign)
    if campaign.web is None:
        raise Inconclusive(Code.PRECONDITION, "the target file has no [access.inbound]")
    return campaign.web.browser()


def number_of(campaign: Campaign, person: str) -> str:
    """The identity number by which the providers know this person."""
    rows = {row["person"]: row for row in provider(campaign).view("people")["people"]}
    return str(rows[person]["claims"]["SoDinhDanh"])


def owned_by(campaign: Campaign, person: str) -> dict[str, Any]:
    """This person as the owner of a dossier that was handed in at the counter."""
    plain = office.owner(campaign.rng, people=campaign.people)
    return {**plain, "identity": {"number": number_of(campaign, person)}}


@contextmanager
def signing_in(campaign: Campaign, person: str, name: str = VNEID) -> Iterator[None]:
    """Inside the block it is this person who stands before the provider's sign-in page."""
    pco = provider(campaign, name)
    pco.command("POST", "/sign-in", {"person": person})
    try:
        yield
    finally:
        pco.command("POST", "/sign-in", {"person": None})


def sign_in(campaign: Campaign, browser: Browser, person: str, name: str = VNEID, *, as_officer: bool = False) -> str:
    """A person signs in with a browser, as far as coming back to the door; the address with which they come back.

    Where the way there is interrupted, they try again.
    """
    with signing_in(campaign, person, name):
        for left in reversed(range(TRIES)):
            browser.open(f"/dang-nhap?nguon={name}" + ("&vai=can-bo" if as_officer else ""))
            try:
                return browser.go_abroad()
            except Inconclusive:
                if not left:
                    raise
    raise HarnessError(Code.HARNESS, "nobody tried to sign in")


@dataclass(frozen=True)
class Arrival:
    """Somebody who came back to the door: the browser, one with the cookies from before, and what the door answered."""

    browser: Browser
    before: Browser
    answer: Exchange


def arrive(campaign: Campaign, person: str, name: str = VNEID, *, as_officer: bool = False) -> Arrival:
    """A person signs in and comes back; again, with a new browser, where the door says that it is out of order."""
    for left in reversed(range(TRIES)):
        browser = new_browser(campaign)
        back = sign_in(campaign, browser, person, name, as_officer=as_officer)
        arrival = Arrival(browser, browser.twin(), browser.open(back))
        if (arrival.answer.status or 0) < OUT_OF_ORDER or not left:
            return arrival
    raise HarnessError(Code.HARNESS, "nobody tried to sign in")


def signed_in(campaign: Campaign, person: str, name: str = VNEID, *, as_officer: bool = False) -> Browser:
    """A browser in which a person has signed in, if the province let them."""
    return arrive(campaign, person, name, as_officer=as_officer).browser


def token_for(person: str) -> Pattern:
    """A code of this person that was redeemed."""
    return {"operation": "Token", "where": {"facts:/person": person}}
