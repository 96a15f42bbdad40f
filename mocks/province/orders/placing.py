"""How an order is placed and withdrawn, so that whatever gets lost on the way there is one order and one truth."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final

from mocks.province.orders.client import OrderClient
from mocks.province.orders.ledger import Ledger
from mocks.province.orders.order import Order, Outcome, Withdrawal
from mocks.province.outbox.trouble import Refused, Trouble
from mocks.province.records.errands import Errand

NOT_TAKEN: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY})
"""The system has read the order and will never take it as it is."""


class Placing:
    """Runs the errand of a new order."""

    def __init__(self, ledger: Ledger, clients: Mapping[str, OrderClient]) -> None:
        self.ledger = ledger
        self.clients = clients

    async def run(self, errand: Errand, done: Callable[[int], None]) -> None:  # noqa: ARG002 - one step
        """Send it. Sent again after silence it meets itself: that there is one under way is then as good as taken."""
        order = self.ledger.get(errand.about["order"])
        if order is None or order.outcome is not Outcome.WAITING:
            return
        client = self.clients[order.system]
        reply = await client.place(order)
        if reply.status == HTTPStatus.CREATED:
            told = client.read(reply)
            self.ledger.take(order, told.steps, outside=told.number)
        elif reply.status == HTTPStatus.CONFLICT:
            self.exists(order)
        else:
            self.refused(order, HTTPStatus(reply.status))

    def exists(self, order: Order) -> None:
        """The system has an order for this dossier, which can only be this one."""
        self.ledger.exists(order)

    def refused(self, order: Order, status: HTTPStatus) -> None:
        """Give up what will never be taken; raises Refused for all else, which is tried again."""
        if status not in NOT_TAKEN:
            raise Refused("an order", str(status.value))
        self.ledger.reject(order)


class Withdrawing:
    """Runs the errand of an order that is to be withdrawn."""

    def __init__(self, ledger: Ledger, clients: Mapping[str, OrderClient]) -> None:
        self.ledger = ledger
        self.clients = clients

    async def run(self, errand: Errand, done: Callable[[int], None]) -> None:  # noqa: ARG002 - one step
        """Ask for it. A refusal may also mean that it was done before, by a call whose answer was lost."""
        order = self.ledger.get(errand.about["order"])
        if order is None or not order.is_under_way or order.withdrawal is not Withdrawal.ASKED:
            return
        if order.outside is None:
            raise Trouble("nobody has told the number of the order yet")
        client = self.clients[order.system]
        reply = await client.withdraw(order.outside, errand.about["reason"])
        if reply.status == HTTPStatus.OK:
            self.ledger.take(order, client.read(reply).steps)
        elif reply.status == HTTPStatus.CONFLICT:
            await self.too_late(order, order.outside)
        else:
            raise Refused("a withdrawal", str(reply.status))

    async def too_late(self, order: Order, outside: str) -> None:
        """Look what the order has come to; where it is not withdrawn, it cannot be any more."""
        told = await self.clients[order.system].find(outside)
        if told is not None:
            order = self.ledger.take(order, told.steps)
        if order.outcome is not Outcome.WITHDRAWN:
            self.ledger.too_late(order)
