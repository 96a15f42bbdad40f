"""The faults towards the systems that take orders: what each does instead of the honest thing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

import orjson

from mocks.province.orders.client import OrderClient
from mocks.province.orders.following import OrderFollowing
from mocks.province.orders.inbound import OrderInbound
from mocks.province.orders.ledger import Ledger
from mocks.province.orders.message import TIME, make_order
from mocks.province.orders.order import Order, OrderWish, Outcome, Step
from mocks.province.orders.placing import Placing, Withdrawing
from mocks.province.orders.result import TellingResult
from mocks.province.orders.systems import SYSTEMS, System
from mocks.province.orders.wish import make_wish, write_wish
from mocks.province.outbox.line import Reply
from mocks.province.outbox.trouble import Refused
from mocks.province.records.clock import VIETNAM
from mocks.province.records.dossier import Dossier
from mocks.province.records.errands import Errand


class TokenEveryCall(OrderClient):
    """Asks for a token before each call."""

    async def token(self) -> str:
        """Always a new one."""
        return await self.sign_in()


class LostWithToken(OrderClient):
    """Signs in again after a token has ended, and gives up the order that met it."""

    async def place(self, order: Order) -> Reply:
        """Send once; whatever speaks against it, speaks against the order."""
        token = await self.token()
        content = orjson.dumps(make_order(self.system, order))
        reply = await self.attempt(self.system.orders, content, token)
        if reply.status != HTTPStatus.UNAUTHORIZED:
            return reply
        self.forget(token)
        return replace(reply, status=HTTPStatus.BAD_REQUEST.value)


class TellsMore(OrderClient):
    """Sends members of its own beside those that the system asks for."""

    async def place(self, order: Order) -> Reply:
        """Add the order's number in our own table."""
        own = make_order(self.system, order) | {"IdNoiBo": order.number}
        return await self.send(self.system.orders, orjson.dumps(own))


class WithdrawsForNoReason(OrderClient):
    """Withdraws with the same words for everybody."""

    async def withdraw(self, outside: str, reason: str) -> Reply:  # noqa: ARG002 - nobody passes it on, that is the fault
        """Say what always fits."""
        return await super().withdraw(outside, "Theo đề nghị của công dân")


class NeverAsks(OrderFollowing):
    """Waits to be told, and nothing else."""

    async def ask(self, one: Order) -> None:
        """Ask nothing."""
        self.ledger.ask_later(one)


class SendsAgain(Placing):
    """Takes it for trouble that there is such an order, and tries again."""

    def exists(self, order: Order) -> None:
        """Try again."""
        raise Refused(f"order {order.number}", str(HTTPStatus.CONFLICT.value))


class ExistingIsRefused(Placing):
    """Takes it for a refusal that there is such an order."""

    def exists(self, order: Order) -> None:
        """Give it up."""
        self.ledger.reject(order)


class LastArrivalStands(Ledger):
    """Lets the state stand that came last."""

    def newest(self, system: System, heard: Sequence[Step]) -> str | None:  # noqa: ARG002 - its order counts for nothing
        """The last one."""
        return heard[-1].state if heard else None


class CountsTwice(Ledger):
    """Writes down whatever is told."""

    def fresh(self, known: Order, told: Sequence[Step]) -> list[Step]:  # noqa: ARG002 - nobody looks at it, that is the fault
        """All of it."""
        return list(told)


class RefusedIsDone(Ledger):
    """Knows only orders that have ended, and others."""

    def outcome(self, system: System, state: str | None) -> Outcome:
        """Done, whether it was refused or not."""
        outcome = super().outcome(system, state)
        return Outcome.DONE if outcome is Outcome.REFUSED else outcome


class BelievesWithdrawal(Withdrawing):
    """Takes it for granted that an order is withdrawn once somebody wished so."""

    async def too_late(self, order: Order, outside: str) -> None:  # noqa: ARG002 - nobody asks what it has come to
        """Write it down as withdrawn."""
        *_, withdrawn = SYSTEMS[order.system].ends
        self.ledger.take(order, [Step(withdrawn, datetime.now(VIETNAM).strftime(TIME))])


class KeepsWithdrawals(Withdrawing):
    """Notes that an order is to be withdrawn, and leaves it to somebody to tell the system."""

    async def run(self, errand: Errand, done: Callable[[int], None]) -> None:
        """Do nothing."""


class TellsNoEnd(TellingResult):
    """Keeps the end of an order to the list of orders."""

    def tell(self, order: Order) -> None:
        """Write no step."""


class AcknowledgesAnything(OrderInbound):
    """Acknowledges whatever comes."""

    def unknown(self) -> HTTPStatus:
        """As if it had been taken."""
        return HTTPStatus.NO_CONTENT


def identity_as_number(system: System, dossier: Dossier, body: Mapping[str, Any]) -> OrderWish:
    """Pass the identity number through an integer."""
    wish = make_wish(system, dossier, body)
    return OrderWish(**{**wish, "identity": str(int(wish["identity"]))})


def name_in_capitals(system: System, dossier: Dossier, body: Mapping[str, Any]) -> OrderWish:
    """Write the name as on a form of old."""
    wish = make_wish(system, dossier, body)
    return OrderWish(**{**wish, "name": wish["name"].upper()})


CHANGES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "order-token-every-call": {"order_client": TokenEveryCall},
        "order-lost-with-token": {"order_client": LostWithToken},
        "orders-never-asked-about": {"order_following": NeverAsks},
        "order-sent-again": {"order_placing": SendsAgain},
        "existing-order-is-refused": {"order_placing": ExistingIsRefused},
        "order-state-overwritten": {"order_ledger": LastArrivalStands},
        "order-state-counted-twice": {"order_ledger": CountsTwice},
        "withdrawal-for-no-reason": {"order_client": WithdrawsForNoReason},
        "withdrawal-kept": {"order_withdrawing": KeepsWithdrawals},
        "withdrawal-believed": {"order_withdrawing": BelievesWithdrawal},
        "refused-order-is-done": {"order_ledger": RefusedIsDone},
        "order-tells-more": {"order_client": TellsMore},
        "order-name-in-capitals": {"order_wish": name_in_capitals},
        "order-identity-as-number": {"order_wish": identity_as_number},
        "closed-commune-ordered": {"order_wish": write_wish},
        "order-end-not-told": {"order_result": TellsNoEnd},
        "unknown-order-acknowledged": {"order_inbound": AcknowledgesAnything},
    }
)
