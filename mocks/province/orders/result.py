"""The end of an order becomes a step of its dossier, and so is known to the citizen."""

import logging
from collections.abc import Callable
from datetime import datetime

from mocks.province.orders.ledger import Ledger
from mocks.province.orders.order import Order
from mocks.province.orders.systems import SYSTEMS
from mocks.province.records.dossier import NotAllowed
from mocks.province.records.dossiers import Dossiers, NotEntitled
from mocks.province.records.errands import Errand

LOGGER = logging.getLogger(__name__)


class TellingResult:
    """Runs the errand of an order that has come to its end."""

    def __init__(self, ledger: Ledger, dossiers: Dossiers, now: Callable[[], datetime]) -> None:
        self.ledger = ledger
        self.dossiers = dossiers
        self._now = now

    async def run(self, errand: Errand, done: Callable[[int], None]) -> None:  # noqa: ARG002 - one step
        """Go on with the dossier, once, in the name of who placed the order.

        Where the dossier or the officer's rights do not allow that, it is left to the officer, who sees the order.
        """
        order = self.ledger.get(errand.about["order"])
        if order is not None:
            self.tell(order)

    def tell(self, order: Order) -> None:
        """Write the step."""
        system = SYSTEMS[order.system]
        content = f"{system.title}: {system.states[order.state or '']} ({order.outside})"
        if any(act.body.get("content") == content for act in self.dossiers.find(order.dossier).acts):
            return
        officer, now = order.wish["officer"], self._now()
        try:
            self.dossiers.act(order.dossier, "process", {"officer": officer, "content": content}, at=now)
        except (NotAllowed, NotEntitled) as problem:
            LOGGER.info("the end of order %d is no step of its dossier: %s", order.number, problem)
