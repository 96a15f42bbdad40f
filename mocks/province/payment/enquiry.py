"""Asks the platform for what nobody has told: what became of an open bill, and the receipt of a paid one."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

from mocks.province.outbox.backoff import Pause
from mocks.province.outbox.trouble import Trouble
from mocks.province.payment.bill import Bill, Misfit, Outcome, State
from mocks.province.payment.bills import Bills, UnknownBill
from mocks.province.payment.order import PaymentSystem
from mocks.province.payment.receipts import Receipts
from mocks.province.records.database import DatabaseAway

LOGGER = logging.getLogger(__name__)
LONGEST_SLEEP_S: Final = 60.0


def later(seconds: float) -> datetime:
    """Return the moment so many real seconds from now. The office's own clock, which a test may set, has no say."""
    return datetime.now(UTC) + timedelta(seconds=seconds)


class Enquiry:
    """Works through the bills that are due. `now` is the office's clock, `pause` the wait after so many questions."""

    def __init__(
        self, bills: Bills, receipts: Receipts, system: PaymentSystem, *, now: Callable[[], datetime], pause: Pause
    ) -> None:
        self.bills = bills
        self.receipts = receipts
        self.system = system
        self._now = now
        self._pause = pause
        self._opened = asyncio.Event()

    def wake(self) -> None:
        """Look again when the next one is due: a bill was opened or paid."""
        self._opened.set()

    async def run(self) -> None:
        """Ask whenever it is time to, for ever. What is due stands in the records, so a restart forgets none."""
        while True:
            self._opened.clear()
            try:
                left = await self._ask_who_is_due()
            except DatabaseAway as problem:
                LOGGER.info("the bills cannot be read: %s", problem)
                left = self._pause(1)
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._opened.wait()

    async def _ask_who_is_due(self) -> float:
        """Ask for every bill that is due; return the seconds until the next one is."""
        await asyncio.gather(*(self.ask(bill) for bill in self.bills.due(datetime.now(UTC))))
        due = self.bills.next_due()
        left = LONGEST_SLEEP_S if due is None else (due - datetime.now(UTC)).total_seconds()
        return min(max(left, 0.0), LONGEST_SLEEP_S)

    async def ask(self, bill: Bill) -> None:
        """Ask once for what is still wanted of a bill, and note when to ask again."""
        self.bills.ask_later(bill, later(self._pause(bill.asked + 2)))
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
