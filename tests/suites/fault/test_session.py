"""A session that expires while dossiers wait (interfaces §9, Q23)."""

import pytest

from harness.checks.pattern import select
from harness.checks.sequence import all_seen, number_is, value_changes_after
from harness.errors import Inconclusive
from harness.judge import Judge
from harness.verdict import Code
from tests.suites import portal
from tests.suites.scene import Scene

EXPIRED = {"where": {"facts:/session": "expired"}}


@pytest.mark.verifies("CONN-003")
def test_it_signs_in_once_and_goes_on(expiry: Scene, judge: Judge) -> None:
    """Several dossiers meet an expired session: one sign-in serves them all, and none is lost."""
    waiting = [code for part, code in expiry.dossiers.items() if part != "fence"]
    taken = {"operation": portal.PUSH, "where": {"reply:/error_code": portal.SUCCESS}}
    sign_ins = portal.heard(portal.login())

    judge("CONN-003", number_is(expiry.exchanges, sign_ins, at_least=1, at_most=1, fence=expiry.fence))
    judge("CONN-003", all_seen(expiry.exchanges, taken, portal.DOSSIER, waiting, fence=expiry.fence))


@pytest.mark.verifies("CONN-004")
def test_a_refused_session_is_not_used_again(expiry: Scene, judge: Judge) -> None:
    """After a call was refused because its session had expired, later calls for that dossier bear another session."""
    parts = [part for part in expiry.dossiers if select(expiry.calls(part), EXPIRED)]
    if not parts:
        raise Inconclusive(Code.NO_TRAFFIC, "no dossier met the expired session")

    for part in parts:
        judge("CONN-004", value_changes_after(expiry.calls(part), EXPIRED, among={}, pointer="/session"))
