"""Officers are led to the system that serves a procedure: to that one, and never anywhere by guess."""

from collections.abc import Iterator

import pytest

from harness.campaign import Campaign
from harness.checks.fields import field_is, field_matches
from harness.judge import Judge
from tests.suites import coordination

SYSTEM, LINK, REASON, STALE = "reply:/system", "reply:/link", "reply:/reason", "reply:/stale"


@pytest.fixture
def led(campaign: Campaign) -> Iterator[Campaign]:
    """The site leads the procedure to the ministry at one agency, to the province at another one."""
    coordination.set_route(campaign, coordination.MINISTRY)
    coordination.set_route(campaign, coordination.PROVINCE, agency=coordination.OTHER_AGENCY)
    try:
        yield campaign
    finally:
        coordination.set_route(campaign, None)
        coordination.set_route(campaign, None, agency=coordination.OTHER_AGENCY)


@pytest.mark.verifies("ROUT-001")
def test_each_agency_is_led_to_its_system(led: Campaign, judge: Judge) -> None:
    """The same procedure is at the ministry's system for one agency and at the province's for another."""
    there = coordination.ask_until(led, coordination.MINISTRY)
    here = coordination.ask_until(led, coordination.PROVINCE, agency=coordination.OTHER_AGENCY)

    judge("ROUT-001", field_is(there, SYSTEM, coordination.MINISTRY))
    judge("ROUT-001", field_is(here, SYSTEM, coordination.PROVINCE))


@pytest.mark.verifies("ROUT-002")
def test_the_link_names_procedure_and_agency(led: Campaign, judge: Judge) -> None:
    """The link that officers are given is the site's, with the procedure and the agency in it."""
    there = coordination.ask_until(led, coordination.MINISTRY)
    procedure, agency = (coordination.PROCEDURE.replace(".", r"\."), coordination.AGENCY.replace(".", r"\."))

    judge("ROUT-002", field_matches(there, LINK, rf"https?://.*{procedure}.*{agency}.*"))


@pytest.mark.verifies("ROUT-003")
def test_a_change_of_the_table_is_followed(led: Campaign, judge: Judge) -> None:
    """When a procedure moves to the province's system, officers are led there within the stated time."""
    coordination.ask_until(led, coordination.MINISTRY)
    coordination.set_route(led, coordination.PROVINCE)

    judge("ROUT-003", field_is(coordination.ask_until(led, coordination.PROVINCE), SYSTEM, coordination.PROVINCE))


@pytest.mark.verifies("ROUT-004")
def test_an_unknown_procedure_leads_nowhere(campaign: Campaign, judge: Judge) -> None:
    """Of a procedure that the site does not know, officers are told so, and are led to no system."""
    coordination.door(campaign)
    told = coordination.ask_until_fresh(campaign, procedure=coordination.UNKNOWN_PROCEDURE)

    judge("ROUT-004", field_is(told, SYSTEM, None))
    judge("ROUT-004", field_is(told, REASON, coordination.UNKNOWN))


@pytest.mark.verifies("ROUT-005")
def test_a_closed_agency_leads_nowhere(campaign: Campaign, judge: Judge) -> None:
    """Of an agency whose code was closed, officers are told so, and are led to no system."""
    pco = coordination.door(campaign)
    coordination.ask_until_fresh(campaign, agency=coordination.OTHER_AGENCY)  # so that an old answer could be kept
    pco.command("POST", "/agencies/close", {"code": coordination.OTHER_AGENCY})
    try:
        told = coordination.ask_until(campaign, None, agency=coordination.OTHER_AGENCY)
    finally:
        pco.command("POST", "/agencies/open", {"code": coordination.OTHER_AGENCY})

    judge("ROUT-005", field_is(told, SYSTEM, None))
    judge("ROUT-005", field_is(told, REASON, coordination.CLOSED))
