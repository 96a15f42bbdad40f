"""Officers' official e-mail accounts: a password is changed in time, and nobody is surprised by it."""

from datetime import timedelta

import pytest

from harness.campaign import Campaign
from harness.checks.fields import field_is, field_matches
from harness.errors import Inconclusive
from harness.exchange import Exchange, reached
from harness.judge import Judge
from harness.verdict import Code
from tests.suites import rights
from tests.suites.rights import open_account, show
from tests.suites.scene import Scene

DAY = timedelta(days=1)
NOTICE = "reply:/notices/*/expires"


@pytest.fixture(scope="session")
def passwords(connected: Scene, campaign: Campaign) -> dict[str, Exchange]:
    """What is shown of three e-mail accounts: the password was changed yesterday, ends tomorrow, ended yesterday."""
    fresh = _with_password(campaign, DAY)
    shown = show(campaign, fresh).exchange
    found = reached(shown, "reply:/email/interval_days")
    if len(found) != 1 or not isinstance(found[0], int):
        raise Inconclusive(Code.PRECONDITION, "the system does not tell after how many days a password must be changed")
    interval = timedelta(days=found[0])
    ending, ended = (_with_password(campaign, age) for age in (interval - DAY, interval + DAY))
    return {"fresh": shown, "ending": _when_told(campaign, ending), "ended": show(campaign, ended).exchange}


def _with_password(campaign: Campaign, age: timedelta) -> str:
    agency, changed = campaign.access.agency, (campaign.clock.now() - age).isoformat(timespec="milliseconds")
    granted = rights.rights(agency, ["processing"])
    return open_account(campaign, agency, granted, email="can.bo@example.vn", email_password_changed=changed)


def _when_told(campaign: Campaign, account: str) -> Exchange:
    """The account as it is shown once its holder was told, or as it is at the end of the time for that."""
    last = show(campaign, account).exchange

    def told(_left: float) -> Exchange | None:
        nonlocal last
        last = show(campaign, account).exchange
        return last if reached(last, NOTICE) else None

    within = campaign.access.timers.sync_within_s
    campaign.wait_at_most(told, within=within, reason="the holder of an e-mail account is told that its password ends")
    return last


@pytest.mark.verifies("ACC-012")
def test_the_holder_is_told_before_a_password_ends(passwords: dict[str, Exchange], judge: Judge) -> None:
    """A password that ends tomorrow: its holder has been told."""
    judge("ACC-012", field_matches(passwords["ending"], NOTICE, ".+"))


@pytest.mark.verifies("ACC-013")
def test_a_password_ends_when_it_was_not_changed(passwords: dict[str, Exchange], judge: Judge) -> None:
    """After the interval the password is good for nothing; before it is."""
    judge("ACC-013", field_is(passwords["fresh"], "reply:/email/state", "current"))
    judge("ACC-013", field_is(passwords["ended"], "reply:/email/state", "expired"))
