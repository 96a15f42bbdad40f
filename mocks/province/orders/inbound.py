"""States of orders as the systems tell them: on disk before they are acknowledged, and refused where nobody ordered."""

from http import HTTPStatus

import orjson
from aiohttp import web

from mocks.province.orders.client import OrderClient
from mocks.province.orders.ledger import Ledger
from mocks.province.orders.message import Told, Unreadable, read_push
from mocks.province.orders.order import Order
from mocks.province.outbox.trouble import Trouble
from mocks.province.records.database import DatabaseAway


class OrderInbound:
    """Takes the pushes of one system."""

    def __init__(self, ledger: Ledger, client: OrderClient) -> None:
        self.ledger = ledger
        self.client = client

    async def take(self, request: web.Request) -> web.Response:
        """One state; 204 once it is on disk, 400 for what is none, 404 for an order that is not ours, 503: again."""
        try:
            told = read_push(self.client.system, orjson.loads(await request.read()))
        except (orjson.JSONDecodeError, Unreadable):
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        try:
            order = await self.find(told)
            if order is None:
                return web.Response(status=self.unknown())
            self.ledger.take(order, told.steps)
        except (Trouble, DatabaseAway):
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response(status=HTTPStatus.NO_CONTENT)

    def unknown(self) -> HTTPStatus:
        """What is answered about an order that nobody here has placed."""
        return HTTPStatus.NOT_FOUND

    async def find(self, told: Told) -> Order | None:
        """Return the order that is spoken of; None where we have none of that number for that dossier.

        It may be one whose number was lost with the answer. Anybody can call here, so the system itself is asked first.
        """
        name = self.client.system.name
        order = self.ledger.find(name, told.number)
        if order is not None:
            return order if order.dossier == told.dossier else None
        waiting = self.ledger.nameless(name, told.dossier)
        shown = None if waiting is None else await self.client.find(told.number)
        if waiting is None or shown is None or shown.dossier != told.dossier:
            return None
        return self.ledger.take(waiting, shown.steps, outside=shown.number)
