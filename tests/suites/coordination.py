"""Words for the coordination site (profile assumed-2026, an invention of this project; interfaces §3.1)."""

from collections.abc import Callable, Mapping

from harness.campaign import Campaign
from harness.errors import Inconclusive
from harness.exchange import Exchange, Json
from harness.pco import ObservingPco
from harness.verdict import Code
from specs.profile import load_profile

SYSTEM, ASKED = "dieuphoi", "TraCuuDieuHuong"
PROCEDURE, AGENCY, OTHER_AGENCY = "2.001019", "H56.14", "H56.107"
MINISTRY, PROVINCE = "btp", "province"
BETWEEN_S = 0.2
UNKNOWN_PROCEDURE, UNKNOWN, CLOSED = "9.999999", "unknown-procedure", "closed-agency"


def door(campaign: Campaign) -> ObservingPco:
    """The door of the site. Raises Inconclusive(PRECONDITION) where nobody plays it."""
    pco = campaign.pcos.get(SYSTEM)
    if pco is None:
        raise Inconclusive(Code.PRECONDITION, f"the target file names no [mocks.{SYSTEM}]")
    return pco


def entrusted(campaign: Campaign) -> set[str]:
    """The procedures that the site gives to a ministry's system in use, wherever it has no exception; by code."""
    if SYSTEM not in campaign.profiles:
        return set()
    table = load_profile(SYSTEM, campaign.profiles[SYSTEM]).table("table")
    in_use = {row["id"] for row in table["system"] if row["open"]}
    return {row["code"] for row in table["procedure"] if row["ministry"] in in_use and row["state"] == "complete"}


def set_route(campaign: Campaign, system: str | None, *, agency: str = AGENCY) -> None:
    """From now on the site leads the procedure of that agency to this system; None: as its profile says."""
    door(campaign).command("POST", "/routes/set", {"procedure": PROCEDURE, "agency": agency, "system": system})


def ask(campaign: Campaign, *, procedure: str = PROCEDURE, agency: str = AGENCY) -> Exchange:
    """An officer asks where the procedure is served; what the province says."""
    return campaign.upper_tester.desk("route", {"procedure": procedure, "agency": agency}).exchange


def ask_until(campaign: Campaign, system: str | None, *, agency: str = AGENCY) -> Exchange:
    """The same, again and again until the answer names that system, or `sync_within_s` are over."""
    return _until(campaign, agency, lambda told: told.get("system") == system, reason=f"officers are led to {system}")


def ask_until_stale(campaign: Campaign) -> Exchange:
    """The same, until the answer says that it is an old one."""
    return _until(campaign, AGENCY, lambda told: told.get("stale") is True, reason="what was told counts as old")


def ask_until_fresh(campaign: Campaign, *, procedure: str = PROCEDURE, agency: str = AGENCY) -> Exchange:
    """The same, until the answer is the site's own of now."""
    return _until(
        campaign, agency, lambda told: told.get("stale") is False, procedure=procedure, reason="the site told"
    )


def _until(
    campaign: Campaign,
    agency: str,
    met: Callable[[Mapping[str, Json]], bool],
    *,
    reason: str,
    procedure: str = PROCEDURE,
) -> Exchange:
    last = ask(campaign, procedure=procedure, agency=agency)

    def asked(_left: float) -> Exchange | None:
        nonlocal last
        if met(last.reply or {}):
            return last
        campaign.clock.sleep(BETWEEN_S)  # an officer does not ask a hundred times a second
        last = ask(campaign, procedure=procedure, agency=agency)
        return None

    campaign.wait_at_most(asked, within=campaign.access.timers.sync_within_s, reason=reason)
    return last
