"""Officers' accounts in a test: opened by the office, and used for acts, also by those who have no right to."""

import random
from collections.abc import Sequence
from typing import Any

from harness.campaign import Campaign
from harness.exchange import Exchange
from harness.upper_tester import Told
from specs.people import IdentityScheme, make_person
from tests.suites import office

ALL = "*"
ROLES = ("reception", "processing", "approval", "clerical")
STATUS = "reply:/status"
REFUSED = 403
"""What an act is answered with that its officer has no right to: a problem with this status (upper-tester contract)."""
DONE = "[0-9]{1,2}"
"""What an act is answered with that was done: the status of the dossier, a text."""
COMMUNE = "107"


def other_agency(campaign: Campaign) -> str:
    """A commune of the same province, beside the agency of the installation."""
    return f"{campaign.access.agency.partition('.')[0]}.{COMMUNE}"


def right(role: str, agency: str, procedure: str = ALL) -> dict[str, str]:
    """One right."""
    return {"role": role, "agency": agency, "procedure": procedure}


def rights(agency: str, roles: Sequence[str] = ROLES) -> list[dict[str, str]]:
    """These roles at one agency, for every procedure."""
    return [right(role, agency) for role in roles]


def person(rng: random.Random, people: IdentityScheme) -> tuple[str, str]:
    """Name and identity number of a synthetic officer."""
    one = make_person(rng, scheme=people)
    return one.name, one.identity_number or ""


def open_account(
    campaign: Campaign, agency: str, granted: list[dict[str, str]], *, identity: str | None = None, **more: Any
) -> str:
    """The office opens an account for a new officer, or for the one with this number; the name of it."""
    name, number = person(campaign.rng, campaign.people)
    account = f"cb-{office.made_up_id(campaign.rng)}"
    body = {"account": account, "name": name, "identity": identity or number, "agency": agency, "roles": granted}
    campaign.upper_tester.desk("open-account", {**body, **more})
    return account


def officer(campaign: Campaign, account: str) -> dict[str, Any]:
    """Somebody who acts with this account."""
    return {**office.officer(campaign.rng), "account": account}


def attempt(campaign: Campaign, dossier: str, act: str, account: str, **more: Any) -> Exchange:
    """Somebody tries an act with this account; the answer, whatever it is."""
    body = {**office.act(campaign.rng, **more), "officer": officer(campaign, account)}
    return campaign.upper_tester.attempt(dossier, act, body)


def show(campaign: Campaign, account: str) -> Told:
    """What the system says of an account."""
    return campaign.upper_tester.view("accounts", account)
