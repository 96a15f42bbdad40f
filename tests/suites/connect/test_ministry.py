"""The province is connected to a ministry's centralised system, and a change there is known here in time."""

import pytest

from harness.checks.fields import field_is, told_in_body_only, values_are
from harness.checks.pattern import some
from harness.checks.sequence import number_is
from harness.judge import Judge
from tests.suites import ministry, portal
from tests.suites.ministry_scene import MinistryScene

CREDENTIALS = ["grant_type", "client_id", "client_secret"]
SHOWN = "reply:/dossiers/*"


@pytest.mark.verifies("CONN-020")
def test_the_province_signs_in_at_the_ministry(ministry_connected: MinistryScene, judge: Judge) -> None:
    """It asks for a token by client credentials, with the secret in the body alone."""
    asked = some(ministry_connected.exchanges, {"operation": ministry.TOKEN})

    judge("CONN-020", told_in_body_only(asked, CREDENTIALS))


@pytest.mark.verifies("CONN-021")
def test_one_token_serves_many_calls(ministry_connected: MinistryScene, judge: Judge) -> None:
    """Two pages of the feed are read with the one token that replaced the ended one."""
    fence = ministry.told(ministry_connected.codes["second"])

    asked = portal.heard({"operation": ministry.TOKEN})

    judge("CONN-021", number_is(ministry_connected.exchanges, asked, 1, 1, fence))


@pytest.mark.verifies("SYNC-095")
def test_a_new_dossier_is_known_in_time(ministry_connected: MinistryScene, judge: Judge) -> None:
    """Within the time that the supplier states, the province shows the ministry's new dossier."""
    code = ministry_connected.codes["second"]

    judge("SYNC-095", values_are(ministry_connected.views["in time"], f"{SHOWN}/code", [code]))


@pytest.mark.verifies("SYNC-093")
@pytest.mark.parametrize(
    ("shown", "told"),
    [("procedure", "MaTTHC"), ("agency", "MaDonViTiepNhan"), ("status", "TrangThai")],
    ids=["procedure", "agency", "status"],
)
def test_codes_are_kept_as_told(ministry_connected: MinistryScene, judge: Judge, shown: str, told: str) -> None:
    """Procedure, agency and status are those of the feed, whatever their width."""
    value = ministry_connected.told_of("first")[told]

    judge("SYNC-093", field_is(ministry_connected.look_up("first"), f"{SHOWN}/{shown}", value))
