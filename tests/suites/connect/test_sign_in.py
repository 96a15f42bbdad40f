"""Does the province reach the portal, and does it speak there as itself?"""

import re

import pytest

from harness.checks.fields import field_matches, headers_are, told_in_body_only
from harness.checks.pattern import some
from harness.judge import Judge
from tests.suites import portal
from tests.suites.scene import Scene


@pytest.mark.verifies("CONN-001")
def test_it_signs_in_with_its_account_in_the_body(connected: Scene, judge: Judge) -> None:
    """After its session was lost the province signs in by POST, with the account in the JSON body and nowhere else."""
    sign_ins = some(connected.exchanges, portal.login())

    judge("CONN-001", told_in_body_only(sign_ins, ["username", "password"]))
    judge("CONN-001", field_matches(sign_ins[-1:], "reply:/session", ".+"))


@pytest.mark.verifies("CONN-009")
def test_calls_carry_the_headers_of_the_interface(connected: Scene, judge: Judge) -> None:
    """Every call says that it speaks JSON and which system it is for."""
    calls = connected.calls("first")

    judge(
        "CONN-009",
        headers_are(
            calls, {"accept": "application/json", "content-type": "application/json", "dstcode": _exactly(connected)}
        ),
    )


@pytest.mark.verifies("CONN-010")
def test_calls_name_session_agency_and_service(connected: Scene, judge: Judge) -> None:
    """Every call names its session, the agency that speaks and the service it wants."""
    for pointer in ("/session", "/madonvi", "/service"):
        judge("CONN-010", field_matches(connected.calls("first"), pointer, ".+"))


def _exactly(scene: Scene) -> str:
    return f"^{re.escape(scene.campaign.access.destination)}$"
