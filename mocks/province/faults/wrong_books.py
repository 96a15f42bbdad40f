"""Wrong ways to write down what others tell while they tell much."""

import time
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from mocks.province.ministries.following import Following
from mocks.province.ministries.reading import Change
from mocks.province.payment.bill import Bill, Outcome
from mocks.province.payment.bills import Bills

CLOSE_S: Final = 8.0
FEW: Final = 2


class OneBookingAtATime(Bills):
    """Writes down the first of several payments at the platform that come close together; the others are only paid."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._last = -CLOSE_S

    def book(self, db: Connection, bill: Bill, outcome: Outcome, *, by: str, at: datetime) -> None:
        """Write it down, unless another was a moment ago."""
        now = time.monotonic()
        if bill.way == "counter" or now - self._last >= CLOSE_S:
            super().book(db, bill, outcome, by=by, at=at)
        if bill.way != "counter":
            self._last = now


class CutsLongPages(Following):
    """Takes the first few changes of a page and goes on behind the page: enough on an ordinary day."""

    def take(self, page: dict[str, object], changes: list[Change], place: int) -> None:
        """Keep a few, and the page's own cursor."""
        newest = max((change.dossier.place for change in changes), default=place)
        if changes:
            self.ledger.take(changes[:FEW], cursor=(self.ministry, str(page["ConTro"]), newest))
