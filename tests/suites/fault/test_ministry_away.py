"""A ministry's system is away for a while and comes back."""

import pytest

from harness.checks.fields import values_are
from harness.judge import Judge
from tests.suites.ministry_scene import MinistryScene


@pytest.mark.verifies("CONN-022")
def test_following_goes_on_after_an_outage(ministry_away: MinistryScene, judge: Judge) -> None:
    """What the ministry made while it could not be reached is known once it is back, without anybody's help."""
    code = ministry_away.codes["meanwhile"]

    judge("CONN-022", values_are(ministry_away.views["meanwhile"], "reply:/dossiers/*/code", [code]))
