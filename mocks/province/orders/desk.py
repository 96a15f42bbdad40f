"""The officer's side of orders: place them, withdraw them, see what became of them."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web

from mocks.province.office import Office
from mocks.province.orders.ledger import Admit, Ledger, TooLate, UnderWay
from mocks.province.orders.order import Order
from mocks.province.orders.systems import System
from mocks.province.records.dossier import Dossier
from mocks.province.records.dossiers import Wish
from mocks.province.screens.app import iso, json_answer, problem
from mocks.province.screens.contract import BodyReader


class Desk:
    """The routes of the screens. `systems`: those that this province is connected to."""

    def __init__(self, office: Office, ledger: Ledger, systems: Mapping[str, System]) -> None:
        self._office = office
        self._ledger = ledger
        self._systems = systems
        self._bodies = BodyReader()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.post("/dossiers/{dossier}/order", self.place),
            web.post("/dossiers/{dossier}/withdraw-order", self.withdraw),
            web.get("/records/orders/{dossier}", self.show, allow_head=False),
        ]

    async def place(self, request: web.Request) -> web.Response:
        """Place an order; it is on disk, and sent as soon as the system is there."""
        body = self._bodies.read(await request.read(), "order")
        dossier, system = self._dossier(request), self._systems.get(body["system"])
        if system is None:
            return problem(HTTPStatus.CONFLICT, "this office is not connected to that system")
        wish = self._office.conduct.order_wish(system, dossier, body)
        try:
            order = self._ledger.place(
                dossier.code, system.name, body["kind"], wish, admit=self._admit(dossier, "order", body)
            )
        except UnderWay:
            return problem(HTTPStatus.CONFLICT, "the system has an order for this dossier that is not at its end")
        return self._acted(dossier, order)

    async def withdraw(self, request: web.Request) -> web.Response:
        """Have an order withdrawn."""
        body = self._bodies.read(await request.read(), "withdraw-order")
        dossier = self._dossier(request)
        admit = self._admit(dossier, "withdraw-order", body)
        try:
            order = self._ledger.ask_to_withdraw(dossier.code, body["system"], body["reason"], admit=admit)
        except TooLate:
            return problem(HTTPStatus.CONFLICT, "there is no order at that system that can still be withdrawn")
        return self._acted(dossier, order)

    async def show(self, request: web.Request) -> web.Response:
        """Show the orders of a dossier."""
        dossier = self._dossier(request)
        found = self._ledger.of(dossier.code)
        return json_answer({"dossier": dossier.code, "orders": [shown(order) for order in found]})

    def _admit(self, dossier: Dossier, act: str, body: Mapping[str, Any]) -> Admit:
        wish = Wish(dossier.code, act, dossier.accepted, body["officer"], self._office.clock.now())
        return lambda transaction: self._office.dossiers.admit(transaction, wish)

    def _dossier(self, request: web.Request) -> Dossier:
        return self._office.dossiers.find(request.match_info["dossier"])

    def _acted(self, dossier: Dossier, order: Order) -> web.Response:
        told = {"dossier": dossier.code, "status": dossier.last.status.value, "at": iso(self._office.clock.now())}
        return json_answer({**told, "outcome": order.outcome.value})


def shown(order: Order) -> dict[str, Any]:
    """Return an order as the screens show it."""
    return {
        "system": order.system,
        "kind": order.kind,
        "order": order.outside,
        "state": order.state,
        "outcome": order.outcome.value,
        "withdrawal": order.withdrawal.value if order.withdrawal else None,
        "history": [{"state": step.state, "at": step.at} for step in order.steps],
    }
