"""What the land database and the portal tell wrongly, twice, out of order or not at all."""

import pytest

from harness.checks.fields import field_is, values_are
from harness.checks.pattern import some
from harness.checks.sequence import number_is
from harness.judge import Judge
from tests.suites import land as words
from tests.suites import portal
from tests.suites.land_scene import Land
from tests.suites.refusal import otherwise_taken
from tests.suites.tax_notice_scene import AMOUNT, Taxes


@pytest.mark.verifies("SYNC-123")
def test_after_silence_there_is_one_land_dossier(land: Land, judge: Judge) -> None:
    """A dossier whose taking was not heard of is in the land database once."""
    there = words.added(land.desk.dossiers["silence"])

    judge("SYNC-123", number_is(land.exchanges, there, at_least=1, at_most=1, fence=land.fence))


@pytest.mark.verifies("SYNC-124")
def test_an_older_state_that_comes_later_changes_nothing(land: Land, judge: Judge) -> None:
    """In process and finished change places on their way: the dossier is finished."""
    some(land.exchanges, words.told(land.push("order")))

    judge("SYNC-124", field_is([land.views["order"]], "reply:/state", words.FINISHED))


@pytest.mark.verifies("SEC-054")
def test_a_push_under_a_wrong_code_changes_nothing(land: Land, judge: Judge) -> None:
    """A state under another security code is not answered with success, and not taken."""
    some(land.exchanges, words.told(land.push("secret")))
    otherwise_taken(land.exchanges, words.told(land.push("order"), **{words.TAKEN: 1}))
    taken = words.told(land.push("secret"), **{words.TAKEN: 1})

    judge("SEC-054", number_is(land.exchanges, taken, at_least=0, at_most=0, fence=land.fence))
    judge("SEC-054", field_is([land.views["secret"]], "reply:/state", words.RECEIVED))


@pytest.mark.verifies("SYNC-127")
def test_the_same_notice_counts_once(taxes: Taxes, judge: Judge) -> None:
    """A notice that the portal relays twice is one notice, with its own amount."""
    judge("SYNC-127", values_are([taxes.views["twice"]], "reply:/notices/*/amount", [AMOUNT]))


@pytest.mark.verifies("SYNC-128")
def test_a_receipt_settles_the_notice_that_it_names(taxes: Taxes, judge: Judge) -> None:
    """Of two notices the later one is paid: that one is settled, and the dossier waits for the other."""
    judge("SYNC-128", field_is([taxes.views["two"]], "reply:/notices/0/paid", False))
    judge("SYNC-128", field_is([taxes.views["two"]], "reply:/notices/1/paid", True))
    judge("SYNC-128", field_is([taxes.dossiers["two"]], "reply:/status", portal.OBLIGED))


@pytest.mark.verifies("CONN-032")
def test_a_notice_for_no_dossier_is_not_acknowledged(taxes: Taxes, judge: Judge) -> None:
    """A notice for a dossier that does not exist here is not answered with success."""
    (push,) = taxes.pushes["unknown"]
    some(taxes.desk.exchanges, words.told(push))
    success = {"reply:/error_code": portal.SUCCESS}
    otherwise_taken(taxes.desk.exchanges, words.told(taxes.pushes["odd"][0], **success))
    taken = words.told(push, **success)

    judge("CONN-032", number_is(taxes.desk.exchanges, taken, at_least=0, at_most=0, fence=taxes.desk.fence))
