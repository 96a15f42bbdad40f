"""Asks what became of an order where nobody tells."""

import logging
from collections.abc import Mapping

from mocks.province.orders.client import OrderClient
from mocks.province.orders.ledger import Ledger
from mocks.province.orders.order import Order
from mocks.province.outbox.asking import Asking
from mocks.province.outbox.backoff import Pause
from mocks.province.outbox.trouble import Trouble

LOGGER = logging.getLogger(__name__)


class OrderFollowing(Asking[Order]):
    """Works through the orders that are due: nobody has told anything of them for a while."""

    def __init__(self, ledger: Ledger, clients: Mapping[str, OrderClient], *, pause: Pause) -> None:
        super().__init__(ledger, pause=pause)
        self.ledger = ledger
        self.clients = clients

    async def ask(self, one: Order) -> None:
        """Ask once; it is asked again at growing intervals until something new is told."""
        self.ledger.ask_later(one)
        client = self.clients.get(one.system)
        if client is None or one.outside is None:
            return
        try:
            told = await client.find(one.outside)
        except Trouble as problem:
            LOGGER.info("no answer about order %d: %s", one.number, problem)
            return
        if told is not None and told.steps[-1].state != one.state:
            self.ledger.take(one, told.steps)
