"""Calls of one system that takes orders."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import quote

import orjson

from mocks.province.orders.message import Told, Unreadable, make_order, read_order
from mocks.province.orders.order import Order
from mocks.province.orders.systems import System
from mocks.province.outbox.bearer import BearerLine
from mocks.province.outbox.line import Line, Reply
from mocks.province.outbox.trouble import Away, Refused


class OrderClient(BearerLine):
    """One system, behind its bearer token. Raises Trouble from every call."""

    def __init__(self, line: Line, settings: Mapping[str, str], system: System) -> None:
        super().__init__(line, settings)
        self.system = system

    async def place(self, order: Order) -> Reply:
        """Send an order: 201 with it, 409 where there is one under way, 400 and 422 for one that it does not take."""
        return await self.send(self.system.orders, orjson.dumps(make_order(self.system, order)))

    async def withdraw(self, outside: str, reason: str) -> Reply:
        """Take an order back: 200 with it, 409 where it is too late."""
        return await self.send(f"{self._place_of(outside)}/rut", orjson.dumps({"LyDo": reason}))

    async def find(self, outside: str) -> Told | None:
        """Return an order with all its states; None where the system does not know it."""
        reply = await self.send(self._place_of(outside), method="GET")
        if reply.status == HTTPStatus.NOT_FOUND:
            return None
        if reply.status != HTTPStatus.OK:
            raise Refused(self.system.orders, str(reply.status))
        return self.read(reply)

    def read(self, reply: Reply) -> Told:
        """Read the order that an answer shows; raises Away where it shows none."""
        try:
            return read_order(self.system, reply.read_object())
        except Unreadable as problem:
            raise Away(str(problem)) from problem

    def _place_of(self, outside: str) -> str:
        return f"{self.system.orders}/{quote(outside, safe='')}"
