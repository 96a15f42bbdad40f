"""Asks the platform for what nobody has told: what became of an open bill, and the receipt of a paid one."""

import logging
from collections.abc import Callable
from datetime import datetime

from mocks.province.outbox.asking import Asking, later
from mocks.province.outbox.backoff import Pause
from mocks.province.outbox.trouble import Trouble
from mocks.province.payment.bill import Bill, Misfit, Outcome, State
from mocks.province.payment.bills import Bills, UnknownBill
from mocks.province.payment.order import PaymentSystem
from mocks.province.payment.receipts import Receipts

LOGGER = logging.getLogger(__name__)


class Enquiry(Asking[Bill]):
    """Works through the bills that are due. `now` is the office's clock, `pause` the wait after so many questions."""

    def __init__(
        self, bills: Bills, receipts: Receipts, system: PaymentSystem, *, now: Callable[[], datetime], pause: Pause
    ) -> None:
        super().__init__(bills, pause=pause)
        self.bills = bills
        self.receipts = receipts
        self.system = system
        self._now = now

    async def ask(self, bill: Bill) -> None:
        """Ask once for what is still wanted of a bill, and note when to ask again."""
        self.bills.ask_later(bill, later(self.pause(bill.asked + 2)))
        try:
            if bill.state is State.PAID:
                await self.fetch_receipt(bill)
            else:
                await self.look_up(bill)
        except Trouble as problem:
            LOGGER.info("no answer about bill %d: %s", bill.number, problem)

    async def look_up(self, bill: Bill) -> None:
        """Ask what became of a bill that is open; raises Trouble."""
        now = self._now()
        outcome = await self.system.find(bill.reference, at=now)
        if outcome is None:
            LOGGER.warning("the platform does not know bill %d", bill.number)
        else:
            self.take(bill, outcome, at=now)

    async def fetch_receipt(self, bill: Bill) -> None:
        """Fetch the receipt of a paid bill and keep it; raises Trouble."""
        self.receipts.keep(bill, await self.system.fetch_receipt(bill.reference, at=self._now()))
        self.bills.ask_no_more(bill)

    def take(self, bill: Bill, outcome: Outcome, *, at: datetime) -> None:
        """Settle the bill as the platform says; what does not fit is left to a person, and nothing is booked."""
        try:
            self.bills.settle(bill, outcome, by="query", at=at)
        except (Misfit, UnknownBill) as misfit:
            LOGGER.warning("bill %d is not settled: %s", bill.number, misfit)
