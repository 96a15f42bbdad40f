"""The coordination site cannot be asked."""

import pytest

from harness.campaign import Campaign
from harness.checks.fields import field_is
from harness.judge import Judge
from tests.suites import coordination
from tests.suites.misbehaviour import misbehaving


@pytest.mark.verifies("ROUT-006")
def test_what_was_told_before_is_marked_as_old(campaign: Campaign, judge: Judge) -> None:
    """While the site is away officers see the last that it told, and that it is not fresh."""
    coordination.door(campaign)
    coordination.set_route(campaign, coordination.MINISTRY)
    try:
        coordination.ask_until(campaign, coordination.MINISTRY)
        with misbehaving(campaign, "unavailable", status=503, system=coordination.SYSTEM, needed=False):
            told = coordination.ask_until_stale(campaign)
    finally:
        coordination.set_route(campaign, None)

    judge("ROUT-006", field_is(told, "reply:/stale", True))
    judge("ROUT-006", field_is(told, "reply:/system", coordination.MINISTRY))
