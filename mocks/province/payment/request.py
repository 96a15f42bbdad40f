"""How a bill is opened at the platform, so that whatever gets lost on the way the payer has one bill."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mocks.province.outbox.asking import later
from mocks.province.outbox.backoff import Pause
from mocks.province.outbox.trouble import Trouble
from mocks.province.payment.accounts import Accounts
from mocks.province.payment.bill import Bill, Misfit, Result, State
from mocks.province.payment.bills import Bills
from mocks.province.payment.order import Account, Order, PaymentSystem
from mocks.province.portal.catalogue import Catalogue
from mocks.province.records.dossiers import Dossiers
from mocks.province.records.errands import Errand

KIND: Final = "payment-request"
SENT: Final = 1
"""The stage of a request that may have reached the platform."""


@dataclass(frozen=True, slots=True)
class Till:
    """What a request works with. `now` is the office's clock, `pause` how long to wait for news."""

    bills: Bills
    accounts: Accounts
    system: PaymentSystem
    dossiers: Dossiers
    catalogue: Catalogue
    now: Callable[[], datetime]
    pause: Pause


class Request:
    """Runs the request of one bill, for all its tries."""

    def __init__(self, till: Till) -> None:
        self.till = till

    async def run(self, errand: Errand, done: Callable[[int], None]) -> None:
        """Open the bill; every try but the first begins with the question what became of the one before."""
        bill = self.till.bills.get(errand.about["bill"])
        if bill is None or bill.state is not State.CHARGED:
            return
        if errand.stage >= SENT:
            bill = await self.after_silence(bill)
        else:
            done(SENT)
        if bill.state is State.CHARGED:
            await self.begin(bill)

    async def after_silence(self, bill: Bill) -> Bill:
        """Return the bill to go on with: as it was, where the platform never heard of it."""
        bills, now = self.till.bills, self.till.now()
        outcome = await self.till.system.find(bill.reference, at=now)
        if outcome is None:
            return bill
        if outcome.result is Result.PENDING:
            return bills.rename(bill, at=now)  # the address that was answered is lost, so nobody can pay that one
        try:
            bills.settle(bill, outcome, by="query", at=now)
        except Misfit as misfit:
            raise Trouble(f"bill {bill.number}: {misfit}") from misfit
        return bills.find(bill.reference)

    async def begin(self, bill: Bill) -> None:
        """Ask for it, and note where the payer pays."""
        till = self.till
        accepted = till.dossiers.find(bill.dossier).accepted
        procedure = await till.catalogue.procedure(accepted["procedure"])
        receiver = till.catalogue.agency_name(bill.agency)
        order = Order(bill, self.account(bill), procedure, receiver, accepted["owner"], till.now())
        url = await till.system.begin(order)
        till.bills.open(bill, url, ask_at=later(till.pause(1)), at=till.now())

    def account(self, bill: Bill) -> Account:
        """The account of whoever the bill names as receiver, as it is known now."""
        return self.till.accounts.find(bill.agency)
