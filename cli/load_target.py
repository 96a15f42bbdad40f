"""What may be loaded: addresses of the target file alone, each confirmed by the token that it serves."""

import hmac
import random
from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx

from harness.campaign import Campaign
from harness.errors import Refused
from harness.ixit import Target, secret
from harness.target import refuse_national
from harness.trust import trust
from harness.upper_tester.contract import BASE
from load.calls import Clerk, Doors
from specs.people import make_person
from specs.profile import load_profile

AGREEMENT = "/.well-known/lienthong-load"
FILED = "NhanHoSoTrucTuyen"
PORTAL, ROUTES, REGISTER, PLATFORM = "dvcqg", "dieuphoi", "c06", "payment"
ANSWER_WITHIN_S = 5.0


def confirmed_doors(target: Target) -> Doors:
    """The doors of the target; Refused where one is missing, national, or does not serve the agreed token."""
    access = target.access
    if target.load is None:
        raise Refused(f"{target.path}: nothing may be loaded: [load] with token_env and province is missing")
    if access.upper_tester.kind != "http" or access.inbound is None:
        raise Refused(f'{target.path}: load needs [access.upper_tester] of kind "http" and [access.inbound]')
    token = access.upper_tester.token_env
    headers = {"Authorization": f"Bearer {secret(token, purpose='token of the upper tester')}"} if token else {}
    agreed = secret(target.load.token_env, purpose="token that allows load")
    _confirm(access.upper_tester.url, agreed, headers)
    _confirm(access.inbound, agreed, {})
    profile = load_profile(PORTAL, target.mocks[PORTAL].profile)
    entrusted = _entrusted(target)
    procedures = [row for row in profile.table("catalogue")["procedure"] if row["MATTHC"] not in entrusted]
    filing = f"{access.inbound.rstrip('/')}{profile.operation(FILED).path}"
    return Doors(f"{access.upper_tester.url.rstrip('/')}{BASE}", headers, filing, access.agency, procedures)


def clerk_of(campaign: Campaign, target: Target) -> Clerk | None:
    """Who verifies applicants, with an account of this run where the system keeps accounts; None: nobody does."""
    if REGISTER not in target.mocks or not campaign.statement.supports("population"):
        return None
    chance = random.SystemRandom()
    person = make_person(chance, scheme=target.people)
    number = str(person.identity_number)
    if not campaign.statement.supports("accounts"):
        return Clerk(number)
    account = f"tai-{chance.getrandbits(40):010x}"
    told = {"account": account, "name": person.name, "identity": number, "agency": target.access.agency, "roles": []}
    campaign.upper_tester.desk("open-account", told)
    return Clerk(number, account)


def takes_fees(campaign: Campaign, target: Target) -> bool:
    """Whether fees are taken; the made-up account into which they go is made known to both sides here."""
    if PLATFORM not in target.mocks or not campaign.statement.supports("payment.online"):
        return False
    agency = target.access.agency
    account = {"agency": agency, "account": "9900000000900", "bank": "99000009", "holder": "TAI KHOAN GIA LAP"}
    campaign.pcos[PLATFORM].command("POST", "/accounts/add", account)
    campaign.upper_tester.desk("beneficiary-account", account)
    return True


def _confirm(url: str, agreed: str, headers: Mapping[str, str]) -> None:
    """The owner agrees where the address itself shows the token; a redirect leads elsewhere, and is not followed."""
    refuse_national(url)
    parts = urlsplit(url)
    place = f"{parts.scheme}://{parts.netloc}{AGREEMENT}"
    try:
        answer = httpx.get(place, headers=headers, timeout=ANSWER_WITHIN_S, verify=trust(), trust_env=False)
    except httpx.HTTPError as exc:
        raise Refused(f"{place} does not answer ({exc!r}): start the system under test") from exc
    if answer.status_code != httpx.codes.OK or not hmac.compare_digest(answer.content.strip(), agreed.encode()):
        raise Refused(f"{place} does not show the token of [load] token_env: only what agrees to it is loaded")


def _entrusted(target: Target) -> set[str]:
    """Procedures that a ministry's system in use resolves: the province takes none of these in."""
    if ROUTES not in target.mocks:
        return set()
    table = load_profile(ROUTES, target.mocks[ROUTES].profile).table("table")
    in_use = {row["id"] for row in table["system"] if row["open"]}
    return {row["code"] for row in table["procedure"] if row["ministry"] in in_use and row["state"] == "complete"}
