"""Tax notices and receipts that the portal relays: does the dossier wait for the right money, and then go on?"""

import pytest

from harness.checks.fields import field_is, values_are
from harness.checks.sequence import number_is
from harness.judge import Judge
from tests.suites import portal
from tests.suites.tax_notice_scene import ODD_AMOUNT, Taxes

AMOUNTS = "reply:/notices/*/amount"


@pytest.mark.verifies("SYNC-126")
def test_a_tax_notice_makes_the_dossier_wait(taxes: Taxes, judge: Judge) -> None:
    """After a tax notice the portal hears that the dossier waits for a financial obligation: status 6."""
    waits = portal.push(taxes.desk.dossiers["odd"], status=portal.OBLIGED)

    judge("SYNC-126", number_is(taxes.desk.exchanges, waits, at_least=1, at_most=99, fence=taxes.desk.fence))


@pytest.mark.verifies("SYNC-127")
def test_the_amount_is_told_to_the_dong(taxes: Taxes, judge: Judge) -> None:
    """The lines of a notice add up to an amount of ten digits, and the citizen is shown that very amount."""
    judge("SYNC-127", values_are([taxes.views["odd"]], AMOUNTS, [ODD_AMOUNT]))


@pytest.mark.verifies("SYNC-128")
def test_the_dossier_goes_on_with_its_receipt(taxes: Taxes, judge: Judge) -> None:
    """The receipt has come: the notice is paid, and the dossier is worked on again."""
    judge("SYNC-128", values_are([taxes.views["odd"]], "reply:/notices/*/paid", [True]))
    judge("SYNC-128", field_is([taxes.dossiers["odd"]], "reply:/status", portal.IN_PROCESS))
