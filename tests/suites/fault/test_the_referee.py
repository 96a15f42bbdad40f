"""Is it judged as it is, or has it looked for who judges it?"""

import pytest

from harness.checks.sequence import number_is
from harness.judge import Judge
from tests.suites.scene import Scene

SHUT_OUT = {"where": {"facts:/shut_out": ["no token", "a wrong token"]}}


@pytest.mark.verifies("SEC-001")
def test_the_control_port_is_left_alone(whole_campaign: Scene, judge: Judge) -> None:
    """Since the campaign began, nobody has come to the control port without the token that opens it."""
    seen, fence = whole_campaign.everywhere(), whole_campaign.fence

    judge("SEC-001", number_is(seen, SHUT_OUT, at_least=0, at_most=0, fence=fence))
